"""The elements in an element: whether they are known, have their place there, and are there as often as they may."""

from collections.abc import Iterator, Mapping

from lxml import etree

from feedpub.check import vocabulary
from feedpub.check.reading import elements
from feedpub.check.vocabulary.atom import ATOM
from feedpub.check.vocabulary.dublin_core import DC
from feedpub.check.vocabulary.grammar import Element, Fault, Node, Often, Vocabulary


class Family:
    """An element and those in it, asked about one after the other."""

    def __init__(self, node: Node, definition: Element, own: Vocabulary, *, in_rss: bool) -> None:
        self.node, self.own, self.in_rss = node, own, in_rss
        self.name = etree.QName(node).localname
        self.allowed = vocabulary.children(definition)
        self.level = vocabulary.level_of(own, self.name)
        self.seen: set[tuple[Vocabulary, str]] = set()

    def faults(self, child: Node, known: Vocabulary | None) -> Iterator[Fault]:
        """What is wrong with the place of a child."""
        if known is None:
            return _without_namespace(child) if self.in_rss else iter(())
        name = etree.QName(child).localname
        places = self._places(known)
        again = (known, name) in self.seen
        self.seen.add((known, name))
        if places is None:
            return iter(())
        often = places.get(name.partition(".")[0] if known is DC else name)
        if often is None:
            return self._stray(child, name, known)
        return self._repeated(child, often) if again else iter(())

    def missing(self) -> Iterator[Fault]:
        """The children that have to be there, and are not."""
        for name, often in self.allowed.items():
            if often == "!" and (self.own, name) not in self.seen:
                yield "element-missing", f"<{elements.name(self.node)}> has no {name}", f"add <{name}>"

    def _places(self, known: Vocabulary) -> Mapping[str, Often] | None:
        """How often elements of a vocabulary may stand here; ``None`` where nothing says."""
        if known is self.own:
            return self.allowed
        return vocabulary.placed(known, self.level) if self.level and known.namespace else None

    def _stray(self, child: Node, name: str, known: Vocabulary) -> Iterator[Fault]:
        shown, parent = elements.name(child), elements.name(self.node)
        if name in known.names:
            rule = "element-out-of-place" if known is ATOM is not self.own else "element-misplaced"
            if known.closed or known is self.own:
                yield rule, f"<{shown}> has no place in <{parent}>", "move it where it belongs"
        elif known.closed:
            alike = next((other for other in sorted(known.names) if other.lower() == name.lower()), None)
            repair = f"write {alike}" if alike else "leave it out, or define it in a namespace of your own"
            yield "element-undefined", f"<{shown}> in <{parent}> is not defined", repair

    def _repeated(self, child: Node, often: Often) -> Iterator[Fault]:
        rule = {"!": "element-duplicate", "?": "element-duplicate", "~": "element-repeated"}.get(often)
        if rule:
            yield rule, f"<{elements.name(self.node)}> has a second <{elements.name(child)}>", "keep one"


def in_text(node: Node) -> Iterator[Fault]:
    """The children of an element that holds text alone."""
    for child in node.iterchildren(etree.Element):
        fact = f"<{elements.name(child)}> stands in <{elements.name(node)}>, which holds text alone"
        yield "element-undefined", fact, "escape it, or take it out"
        return


def _without_namespace(node: Node) -> Iterator[Fault]:
    """RSS 2.0, "Extending RSS": elements that it does not describe are in a namespace, all of them."""
    for inner in node.iter(etree.Element):
        if not str(inner.tag).startswith("{"):
            fact = f"<{inner.tag}>, inside an extension, is in no namespace"
            yield "element-undefined", fact, "give it the prefix of the extension"
            return
