"""Link references and footnotes: defined once in a digest, used by any story, though each is rendered alone."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from feedpub.digests.fences import Fences
from feedpub.patterns import expression

_LINK = expression(
    r" {0,3}\[(?P<label>[^\]^\n][^\]\n]*)\]:[ \t]*<?(?P<url>[^\s<>]+)>?"
    r"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?[ \t]*"
)
_FOOTNOTE = expression(r" {0,3}\[(?P<label>\^[^\]\n]+)\]:[ \t]?.*")
_USED = expression(r"\[([^\[\]\n]+)\]")


class Definitions(Struct, frozen=True, kw_only=True):
    """A digest's definitions as Markdown, by label in lower case (``^1`` for a footnote); ``links`` are the URLs."""

    texts: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)

    def completing(self, markdown: str) -> str:
        """The Markdown with those definitions below it that it uses; a footnote may use others."""
        if not self.texts:
            return markdown
        return "\n".join([markdown, "", *self._used(markdown, set())])

    def _used(self, markdown: str, seen: set[str]) -> Iterator[str]:
        for label in (match[1].casefold() for match in _USED.finditer(markdown)):
            if label in self.texts and label not in seen:
                seen.add(label)
                yield self.texts[label]
                yield from self._used(self.texts[label].partition("]:")[2], seen)


def split(body: str) -> tuple[str, Definitions]:
    """A body without its definitions, in as many lines, and the definitions. Code is left alone."""
    if "]:" not in body:
        return body, Definitions()
    kept: list[str] = []
    texts: dict[str, str] = {}
    links: dict[str, str] = {}
    fences, footnote = Fences(), ""
    for line in body.split("\n"):
        if fences.hold(line):
            pass
        elif link := _LINK.fullmatch(line):
            footnote = ""
            texts.setdefault(link["label"].casefold(), line.strip())
            links.setdefault(link["label"].casefold(), link["url"])
            line = ""
        elif note := _FOOTNOTE.fullmatch(line):
            footnote = note["label"].casefold()
            texts.setdefault(footnote, line.strip())
            line = ""
        elif footnote and (not line.strip() or line.startswith(("  ", "\t"))):
            texts[footnote] += "\n" + (f"    {line.strip()}" if line.strip() else "")
            line = ""
        else:
            footnote = ""
        kept.append(line)
    return "\n".join(kept), Definitions(texts=texts, links=links)
