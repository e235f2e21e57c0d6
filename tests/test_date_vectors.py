"""Dates of feeds: each raw text is the instant that its specification gives, or none, and gets its verdict."""

import json
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

from feedpub.check.rule import RULES
from feedpub.check.moments import Form, read


class Vector(NamedTuple):
    """A line of the table."""

    form: Form
    raw: str
    instant: datetime | None
    severity: str
    rules: list[str]


def _vector(line: str) -> Vector:
    form, raw, instant, verdict = line.split("\t")
    found = {name: name for name in get_args(Form)}[form]
    severity, *rules = verdict.split()
    return Vector(found, json.loads(raw), None if instant == "-" else datetime.fromisoformat(instant), severity, rules)


def _table() -> list[Vector]:
    lines = Path(__file__).with_name("date_vectors.tsv").read_text(encoding="utf-8").splitlines()
    return [_vector(line) for line in lines if not line.startswith("#")]


VECTORS = _table()


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{vector.form} {vector.raw!r}" for vector in VECTORS])
def test_a_date_is_its_instant_and_gets_its_verdict(vector: Vector) -> None:
    """By the specification of its format alone, whatever readers make of it."""
    found = read(vector.raw, vector.form)
    assert found.instant == vector.instant
    assert [fault.rule for fault in found.faults] == vector.rules
    worst = {RULES[rule].severity for rule in vector.rules}
    assert vector.severity == next((each for each in ("error", "warning", "info") if each in worst), "ok")


def test_the_table_knows_every_rule_about_how_dates_are_written() -> None:
    """None is only there for show."""
    written = {rule.name for rule in RULES.values() if getattr(rule.over_document, "__module__", "").endswith(".dates")}
    assert {rule for vector in VECTORS for rule in vector.rules} == written
