"""One walk through an XML document, held against the tables of vocabularies."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from feedpub.check import vocabulary
from feedpub.check.reading import elements
from feedpub.check.rule import Problem
from feedpub.check.structure import attributes, children
from feedpub.check.vocabulary.grammar import Element, Fault, Node, Vocabulary
from feedpub.check.vocabulary.kinds import Kind

Faults = Mapping[str, Sequence[Problem]]


def walked(root: Node) -> Faults:
    """All that the tables know to be wrong in a document, by the rule that says so."""
    walk = _Walk(root)
    walk.document(root)
    return walk.found


class _Walk:
    def __init__(self, root: Node) -> None:
        self.found: defaultdict[str, list[Problem]] = defaultdict(list)
        self.root = etree.QName(root).localname
        self.core = vocabulary.CORES.get(self.root)

    def document(self, root: Node) -> None:
        known = self.core or self._vocabulary(root)
        definition = known and vocabulary.element(known, "", self.root)
        if known and definition:
            self._judge(root, definition, known)

    def _vocabulary(self, node: Node) -> Vocabulary | None:
        namespace = etree.QName(node).namespace
        return vocabulary.vocabulary_of(namespace) if namespace else self.core

    def _judge(self, node: Node, definition: Element, own: Vocabulary) -> None:
        """An element, then those in it; documents are never deeper than the parser allows."""
        self._add(node, attributes.faults(node, definition))
        self._add(node, _text(node, definition))
        if definition.also:
            self._add(node, definition.also(node))
        if definition.open:
            return
        if definition.text is None:
            self._judge_children(node, definition, own)
        elif self.root != "RDF":
            self._add(node, children.in_text(node))

    def _judge_children(self, node: Node, definition: Element, own: Vocabulary) -> None:
        family = children.Family(node, definition, own, in_rss=self.root == "rss")
        for child in node.iterchildren(etree.Element):
            known = self._vocabulary(child)
            if known is self.core is not own:
                known = None  # inside an extension there is nothing of the core
            out_of_place = self._add(child, family.faults(child, known)) & {"element-undefined", "element-misplaced"}
            inner = known and not out_of_place and vocabulary.element(known, family.name, etree.QName(child).localname)
            if known and inner:
                self._judge(child, inner, known)
        self._add(node, family.missing())

    def _add(self, node: Node, faults: Iterator[Fault]) -> set[str]:
        told = set()
        for rule, fact, repair in faults:
            problem = Problem(line=elements.line(node), message=fact, repair=repair, entry=elements.owner(node))
            self.found[rule].append(problem)
            told.add(rule)
        return told


def _text(node: Node, definition: Element) -> Iterator[Fault]:
    if definition.text is not None:
        yield from _value(node, elements.text(node), definition.text)
    elif not definition.open:
        text = (node.text or "") + "".join(child.tail or "" for child in node)
        if text.strip():
            fact = f'"{" ".join(text.split())[:60]}" stands in <{elements.name(node)}>, which holds no text'
            yield "text-misplaced", fact, "take it out, or put it in an element"


def _value(node: Node, text: str, kind: Kind) -> Iterator[Fault]:
    if not kind.refuses(text):
        return
    name = elements.name(node)
    if text.strip() or not (kind.may_be_blank or kind.rule == "element-empty"):
        yield kind.rule, f'{name} "{text}" is not {kind.what}', f"write it like {kind.example}"
    else:
        yield "element-empty", f"<{name}> is empty", f"write {kind.what}, or leave it out"
