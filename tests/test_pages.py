"""Pages for people: beside every feed, one for all of them, and one for each digest that has no other."""

import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree, html
from msgspec import structs
from msgspec.structs import replace

from feedpub import identity
from feedpub.config import CategorySettings, Pages
from feedpub.model import Link
from feedpub.pages import Activity, Look, Writer
from feedpub.pages.words import Words, _tables
from tests import nu
from tests.conftest import Publication
from tests.examples import MOMENT, entry, feed
from tests.faces import listing, page_of, pages_of
from tests.readers import subscribed_by_newsboat

pytestmark = pytest.mark.pages

FOLDERS = ("", "categories/ai-jin-zhan/", "categories/da-mo-xing/", "categories/ai-ying-yong/")
RICH = """Prose with a footnote.[^1]

# A heading too high

| a | b |
|---|---|
| 1 | 2 |

```
code
```

![An image](/a.png)

1. [One - Source](https://example.com/1)

    Text.

    ##### Too deep

2. Two without a link. More.

[^1]: The note.
"""
HOSTILE_TITLE = "</title><script>alert(1)</script>\u202e\u2066" + "W" * 900


@pytest.fixture
def chinese(seeded: Publication) -> Publication:
    """The real digest, published in Chinese."""
    seeded.configure(language="zh-CN", description="每四小时一期")
    seeded.build()
    return seeded


def _page(data: bytes) -> html.HtmlElement:
    return html.document_fromstring(data.decode())


def test_a_page_beside_every_feed(chinese: Publication) -> None:
    """With its embeds, the digests' own pages, the list of feeds, and what they load."""
    made = {re.sub(r"\.[0-9a-f]{12}\.", ".", path) for path in pages_of(chinese, own=True)}
    beside = {folder + name for folder in FOLDERS for name in ("index.html", "embed.html", "embed.fragment.html")}
    loaded = {"static/pages.css", "static/pages.js", "feedpub-embed.js", "feedpub-resize.js"}
    assert made == beside | loaded | {"digests/2025-12-20-20/index.html", "feeds.opml"}


def test_without_pages_there_are_embeds(chinese: Publication) -> None:
    """Other sites go on showing them."""
    chinese.configure(pages=Pages(enabled=False))
    suffixes = {re.sub(r".*/|\.[0-9a-f]{12}", "", path) for path in pages_of(chinese, own=True)}
    assert suffixes == {"embed.html", "embed.fragment.html", "feedpub-embed.js", "feedpub-resize.js"}


def test_an_old_address_shows_what_the_new_one_does(chinese: Publication) -> None:
    """Page and embeds, which say where they live now; links hold, as both addresses are as deep."""
    chinese.configure(categories={"大模型": CategorySettings(slug="llm")})
    chinese.build()
    made = pages_of(chinese, moved={"categories/da-mo-xing": "categories/llm"})
    for name in ("index.html", "embed.html", "embed.fragment.html"):
        assert made[f"categories/da-mo-xing/{name}"] == made[f"categories/llm/{name}"]
    canonical = _page(made["categories/da-mo-xing/index.html"]).xpath("//link[@rel='canonical']/@href")
    assert canonical == ["https://example.com/feeds/categories/llm/"]


def test_every_link_within_the_feeds_folder_leads_to_a_file(chinese: Publication) -> None:
    """Pages find each other, the feeds and what they load by relative links, wherever the folder lies."""
    made = pages_of(chinese, own=True)
    root = chinese.site.feeds_folder
    for path, data in made.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    for path in (path for path in made if path.endswith("index.html")):
        links = _page(made[path]).xpath("//a/@href | //link[@rel='stylesheet']/@href | //script/@src | //iframe/@src")
        inside = [link for link in links if not re.match(r"https?:|#", link)]
        assert inside
        for link in inside:
            target = ((root / path).parent / unquote(link.partition("#")[0])).resolve()
            assert (target / "index.html" if target.is_dir() else target).is_file(), (path, link)


def test_what_machines_read_of_a_page(chinese: Publication) -> None:
    """Its language, all formats of its feed, its canonical address, and what a preview of a link shows."""
    page = _page(pages_of(chinese)["categories/da-mo-xing/index.html"])
    here = "https://example.com/feeds/categories/da-mo-xing/"
    assert page.get("lang") == "zh-CN"
    assert page.xpath("//link[@rel='alternate']/@href") == [
        here + name for name in ("atom.xml", "rss.xml", "feed.json")
    ]
    assert page.xpath("//link[@rel='canonical']/@href") == [here]
    graph = {one.get("property"): one.get("content") for one in page.xpath("//meta[@property]")}
    assert graph == {
        "og:title": "大模型",
        "og:description": "News · 大模型",
        "og:url": here,
        "og:site_name": "News",
        "og:type": "website",
    }


def test_the_sites_page_is_the_directory(chinese: Publication) -> None:
    """It names every category, links its page, and makes its feed known to readers."""
    page = _page(pages_of(chinese)["index.html"])
    assert page.xpath("//nav//li/a/text()") == ["AI进展", "AI应用", "大模型"]
    assert page.xpath("//nav//li/a/@href") == [
        f"./categories/{term}/" for term in ("ai-jin-zhan", "ai-ying-yong", "da-mo-xing")
    ]
    assert "https://example.com/feeds/categories/da-mo-xing/atom.xml" in page.xpath("//link[@rel='alternate']/@href")


def test_entries_are_readable_in_full(chinese: Publication) -> None:
    """The page says every word that the feed says."""
    content = html.fragment_fromstring(chinese.item()["content_html"], create_parent=True)
    for folder in FOLDERS:
        shown = _page(pages_of(chinese)[f"{folder}index.html"]).xpath("//article")[0].text_content()
        for block in content.iter("p", "h3"):
            assert block.text_content() in shown


def test_the_ten_newest_are_there_in_full_and_the_others_by_title(publication: Publication) -> None:
    """Each with its date and the way to its page: a page stays light, however much its feed holds."""
    many = [
        entry(
            id=f"tag:example.com,2025:digests/{number}.md",
            title=f"Title {number}",
            published=MOMENT - timedelta(hours=number),
            links=(Link(href=f"https://example.com/{number}/"),),
        )
        for number in range(30)
    ]
    made = feed(*many)
    page = _page(page_of(publication.site, made))
    assert page.xpath("//article/h2/a/text()") == [f"Title {number}" for number in range(10)]
    assert page.xpath("//section[@class='earlier']//a/text()") == [f"Title {number}" for number in range(10, 30)]
    assert page.xpath("//section[@class='earlier']//a/@href")[0] == "https://example.com/10/"


def test_the_page_of_a_digest_has_an_anchor_a_story(chinese: Publication) -> None:
    """…/#story-3 leads to the third, whose link to itself says so; a list tells them all."""
    page = _page(pages_of(chinese, own=True)["digests/2025-12-20-20/index.html"])
    assert page.get_element_by_id("story-3").text_content().startswith("# 3. 阿里巴巴开源 Qwen-Image-Layered")
    numbers = [f"#story-{number}" for number in range(1, 15)]
    assert page.xpath("//a[@class='anchor']/@href") == numbers
    assert page.xpath("//nav//a/@href") == numbers
    assert page.xpath("//nav//a/text()")[2].startswith("3. 阿里巴巴开源 Qwen-Image-Layered")


def test_an_id_stands_once_on_a_page(publication: Publication) -> None:
    """However many entries have stories and footnotes."""
    publication.digest("a.md", RICH, categories="[x]")
    publication.digest("b.md", RICH, categories="[x]", date="2025-12-21T20:00:08+08:00")
    publication.build()
    for path, data in pages_of(publication, own=True).items():
        if path.endswith(".html"):
            counts = Counter(_page(data).xpath("//@id"))
            assert [name for name, count in counts.items() if count > 1] == [], path


ADDRESSES = [
    ("digests/2025-12-20-20.md", "2025-12-20-20"),
    ("digests/2025/12/20.md", r"2025-12-20-[0-9a-f]{10}"),
    ("digests/2025-12-20-20.txt", r"2025-12-20-20-txt-[0-9a-f]{10}"),
    ("digests/2025-12-20-20.md~2", r"2025-12-20-20-md-2-[0-9a-f]{10}"),
    ("digests/%E6%97%A9%E6%8A%A5.md", r"zao-bao-[0-9a-f]{10}"),
    ("digests/%F0%9F%A4%96.md", r"[0-9a-f]{10}"),
    ("digests/" + "x" * 300 + ".md", r"x{300}"),
    ("digests/../../a.md", r"a-[0-9a-f]{10}"),
    ("own", r"tag-example-com-2025-own-[0-9a-f]{10}"),
]


@pytest.mark.parametrize(("name", "expected"), ADDRESSES, ids=[row[1] for row in ADDRESSES])
def test_the_address_of_a_digest_is_that_of_its_id(publication: Publication, name: str, expected: str) -> None:
    """Readable, one folder deep, and another for every id."""
    url = identity.own_page(f"tag:example.com,2025:{name}", publication.site)
    assert re.fullmatch(rf"https://example\.com/feeds/digests/{expected}/", url), url


RHYTHMS = [
    ([0], "1 entry"),
    ([0, 0, 0], "3 entries"),
    ([hours / 24 for hours in range(0, 24 * 40, 4)], "About 6 a day"),
    (list(range(0, 100, 3)), "About 2 a week"),
    ([0, 20, 200], "About 2 a month"),
    ([0, 400], "2 entries"),
]


@pytest.mark.parametrize(("ago", "expected"), RHYTHMS, ids=[row[1] for row in RHYTHMS])
def test_how_often_a_feed_is_updated(ago: list[float], expected: str) -> None:
    """Counted over the four weeks before the newest entry, never against the clock."""
    published = [MOMENT - timedelta(days=days) for days in ago]
    assert Activity.of(published, None).rhythm(Words.of("en")) == expected


def test_the_calendar_says_in_words_what_it_shows() -> None:
    """For who cannot see it: how many entries, on how many days, from when to when; and it shows each of those days."""
    published = [MOMENT - timedelta(days=days) for days in (0, 0, 3, 200)]
    picture = html.fragment_fromstring(Activity.of(published, None).picture(Words.of("en")))
    assert picture.get("role") == "img"
    assert picture.findtext("desc") == "3 entries on 2 days between 1 September 2025 and 20 December 2025."
    shown = {
        rect.findtext("title"): rect.get("class") for rect in picture.iter("rect") if rect.get("class") != "level-0"
    }
    assert shown == {"20 December 2025 · 2 entries": "level-4", "17 December 2025 · 1 entry": "level-2"}


def test_days_are_those_of_the_site(publication: Publication) -> None:
    """An entry of 17:00 UTC came on the next day in Shanghai."""
    one = entry(published=datetime.fromisoformat("2025-12-20T17:00:00+00:00"))
    publication.configure(language="en")
    page = page_of(publication.site, feed(one)).decode()
    assert "21 December 2025 · 1 entry" in page
    assert '<time datetime="2025-12-20T17:00:00+00:00">21 December 2025, 01:00</time>' in page


def test_newsboat_imports_the_list_of_all_feeds(chinese: Publication, tmp_path: Path) -> None:
    """And follows every one."""
    (tmp_path / "feeds.opml").write_bytes(pages_of(chinese)["feeds.opml"])
    expected = [f"https://example.com/feeds/{folder}atom.xml" for folder in sorted(FOLDERS)]
    assert subscribed_by_newsboat(tmp_path / "feeds.opml", tmp_path) == expected


def test_the_list_of_all_feeds_is_opml(chinese: Publication) -> None:
    """Version 2.0, dated by the newest entry, each feed with its title, its page and its language."""
    chinese.configure(feeds=replace(chinese.site.feeds, formats=("json", "rss")))
    root = etree.fromstring(pages_of(chinese)["feeds.opml"])
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "News"
    assert root.findtext("head/dateModified") == "Sat, 20 Dec 2025 20:00:08 +0800"
    outline = root.findall("body/outline")[3]
    assert {name: outline.get(name) for name in outline.keys()} == {  # noqa: SIM118
        "type": "rss",
        "text": "News · 大模型",
        "title": "News · 大模型",
        "description": "News · 大模型",
        "xmlUrl": "https://example.com/feeds/categories/da-mo-xing/rss.xml",
        "htmlUrl": "https://example.com/feeds/categories/da-mo-xing/",
        "language": "zh-CN",
    }


def test_every_language_has_every_word() -> None:
    """And nothing more."""
    words = {language: {*table} for language, table in _tables().items()}
    assert all(known == words["en"] for known in words.values())


@pytest.mark.parametrize(
    ("language", "page", "word"),
    [
        (None, "en", "Subscribe"),
        ("en-GB", "en-GB", "Subscribe"),
        ("de", "en", "Subscribe"),
        ("zh", "zh", "订阅"),
        ("zh-CN", "zh-CN", "订阅"),
        ("zh-Hant", "zh-Hant", "訂閱"),
        ("zh-TW", "zh-TW", "訂閱"),
    ],
)
def test_a_page_speaks_the_language_of_its_site(
    publication: Publication, language: str | None, page: str, word: str
) -> None:
    """Where it knows that; what it quotes in another language says so."""
    publication.configure(language=language)
    made = feed(entry(language="ja"), language=language)
    shown = _page(page_of(publication.site, made))
    assert shown.get("lang") == page
    assert shown.get_element_by_id("subscribe").text_content() == word
    assert shown.xpath("//article/div/@lang") == ["ja"]
    assert shown.xpath("//h1/@lang") == ([language] if language == "de" else [])


def test_hostile_titles_stay_text(publication: Publication) -> None:
    """In the title, in headings, in attributes and in the list of feeds."""
    made = feed(entry(title=HOSTILE_TITLE), title=HOSTILE_TITLE, subtitle=HOSTILE_TITLE)
    data = page_of(publication.site, made).decode()
    assert len(re.findall("<script", data)) == 1
    assert _page(data.encode()).findtext(".//h1") == HOSTILE_TITLE


def test_a_digests_page_shows_what_it_has(publication: Publication) -> None:
    """An update that is later than the publication, authors, an image for previews."""
    one = entry(
        updated=MOMENT + timedelta(hours=1),
        image="https://example.com/a.png",
        links=(Link(href="https://example.com/feeds/digests/a/"),),
    )
    page = _page(Writer(Look(publication.site), [listing(feed(one))]).digest_page(one))
    assert page.xpath("//p[@class='byline']")[0].text_content() == (
        "20 December 2025, 20:00Updated 20 December 2025, 21:00宝玉大模型"
    )
    assert page.xpath("//meta[@property='og:image']/@content") == ["https://example.com/a.png"]


def test_the_same_digests_give_the_same_pages(chinese: Publication) -> None:
    """Byte for byte."""
    assert pages_of(chinese, own=True) == pages_of(chinese, own=True)


def test_pages_are_valid(chinese: Publication, publication: Publication) -> None:
    """By the rules of the Nu checker: the real digest, and digests with everything that Markdown has."""
    chinese.digest("rich.md", RICH, categories="[大模型]", title="'<b>&amp;\u202e'", date="2025-12-21T20:00:08+08:00")
    chinese.digest("short.md", "Text.", title="'" + "长" * 1000 + "'")
    chinese.build()
    for path, data in pages_of(chinese, own=True).items():
        (publication.root / "out" / path).parent.mkdir(parents=True, exist_ok=True)
        around = b"<!doctype html><html lang=en><title>x</title>" if path.endswith(".fragment.html") else b""
        (publication.root / "out" / path).write_bytes(around + data)
    assert nu.errors(publication.root / "out") == []


def test_entries_without_content_show_their_summary(publication: Publication) -> None:
    """As feeds with ``content = "summary"`` have them."""
    made = feed(structs.replace(entry(), content=None))
    page = _page(page_of(publication.site, made))
    assert page.xpath("//article/p[@class='prose']/text()") == ["a < b & c"]
