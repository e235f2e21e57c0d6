"""A Finding: one thing that we noticed, where, and how to repair it. A value, never raised past its room."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "info"]


class Finding(Struct, frozen=True, kw_only=True):
    """One thing noticed in a file.

    ``line`` and ``column`` count from 1, and are ``None`` where a place has none; ``entry`` is the id of the
    entry concerned, if any.
    """

    rule: str
    severity: Severity
    file: str
    message: str
    repair: str
    line: int | None = None
    column: int | None = None
    entry: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: {self.severity}: {self.message}; {self.repair} [{self.rule}]"


def by_place(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in reading order: by file, line and rule, each once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.file, f.line or 0, f.rule, f.message)))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error, which is what decides an exit status of 1."""
    return any(finding.severity == "error" for finding in findings)
