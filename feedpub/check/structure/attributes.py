"""The attributes of an element, held against its table."""

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from feedpub.check import vocabulary
from feedpub.check.reading import elements
from feedpub.check.vocabulary.grammar import Element, Fault, Node
from feedpub.check.vocabulary.kinds import LANGUAGE_OR_NONE, REFERENCE, Kind


def faults(node: Node, definition: Element) -> Iterator[Fault]:
    """What is wrong with an element's attributes; those of namespaces that nobody knows are anybody's."""
    known = _known(definition)
    there = {_shown(str(name)): str(value) for name, value in node.attrib.items()}
    for name, value in there.items():
        kind = known.get(name) or _lent(node, name)
        if kind:
            yield from value_fault(node, name, value, kind, needed=f"{name}!" in definition.attributes)
        elif _is_undefined(name, definition):
            yield "attribute-undefined", f"<{elements.name(node)}> has {name}, which is not defined", "take it out"
    for written in definition.attributes:
        if written.endswith("!") and written[:-1] not in there:
            yield "attribute-missing", f"<{elements.name(node)}> has no {written[:-1]}", "add it"


def value_fault(node: Node, name: str, value: str, kind: Kind, *, needed: bool) -> Iterator[Fault]:
    """Whether an attribute's value is of another kind; an empty one says nothing, unless it has to say something."""
    if not kind.refuses(value):
        return
    place = f"{elements.name(node)} {name}"
    if value.strip() or needed:
        yield kind.rule, f'{place}="{value}" is not {kind.what}', f"write it like {kind.example}"
    else:
        yield "attribute-empty", f'{place}="" says nothing', "leave it out, or fill it in"


@lru_cache(maxsize=1024)
def _known(definition: Element) -> dict[str, Kind]:
    return {name.removesuffix("!"): kind for name, kind in definition.attributes.items()}


@lru_cache(maxsize=1024)
def _shown(attribute: str) -> str:
    """``{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about`` → ``rdf:about``, whatever prefix the document has."""
    name = etree.QName(attribute)
    if not name.namespace:
        return attribute
    known = vocabulary.vocabulary_of(name.namespace)
    prefix = known.prefix if known else vocabulary.PREFIXES.get(name.namespace, "")
    return f"{prefix}:{name.localname}" if prefix else attribute


def _lent(node: Node, name: str) -> Kind | None:
    """The kind of an attribute that a vocabulary lends to elements of others."""
    if name in _XML:
        return _XML[name]
    return _LENT.get(name) if node.get("rel") == "replies" else None


def _is_undefined(name: str, definition: Element) -> bool:
    if name.startswith(("xml:", "rdf:", "{")) or definition.any_attribute:
        return False
    return not definition.open or bool(definition.attributes)


_XML = {"xml:lang": LANGUAGE_OR_NONE, "xml:base": REFERENCE}
_LENT = {
    f"{vocabulary.prefix}:{name}": kind
    for vocabulary in vocabulary.VOCABULARIES
    for name, kind in vocabulary.attributes.items()
}
