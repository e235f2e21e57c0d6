"""The first real digest, as its subscribers get it."""

import re
import shutil
from pathlib import Path

import pytest
from lxml import etree

import feedpub
from feedpub.config import Site
from tests.conftest import ROOT, SEED, Publication

FOLDERS = ("", "categories/ai-jin-zhan/", "categories/da-mo-xing/", "categories/ai-ying-yong/")
NS = {"a": "http://www.w3.org/2005/Atom"}


def test_four_feeds_in_three_formats(seeded: Publication) -> None:
    """The site and each of the three categories has an Atom, an RSS and a JSON feed."""
    report = seeded.build()
    expected = {f"{folder}{name}" for folder in FOLDERS for name in ("atom.xml", "rss.xml", "feed.json")}
    assert set(report.written) == expected
    assert (report.digests, report.entries, report.feeds, report.findings) == (1, 1, 4, ())


def test_the_committed_feeds_are_what_the_seeds_give(tmp_path: Path) -> None:
    """``feeds/`` is what ``feedpub build`` makes of ``seeds/``, byte for byte."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copy(ROOT / "feedpub.toml", tmp_path)
    report = feedpub.build(Site.from_file(tmp_path / "feedpub.toml"))
    committed = {path.relative_to(ROOT / "feeds").as_posix() for path in (ROOT / "feeds").rglob("*") if path.is_file()}
    assert committed == {*report.written, "ledger.jsonl"}
    for name in committed:
        assert (tmp_path / "feeds" / name).read_bytes() == (ROOT / "feeds" / name).read_bytes(), name


def test_its_fourteen_stories_keep_number_link_source_and_bold(seeded: Publication) -> None:
    """The content numbers the stories 1 to 14, links the headlines, names the sources, and leaves no literal ``**``."""
    content = seeded.item()["content_html"]
    stories = re.findall(
        r'<h3 id="story-(\d+)">(\d+)\. <a href="([^"]+)">([^<]+)</a></h3>\n<p><small>(.+?)</small>', content
    )
    assert [(int(anchor), int(number)) for anchor, number, *_ in stories] == [(n, n) for n in range(1, 15)]
    assert [link for _, _, link, *_ in stories] == re.findall(r"\]\((https://x\.com/[^)]+)\)", SEED)
    assert stories[0][3:] == ("Andrej Karpathy 发布 2025 年 LLM 年度回顾，揭示六大范式转变", "宝玉")
    assert stories[2][4] == "Clement Delangue (RT Alibaba_Qwen)"
    assert content.count("<strong>") == 26
    assert "**" not in content


def test_its_date_is_right_in_every_format(seeded: Publication) -> None:
    """Atom and JSON say it as RFC 3339 has it, RSS as RFC 5322 has it, with the offset of Shanghai."""
    seeded.build()
    atom = etree.parse(seeded.site.feeds_folder / "atom.xml")
    rss = etree.parse(seeded.site.feeds_folder / "rss.xml")
    moment = "2025-12-20T20:00:08+08:00"
    assert [atom.findtext(f"{path}", namespaces=NS) for path in ("a:updated", "a:entry/a:published")] == [moment] * 2
    assert rss.findtext("channel/item/pubDate") == "Sat, 20 Dec 2025 20:00:08 +0800"
    assert rss.findtext("channel/lastBuildDate") == "Sat, 20 Dec 2025 20:00:08 +0800"
    assert seeded.item()["date_published"] == moment


def test_its_summary_is_the_headlines_as_plain_text(seeded: Publication) -> None:
    """Fourteen headlines, without markup."""
    summary = seeded.item()["summary"]
    assert len(summary.split(" · ")) == 14
    assert "<" not in summary


def test_its_id_is_minted_from_the_tag_and_the_path(seeded: Publication) -> None:
    """Neither the title nor the site's URL has a part in it."""
    before = seeded.item()["id"]
    seeded.write("2025-12-20-20.md", SEED.replace("过去4小时", "四小时内"))
    seeded.configure(url="https://moved.example/", feeds_url=None)
    assert seeded.item()["id"] == before == "tag:example.com,2025:digests/2025-12-20-20.md"


def test_feed_ids_are_distinct_and_survive_a_move(seeded: Publication) -> None:
    """Each feed has an id of its own, and none that depends on where it is served."""

    def ids() -> list[str | None]:
        seeded.build()
        return [etree.parse(seeded.site.feeds_folder / f / "atom.xml").findtext("a:id", namespaces=NS) for f in FOLDERS]

    before = ids()
    seeded.configure(url="https://moved.example/", feeds_url=None)
    assert len(set(before)) == 4
    assert ids() == before


def test_a_category_has_a_stable_term_and_its_shown_name(seeded: Publication) -> None:
    """The slug is the term, the name in the digest the label."""
    seeded.build()
    root = etree.parse(seeded.site.feeds_folder / "atom.xml")
    found = [(c.get("term"), c.get("label")) for c in root.iterfind("a:entry/a:category", NS)]
    assert found == [("ai-jin-zhan", "AI进展"), ("da-mo-xing", "大模型"), ("ai-ying-yong", "AI应用")]


def test_a_second_build_touches_nothing(seeded: Publication) -> None:
    """No byte and no modification time changes: the web server's ETags stay good."""
    first = seeded.build()
    times = {name: (seeded.site.feeds_folder / name).stat().st_mtime_ns for name in first.written}
    second = seeded.build()
    assert (second.written, set(second.unchanged)) == ((), set(first.written))
    assert times == {name: (seeded.site.feeds_folder / name).stat().st_mtime_ns for name in first.written}


def test_its_feeds_pass_the_check(seeded: Publication) -> None:
    """What build writes, check has nothing to say about."""
    seeded.build()
    assert feedpub.check([seeded.site.feeds_folder], seeded.site) == []


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml", "feed.json"])
def test_output_is_readable_and_ends_in_a_newline(seeded: Publication, name: str) -> None:
    """Files are indented UTF-8 without an escape, and world-readable as the umask says."""
    seeded.build()
    path = seeded.site.feeds_folder / name
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert "\n  " in text
    assert "大模型" in text
    assert path.stat().st_mode & 0o044 == 0o044
