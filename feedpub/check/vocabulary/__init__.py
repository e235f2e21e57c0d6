"""What stands where in feeds: a table for each vocabulary, after its specification, and how to look things up."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from feedpub.check.vocabulary import namespaces
from feedpub.check.vocabulary.atom import ATOM
from feedpub.check.vocabulary.dublin_core import DC, DCTERMS
from feedpub.check.vocabulary.extensions import EXTENSIONS
from feedpub.check.vocabulary.grammar import Element, Often, Vocabulary, model
from feedpub.check.vocabulary.itunes import ITUNES
from feedpub.check.vocabulary.media import MEDIA
from feedpub.check.vocabulary.modules import MODULES
from feedpub.check.vocabulary.opml import OPML
from feedpub.check.vocabulary.podcast import GOOGLE_PLAY, PODCAST
from feedpub.check.vocabulary.rdf import RSS_1
from feedpub.check.vocabulary.rss import RSS
from feedpub.check.vocabulary.where import WHERE

Level = Literal["feed", "entry"]

VOCABULARIES = (ATOM, DC, DCTERMS, ITUNES, MEDIA, PODCAST, GOOGLE_PLAY, *EXTENSIONS, *MODULES, *WHERE)
# What elements without a namespace are, by the root of the document.
CORES = {"rss": RSS, "RDF": RSS_1, "opml": OPML}
PREFIXES = {vocabulary.namespace: vocabulary.prefix for vocabulary in VOCABULARIES} | namespaces.OTHERS

_LEVELS: dict[tuple[bool, str], Level] = {
    (True, "feed"): "feed",
    (True, "source"): "feed",
    (True, "entry"): "entry",
    (False, "channel"): "feed",
    (False, "item"): "entry",
}
_NEAR = {namespaces.near(vocabulary.namespace): vocabulary for vocabulary in VOCABULARIES}


@lru_cache(maxsize=512)
def vocabulary_of(namespace: str) -> Vocabulary | None:
    """The vocabulary of a namespace, even of one that is slightly misspelt; ``None`` for one without a table."""
    return _NEAR.get(namespaces.near(namespaces.ALIASES.get(namespace, namespace)))


def level_of(vocabulary: Vocabulary, name: str) -> Level | None:
    """Whether an element is a feed or an entry, where elements of other vocabularies may stand."""
    if vocabulary is ATOM or not vocabulary.namespace:
        return _LEVELS.get((vocabulary is ATOM, name))
    return None


@lru_cache(maxsize=1024)
def element(vocabulary: Vocabulary, parent: str, name: str) -> Element | None:
    """What an element of a vocabulary may hold, in a parent; ``None`` where it has none of that name."""
    if vocabulary is DC:
        name = name.partition(".")[0]  # dc:date.Taken is a date, in the old way of refining
    return vocabulary.elements.get(f"{parent}/{name}") or vocabulary.elements.get(name)


@lru_cache(maxsize=1024)
def children(definition: Element) -> Mapping[str, Often]:
    """Elements of an element's own vocabulary, and how often."""
    return model(definition.children)


@lru_cache(maxsize=1024)
def placed(vocabulary: Vocabulary, level: Level) -> Mapping[str, Often]:
    """Elements of a vocabulary that may stand in any feed or entry, and how often."""
    return model(f"{vocabulary.both} {getattr(vocabulary, level)}")
