"""``check --times``: what readers make of a date, held against the readers themselves where they run here."""

import json
import subprocess
import sys
from calendar import timegm
from datetime import UTC, datetime
from pathlib import Path
from time import time

import feedparser
import pytest

import feedpub
from feedpub.check import times
from feedpub.check.moments.moments import Form
from feedpub.check.moments.readers import FIRST_SEEN, NO_DATE, READERS, UNKNOWN, UNREAD, Shown
from tests.conftest import Publication
from tests.readers import with_newsboat
from tests.vectors import VECTORS, Vector, atom, rss

READ = {reader.name: reader.read for reader in READERS}


def _disagreement(name: str, found: list[Vector], seen: dict[int, Shown]) -> list[tuple[str, Shown, Shown]]:
    """Where a reader shows something else than we say, save where we say nothing."""
    said = [(vector.raw, READ[name](vector.raw, vector.form), seen[n]) for n, vector in enumerate(found)]
    return [(raw, ours, theirs) for raw, ours, theirs in said if ours not in (UNKNOWN, theirs)]


@pytest.mark.parametrize("feed", [atom, rss])
def test_feedparser_reads_every_date_as_we_say(feed: object) -> None:
    """All of the table, broken ones included."""
    text, found = atom() if feed is atom else rss()
    seen: dict[int, Shown] = {}
    for number, entry in enumerate(feedparser.parse(text.encode()).entries):
        moment = entry.get("published_parsed" if found[number].form == "rss" else "updated_parsed")
        exists = moment and moment.tm_year  # the year 0 has no datetime
        seen[number] = datetime.fromtimestamp(timegm(moment), UTC) if exists else NO_DATE
    assert _disagreement("feedparser", found, seen) == []


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_newsboat_reads_every_date_as_we_say(tmp_path: Path, name: str) -> None:
    """By its cache; what it cannot read it has first seen just now."""
    text, found = atom() if name == "atom.xml" else rss()
    (tmp_path / name).write_text(text, encoding="utf-8")
    begin = time() - 2
    rows = {title: moment for title, moment, *_ in with_newsboat(tmp_path / name, tmp_path)}
    seen: dict[int, Shown] = {
        number: FIRST_SEEN if begin <= rows[str(number)] <= time() else datetime.fromtimestamp(rows[str(number)], UTC)
        for number in range(len(found))
    }
    assert _disagreement("newsboat", found, seen) == []


@pytest.mark.parametrize("name", READ)
def test_a_sound_date_is_shown_by_every_reader(name: str) -> None:
    """At the instant of its specification, whether or not it is pretty."""
    unusual = {"date-fractional", "date-unusual", "zone-ambiguous", "offset-unreal"}
    for form, raw, instant, severity, rules in VECTORS:
        shown = READ[name](raw, form)
        if severity != "error" and not unusual & set(rules) and "60" not in raw[17:] and form in ("atom", "rss"):
            assert shown == instant, raw


# What the sources of these readers say, and what has been tried: the raw text, and what each makes of it.
HABITS: list[tuple[Form, str, dict[str, str]]] = [
    (
        "rss",
        "Sat, 20 Dec 2025 20:00:08 CST",
        dict.fromkeys(("FreshRSS", "miniflux", "NetNewsWire"), "2025-12-21T02:00:08Z"),
    ),
    (
        "rss",
        "Sat, 20 Dec 2025 20:00:08 HKT",
        {"FreshRSS": "2025-12-20T20:00:08Z", "miniflux": "2025-12-20T20:00:08Z", "NetNewsWire": "2025-12-20T12:00:08Z"},
    ),
    (
        "rss",
        "Sat, 20 Dec 2025 20:00:08 GMT+8",
        {"FreshRSS": "2025-12-20T20:00:08Z", "NetNewsWire": "2025-12-20T20:00:08Z"},
    ),
    (
        "rss",
        "Sat, 20 Dec 2025 20:00:08 GMT+0800",
        {"miniflux": "2025-12-20T12:00:08Z", "NetNewsWire": "2025-12-20T20:00:08Z"},
    ),
    (
        "rss",
        "Fri, 28 May 2010 21:03:38 +00:00",
        dict.fromkeys(("FreshRSS", "miniflux", "NetNewsWire"), "2010-05-28T21:03:38Z"),
    ),
    ("rss", "Wed, 09 Jun 2010 00:00 EST", dict.fromkeys(("FreshRSS", "NetNewsWire"), "2010-06-09T05:00:00Z")),
    ("rss", "Sat, 31 Jun 2025 12:00:00 GMT", {"FreshRSS": "2025-07-01T12:00:00Z", "miniflux": FIRST_SEEN}),
    ("rss", "Sat, 20 Dec 2025 20:00:08 +2500", {"FreshRSS": "2025-12-19T19:00:08Z", "miniflux": FIRST_SEEN}),
    (
        "atom",
        "2025-12-20T20:00:08",
        dict.fromkeys(("FreshRSS", "miniflux", "NetNewsWire"), "2025-12-20T20:00:08Z"),
    ),
    (
        "atom",
        "2025-12-20T20:00:08+0800",
        dict.fromkeys(("FreshRSS", "miniflux", "NetNewsWire"), "2025-12-20T12:00:08Z"),
    ),
    (
        "atom",
        "2025-12-20T20:00:08+08",
        {"FreshRSS": "2025-12-20T19:52:08Z", "miniflux": FIRST_SEEN, "NetNewsWire": "2025-12-20T12:00:08Z"},
    ),
    (
        "atom",
        "2025-12-20T20:00:08.123+08:00",
        dict.fromkeys(("FreshRSS", "miniflux", "NetNewsWire"), "2025-12-20T12:00:08Z"),
    ),
    (
        "atom",
        "2025-12-20T12:00:08.123456Z",
        dict.fromkeys(("FreshRSS", "miniflux", "NetNewsWire"), "2025-12-20T12:00:08Z"),
    ),
    (
        "atom",
        "2025-12-20T20:00:08.123456+08:00",
        {"miniflux": "2025-12-20T12:00:08Z", "NetNewsWire": "2025-12-22T17:06:08Z"},
    ),
    ("atom", "2025-12-20T24:00:00Z", {"FreshRSS": "2025-12-21T00:00:00Z", "miniflux": FIRST_SEEN}),
    (
        "json",
        "2025-12-20T20:00:08+08:00",
        {"feedparser": UNREAD, "newsboat": UNREAD, "miniflux": "2025-12-20T12:00:08Z"},
    ),
    ("rss", "", {"feedparser": NO_DATE, "newsboat": FIRST_SEEN, "FreshRSS": FIRST_SEEN}),
    ("rss", "yesterday", dict.fromkeys(READ, UNKNOWN)),
]


@pytest.mark.parametrize(("form", "raw", "expected"), HABITS, ids=[f"{form} {raw!r}" for form, raw, _ in HABITS])
def test_a_reader_has_its_habits(form: Form, raw: str, expected: dict[str, str]) -> None:
    """Those that make a difference."""
    shown = {name: READ[name](raw, form) for name in expected}
    assert {
        name: each if isinstance(each, str) else each.strftime("%Y-%m-%dT%H:%M:%SZ") for name, each in shown.items()
    } == expected


FEED = """<rss version="2.0"><channel><title>t</title><link>https://example.com/</link><description>d</description>
<item><title>a</title><pubDate>Sat, 20 Dec 2025 20:00:08 +0800</pubDate></item>
<item><title>b</title><pubDate>
  2025-12-20T20:00:08.5+08:00</pubDate></item>
<item><title>c</title><pubDate>昨天</pubDate></item></channel></rss>"""


def test_the_table_has_a_line_for_each_date(publication: Publication) -> None:
    """Raw, its instant, the site's time, UTC, and five readers, aligned even where characters are wide."""
    path = publication.write("feed.xml", FEED)
    file, heads, *lines = times([path], publication.site).lines()
    assert file == str(path)
    names = ["line", "date", "raw", "instant", "site time (Asia/Shanghai)", "UTC", *READ]
    assert [cell.strip() for cell in heads.split("  ") if cell.strip()] == names
    assert [cell.strip() for cell in lines[0].split("  ") if cell.strip()] == [
        "2",
        "pubDate",
        '"Sat, 20 Dec 2025 20:00:08 +0800"',
        "2025-12-20T20:00:08+08:00",
        "2025-12-20 20:00:08",
        "2025-12-20 12:00:08",
        *["2025-12-20 20:00:08"] * 5,
    ]
    assert [cell.strip() for cell in lines[2].split("  ") if cell.strip()][2:] == ['"昨天"', *["none"] * 3, *["?"] * 5]
    assert lines[2].index("none") + len("昨天") == heads.index("instant")


def test_a_reader_that_errs_is_marked(tmp_path: Path) -> None:
    """Without a site, its time is left out, and readers are in UTC."""
    path = tmp_path / "feed.xml"
    path.write_text(FEED.replace("+0800", "A"), encoding="utf-8")
    _, heads, line, *_ = times([path]).lines()
    assert "site time" not in heads
    assert line.count("2025-12-20 21:00:08 !") == 2
    assert line.count("2025-12-20 20:00:08 !") == 0


def _run(*arguments: str, folder: Path) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "feedpub", "check", "--times", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    return run.returncode, run.stdout, run.stderr


def test_the_command_prints_the_table(tmp_path: Path) -> None:
    """For people and for programs; a feed that cannot be read is told, and ends it with status 1."""
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    (tmp_path / "broken.xml").write_text("<rss", encoding="utf-8")
    assert _run("feed.xml", folder=tmp_path)[0] == 0
    status, out, err = _run("feed.xml", "broken.xml", "--output-format", "json", folder=tmp_path)
    assert (status, "broken.xml:1:" in err) == (1, True)
    first = json.loads(out)["times"][0]
    assert (first["raw"], first["instant"], first["utc"], first["site"]) == (
        "Sat, 20 Dec 2025 20:00:08 +0800",
        "2025-12-20T20:00:08+08:00",
        "2025-12-20T12:00:08+00:00",
        None,
    )
    assert first["readers"] == dict.fromkeys(READ, "2025-12-20T12:00:08+00:00")


def test_what_was_built_is_shown_alike_by_all_readers(seeded: Publication) -> None:
    """In Atom and RSS, at the instant of the digest; the first and the last day of the calendar stop nobody."""
    feedpub.build(seeded.site)
    found = times([seeded.site.feeds_folder], seeded.site)
    for row in found.rows:
        assert set(row.readers.values()) <= {row.instant, UNREAD}
    for date in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"):
        path = seeded.write("edge.xml", f'<feed xmlns="http://www.w3.org/2005/Atom"><updated>{date}</updated></feed>')
        assert date in "\n".join(times([path], seeded.site).lines())
