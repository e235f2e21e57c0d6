"""What a digest's date may look like: one meaning on every machine, or a message that teaches."""

import os
import time as clock
from collections.abc import Iterator
from datetime import time
from zoneinfo import ZoneInfo

import pytest

from feedpub.digests import dates
from feedpub.digests.dates import DateError
from tests.conftest import Publication

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")

# The table: what is written → the instant that it means to a writer in Shanghai.
READ = [
    ("2025-12-20T20:00:08+08:00", "2025-12-20T20:00:08+08:00"),
    ("2025-12-20t20:00:08.123456+08:00", "2025-12-20T20:00:08+08:00"),
    ("2025-12-20T12:00:08Z", "2025-12-20T12:00:08+00:00"),
    ("2025-12-20T12:00:08z", "2025-12-20T12:00:08+00:00"),
    ("2025-12-20T20:00+08:00", "2025-12-20T20:00:00+08:00"),
    ("2025-11-20 08:00:00 +0800", "2025-11-20T08:00:00+08:00"),
    ("2025-11-20 08:00:00+0800", "2025-11-20T08:00:00+08:00"),
    ("2025-11-20 08:00 +08:00", "2025-11-20T08:00:00+08:00"),
    ("2025-11-20 08:00 +08", "2025-11-20T08:00:00+08:00"),
    ("2025-11-20 08:00:00 -0330", "2025-11-20T08:00:00-03:30"),
    ("2025-11-20 08:00:00 UTC", "2025-11-20T08:00:00+00:00"),
    ("2025-11-20 08:00:00 GMT", "2025-11-20T08:00:00+00:00"),
    ("2025-11-20 08:00:00 GMT+8", "2025-11-20T08:00:00+08:00"),
    ("2025-11-20 08:00:00 UTC+8", "2025-11-20T08:00:00+08:00"),
    ("2025-11-20 08:00:00 UTC+08:00", "2025-11-20T08:00:00+08:00"),
    ("2025-11-20 08:00:00 GMT-5", "2025-11-20T08:00:00-05:00"),
    ("2025-11-20 08:00:00 America/New_York", "2025-11-20T08:00:00-05:00"),
    ("2025-11-20T08:00:00[Asia/Tokyo]", "2025-11-20T08:00:00+09:00"),
    ("2025-11-20 08:00:00", "2025-11-20T08:00:00+08:00"),
    ("2025-11-20T08:00:00", "2025-11-20T08:00:00+08:00"),
    ("2025-11-20 08:00", "2025-11-20T08:00:00+08:00"),
    ("2025-11-20 8:05", "2025-11-20T08:05:00+08:00"),
    ("2025-11-20", "2025-11-20T06:30:00+08:00"),
    ("2025/11/20", "2025-11-20T06:30:00+08:00"),
    ("2025/11/20 08:00:00", "2025-11-20T08:00:00+08:00"),
    ("2025.11.20 08:00", "2025-11-20T08:00:00+08:00"),
    ("2025-1-2", "2025-01-02T06:30:00+08:00"),
    ("20251120", "2025-11-20T06:30:00+08:00"),
    ("20251120T080000Z", "2025-11-20T08:00:00+00:00"),
    ("2025年11月20日", "2025-11-20T06:30:00+08:00"),
    ("2025年1月2日 08:00", "2025-01-02T08:00:00+08:00"),
    ("Sat, 20 Dec 2025 20:00:08 +0800", "2025-12-20T20:00:08+08:00"),
    ("20 Dec 2025 20:00:08 +0800", "2025-12-20T20:00:08+08:00"),
    ("Sat, 20 Dec 2025 12:00:08 GMT", "2025-12-20T12:00:08+00:00"),
    ("Saturday, 20 December 2025", "2025-12-20T06:30:00+08:00"),
    ("December 20, 2025", "2025-12-20T06:30:00+08:00"),
    ("Dec 20, 2025 20:00", "2025-12-20T20:00:00+08:00"),
    ('"2025-11-20 08:00"', "2025-11-20T08:00:00+08:00"),
    ("2025-11-20 08:00 PM", "2025-11-20T20:00:00+08:00"),
    ("Nov 20, 2025 at 12:05 a.m.", "2025-11-20T00:05:00+08:00"),
    ("2025-11-20 12:00 pm +0900", "2025-11-20T12:00:00+09:00"),
    ("2025年11月20日 20時30分", "2025-11-20T20:30:00+08:00"),
    ("2025年11月20日20点", "2025-11-20T20:00:00+08:00"),
    ("2025-11-20T08:00:00+08:00[Asia/Shanghai]", "2025-11-20T08:00:00+08:00"),
    ("Thu Nov 20 2025 08:00:00 GMT+0800 (中国标准时间)", "2025-11-20T08:00:00+08:00"),
    ("Thu Nov 20 08:00:00 2025 +0900", "2025-11-20T08:00:00+09:00"),
    ("Thu, 20 Nov 2025 08:00:00 UT", "2025-11-20T08:00:00+00:00"),
    ("20251120 080000", "2025-11-20T08:00:00+08:00"),
    ("1900-12-31", "1900-12-31T06:30:00+08:06"),
]

REFUSED = [
    ("1766232008", "looks like Unix time", "write 2025-12-20T12:00:08Z"),
    ("1766232008000", "looks like Unix time", "write 2025-12-20T12:00:08Z"),
    ("2025-11-20 08:00:00 CST", "names its zone CST", "+08:00 for China, -06:00 for Chicago"),
    ("2025-11-20 08:00:00 IST", "names its zone IST", "+05:30 for India, +01:00 for Ireland"),
    ("2025-11-20 08:00:00 BST", "names its zone BST", "+01:00 for Britain, +06:00 for Bangladesh"),
    ("Sat, 20 Dec 2025 20:00:08 EST", "names its zone EST", "-05:00 for New York"),
    ("2025-11-20 08:00:00 XYZ", "names its zone XYZ", "for example +08:00"),
    ("2025-11-20 08:00:00 Asia/Shangai", "names the unknown zone Asia/Shangai", "write an offset"),
    ("2025-11-20 08:00:00 +2500", "the offset +2500, which no place has", "+08:00"),
    ("2025-11-20 08:00:00 +0899", "the offset +0899, which no place has", "+08:00"),
    ("2025-13-01", "does not exist", "a day and time of the calendar"),
    ("2025-02-30T00:00:00Z", "does not exist", "a day and time of the calendar"),
    ("2025-12-20T24:00:00Z", "does not exist", "a day and time of the calendar"),
    ("2025-12-20 10:99", "does not exist", "a day and time of the calendar"),
    ("Fri, 20 Dec 2025 20:00:08 +0800", "2025-12-20 is a Sat", "correct the day or the week day"),
    ("20/12/2025", "may have the day first or the month", "write 2025-12-20"),
    ("12-11-2025", "may have the day first or the month", "write 2025-11-12 or 2025-12-11"),
    ("12/20/2025 10:00", "may have the day first or the month", "write 2025-12-20"),
    ("0001-01-01T00:00:00Z", "looks like a placeholder", "write when it was published, or draft: true"),
    ("9999-12-31T23:59:59-14:00", "looks like a placeholder", "write when it was published, or draft: true"),
    ("2025-12-20 13:00 pm", "does not exist", "a day and time of the calendar"),
    ("2025-12-20 08:00 JST", "names its zone JST, which is no offset", "write +09:00 for Japan"),
    ("2025-12-20 08:00:00 (CST)", "is not understood", "write it like"),
    ("tomorrow", "is not understood", "write it like 2025-12-20T20:00:08+08:00"),
    ("2025", "is not understood", "write it like"),
    ("2025-12-20 20:00:08 +08:00 extra", "is not understood", "write it like"),
    ("２０２５-12-20", "is not understood", "write it like"),
]


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Asia/Kathmandu"], autouse=True)
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Machines in three timezones, which must not matter."""
    monkeypatch.setenv("TZ", request.param)
    clock.tzset()
    yield
    os.environ.pop("TZ", None)
    clock.tzset()


@pytest.mark.parametrize(("written", "meant"), READ, ids=[row[0] for row in READ])
def test_dates_as_people_write_them(written: str, meant: str) -> None:
    """The instant and the offset, in whole seconds; a date alone is at the default time."""
    found = dates.read(written, SHANGHAI, time(6, 30))
    assert (found.instant.isoformat(), found.remark) == (meant, None)


@pytest.mark.parametrize(("written", "fact", "repair"), REFUSED, ids=[row[0] for row in REFUSED])
def test_dates_with_two_meanings_or_none_are_refused(written: str, fact: str, repair: str) -> None:
    """The message has the date as it was written, what is wrong, and what to write."""
    with pytest.raises(DateError) as caught:
        dates.read(written, SHANGHAI)
    assert f'"{written}"' in caught.value.fact
    assert fact in caught.value.fact
    assert repair in caught.value.repair


@pytest.mark.parametrize("written", ["2025-12-20", "2025-12-20 20:00:08", "20 Dec 2025 20:00:08"])
def test_naive_dates_need_a_timezone(written: str) -> None:
    """Nothing is taken from the machine."""
    with pytest.raises(DateError, match=r"has no timezone; write .*\+08:00.*or set site.timezone"):
        dates.read(written, None)


def test_a_time_that_does_not_exist_moves_on_by_the_gap() -> None:
    """In New York, 02:30 was skipped on 9 March 2025."""
    found = dates.read("2025-03-09 02:30", NEW_YORK)
    assert found.instant.isoformat() == "2025-03-09T03:30:00-04:00"
    assert found.remark == "2025-03-09 02:30:00 does not exist in America/New_York; taken as 2025-03-09T03:30:00-04:00"


def test_a_time_that_happens_twice_is_the_first() -> None:
    """In New York, 01:30 came twice on 2 November 2025."""
    found = dates.read("2025-11-02 01:30", NEW_YORK)
    assert found.instant.isoformat() == "2025-11-02T01:30:00-04:00"
    assert found.remark == "2025-11-02 01:30:00 happens twice in America/New_York; taken as 2025-11-02T01:30:00-04:00"


def test_a_clock_change_is_a_finding(publication: Publication) -> None:
    """With the file and line, and published all the same."""
    publication.configure(timezone="America/New_York")
    publication.digest("a.md", date="2025-11-02 01:30")
    (finding,) = publication.build().findings
    assert (finding.rule, finding.severity, finding.line) == ("date-at-clock-change", "warning", 3)
    assert finding.repair == "write its offset"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("2025-12-20-title.md", "2025-12-20T00:00:00+08:00"),
        ("2025.12.20.20.md", "2025-12-20T20:00:00+08:00"),
        ("2025-12-20-20.md", "2025-12-20T20:00:00+08:00"),
        ("2025-12-20-10-tips.md", "2025-12-20T00:00:00+08:00"),
        ("2025-12/2025-12-20.md", "2025-12-20T00:00:00+08:00"),
        ("_posts/2025-12-20-title.markdown", "2025-12-20T00:00:00+08:00"),
        ("2025/12/20/title.md", "2025-12-20T00:00:00+08:00"),
    ],
)
def test_dates_from_names(publication: Publication, name: str, meant: str) -> None:
    """Where ``source.dates_from_names`` is set; otherwise the message says that it could be."""
    publication.digest(name, title="a", date="")
    (finding,) = publication.build().findings
    assert (finding.rule, "source.dates_from_names = true" in finding.repair) == ("date-missing", True)
    publication.configure(source=type(publication.site.source)(dates_from_names=True))
    assert publication.item()["date_published"] == meant


def test_a_date_in_front_matter_goes_before_the_name(publication: Publication) -> None:
    """The name is asked last."""
    publication.configure(source=type(publication.site.source)(dates_from_names=True, permalink="{year}/{slug}/"))
    publication.digest("2025-12-20-some-title.md", date="2025-12-20 20:00")
    item = publication.item()
    assert item["date_published"] == "2025-12-20T20:00:00+08:00"
    assert item["url"] == "https://example.com/2025/some-title/"


def test_lastmod_is_the_updated_of_the_entry(publication: Publication) -> None:
    """Under any generator's name for it."""
    for index, key in enumerate(("lastmod", "updated", "updatedAt", "last_modified_at", "modified")):
        publication.digest(f"{index}.md", **{key: "2025-12-21T08:00:00+08:00"})
    assert publication.build().findings == ()
    assert {item["date_modified"] for item in publication.json()["items"]} == {"2025-12-21T08:00:00+08:00"}


def test_a_lastmod_before_the_date_is_told(publication: Publication) -> None:
    """And not used: an entry is never updated before it was published."""
    publication.digest("a.md", lastmod="2025-12-01T00:00:00Z")
    assert publication.rules() == {"updated-before-published": 4}
    assert publication.item()["date_modified"] == "2025-12-20T20:00:08+08:00"
