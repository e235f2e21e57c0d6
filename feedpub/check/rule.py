"""The @rule decorator: a rule is one generator over a document, or over one feed's documents in all formats."""

from collections.abc import Callable, Iterator
from inspect import getdoc
from typing import TypedDict, TypeVar

from msgspec import Struct

from feedpub.check.reading.document import Document
from feedpub.findings import Finding, Severity

Siblings = tuple[Document, ...]


class Problem(Struct, frozen=True, kw_only=True):
    """What a rule yields: a place and a text. The runner adds the rule's name and severity."""

    line: int
    message: str
    repair: str
    entry: str | None = None
    file: str | None = None


class Rule(Struct, frozen=True, kw_only=True):
    """A rule: its name in kebab-case, its explanation, and an example that breaks it and one that keeps it.

    Examples are whole documents, or what stands inside ``<feed>`` of an Atom document (for agreement: of its sibling,
    too). Only rules with ``lists`` judge lists of feeds.
    """

    name: str
    severity: Severity
    explanation: str
    bad: str
    good: str
    over_document: Callable[[Document], Iterator[Problem]] | None = None
    over_siblings: Callable[[Siblings], Iterator[Problem]] | None = None
    lists: bool = False

    def __str__(self) -> str:
        """The rule as ``--explain`` prints it."""
        return f"{self.name} ({self.severity})\n\n{self.explanation}\n\n{self.examples}"

    @property
    def examples(self) -> str:
        """Both examples; those of several lines are indented."""
        return "\n".join(f"{kind + ':':5} {_indented(text)}" for kind, text in (("bad", self.bad), ("good", self.good)))

    def findings(self, siblings: Siblings) -> Iterator[Finding]:
        """What the rule notices in the documents of one feed."""
        for document in siblings:
            for problem in self._problems(document):
                yield self._finding(problem, document.file)
        for problem in self.over_siblings(siblings) if self.over_siblings else ():
            yield self._finding(problem, siblings[0].file)

    def _problems(self, document: Document) -> Iterator[Problem]:
        if self.over_document and (self.lists or document.kind != "opml"):
            yield from self.over_document(document)

    def _finding(self, problem: Problem, file: str) -> Finding:
        return Finding(
            rule=self.name,
            severity=self.severity,
            file=problem.file or file,
            line=problem.line,
            message=problem.message,
            repair=problem.repair,
            entry=problem.entry,
        )


def _indented(text: str) -> str:
    return text.replace("\n", "\n" + " " * 6)


RULES: dict[str, Rule] = {}

T = TypeVar("T")


class _Names(TypedDict):
    name: str
    explanation: str


Check = Callable[[T], Iterator[Problem]]


def rule(
    *, severity: Severity, bad: str, good: str, lists: bool = False
) -> Callable[[Check[Document]], Check[Document]]:
    """Register a generator over one document; its name is the rule's, its docstring the explanation.

    ``lists``: over lists of feeds (OPML), too.
    """

    def register(check: Check[Document]) -> Check[Document]:
        _add(Rule(**_named(check), severity=severity, bad=bad, good=good, over_document=check, lists=lists))
        return check

    return register


def agreement_rule(*, severity: Severity, bad: str, good: str) -> Callable[[Check[Siblings]], Check[Siblings]]:
    """Register a generator over the documents of one feed, one a format."""

    def register(check: Check[Siblings]) -> Check[Siblings]:
        _add(Rule(**_named(check), severity=severity, bad=bad, good=good, over_siblings=check))
        return check

    return register


def _add(made: Rule) -> None:
    RULES[made.name] = made


def _named(check: Callable[..., object]) -> _Names:
    return {"name": check.__name__.replace("_", "-"), "explanation": getdoc(check) or ""}
