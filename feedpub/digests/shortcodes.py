"""Hugo shortcodes and Liquid tags → the Markdown that they mean. What is not known is dropped, and told."""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from msgspec import Struct, field

from feedpub.patterns import expression
from feedpub.text import one_line

_CODE = expression(
    r"^(?P<fence>[ \t]*(?:`{3,}|~{3,})).*?^(?P=fence)[^\n]*$|(?P<ticks>`+)[^`\n]+(?P=ticks)", re.MULTILINE | re.DOTALL
)
_RAW = expression(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_COMMENT = expression(r"\{%-?\s*comment\b.*?\{%-?\s*endcomment\s*-?%\}|\{\{[<%]/\*(?!.*\*/[>%]\}\}).*?\}\}", re.DOTALL)
_BLOCK = expression(
    r"\{\{[<%]\s*(?P<hugo_tag>highlight|code|code-toggle|codeblock)(?![\w-])\s*(?P<hugo>[\w+#-]*)[^\n]*?[>%]\}\}\n?"
    r"(?P<hugo_code>.*?)\n?\{\{[<%]\s*/\s*(?P=hugo_tag)\s*[>%]\}\}"
    r"|\{%-?\s*(?P<tag>highlight|codeblock)\b\s*(?P<liquid>[\w+#-]*).*?%\}\n?"
    r"(?P<liquid_code>.*?)\n?\{%-?\s*end(?P=tag)\s*-?%\}",
    re.DOTALL,
)
_ESCAPED = expression(r"\{\{([<%])/\*(.*?)\*/([>%])\}\}", re.DOTALL)
_TAG = expression(
    r"\{\{[<%]-?\s*(?P<close>/?)\s*(?P<hugo>[\w./-]+)(?P<hugo_rest>.*?)/?\s*-?[>%]\}\}"
    r"|\{%-?\s*(?P<liquid>\w+)(?P<liquid_rest>.*?)-?%\}"
    r"|\{\{-?\s*(?P<value>[^{}]*?)\s*-?\}\}",
    re.DOTALL,
)
_ARGUMENT = expression(
    r"(?:(?P<key>[\w-]+)\s*=\s*)?(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>[^']*)'|`(?P<raw>[^`]*)`|(?P<bare>[^\s\"'=]+))"
)


# Where a kept text goes back to; no digest can hold these control characters.
_PLACE = expression("\x02(\\d+)\x03")


class Unknown(NamedTuple):
    """A shortcode that was dropped: its line in the body, and its name."""

    line: int
    name: str


class _Arguments(NamedTuple):
    named: dict[str, str]
    positional: list[str]

    def get(self, *names: str, at: int = 0) -> str:
        found = next((self.named[name] for name in names if name in self.named), "")
        return found or (self.positional[at] if len(self.positional) > at else "")


def expand(body: str, site_url: str) -> tuple[str, tuple[Unknown, ...]]:
    """A body whose shortcodes have become links, images and code, and those that are not known.

    ``ref`` and the like count from ``site_url``. Code is left as it is; the text between the tags of an unknown
    pair stays.
    """
    expansion = _Expansion(body, site_url)
    return expansion.text(), tuple(expansion.unknown)


class _Expansion(Struct):
    body: str
    site_url: str
    unknown: list[Unknown] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def text(self) -> str:
        text = _BLOCK.sub(self._code, _COMMENT.sub(_blank, self.body))
        text = _RAW.sub(lambda match: self._keep(match[1]), text)
        text = _CODE.sub(lambda match: self._keep(_ESCAPED.sub(r"{{\1\2\3}}", match[0])), text)
        text = _ESCAPED.sub(lambda match: self._keep(f"{{{{{match[1]}{match[2]}{match[3]}}}}}"), text)
        text = _TAG.sub(self._meaning, text)
        return _PLACE.sub(lambda match: self.kept[int(match[1])], text)

    def _keep(self, text: str) -> str:
        self.kept.append(_PLACE.sub(lambda match: self.kept[int(match[1])], text))
        return f"\x02{len(self.kept) - 1}\x03"

    def _code(self, match: re.Match[str]) -> str:
        language = match["hugo"] or match["liquid"] or ""
        code = match["hugo_code"] if match["hugo_code"] is not None else match["liquid_code"]
        return self._keep(f"```{language}\n{code}\n```")

    def _meaning(self, match: re.Match[str]) -> str:
        name = (match["hugo"] or match["liquid"] or "").casefold()
        if not name:
            return self._value(match)
        if match["close"] or name.startswith("end"):
            return ""
        arguments = _arguments(match["hugo_rest"] or match["liquid_rest"] or "")
        if name == "include" and arguments.positional:
            name = arguments.positional.pop(0)
        known = _KNOWN.get(name.removesuffix(".html"))
        meaning = known(arguments, self.site_url) if known else ""
        if not meaning and name not in _BOXES:
            self._tell(match, name)
        return meaning

    def _value(self, match: re.Match[str]) -> str:
        """A Liquid output tag: the site's address is known, a quoted path is a path."""
        value = match["value"]
        parts = urlsplit(self.site_url)
        if value in {"site.baseurl", "site.url"}:
            return parts.path.rstrip("/") if value == "site.baseurl" else f"{parts.scheme}://{parts.netloc}"
        if quoted := re.match(r"[\"']([^\"']*)[\"']\s*\|\s*(?:relative_url|absolute_url|prepend)", value):
            return self.site_url + quoted[1].lstrip("/")
        self._tell(match, value or "{{}}")
        return ""

    def _tell(self, match: re.Match[str], name: str) -> None:
        shown = one_line(name)[:40]
        if all(shown != unknown.name for unknown in self.unknown):
            at = self.body.find(match[0][:40])
            self.unknown.append(Unknown(1 + self.body.count("\n", 0, max(at, 0)), shown))


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _arguments(text: str) -> _Arguments:
    named: dict[str, str] = {}
    positional: list[str] = []
    for match in _ARGUMENT.finditer(text):
        value = next((match[kind] for kind in ("double", "single", "raw", "bare") if match[kind] is not None), "")
        if match["key"]:
            named[match["key"].casefold()] = value
        else:
            positional.append(value)
    return _Arguments(named, positional)


def _page(arguments: _Arguments, site_url: str) -> str:
    path, hash_, fragment = arguments.get("path").lstrip("/").partition("#")
    path = re.sub(r"(?:(?:^|/)_?index)?\.(?:\w\w\.)?(?:md|markdown|html)$", "", path)
    return f"{site_url}{path}/{hash_}{fragment}" if path else f"{hash_}{fragment}" or site_url


def _figure(arguments: _Arguments, _: str) -> str:
    caption = arguments.named.get("caption") or arguments.named.get("title") or ""
    alt = arguments.named.get("alt") or caption
    image = f"![{alt}](<{arguments.get('src')}>)"
    link = arguments.named.get("link")
    return (f"[{image}](<{link}>)" if link else image) + (f"\n\n{caption}" if caption and caption != alt else "")


def _asset_image(arguments: _Arguments, _: str) -> str:
    words = arguments.positional
    return f"![{' '.join(words[1:])}](<{words[0]}>)" if words else ""


def _linked(template: str, *names: str) -> Callable[[_Arguments, str], str]:
    def link(arguments: _Arguments, _: str) -> str:
        values = [arguments.get(name, at=index) for index, name in enumerate(names)]
        return f"<{template.format(*values)}>" if all(values) else ""

    return link


def _text_stays(_: _Arguments, __: str) -> str:
    return ""


# Boxes around text, which is what a feed shows of them.
_BOXES = """
    admonition alert callout caution center danger details expand hint important info note notice tip warning
""".split()  # noqa: SIM905

_KNOWN: dict[str, Callable[[_Arguments, str], str]] = {
    "ref": _page,
    "relref": _page,
    "link": _page,
    "post_url": _page,
    "figure": _figure,
    "img": _figure,
    "image": _figure,
    "asset_img": _asset_image,
    "youtube": _linked("https://www.youtube.com/watch?v={}", "id"),
    "vimeo": _linked("https://vimeo.com/{}", "id"),
    "bilibili": _linked("https://www.bilibili.com/video/{}", "id"),
    "tweet": _linked("https://x.com/{}/status/{}", "user", "id"),
    "x": _linked("https://x.com/{}/status/{}", "user", "id"),
    "gist": _linked("https://gist.github.com/{}/{}", "user", "id"),
    "instagram": _linked("https://www.instagram.com/p/{}/", "id"),
    **dict.fromkeys(_BOXES, _text_stays),
}
