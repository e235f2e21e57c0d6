"""What contradicts a date is told: a stamp in the title or the file's name, a story that is younger than its digest."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import Publication

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("date", ["2025-12-20T20:00:08Z", "2025-12-20T20:00:08-08:00", "2025-12-19T20:00:08+08:00"])
@pytest.mark.parametrize(("name", "title"), [("a.md", "2025.12.20.20 News"), ("2025-12-20-20.md", "News")])
def test_a_stamp_that_disagrees_is_a_finding(publication: Publication, date: str, name: str, title: str) -> None:
    """Both instants are in the message, in site time and in UTC."""
    publication.digest(name, title=title, date=date)
    (finding,) = publication.build().findings
    assert (finding.rule, finding.severity, finding.line) == ("date-contradicts-title", "warning", 3)
    assert "2025-12-20 20:00:00 +08:00 (2025-12-20 12:00:00 UTC)" in finding.message
    written = datetime.fromisoformat(date)
    assert f"{written.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} +08:00" in finding.message
    assert f"{written.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" in finding.message


def test_the_repair_of_a_lost_offset_is_the_right_date(publication: Publication) -> None:
    """20:00 on the clock in Shanghai, written as if it were UTC."""
    publication.digest("a.md", title="2025.12.20.20 News", date="2025-12-20T20:00:08Z")
    (finding,) = publication.build().findings
    assert finding.repair == "write 2025-12-20T20:00:08+08:00 if its clock is right"


@pytest.mark.parametrize(
    "title", ["2025.12.20.20 News", "2025-12-20 News", "2025.12.20.20过去4小时", "v2025.1.2.3", "News"]
)
def test_a_stamp_that_agrees_is_none(publication: Publication, title: str) -> None:
    """Nor is a version number."""
    publication.digest("a.md", title=title)
    assert publication.build().findings == ()


@pytest.mark.parametrize(
    ("link", "line"),
    [
        ("https://x.com/dotey/status/2002287782543179996", 7),  # posted at 08:31:14 UTC
        ("https://twitter.com/dotey/status/2002287782543179996", 7),
        ("https://mastodon.social/@user/115751000000000000", 7),
        ("https://example.com/2025/12/22/a", 7),
        ("https://example.com/blog/2025-12-22-a.html", 7),
    ],
)
def test_a_story_younger_than_its_digest_is_a_finding(publication: Publication, link: str, line: int) -> None:
    """An id or a path that proves it; the line is the story's."""
    publication.digest("a.md", f"Hello.\n\n1. [T - S]({link})", date="2025-12-20T13:00:00+08:00")
    (finding,) = publication.build().findings
    assert (finding.rule, finding.severity) == ("story-newer-than-digest", "error")
    assert finding.line == line + 1
    assert "story 1 links to a post of 2025-12-" in finding.message
    assert "2025-12-20 13:00:00 +08:00 (2025-12-20 05:00:00 UTC)" in finding.message


def test_the_seed_is_older_than_none_of_its_stories(seeded: Publication) -> None:
    """The newest of its fourteen posts is three and a half hours older."""
    assert seeded.build().findings == ()


def test_a_seed_with_its_offset_lost_to_the_west_is_found(seeded: Publication) -> None:
    """Written as +14:00, it would be older than a post that it tells of."""
    path = seeded.site.source_folder / "2025-12-20-20.md"
    path.write_text(path.read_text(encoding="utf-8").replace("+08:00", "+14:00"), encoding="utf-8")
    assert set(seeded.rules()) == {"date-contradicts-title", "story-newer-than-digest"}


def test_lastmod_explains_a_story_that_was_added(publication: Publication) -> None:
    """A digest may grow."""
    link = "https://x.com/dotey/status/2002287782543179996"
    publication.digest(
        "a.md", f"1. [T - S]({link})", date="2025-12-20T13:00:00+08:00", lastmod="2025-12-20T17:00:00+08:00"
    )
    assert publication.build().findings == ()
