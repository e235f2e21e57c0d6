"""Rules about namespaces: written to the letter, not given up, and with prefixes that mislead nobody."""

from collections.abc import Iterator

from feedpub.check import vocabulary
from feedpub.check.reading import elements
from feedpub.check.reading.document import Document
from feedpub.check.rule import Problem, rule
from feedpub.check.vocabulary import namespaces
from feedpub.check.vocabulary.grammar import Node

_RSS = (
    '<rss version="2.0" xmlns:{}="{}"><channel><title>T</title><link>https://example.com/</link>'
    "<description>D</description></channel></rss>"
)
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_KNOWN = {namespaces.nearer(uri): uri for uri in vocabulary.PREFIXES}
_OWNERS = {prefix.lower(): uri for uri, prefix in reversed(vocabulary.PREFIXES.items())}
_MEDIA = "http://search.yahoo.com/mrss/"


@rule(
    lists=True,
    severity="warning",
    bad=_RSS.format("itunes", "http://www.itunes.com/DTDs/Podcast-1.0.dtd"),
    good=_RSS.format("itunes", _ITUNES),
)
def namespace_misspelt(document: Document) -> Iterator[Problem]:
    """A namespace that differs in a letter, a slash or http for https is another: readers see none of its elements.

    Namespaces in XML 1.0, section 2.3: names are "identical if and only if the strings are identical".
    """
    for prefix, uri in _declared(document):
        meant = _meant(uri)
        if meant and not _is_media(uri):
            yield _problem(document.root, f'namespace "{uri}" of {prefix} is not the known one', f'write "{meant}"')


@rule(
    severity="error",
    bad=_RSS.format("media", "http://search.yahoo.com/mrss"),
    good=_RSS.format("media", _MEDIA),
)
def media_namespace_misspelt(document: Document) -> Iterator[Problem]:
    """Media RSS without the slash at its end is another namespace: readers show no pictures.

    Media RSS 1.5.1: the namespace "must be http://search.yahoo.com/mrss/", trailing slash included.
    """
    for prefix, uri in _declared(document):
        if _meant(uri) and _is_media(uri):
            yield _problem(document.root, f'namespace "{uri}" of {prefix} is not Media RSS', f'write "{_MEDIA}"')


@rule(
    severity="error",
    bad=_RSS.format("atom", namespaces.ATOM_0_3),
    good=_RSS.format("atom", "http://www.w3.org/2005/Atom"),
)
def namespace_obsolete(document: Document) -> Iterator[Problem]:
    """Atom 0.3 was a draft, and was replaced in 2005: readers have stopped looking for it.

    RFC 4287, section 1.2: Atom's namespace is "http://www.w3.org/2005/Atom".
    """
    for prefix, uri in _declared(document):
        if uri == namespaces.ATOM_0_3:
            repair = 'write "http://www.w3.org/2005/Atom", and the elements of Atom 1.0'
            yield _problem(document.root, f'namespace "{uri}" of {prefix} is of Atom 0.3', repair)


@rule(
    lists=True,
    severity="info",
    bad=_RSS.format("itunes", "https://example.com/itunes"),
    good=_RSS.format("example", "https://example.com/itunes"),
)
def prefix_misleading(document: Document) -> Iterator[Problem]:
    """Some readers know extensions by their usual prefix alone, and take one of another namespace for those.

    Namespaces in XML 1.0, section 4: prefixes mean nothing; in feeds, many are as good as names.
    """
    for prefix, uri in _declared(document):
        usual = _OWNERS.get(prefix.lower())
        if usual and uri not in vocabulary.PREFIXES and uri not in namespaces.ALIASES and not _meant(uri):
            fact = f'prefix {prefix} stands for "{uri}", elsewhere for "{usual}"'
            yield _problem(document.root, fact, "choose another prefix")


def _declared(document: Document) -> Iterator[tuple[str, str]]:
    """The prefixes and namespaces of the root, where nearly all are declared."""
    if document.root is not None:
        for prefix, uri in document.root.nsmap.items():
            yield str(prefix or "the default"), str(uri)


def _meant(uri: str) -> str | None:
    """The known namespace that one resembles without being it."""
    meant = _KNOWN.get(namespaces.nearer(uri))
    return meant if meant != uri else None


def _is_media(uri: str) -> bool:
    return _KNOWN.get(namespaces.nearer(uri)) == _MEDIA and uri.startswith("http://")


def _problem(root: Node | None, fact: str, repair: str) -> Problem:
    return Problem(line=elements.line(root) if root is not None else 1, message=fact, repair=repair)
