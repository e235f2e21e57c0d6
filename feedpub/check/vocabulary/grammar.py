"""How a vocabulary is written down: which elements stand where, how often, with which attributes and texts.

``children`` reads like a content model: ``title!`` exactly one, ``ttl?`` at most one, ``enclosure~`` more than one only
against advice, ``item*`` any number. In ``attributes``, ``url!`` is required.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, get_args

from lxml import etree
from msgspec import Struct, field

from feedpub.check.vocabulary.kinds import Kind

Node = etree._Element
Often = Literal["!", "?", "~", "*"]
Fault = tuple[str, str, str]


class Element(Struct, frozen=True, kw_only=True, eq=False):
    """What an element may hold.

    ``text`` is the kind of its text, ``None`` for one of elements alone; an ``open`` one may hold whatever it likes.
    ``any_attribute``: whatever attributes, too. ``also`` says what the table cannot: it yields faults, each a rule's
    name, a fact and a repair.
    """

    text: Kind | None = None
    children: str = ""
    attributes: Mapping[str, Kind] = field(default_factory=dict)
    open: bool = False
    any_attribute: bool = False
    also: Callable[[Node], Iterator[Fault]] | None = None


class Vocabulary(Struct, frozen=True, kw_only=True, eq=False):
    """One namespace: where its elements stand in feeds and entries (``both``: in either), and what they hold.

    An ``elements`` key may name the parent: ``item/description`` is not ``description``. A ``closed`` vocabulary has no
    other elements; one that still grows is not closed.
    """

    namespace: str
    prefix: str
    elements: Mapping[str, Element]
    feed: str = ""
    entry: str = ""
    both: str = ""
    closed: bool = True
    # Attributes that the vocabulary lends to elements of others.
    attributes: Mapping[str, Kind] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """The elements that it has, wherever they stand."""
        return frozenset(name.rpartition("/")[2] for name in self.elements)


def model(children: str) -> dict[str, Often]:
    """``"title! item*"`` → ``{"title": "!", "item": "*"}``."""
    return {name[:-1]: _often(name[-1]) for name in children.split()}


def _often(mark: str) -> Often:
    found: Often | None = next((known for known in get_args(Often) if known == mark), None)
    if found is None:
        raise ValueError(f'"{mark}" says not how often; write !, ?, ~ or *')
    return found
