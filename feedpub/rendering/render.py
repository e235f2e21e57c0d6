"""Markdown → HTML for feeds: safe, every URL absolute, nothing that XML cannot hold."""

import re
from collections.abc import Sequence
from html import escape, unescape

from feedpub.digests.definitions import Definitions
from feedpub.digests.lists import four_spaces
from feedpub.digests.stories import Part, Prose, Story
from feedpub.patterns import expression
from feedpub.rendering import plain_markdown
from feedpub.rendering.safe_html import safe, web_link
from feedpub.text import one_line, xml_clean

_EMBED = expression(
    r"<(?:iframe|embed|object)\b[^<>]*?\s(?:src|data)\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)[^>]*>", re.IGNORECASE
)
_PICTURE = expression(r"<img\b[^>]*?\ssrc=\"([^\"]+)\"")
_LIST_MARKER = expression(r"\A\s*(\d+)(\.|\))(?=\s)")


def html(markdown: str, base: str, prefix: str = "") -> str:
    """A block of Markdown as HTML; ``base`` is the URL that relative links start from.

    ``prefix`` makes the footnotes' ids unique in an entry that is put together from several blocks.
    """
    if (short := plain_markdown.paragraphs(markdown)) is not None:
        return short
    from feedpub.rendering.converter import converter  # most blocks take the short way, and need no library

    try:
        rendered = converter().reset().convert(four_spaces(markdown))
    except RecursionError:  # lists in lists, deeper than anybody writes or reads
        rendered = f"<p>{escape(markdown, quote=False)}</p>"
    return safe(_EMBED.sub(_embed_as_link, rendered), base, prefix)


def inline(markdown: str, base: str) -> str:
    """A line of Markdown as HTML without a paragraph around it."""
    if (short := plain_markdown.line(markdown)) is not None:
        return short
    # Escaped, lest "2. place" becomes a list and "# 1" a heading.
    line = _LIST_MARKER.sub(r"\1\\\2", one_line(markdown), count=1)
    line = re.sub(r"\A([#>+-]|\*(?= ))", r"\\\1", line)
    return html(line, base).removeprefix("<p>").removesuffix("</p>")


def plain(fragment: str) -> str:
    """The text of an HTML fragment on one line; blocks are parted by a space, images speak by their alt text."""
    if "<" not in fragment and "&" not in fragment:
        return one_line(xml_clean(fragment))
    spoken = re.sub(r"<img\b[^>]*?\balt=\"([^\"]*)\"[^>]*>", r" \1 ", fragment)
    spaced = re.sub(r"</?(?:p|div|h[1-6]|li|ul|ol|br|hr|tr|td|th|blockquote|pre|table|dd|dt)\b[^>]*>", " ", spoken)
    return one_line(xml_clean(unescape(re.sub(r"<[^>]*>", "", spaced))))


def spoken(markdown: str, base: str) -> str:
    """A line of Markdown as plain text."""
    short = plain_markdown.line(markdown)  # which nothing could make plainer
    return plain(inline(markdown, base)) if short is None else short


def headline(story: Story, base: str) -> str:
    """A story's headline as plain text."""
    return spoken(story.headline, base)


def article(parts: Sequence[Part], references: Definitions, base: str) -> str:
    """The parts of a digest, in their order, as one HTML document fragment.

    A story is a heading with its number as text, since readers drop ``start`` and ``class``; its source is named
    below, then comes its summary.
    """
    blocks = [
        _story(part, references, base) if isinstance(part, Story) else _prose(part, index, references, base)
        for index, part in enumerate(parts)
    ]
    return _without_outer_rules("\n".join(block for block in blocks if block).strip())


def _without_outer_rules(fragment: str) -> str:
    while fragment.startswith("<hr>"):
        fragment = fragment.removeprefix("<hr>").lstrip()
    while fragment.endswith("<hr>"):
        fragment = fragment.removesuffix("<hr>").rstrip()
    return fragment


def _prose(part: Prose, index: int, references: Definitions, base: str) -> str:
    return html(references.completing(part.text), base, f"part-{index}-")


def _story(story: Story, references: Definitions, base: str) -> str:
    body = html(references.completing(story.summary), base, f"{story.anchor}-") if story.summary else ""
    opening, number = f' id="{story.anchor}">', f"{story.number}. "
    if story.lead == "sentence":
        text = body.removeprefix("<p>")
        return f"<p{opening}{number}{text}" if text != body else f"<p{opening}{number}</p>\n{body}"
    title = inline(story.headline, base)
    link = web_link(story.link, base)
    if link and "<a " not in title:
        title = f'<a href="{escape(link)}">{title}</a>'
    source = f"<p><small>{escape(spoken(story.source, base), quote=False)}</small></p>" if story.source else ""
    heading = f"<h{story.level}{opening}{number}{title}</h{story.level}>"
    return "\n".join(filter(None, (heading, source, body)))


def first_picture(fragment: str) -> str | None:
    """The URL of the first picture in an HTML fragment of this room's making, if it shows one."""
    picture = _PICTURE.search(fragment) if "<img" in fragment else None
    return unescape(picture[1]) if picture else None


def _embed_as_link(match: re.Match[str]) -> str:
    url = escape(unescape(match[1]))
    return f'<p><a href="{url}">{url}</a></p>'
