"""Which findings count, and how much: ``[check]`` in feedpub.toml, ``--ignore`` and ``--select``."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from feedpub.check.rule import RULES
from feedpub.check.rules.digest_rules import RULES as OF_DIGESTS
from feedpub.check.rules.notices import NOTICES
from feedpub.config.check import Check
from feedpub.config.settings import nearest
from feedpub.errors import ConfigError
from feedpub.findings import Finding, Severity


class Policy(Struct, frozen=True, kw_only=True):
    """The rules left out, the only ones wanted (all, if empty), and those with a severity of the user's own."""

    ignore: frozenset[str] = frozenset()
    select: frozenset[str] = frozenset()
    severities: tuple[tuple[str, Severity], ...] = ()

    @classmethod
    def of(cls, settings: Check | None, ignore: Iterable[str] = (), select: Iterable[str] = ()) -> "Policy":
        """The policy of a configuration and a command. Raises ConfigError for an unknown rule, with the nearest."""
        settings = settings or Check()
        for key in ("ignore", "warn", "error"):
            _known(getattr(settings, key), f"check.{key}")
        ignored, selected = _known(ignore, "--ignore"), _known(select, "--select")
        severities = {**dict.fromkeys(settings.warn, "warning"), **dict.fromkeys(settings.error, "error")}
        # The command line has the last word: what it selects is said, whatever feedpub.toml ignores.
        return cls(
            ignore=(frozenset(settings.ignore) - selected) | ignored,
            select=selected,
            severities=tuple(severities.items()),  # type: ignore[arg-type]
        )

    def judged(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that count, with the severity that the user gives them."""
        severities = dict(self.severities)
        for finding in findings:
            if finding.rule not in self.ignore and (not self.select or finding.rule in self.select):
                severity = severities.get(finding.rule, finding.severity)
                yield finding if severity == finding.severity else replace(finding, severity=severity)


def names() -> list[str]:
    """Every rule that a user may name."""
    return sorted({*RULES, *NOTICES, *OF_DIGESTS})


def _known(rules: Iterable[str], where: str) -> frozenset[str]:
    known = names()
    for rule in rules:
        if rule not in known:
            raise ConfigError(f'{where} "{rule}" is no known rule; {_suggested(rule, known)}')
    return frozenset(rules)


def _suggested(rule: str, known: list[str]) -> str:
    suggestion = nearest(rule, known)
    return suggestion if suggestion.startswith("did") else "docs/rules.md lists them all"
