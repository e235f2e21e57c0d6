"""Findings as SARIF 2.1.0 (OASIS), which code scanning services read."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from feedpub.check.reading.intake import STDIN, is_url
from feedpub.check.rule import RULES
from feedpub.check.rules.digest_rules import RULES as OF_DIGESTS
from feedpub.check.rules.notices import NOTICES
from feedpub.findings import Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(findings: Iterable[Finding], version: str) -> dict[str, Any]:
    """A log of one run, with the rules that found something; ``version`` is that of feedpub."""
    found = list(findings)
    rules = sorted({finding.rule for finding in found})
    index = {name: number for number, name in enumerate(rules)}
    driver = {
        "name": "feedpub",
        "semanticVersion": version,
        "informationUri": "https://pypi.org/project/feedpub/",
        "rules": [_rule(name) for name in rules],
    }
    results = [_result(finding, index) for finding in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str) -> dict[str, Any]:
    rule = {**OF_DIGESTS, **NOTICES, **RULES}[name]
    first, _, _ = rule.explanation.partition("\n")
    return {
        "id": name,
        "shortDescription": {"text": first},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": f"{rule.explanation}\n\n{rule.examples}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, index: Mapping[str, int]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if finding.line is not None:
        column = {} if finding.column is None else {"startColumn": max(1, finding.column)}
        place["region"] = {"startLine": max(1, finding.line), **column}
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}; {finding.repair}"},
        "locations": [{"physicalLocation": place}],
        **({"properties": {"entry": finding.entry}} if finding.entry is not None else {}),
    }


def _uri(file: str) -> str:
    """A reference (RFC 3986): the URL itself, a relative path, or file:// for an absolute one."""
    if is_url(file):
        return quote(file, safe="!#$%&'()*+,/:;=?@_~.-")
    if file == STDIN:
        return "stdin"
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), safe="/")
