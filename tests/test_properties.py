"""For every digest: well-formed feeds that the check passes, and that give back what the digest says."""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import unquote

import ada_url
import feedparser
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

import feedpub
from feedpub.config import Site
from feedpub.digests import digest, front_matter
from feedpub.digests.dates import DateError
from feedpub.digests.dates import read as read_date
from feedpub.digests.metadata import FrontMatterError
from feedpub.rendering import render
from feedpub.text import one_line, xml_clean
from feedpub.urls import absolute, is_web_address

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = Site(title="News", url="https://example.com/", tag="example.com,2025", timezone="Asia/Shanghai")

# Text that is likelier than random text to hit what parsers are made of.
FRAGMENTS = st.sampled_from(
    [
        *(
            "---\n",
            "+++\n",
            "{",
            '"',
            "title: ",
            "date: 2025-12-20\n",
            "1. ",
            "1、",
            "[a - b](https://x.example/1)",
            "**",
            "**“",
        ),
        *(
            "\n\n",
            "    ",
            "\t",
            "```\n",
            "- ",
            "# ",
            "[^1]",
            "[^1]: ",
            "[a]: /b\n",
            "{{< ",
            " >}}",
            "{% ",
            " %}",
            "<script>",
        ),
        *(
            "&#",
            "]]>",
            "\ufeff",
            "\x00",
            "\ufffe",
            "\u202e",
            "é",
            "e\u0301",
            "🤗",
            "，",
            "https://",
            "|",
            "\r",
            "~~",
            "<b",
        ),
        *("<iframe src=", "\ue0000\ue001"),
    ]
)
MARKDOWN = st.lists(FRAGMENTS | st.text(max_size=20), max_size=40).map("".join)
LINE = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
NOW = datetime(2100, 1, 1, tzinfo=timezone(timedelta()))
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@contextmanager
def _published(files: dict[str, bytes]) -> Iterator[tuple[Path, feedpub.BuildReport]]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "seeds").mkdir()
        for name, data in files.items():
            (root / "seeds" / name).write_bytes(data)
        site = Site(title="News", url=BASE.url, tag=BASE.tag, timezone=BASE.timezone, root=root)
        report = feedpub.build(site, now=NOW)
        found = feedpub.check([root / "feeds"], site) if report.feeds else []
        # The check goes by the clock of today, when what was built in NOW may still be to come; and where a digest
        # links to is its writer's affair.
        found = [each for each in found if each.rule not in {"date-in-future", "host-local"}]
        assert [each for each in found if each.severity != "info"] == []
        yield root / "feeds", report


@QUICK
@given(st.lists(FRAGMENTS | st.text(max_size=30), max_size=30).map("".join))
def test_any_text_is_a_digest_or_a_finding(text: str) -> None:
    """The reader never raises, and is never silent about what it leaves out."""
    made, findings = digest.read(text.encode("utf-8", "surrogatepass"), "a.md", "a.md", BASE)
    assert made or any(finding.severity == "error" for finding in findings) or "draft" in text
    assert all(finding.repair and finding.line and "\n" not in str(finding) for finding in findings)


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes_are_a_digest_or_a_finding(data: bytes) -> None:
    """Whatever the file holds."""
    made, findings = digest.read(data, "a.md", "a.md", BASE)
    assert made or findings


@QUICK
@given(MARKDOWN)
@example("<b{ >}}")
@example("1. https://{")
@example("<b\n#>")
def test_any_body_makes_valid_feeds(body: str) -> None:
    """Well-formed in all formats; the check finds nothing, and every reader gets the entry."""
    head = "---\ntitle: T\ndate: 2025-12-20T20:00:08+08:00\n---\n"
    files = {"a.md": (head + body).encode("utf-8", "replace"), "good.md": head.replace("T", "Good", 1).encode()}
    with _published(files) as (feeds, report):
        assert report.digests == 2
        for name in ("atom.xml", "rss.xml"):
            parsed = feedparser.parse((feeds / name).read_bytes())
            assert not parsed.bozo
            assert len(parsed.entries) == 2


@QUICK
@given(
    title=LINE,
    summary=LINE,
    category=LINE,
    instant=st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2040, 1, 1)),  # noqa: DTZ001
    minutes=st.integers(-12 * 60, 14 * 60),
    link=st.from_regex(r"\Ahttps://[a-z]{1,10}\.example/[a-z0-9/_~-]{0,20}\Z"),
)
def test_what_a_digest_says_comes_back(
    title: str, summary: str, category: str, instant: datetime, minutes: int, link: str
) -> None:
    """Title, instant, link and text, by a parser that knows nothing of us."""
    moment = instant.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    keys = {"title": title, "date": moment.isoformat(), "description": summary, "category": [category], "url": link}
    with _published({"a.md": (json.dumps(keys) + "\n\nBody").encode()}) as (feeds, report):
        assert report.digests
        entry = etree.parse(feeds / "atom.xml").getroot().find(f"{ATOM}entry")
        assert entry is not None
        said = one_line(xml_clean(title)) or "a"
        assert entry.findtext(f"{ATOM}title") == said
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}published") or "") == moment
        assert entry.findtext(f"{ATOM}published") == moment.isoformat()
        href = entry.find(f"{ATOM}link")
        assert href is not None
        assert href.get("href") == link
        assert entry.findtext(f"{ATOM}summary") == (one_line(xml_clean(summary)) or "Body")


@QUICK
@given(st.text(max_size=40))
def test_any_date_is_an_instant_or_a_lesson(text: str) -> None:
    """Aware, in whole seconds, or with a repair."""
    try:
        found = read_date(text, BASE.zone)
    except DateError as error:
        assert error.repair
    else:
        assert found.instant.utcoffset() is not None
        assert found.instant.microsecond == 0


@QUICK
@given(st.lists(FRAGMENTS | st.text(max_size=20), max_size=20).map("".join))
def test_any_front_matter_is_read_or_told(text: str) -> None:
    """In no language does a parser's own error come through; the body is at its line."""
    clean = xml_clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    for fence in ("---\n", "+++\n", '{"'):
        try:
            head = front_matter.read(fence + clean)
        except FrontMatterError as error:
            assert error.line >= 1
        else:
            lines = (fence + clean).split("\n")
            assert head.body.split("\n")[0].strip() in lines[head.body_line - 1]


@pytest.mark.parametrize("size", [1_000, 100_000])
def test_time_grows_with_length_alone(size: int) -> None:
    """No line of a digest makes a pattern run away, neither where it is read nor where it is rendered."""
    openings = [
        "[",
        "1. [a",
        "1. [a](",
        "**",
        "{{<",
        "1. - ",
        "`",
        "{% ",
        "(",
        "1. [x]((",
        "https://x.example/(",
        "~~",
        "<a ",
        "<iframe ",
        "- 1. [",
        " ",
        "> - ",
        "一、[",
    ]
    lines = [opening + opening[-3:] * (size // 3) for opening in openings]
    for line in lines:
        start = time.perf_counter()
        made, _ = digest.read(f"---\ntitle: t\ndate: 2025-12-20\n---\nx\n{line}\n".encode(), "a.md", "a.md", BASE)
        assert made
        render.article(made.parts, made.references, BASE.url)
        assert time.perf_counter() - start < 20, line[:20]


@QUICK
@given(
    st.from_regex(r"\Ahttps?://[a-z0-9-]{1,5}\.[a-z0-9]{1,4}/[a-zA-Z0-9_~.%/-]{0,12}\Z", fullmatch=True)
    | st.from_regex(r"\Ahttps?://(xn--)?[a-z0-9.-]{1,12}/?[^\s]{0,4}\Z", fullmatch=True)
)
def test_a_url_is_what_browsers_make_of_it(url: str) -> None:
    """Whether a resolver is asked or not."""
    try:
        resolved = ada_url.join_url("https://example.com/", url)
    except ValueError:
        assert not is_web_address(url)
    else:
        with suppress(ValueError):  # browsers accept a host that is called '0"'
            assert unquote(absolute(url, "https://example.com/")) == unquote(resolved)
