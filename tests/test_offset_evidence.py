"""Evidence against a digest's date: whoever wrote its offset wrongly learns it from the stories."""

from datetime import datetime

import pytest

from feedpub.digests.posted import posted
from tests.conftest import SEED, Publication

X = "https://x.com/dotey/status/2002287782543179996"  # posted at 07:59:42 UTC on 20 December 2025


@pytest.mark.parametrize(
    ("link", "moment"),
    [
        (X, "2025-12-20T07:59:42Z"),
        ("https://x.com/AndrewYNg/status/2002062897074352593?s=20", "2025-12-19T17:06:05Z"),
        ("https://mastodon.social/@user/115751000000000000", "2025-12-20T08:41:32Z"),
        ("https://www.linkedin.com/feed/update/urn:li:activity:7408000000000000000/", "2025-12-20T04:27:13Z"),
        ("https://www.linkedin.com/posts/someone_topic-activity-7408000000000000000-AbCd", "2025-12-20T04:27:13Z"),
        ("https://www.tiktok.com/@someone/video/7585800000000000000", "2025-12-20T04:58:16Z"),
        ("https://bsky.app/profile/bsky.app/post/3mafqeeds2222", "2025-12-20T08:00:00Z"),
    ],
)
def test_an_id_tells_when_a_post_was_written(link: str, moment: str) -> None:
    """To the second."""
    span = posted(link)
    assert span is not None
    assert (span.is_exact, span.earliest) == (True, datetime.fromisoformat(moment))


@pytest.mark.parametrize(
    "link",
    [
        "https://x.com/dotey",
        "https://x.com/dotey/status/123",
        "https://example.com/2025/13/40/a",
        "https://example.com/v2025-12-1/",
        "https://bsky.app/profile/bsky.app",
        "https://www.linkedin.com/in/someone/",
    ],
)
def test_other_links_tell_nothing(link: str) -> None:
    """Nor does a number that would be of another century."""
    assert posted(link) is None


def test_a_date_in_a_path_is_a_day_somewhere_on_earth() -> None:
    """From where it begins first to where it ends last."""
    span = posted("https://example.com/2025/12/20/a")
    assert span is not None
    assert span.earliest == datetime.fromisoformat("2025-12-20T00:00:00+14:00")
    assert span.latest == datetime.fromisoformat("2025-12-21T00:00:00-12:00")


WRONG = ["2025-12-20T20:00:08Z", "2025-12-20T20:00:08-08:00", "2025-12-20 20:00:08 -0800", "2025-12-20T20:00:08+00:00"]


@pytest.mark.parametrize("date", WRONG)
def test_a_title_that_promises_fresh_stories_tells_a_lost_offset(publication: Publication, date: str) -> None:
    """Stories that are twelve hours old or more, where the clock in Shanghai would make them four."""
    publication.digest("a.md", f"1. [T - S]({X})", title="过去4小时全球AI发生了什么？", date=date)
    (finding,) = publication.build().findings
    assert (finding.rule, finding.severity, finding.line) == ("stories-too-old", "warning", 3)
    assert '"过去4小时"' in finding.message
    assert "2025-12-20 15:59:42 +08:00 (2025-12-20 07:59:42 UTC)" in finding.message
    assert finding.repair == "write 2025-12-20T20:00:08+08:00 if the date's clock is right"


@pytest.mark.parametrize("date", ["2025-12-20T20:00:08+08:00", "2025-12-20T20:00:08", "2025-12-20T12:00:08Z"])
@pytest.mark.parametrize("title", ["过去4小时", "过去四小时", "The past 4 hours", "过去24小时", "News"])
def test_a_right_date_is_believed(publication: Publication, date: str, title: str) -> None:
    """However it is written; half a minute more than the promise is none too much."""
    publication.digest("a.md", f"1. [T - S]({X})", title=title, date=date)
    assert publication.build().findings == ()


def test_old_stories_alone_prove_nothing(publication: Publication) -> None:
    """A digest may tell of last week, if its clock fits no better anywhere else."""
    publication.digest("a.md", f"1. [T - S]({X})", title="过去4小时", date="2025-12-25T20:00:08+08:00")
    publication.digest("b.md", f"1. [T - S]({X})", title="过去4小时", date="2025-12-25T20:00:08Z")
    assert publication.build().findings == ()


@pytest.mark.parametrize(
    ("zone", "date"),
    [
        (None, "2025-12-20T20:00:08Z"),
        (None, "2025-12-20T20:00:08-08:00"),
        ("UTC", "2025-12-20T20:00:08"),
        ("UTC", "2025-12-20T20:00:08Z"),
    ],
)
def test_without_a_timezone_three_old_stories_tell_a_lost_offset(
    publication: Publication, zone: str | None, date: str
) -> None:
    """A clock that is right only further east, left out, or written as UTC's or the west's; one story is no crowd."""
    publication.configure(timezone=zone)
    for name, count in (("a.md", 3), ("b.md", 1)):
        body = "".join(f"{number}. [T{number} {name} - S]({X}?{number})\n" for number in range(1, count + 1))
        publication.digest(name, body, title=f"过去4小时 {name}", date=date)
    (finding,) = publication.build().findings
    assert (finding.rule, finding.file[-4:]) == ("stories-too-old", "a.md")


@pytest.mark.parametrize(
    ("zone", "date"),
    [
        ("America/Los_Angeles", "2025-12-20T12:00:08-08:00"),
        ("Asia/Shanghai", "2025-12-21T04:00:08+08:00"),
        (None, "2025-12-21T04:00:08+08:00"),
        ("UTC", "2025-12-22T20:00:08Z"),
    ],
)
def test_a_clock_that_its_zone_explains_is_believed(publication: Publication, zone: str | None, date: str) -> None:
    """However old the stories are: it is they that are late."""
    publication.configure(timezone=zone)
    body = "".join(f"{number}. [T{number} - S]({X}?{number})\n" for number in range(1, 4))
    publication.digest("a.md", body, title="过去4小时", date=date)
    assert publication.build().findings == ()


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/London", "UTC"])
@pytest.mark.parametrize("clock", ["2025-12-20T00:00:08+08:00", "2025-12-20T04:00:08Z", "2025-12-20T00:00:08"])
def test_a_date_before_its_own_stories_is_an_error(publication: Publication, zone: str, clock: str) -> None:
    """Wherever the site is, and whether the offset is wrong or left out."""
    publication.configure(timezone=zone)
    if (zone, clock) == ("America/Los_Angeles", "2025-12-20T00:00:08"):
        clock = "2025-12-19T20:00:08"  # midnight there is after the post
    publication.digest("a.md", f"1. [T - S]({X})", date=clock)
    assert [finding.rule for finding in publication.build().findings] == ["story-newer-than-digest"]


@pytest.mark.parametrize("date", WRONG)
@pytest.mark.parametrize("title", ["2025.12.20.20 过去4小时全球AI发生了什么？", "过去4小时全球AI发生了什么？"])
def test_the_seed_with_a_wrong_offset_is_found(publication: Publication, date: str, title: str) -> None:
    """By its stamp where it has one, and by its stories."""
    text = SEED.replace("2025-12-20T20:00:08+08:00", date).replace("2025.12.20.20 过去4小时全球AI发生了什么？", title)
    publication.write("seed.md", text)
    stamped = {"date-contradicts-title"} if title.startswith("2025") else set()
    assert set(publication.rules()) == stamped | {"stories-too-old"}


def test_a_seed_without_offset_and_without_timezone_is_an_error(publication: Publication) -> None:
    """It has no instant; with a timezone it has its own."""
    publication.configure(timezone=None)
    publication.write("seed.md", SEED.replace("08+08:00", "08"))
    assert set(publication.rules()) == {"date-unclear"}
    publication.configure(timezone="Asia/Shanghai")
    assert publication.rules() == {}
