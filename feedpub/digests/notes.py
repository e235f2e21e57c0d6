"""The findings about one digest, collected while it is read."""

from feedpub.findings import Finding, Severity


class RefusedError(Exception):
    """The digest cannot be published; the finding says why."""


class Notes:
    """The findings about one file."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.findings: list[Finding] = []

    def add(self, rule: str, line: int, fact: str, repair: str, severity: Severity = "error") -> None:
        self.findings.append(
            Finding(rule=rule, severity=severity, file=self.shown, line=line, message=fact, repair=repair)
        )

    def refuse(self, rule: str, line: int, fact: str, repair: str) -> RefusedError:
        self.add(rule, line, fact, repair)
        return RefusedError()
