"""Markdown → HTML for feeds: safe, every URL absolute, nothing that XML cannot hold."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from html import escape, unescape
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.blockprocessors import OListProcessor
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor

from feedpub import plain_markdown
from feedpub.definitions import Definitions
from feedpub.lists import four_spaces
from feedpub.stories import Part, Prose, Story
from feedpub.text import one_line, xml_clean
from feedpub.urls import absolute

_TAG_NAMES = """
    a abbr audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp small source span strong
    sub summary sup table tbody td tfoot th thead time tr u ul var video wbr
"""
_TAGS = set(_TAG_NAMES.split())
_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "hreflang"},
    "audio": {"src", "controls"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "img": {"src", "srcset", "alt", "width", "height"},
    "ins": {"cite", "datetime"},
    "li": {"id", "value"},
    "ol": {"start", "reversed"},
    "q": {"cite"},
    "source": {"src", "srcset", "type"},
    "sup": {"id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"src", "poster", "controls", "width", "height"},
}
_URL_ATTRIBUTES = {"href", "src", "poster", "cite"}
_EMBED = re.compile(
    r"<(?:iframe|embed|object)\b[^>]*?\s(?:src|data)\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)[^>]*>", re.IGNORECASE
)
_BARE_URL = r"(?<![\x03\w/])(https?://[!#-&(-;=?-Z\\^-z|~\]\[]+)"
_PICTURE = re.compile(r"<img\b[^>]*?\ssrc=\"([^\"]+)\"")
_OUTER_RULES = re.compile(r"\A(?:\s*<hr>)+|(?:<hr>\s*)+\Z")
_LIST_MARKER = re.compile(r"\s*(\d+)(\.|\))(?=\s)")


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


@cache
def _markdown() -> Markdown:
    converter = Markdown(extensions=["tables", "fenced_code", "footnotes"], output_format="html")
    converter.parser.blockprocessors.register(_NumberedList(converter.parser), "olist", 40)
    converter.inlinePatterns.register(SimpleTagInlineProcessor(r"()~~(?=\S)(.+?)(?<=\S)~~", "del"), "del", 65)
    # Below raw HTML (90), so that no attribute's URL is taken; above emphasis (60), so that a URL may have underscores.
    converter.inlinePatterns.register(_BareUrl(_BARE_URL, converter), "bare-url", 85)
    return converter


def html(markdown: str, base: str, prefix: str = "") -> str:
    """A block of Markdown as HTML; ``base`` is the URL that relative links start from.

    ``prefix`` makes the footnotes' ids unique in an entry that is put together from several blocks.
    """
    if (short := plain_markdown.paragraphs(markdown)) is not None:
        return short
    converter = _markdown()
    rendered = converter.reset().convert(four_spaces(markdown))
    return _safe(_EMBED.sub(_embed_as_link, rendered), base, prefix)


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
    spoken = re.sub(r"<img\b[^>]*?\balt=\"([^\"]*)\"[^>]*>", r" \1 ", fragment)
    spaced = re.sub(r"</?(?:p|div|h[1-6]|li|ul|ol|br|hr|tr|td|th|blockquote|pre|table|dd|dt)\b[^>]*>", " ", spoken)
    return one_line(xml_clean(unescape(re.sub(r"<[^>]*>", "", spaced))))


def headline(story: Story, base: str) -> str:
    """A story's headline as plain text."""
    return plain(inline(story.headline, base))


def article(parts: Sequence[Part], references: Definitions, base: str) -> str:
    """The parts of a digest, in their order, as one HTML document fragment.

    A story is a heading with its number as text, since readers drop ``start`` and ``class``; its source is named
    below, then comes its summary.
    """
    blocks = [
        _story(part, references, base) if isinstance(part, Story) else _prose(part, index, references, base)
        for index, part in enumerate(parts)
    ]
    return _OUTER_RULES.sub("", "\n".join(block for block in blocks if block)).strip()


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
    source = f"<p><small>{escape(plain(inline(story.source, base)), quote=False)}</small></p>" if story.source else ""
    heading = f"<h{story.level}{opening}{number}{title}</h{story.level}>"
    return "\n".join(block for block in (heading, source, body) if block)


def web_link(link: str | None, base: str) -> str | None:
    """The absolute http(s) URL that a link on the page ``base`` leads to, if it leads to any."""
    return _url(link, base, ("http://", "https://")) if link else None


def first_picture(fragment: str) -> str | None:
    """The URL of the first picture in an HTML fragment of this room's making, if it shows one."""
    picture = _PICTURE.search(fragment)
    return unescape(picture[1]) if picture else None


def _embed_as_link(match: re.Match[str]) -> str:
    url = escape(unescape(match[1]))
    return f'<p><a href="{url}">{url}</a></p>'


def _safe(fragment: str, base: str, prefix: str) -> str:
    clean = nh3.clean(
        fragment,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute_filter(base, prefix),
        clean_content_tags={
            "script",
            "style",
            "iframe",
            "object",
            "noscript",
            "template",
            "title",
            "textarea",
            "select",
        },
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return xml_clean(clean).strip()


def _attribute_filter(base: str, prefix: str) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute in _URL_ATTRIBUTES:
            if value.startswith("#") and prefix:
                value = f"#{prefix}{value[1:]}"
            schemes = ("http://", "https://", "mailto:") if tag == "a" else ("http://", "https://")
            return _url(value, base, schemes)
        if attribute == "srcset":
            return _srcset(value, base)
        if attribute == "id":
            return prefix + value if value.startswith("fn") else None
        return value

    return keep


def _url(value: str, base: str, schemes: tuple[str, ...]) -> str | None:
    try:
        url = absolute(value, base)
    except ValueError:
        return None
    return url if url.startswith(schemes) else None


def _srcset(value: str, base: str) -> str | None:
    candidates = []
    for candidate in re.split(r",\s+|,(?=https?:)", value):
        url, _, size = candidate.strip().partition(" ")
        if url and (found := _url(url, base, ("http://", "https://"))):
            candidates.append(f"{found} {size.strip()}".strip())
    return ", ".join(candidates) or None
