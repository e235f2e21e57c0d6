"""HTML of any origin → HTML that feeds can carry: on an allow-list, URLs absolute, nothing that XML cannot hold."""

import re
from collections.abc import Callable

from feedpub.patterns import expression
from feedpub.system.signals import undisturbed
from feedpub.text import xml_clean
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
_WEB = ("http://", "https://")

# Elements that go with what is in them.
_HIDDEN = {"script", "style", "iframe", "object", "noscript", "template", "title", "textarea", "select"}
# Where one of these opens, a parser of HTML takes everything for its text until it closes.
_SWALLOWING = _HIDDEN | {"noembed", "noframes", "plaintext", "xmp"}


def _tags(names: set[str]) -> str:
    return rf"(?:{'|'.join(sorted(names))})(?=[\s/>])"


_SWALLOWING_TAG = expression(rf"<(?P<closing>/?)(?P<name>{_tags(_SWALLOWING)})", re.IGNORECASE)
_ALIEN_TAG = expression(
    rf"<(?P<closing>/?)(?!{_tags(_TAGS | _SWALLOWING)})(?P<name>[a-z][^\s<>/]*)(?P<rest>(?:[\s/][^<>]*)?)>",
    re.IGNORECASE,
)

_EMPTY = expression(r"<p>\s*</p>\n?")


def safe(fragment: str, base: str, prefix: str = "") -> str:
    """The fragment without what could run, load, submit or style; links start from the page ``base``.

    ``prefix`` makes the ids of footnotes unique, and the links to them.
    """
    import nh3  # most texts take the short way

    with undisturbed():  # nh3 lets go of what is raised in a filter, be it by a signal
        clean = nh3.clean(
            _without_aliens(_with_unclosed_as_text(fragment)),
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=_attribute_filter(base, prefix),
            clean_content_tags=_HIDDEN,
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )
    return _EMPTY.sub("", xml_clean(clean)).strip()


def web_link(link: str | None, base: str) -> str | None:
    """The absolute http(s) URL that a link on the page ``base`` leads to, if it leads to any."""
    return _url(link, base, _WEB) if link else None


def _with_unclosed_as_text(fragment: str) -> str:
    """The fragment with "<script> tags" in a sentence as text, where nothing closes them before they open again."""
    closed: dict[str, bool] = {}
    shown: set[int] = set()
    for tag in reversed(list(_SWALLOWING_TAG.finditer(fragment))):
        name = tag["name"].lower()
        if not tag["closing"] and not closed.get(name):
            shown.add(tag.start())
        closed[name] = bool(tag["closing"])
    return _SWALLOWING_TAG.sub(lambda tag: f"&lt;{tag[0][1:]}" if tag.start() in shown else tag[0], fragment)


def _without_aliens(fragment: str) -> str:
    """The fragment without tags of no use to a feed; "--to=<path>" and "Vec<u8>" are no tags, and stay as text.

    nh3 would take away the text after some of them, since MathML and SVG have elements of these names.
    """
    tags = list(_ALIEN_TAG.finditer(fragment))
    closed = {tag["name"].lower() for tag in tags if tag["closing"]}

    def meant(tag: re.Match[str]) -> str:
        is_tag = tag["name"].lower() in closed or "=" in tag["rest"] or tag["rest"].endswith("/")
        return "" if is_tag else f"&lt;{tag[0][1:-1]}&gt;"

    return _ALIEN_TAG.sub(meant, fragment) if tags else fragment


def _attribute_filter(base: str, prefix: str) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute in _URL_ATTRIBUTES:
            if value.startswith("#") and prefix:
                value = f"#{prefix}{value[1:]}"
            return _url(value, base, (*_WEB, "mailto:") if tag == "a" else _WEB)
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
        if url and (found := _url(url, base, _WEB)):
            candidates.append(f"{found} {size.strip()}".strip())
    return ", ".join(candidates) or None
