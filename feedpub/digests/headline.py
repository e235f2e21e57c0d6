"""The first line of a story → its headline, source and link."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Literal, NamedTuple

from feedpub.patterns import expression

# A run of plain characters ("++") is taken at once and never apart: no shorter one ends where a link may go on.
_TARGET = r"\((?P<url><[^<>\n]*>|(?:[^()\s<]++|\([^()\s]*\))*)(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
_TEXT = r"(?P<text>(?:[^\[\]\\\n]++|\\.|\[(?:[^\[\]\\\n]++|\\.)*\])+)"
_LINK = expression(rf"(?<!!)\[{_TEXT}\](?:{_TARGET}|\[(?P<label>[^\[\]\n]*)\])")
_LEADING_LINK = expression(rf"(?P<bold>\*\*|__)?\[{_TEXT}\](?:{_TARGET}|\[(?P<label>[^\[\]\n]*)\])(?(bold)(?:\*\*|__))")
_BARE = expression(r"<?(https?://[^\s<>\"'、，。；：！？）】》」』]+)")
_BOLD_LEAD = expression(r"(?:\*\*|__)(?P<text>\S.*?)(?:\*\*|__)(?:[ \t]*(?:[:：。.]|[-–—]+)[ \t]*|$)(?P<rest>.*)")
_SENTENCE = expression(r".+?(?:[。！？]|[.!?](?=\s|$)|$)")
_SEPARATOR = expression(r"(?P<title>.*\S)(?:\s+[-–—|]\s+|\s*｜\s*|\s*——\s*)(?P<source>\S.*)")
_TRAILING_SOURCE = expression(
    r"(?:[-–—|｜]+[ \t]*(?P<named>[^\[\]<>。！？]{1,80})|[(（](?P<inner>[^\[\]<>()（）]{1,80})[)）])"
)

# What ends a paragraph without an empty line: a quote, a list, code, a block of HTML, a table; and an address alone.
_BLOCK = expression(
    r"^ {0,3}(?:>|[-*+][ \t]|1[.)][ \t]|`{3}|~{3}|<?https?://[^\s<>]+>?[ \t]*$"
    r"|<(?:details|div|dl|figure|iframe|ol|p|pre|section|table|ul|video)\b"
    r"|(?=[^\n|]*+\|)[^\n]*+\n {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\||$))",
    re.MULTILINE,
)
_REFERENCE = expression(rf"(?<!!)\[{_TEXT}\](?:\[(?P<label>[^\[\]\n]*)\]|(?![\[(:]))")
_ENTITY = expression(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w*);", re.ASCII)
_NOTE = expression(r"\[\^\d{1,3}\]")
_MARKS = expression(r"(?:(?:[-*+]|#{1,6})[ \t]+|>[ \t]*)+")

_LABEL = expression(r"(?:来源|來源|出处|出處|source)[ \t]*[:：][ \t]*(?=\S)", re.IGNORECASE)

# A line of its own, with text below, that ends as no sentence does.
_TITLE_LINE = expression(r".{1,79}[^\s。！？!?.…；;，,：:]")

MAX_SOURCE = 80


class Headline(NamedTuple):
    """A headline in Markdown; ``rest`` is what is left for the summary, which holds a "sentence" headline too."""

    text: str
    source: str | None
    link: str | None
    rest: str
    lead: Literal["title", "sentence"] = "title"


def of_item(first: str, rest: str, references: Mapping[str, str]) -> Headline:
    """The headline of a list item: its leading link, its bold lead, a line of its own, or its first sentence."""
    return _alone(_of_item(first, rest, references), references)


def of_heading(first: str, rest: str, references: Mapping[str, str]) -> Headline:
    """The headline of a story that is a heading: all of it."""
    return _alone(_of_heading(first, rest, references), references)


def _alone(found: Headline, references: Mapping[str, str]) -> Headline:
    """A headline that means the same without the digest's definitions.

    Footnotes' marks are no part of it: they come before the summary, unless that has them already.
    """
    if "[" not in found.text:
        return found
    notes = _NOTE.findall(found.text)
    rest = f"{' '.join(notes)}\n\n{found.rest}" if notes and found.lead == "title" else found.rest
    text = _NOTE.sub("", found.text).strip()
    return found._replace(text=_REFERENCE.sub(lambda link: _direct(link, references), text), rest=rest)


def _direct(link: re.Match[str], references: Mapping[str, str]) -> str:
    url = references.get((link["label"] or link["text"]).casefold())
    return f"[{link['text']}](<{url}>)" if url else link[0]


def _of_item(first: str, rest: str, references: Mapping[str, str]) -> Headline:
    first, breaks = _line(first)
    if linked := _linked(first, rest, references):
        return linked
    lead = _BOLD_LEAD.fullmatch(first)
    if lead:
        body = _joined(lead["rest"], rest)
        return Headline(*split_source(lead["text"]), first_link(body, references), body)
    is_apart = breaks or rest.startswith("\n") or _BLOCK.match(rest)
    if is_apart and rest.strip() and _TITLE_LINE.fullmatch(first) and not _BLOCK.match(first):
        return Headline(
            *split_source(first), first_link(first, references) or first_link(rest, references), rest.strip("\n")
        )
    whole = _joined(f"{first}  " if breaks and rest else first, rest)
    return Headline(_first_sentence(whole), None, first_link(whole, references), whole, "sentence")


def _line(first: str) -> tuple[str, bool]:
    """A first line without white space around it, and whether it ends in a hard line break (CommonMark 6.7)."""
    line = first.strip()
    if line.endswith("\\") and not line.endswith("\\\\"):
        return line[:-1].rstrip(), True
    return line, first.endswith("  ")


def _first_sentence(markdown: str) -> str:
    """The first sentence of the first paragraph; or of what a quote or a list begins with, where there is none."""
    marks = _MARKS.match(markdown)
    first, _, rest = markdown[marks.end() if marks else 0 :].partition("\n")
    block = _BLOCK.search(rest)
    paragraph = f"{first}\n{rest[: block.start()] if block else rest}".split("\n\n", 1)[0].replace("\n", " ").strip()
    sentence = _SENTENCE.match(paragraph)
    return sentence[0].strip() if sentence else paragraph


def _of_heading(first: str, rest: str, references: Mapping[str, str]) -> Headline:
    if linked := _linked(first.strip(), rest, references):
        return linked
    link = first_link(first, references) or first_link(rest, references)
    return Headline(*split_source(first.strip()), link, rest.strip("\n"))


def split_source(title: str) -> tuple[str, str | None]:
    """Title and source, parted at the last `` - ``, `` — `` or ``｜``; ``(RT name)`` stays with the source."""
    match = _SEPARATOR.fullmatch(title)
    if match is None or len(match["source"]) > MAX_SOURCE:
        return title, None
    return match["title"], _unlabelled(match["source"])


def _unlabelled(source: str) -> str:
    """Who tells it, without the word "source"."""
    return _LABEL.sub("", source, count=1) if _LABEL.match(source) else source


def first_link(markdown: str, references: Mapping[str, str]) -> str | None:
    """The first web link of a paragraph, whichever way it is written."""
    found = [(match.start(), _target(match, references)) for match in _LINK.finditer(markdown)]
    found += [(match.start(), match[1].rstrip(".,;:!?*_~|")) for match in _BARE.finditer(markdown)]
    return next((url for _, url in sorted(found, key=lambda pair: pair[0]) if url), None)


def _linked(first: str, rest: str, references: Mapping[str, str]) -> Headline | None:
    match = _LEADING_LINK.match(first)
    url = _target(match, references) if match else None
    if not match or not url:
        return None
    after = first[match.end() :].strip()
    title, source = split_source(match["text"].strip())
    if not after:
        return Headline(title, source, url, rest.strip("\n"))
    if source is None and (trailing := _TRAILING_SOURCE.fullmatch(after)):
        return Headline(title, _unlabelled((trailing["named"] or trailing["inner"]).strip()), url, rest.strip("\n"))
    if source is not None or after[0] in ":：。.,，—–-":
        return Headline(title, source, url, _joined(after.lstrip(":：。.,，—–- "), rest))
    return None  # the link is only the sentence's first word


def _target(match: re.Match[str], references: Mapping[str, str]) -> str | None:
    if match["url"] is not None:
        return _ENTITY.sub(lambda entity: unescape(entity[0]), match["url"].strip("<>")) or None
    return references.get((match["label"] or match["text"]).casefold())


def _joined(first: str, rest: str) -> str:
    return f"{first}\n{rest}".strip("\n")
