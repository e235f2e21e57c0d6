"""How stories are numbered: the markers that are understood, and those that only a person would understand."""

import re

from feedpub.patterns import expression

# （1）, ①, 1️⃣ and 🔟 are numbers wherever they stand, "1." and "1)" where something follows that is no other number.
_SIGN = "[（(](?P<inner>\\d{1,3})[)）]|(?P<sign>[①-⑳]|(?:\\d\ufe0f?\u20e3){1,2}|🔟)"
ITEM = expression(
    r"(?P<indent> {0,3})(?P<bold>\*\*)?"
    rf"(?:(?P<number>\d{{1,3}})(?:[.)](?=[ \t]|$|\[|\*\*|[^\x00-\x7f])|[、．])|{_SIGN})[ \t]*(?P<text>.*)"
)
NUMBERED_HEADING = expression(rf"(?P<bold>\*\*)?(?:(?P<number>\d{{1,3}})[.)、．]|{_SIGN})[ \t]*(?P<text>\S.*)")
# What a person would count as a numbered item, though nothing above understands it: "1: x", "1.x", "1\\. x", "#1 x",
# "No. 1 x", and a link behind any other number: "[1] [x](…)", "- 1. [x](…)", "一、[x](…)".
DOUBTFUL = expression(
    r" {0,3}(?:(?:\d{1,3}(?:[:：](?!\d)|\\?\.(?=[A-Za-z])|\\[.)]))|#\d{1,3}[ .:：]|[Nn]o\. ?\d{1,3}\b).*\S"
    r"| {0,3}(?:[-*+>] {1,3})?[^\w\s]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
    r" ?[].)、．:：】）》|–—-]{1,2} {0,2}\[[^\]]+\]\(https?:"
)


def rank(match: re.Match[str]) -> int:
    """How deep a marker stands in a Chinese outline: （1） is below "1." and 1、, and ① below both."""
    return 2 if match["sign"] else 1 if match["inner"] else 0


def number_of(match: re.Match[str]) -> int:
    """The number of a marker, whichever way it is written."""
    if not match["sign"]:
        return int(match["number"] or match["inner"])
    if "①" <= match["sign"] <= "⑳":
        return ord(match["sign"]) - ord("①") + 1
    return int(re.sub(r"\D", "", match["sign"]) or 10)
