"""Python-Markdown as feedpub has it: bare URLs, ~~strikethrough~~, blocks of HTML as CommonMark has them; and swift."""

import re
import string
import threading
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor, OListProcessor, UListProcessor
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor, SubstituteTagInlineProcessor
from markdown.treeprocessors import InlineProcessor as InlinePatterns

from feedpub.rendering.html_blocks import HtmlBlocks

_BARE_URL = r"(?<![\x03A-Za-z0-9_/])(https?://[!#-&(-;=?-Z\\^-z|~\]\[]+)"
# What a text holds, or else a pattern finds nothing in it.
_NEEDED = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "]",
    "reference": "]",
    "link": "]",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "]",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "hard-break": "\\\n",
    "html": "<",
    "bare-url": "://",
    "entity": "&",
    "del": "~~",
}


class _BareUrl(InlineProcessor):
    """A URL in running text becomes a link; it ends before CJK text and before a sentence's punctuation."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802, ARG002
        url = m[1].rstrip(".,;:!?*_~'|")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1].rstrip(".,;:!?*_~'|")
        link = Element("a", href=url)
        link.text = url
        return link, m.start(1), m.start(1) + len(url)


class _NumberedList(OListProcessor):
    LAZY_OL = False  # a list that starts at 5 says so
    SIBLING_TAGS: ClassVar = ["ol"]  # bullets below numbers are another list


class _BulletList(UListProcessor):
    SIBLING_TAGS: ClassVar = ["ul"]


class _Headings(HashHeaderProcessor):
    # CommonMark 4.2: up to six signs, and a space; "#AI" is a tag of social networks.
    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?=[ \t\n]|$)(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")


class _SwiftPatterns(InlinePatterns):
    """Asks no pattern that cannot find anything; Python-Markdown asks all of them of every text."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.inlinePatterns: Any = list(md.inlinePatterns)  # a registry sorts itself each time that it is asked
        self.needed = {md.inlinePatterns.get_index_for_name(name): text for name, text in _NEEDED.items()}

    def _InlineProcessor__applyPattern(  # noqa: N802
        self, pattern: InlineProcessor, data: str, index: int, start: int = 0
    ) -> tuple[str, bool, int]:
        if self.needed.get(index, "") not in data:
            return data, False, 0
        found: tuple[str, bool, int] = super()._InlineProcessor__applyPattern(pattern, data, index, start)  # type: ignore[misc]
        return found


_own = threading.local()


def converter() -> Markdown:
    """This thread's converter; ``reset()`` it before each text."""
    if not hasattr(_own, "converter"):
        _own.converter = _made()
    found: Markdown = _own.converter
    return found


def _made() -> Markdown:
    made = Markdown(extensions=[TableExtension(), FencedCodeExtension(), FootnoteExtension()], output_format="html")
    made.preprocessors.register(HtmlBlocks(made), "html_block", 20)
    made.parser.blockprocessors.register(_Headings(made.parser), "hashheader", 70)
    made.parser.blockprocessors.register(_NumberedList(made.parser), "olist", 40)
    made.parser.blockprocessors.register(_BulletList(made.parser), "ulist", 30)
    made.ESCAPED_CHARS = list(string.punctuation)  # CommonMark 2.4: "\\<b>" is no tag
    made.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "hard-break", 105)
    made.inlinePatterns.register(SimpleTagInlineProcessor(r"()~~(?=\S)(.+?)(?<=\S)~~", "del"), "del", 65)
    # Below raw HTML (90), so that no attribute's URL is taken; above emphasis (60), so that a URL may have underscores.
    made.inlinePatterns.register(_BareUrl(_BARE_URL, made), "bare-url", 85)
    made.treeprocessors.register(_SwiftPatterns(made), "inline", 20)
    return made
