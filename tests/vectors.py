"""The table of dates in date_vectors.tsv: raw text, instant by the specification, verdict; and feeds made of it."""

import json
from datetime import datetime
from html import escape
from pathlib import Path
from typing import NamedTuple, get_args

from feedpub.check.moments.moments import Form


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


def atom() -> tuple[str, list[Vector]]:
    """An Atom feed of all dates that Atom may meet; the id of an entry is its number."""
    found = [vector for vector in VECTORS if vector.form == "atom"]
    entries = "".join(
        f'<entry><title>{n}</title><id>urn:x:{n}</id><link href="https://example.com/{n}"/>'
        f"<updated>{escape(vector.raw)}</updated></entry>"
        for n, vector in enumerate(found)
    )
    head = "<title>t</title><id>urn:x:f</id><updated>2020-01-01T00:00:00Z</updated>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>', found


def rss() -> tuple[str, list[Vector]]:
    """An RSS feed of all dates that RSS may meet, those of Dublin Core included."""
    found = [vector for vector in VECTORS if vector.form in ("rss", "dc")]
    items = "".join(
        f'<item><title>{n}</title><guid isPermaLink="false">urn:x:{n}</guid><link>https://example.com/{n}</link>'
        f"<{_ELEMENT[vector.form]}>{escape(vector.raw)}</{_ELEMENT[vector.form]}></item>"
        for n, vector in enumerate(found)
    )
    head = "<title>t</title><link>https://example.com/</link><description>d</description>"
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<rss version="2.0" {dc}><channel>{head}{items}</channel></rss>', found


_ELEMENT = {"rss": "pubDate", "dc": "dc:date"}
