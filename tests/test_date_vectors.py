"""Dates of feeds: each raw text is the instant that its specification gives, or none, and gets its verdict."""

import pytest

from feedpub.check.moments.moments import read
from feedpub.check.rule import RULES
from tests.vectors import VECTORS, Vector


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
