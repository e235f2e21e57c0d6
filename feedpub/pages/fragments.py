"""HTML of entries, as pages need it: headings below the page's own, ids once on a page, stories with their links."""

import re

from markupsafe import Markup, escape
from msgspec import Struct

from feedpub.patterns import expression
from feedpub.rendering import render

# Whole tags, quoted values included: what looks like a tag inside a value is none.
_TAG = r'<(/?)([a-z][a-z0-9]*)([^">]*(?:"[^"]*"[^">]*)*)>'
# All up to the next tag that matters here is passed over at once: text, and other tags without an id.
_OTHER = r'</?(?!(?:h[1-6]|table|img)\b)[a-z][a-z0-9]*+(?:\s++(?!id\b)[a-z-]++(?:="[^"]*+")?)*+>'
_STEP = expression(rf"((?:[^<]++|{_OTHER})*+)(?:{_TAG}|<|\Z)")
_ATTRIBUTE = expression(r'\s+([a-z-]+)(?:="[^"]*")?')
_ANCHOR = expression(r' id="(story-[\w-]+)"')
_STORY = expression(r'<(h[1-6]) id="(story-[\w-]+)">(.*?)</\1>', re.DOTALL)
# The ids of a day's or week's entry are its own, wherever it stands.
_LASTING = expression(r' id="\d{4}-(?:W\d\d|\d\d-\d\d)[\w:-]*"')
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Story(Struct, frozen=True, kw_only=True):
    """A story on the page of its digest: its anchor, and its headline as text."""

    anchor: str
    headline: str


def among_others(content: str) -> Markup:
    """The content of an entry on a page with others: no ids where theirs would be the same."""
    return _Shaping(None).of(content)


def alone(content: str, link_label: str) -> Markup:
    """The content of an entry on its own page: each story has a link to itself."""
    return _Shaping(link_label).of(content)


def stories(content: str) -> list[Story]:
    """The stories with a headline of their own, in their order."""
    return [Story(anchor=match[2], headline=render.plain(match[3])) for match in _STORY.finditer(content)]


class _Shaping:
    """One walk over the tags of a fragment that was sanitised when it was rendered."""

    def __init__(self, link_label: str | None) -> None:
        self.label = escape(link_label) if link_label is not None else None
        self.title = 2 if link_label is None else 1
        self.above: list[int] = []

    def of(self, content: str) -> Markup:
        return Markup(_STEP.sub(self._step, content))  # noqa: S704

    def _step(self, step: re.Match[str]) -> str:
        passed, end, name, attributes = step.groups()
        return passed + self._tag(end, name, attributes) if name else step[0]

    def _tag(self, end: str, name: str, attributes: str) -> str:
        if name in _HEADINGS:
            return self._heading(end, _HEADINGS[name], attributes)
        if name == "table":
            return f"</{name}></div>" if end else f'<div class="scroll" tabindex="0"><{name}{attributes}>'
        if name == "img":
            attributes += ' loading="lazy"'
        return f"<{end}{name}{self._identified(attributes)}>{self._link(attributes)}"

    def _heading(self, end: str, level: int, attributes: str) -> str:
        """A heading one level below the one that it belongs to: first of all, the entry's title."""
        if not end:
            self.above = [*(other for other in self.above if other < level), level]
        shown = min(self.title + len(self.above), 6)
        return f"<{end}h{shown}{self._identified(attributes)}>{self._link(attributes)}"

    def _identified(self, attributes: str) -> str:
        """The attributes; without the id on a page with others."""
        if self.label is not None or " id=" not in attributes or _LASTING.search(attributes):
            return attributes
        return "".join(found[0] for found in _ATTRIBUTE.finditer(attributes) if found[1] != "id")

    def _link(self, attributes: str) -> str:
        """The link of a story to itself, where it has a page of its own."""
        anchor = _ANCHOR.match(attributes) if self.label is not None else None
        if anchor is None:
            return ""
        return f'<a class="anchor" href="#{anchor[1]}" aria-label="{self.label}" title="{self.label}">#</a> '
