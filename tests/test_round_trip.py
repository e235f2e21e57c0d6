"""For every digest of stories: what was written comes back from each format, by readers that know nothing of us."""

import json
import re
import tempfile
from calendar import timegm
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

import feedparser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

import feedpub
from feedpub.config import Site

CONTENTS = ("{http://www.w3.org/2005/Atom}content", "{http://purl.org/rss/1.0/modules/content/}encoded")
NOW = datetime(2100, 1, 1, tzinfo=UTC)

WORD = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Lm")), min_size=1, max_size=8)
PHRASE = st.lists(WORD, min_size=1, max_size=5).map(" ".join)
LINK = st.from_regex(r"\Ahttps://[a-z]{1,10}\.example/[a-z0-9/_~-]{0,20}\Z")
MARKER = st.sampled_from(["{}. ", "{}) ", "{}、", "（{}）", "### {}. ", "## {}、", "{}．"])
INDENT = st.sampled_from(["  ", "   ", "    ", "\t"])
MOMENT = st.builds(
    lambda instant, minutes: instant.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes))),
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2040, 1, 1)),  # noqa: DTZ001
    st.integers(-12 * 60, 14 * 60),
)


class Told(NamedTuple):
    """A story as its writer means it."""

    headline: str
    source: str
    link: str
    bold: str
    summary: str

    def written(self, marker: str, number: int, indent: str) -> str:
        """As Markdown."""
        head = marker.format(number) + f"[{self.headline} - {self.source}]({self.link})"
        return f"{head}\n\n{indent}{self.summary}，**{self.bold}**。\n\n{indent}{self.summary}"


TOLD = st.builds(Told, headline=PHRASE, source=PHRASE, link=LINK, bold=PHRASE, summary=PHRASE)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    title=PHRASE,
    moment=MOMENT,
    page=LINK,
    told=st.lists(TOLD, min_size=1, max_size=6),
    first=st.integers(1, 30),
    marker=MARKER,
    indent=INDENT,
)
def test_a_digest_of_stories_comes_back(
    title: str, moment: datetime, page: str, told: list[Told], first: int, marker: str, indent: str
) -> None:
    """Title, instant, link and text, and of each story its number, headline, link, source and summary."""
    body = "\n\n".join(story.written(marker, number, indent) for number, story in enumerate(told, start=first))
    head = json.dumps({"title": title, "date": moment.isoformat(), "url": page})
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "seeds").mkdir()
        (root / "seeds" / "a.md").write_text(f"{head}\n\n{body}\n", encoding="utf-8")
        site = Site(title="News", url="https://example.com/", tag="example.com,2025", root=root)
        report = feedpub.build(site, now=NOW)
        assert {finding.rule for finding in report.findings} <= {"story-newer-than-digest"}
        for name in ("atom.xml", "rss.xml"):
            data = (root / "feeds" / name).read_bytes()
            parsed = feedparser.parse(data)
            assert not parsed.bozo
            (entry,) = parsed.entries
            assert (entry.title, entry.link) == (" ".join(title.split()), page)
            assert timegm(entry.published_parsed) == moment.timestamp()
            (content,) = [found.text or "" for found in etree.fromstring(data).iter(*CONTENTS)]
            assert _stories(content) == [_as_read(number, story) for number, story in enumerate(told, start=first)]
        (item,) = json.loads((root / "feeds" / "feed.json").read_bytes())["items"]
        assert item["content_html"] == content
        assert (item["title"], item["url"]) == (" ".join(title.split()), page)
        assert item["date_published"] == moment.isoformat()


def _as_read(number: int, story: Told) -> tuple[str, ...]:
    return f"{number}. {story.headline}", story.link, story.source, f"{story.summary}，{story.bold}。", story.summary


def _stories(content: str) -> list[tuple[str, ...]]:
    """What stands in a fragment: per story its heading, link, source and paragraphs."""
    found: list[list[str]] = []
    for element in lxml_html.fragment_fromstring(content, create_parent="div"):
        text = str(element.text_content())
        if re.fullmatch(r"h\d", str(element.tag)):
            found.append([text, str(element.find("a").get("href"))])
        else:
            found[-1].append(text)
    return [tuple(story) for story in found]
