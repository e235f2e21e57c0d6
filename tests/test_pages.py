"""Pages for people: beside every feed, one for all of them, and one for each digest that has no other."""

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from lxml import etree, html

from feedpub import identity
from feedpub.config import CategorySettings, Pages
from feedpub.errors import ConfigError
from feedpub.model import Feed, Link
from feedpub.pages import Writer, documents, fragments
from feedpub.pages.activity import Activity
from feedpub.pages.words import Words, _tables
from tests import nu
from tests.conftest import Publication
from tests.examples import MOMENT, entry, feed
from tests.faces import pages_of
from tests.readers import subscribed_by_newsboat

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


def _activity(*published: datetime) -> Activity:
    """The activity of a feed in Shanghai."""
    return Activity.of(published, lambda moment: moment.astimezone(ZoneInfo("Asia/Shanghai")))


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
    page = _page(Writer(publication.site, [made]).feed_page(made, _activity(MOMENT)))
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
    assert _activity(*published).rhythm(Words.of("en")) == expected


def test_the_calendar_says_in_words_what_it_shows() -> None:
    """For who cannot see it: how many entries, on how many days, from when to when; and it shows each of those days."""
    published = [MOMENT - timedelta(days=days) for days in (0, 0, 3, 200)]
    picture = html.fragment_fromstring(_activity(*published).picture(Words.of("en")))
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
    page = Writer(publication.site, [made := feed(one)]).feed_page(made, _activity(one.published)).decode()
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
    shown = _page(Writer(publication.site, [made]).feed_page(made, _activity(MOMENT)))
    assert shown.get("lang") == page
    assert shown.get_element_by_id("subscribe").text_content() == word
    assert shown.xpath("//article/div/@lang") == ["ja"]
    assert shown.xpath("//h1/@lang") == ([language] if language == "de" else [])


ATTRIBUTES = '<img alt="<table><script>alert(1)</script> id=" src="https://example.com/a.png"><p title="<h1 id=">x</p>'


def test_what_looks_like_a_tag_within_an_attribute_is_left_alone() -> None:
    """No shaping of entries can make markup of what was text."""
    for shaped in (fragments.among_others(ATTRIBUTES), fragments.alone(ATTRIBUTES, '"Link"')):
        image, paragraph = html.fragments_fromstring(shaped)
        assert image.get("alt") == "<table><script>alert(1)</script> id="
        assert image.get("src") == "https://example.com/a.png"
        assert paragraph.get("title") == "<h1 id="


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("h3 h3 h4", "h3 h3 h4"),
        ("h1 h2 h3", "h3 h4 h5"),
        ("h6 h6 h3 h5", "h3 h3 h3 h4"),
        ("h2 h6 h1", "h3 h4 h3"),
        ("h1 h2 h3 h4 h5 h6", "h3 h4 h5 h6 h6 h6"),
    ],
)
def test_headings_stand_below_the_title_and_skip_no_level(written: str, shown: str) -> None:
    """Whatever the digest did."""
    content = "".join(f"<{name}>x</{name}>" for name in written.split())
    found = html.fragments_fromstring(fragments.among_others(content))
    assert [one.tag for one in found] == shown.split()


def test_hostile_titles_stay_text(publication: Publication) -> None:
    """In the title, in headings, in attributes and in the list of feeds."""
    made = feed(entry(title=HOSTILE_TITLE), title=HOSTILE_TITLE, subtitle=HOSTILE_TITLE)
    data = Writer(publication.site, [made]).feed_page(made, _activity(MOMENT)).decode()
    assert len(re.findall("<script", data)) == 1
    assert _page(data.encode()).findtext(".//h1") == HOSTILE_TITLE


def test_a_digests_page_shows_what_it_has(publication: Publication) -> None:
    """An update that is later than the publication, authors, an image for previews."""
    one = entry(
        updated=MOMENT + timedelta(hours=1),
        image="https://example.com/a.png",
        links=(Link(href="https://example.com/feeds/digests/a/"),),
    )
    page = _page(Writer(publication.site, [feed(one)]).digest_page(one, "<p>x</p>"))
    assert page.xpath("//p[@class='byline']")[0].text_content() == (
        "20 December 2025, 20:00Updated 20 December 2025, 21:00宝玉大模型"
    )
    assert page.xpath("//meta[@property='og:image']/@content") == ["https://example.com/a.png"]


def test_the_same_digests_give_the_same_pages(chinese: Publication) -> None:
    """Byte for byte."""
    assert pages_of(chinese, own=True) == pages_of(chinese, own=True)


def _template(publication: Publication, name: str, text: str | bytes) -> Path:
    folder = publication.root / "look"
    folder.mkdir(exist_ok=True)
    publication.configure(pages=Pages(templates="look"))
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / name


def _shown(publication: Publication) -> bytes:
    return Writer(publication.site, [made := feed()]).feed_page(made, _activity(MOMENT))


def test_a_template_of_ones_own_replaces_or_extends(publication: Publication) -> None:
    """By its name, or by a block; what it says is escaped."""
    _template(publication, "feed.html", "{{ feed.title }} {{ '<' }}")
    assert _shown(publication) == b"Feed &lt;"
    _template(publication, "feed.html", '{% extends "feedpub/feed.html" %}{% block title %}Mine{% endblock %}')
    assert _page(_shown(publication)).findtext(".//title") == "Mine"


def test_a_style_sheet_of_ones_own_replaces_feedpubs(publication: Publication) -> None:
    """Under a name that holds its own hash."""
    _template(publication, "pages.css", "body { color: red }")
    asset = Writer(publication.site, [feed()]).assets["pages.css"]
    assert asset.data == b"body { color: red }"
    assert asset.path.encode() in _shown(publication)


BROKEN = [
    ("{% if %}", "feed.html:1: Expected an expression, got 'end of statement block'"),
    ("\n{{ nothing }}", "feed.html:2: 'nothing' is undefined"),
    ("\n\n{{ feed.nothing }}", "feed.html:3: 'feedpub.model.Feed object' has no attribute 'nothing'"),
    ("{{ 1 + feed.title }}", "feed.html:1: unsupported operand type(s) for +: 'int' and 'str'"),
    ("{{ feed.entries[99].title }}", "feed.html:1: tuple object has no element 99"),
    ("{{ 1 // 0 }}", "feed.html:1: integer division or modulo by zero"),
    ("{{ feed.title | nothing }}", "feed.html:1: No filter named 'nothing'."),
    ("\n{% include 'nothing.html' %}", 'feed.html:2: there is no template "nothing.html"'),
    ("{% extends 'feed.html' %}", "feed.html:1: maximum recursion depth exceeded"),
    (
        "{% extends 'feedpub/feed.html' %}\n{% block page %}{{ site() }}{% endblock %}",
        "feed.html:2: 'Site' object is not",
    ),
    ("{{ words['nothing'] }}", "feed.html:1: 'feedpub.pages.words.Words object' has no"),
    (b"\n\xff", "feed.html:2: byte 1 is not UTF-8"),
]


@pytest.mark.parametrize(("text", "fact"), BROKEN, ids=[str(row[0]) for row in BROKEN])
def test_a_broken_template_is_told_with_its_place(publication: Publication, text: str | bytes, fact: str) -> None:
    """In one line that says file, line and repair, whatever went wrong in it."""
    path = _template(publication, "feed.html", text)
    with pytest.raises(ConfigError) as caught:
        _shown(publication)
    assert str(caught.value).startswith(f"{path.parent}/{fact}")
    assert re.search(r"; mend the template\Z", str(caught.value))
    assert "\n" not in str(caught.value)


def test_a_broken_part_is_told_by_its_own_name(publication: Publication) -> None:
    """Not by that of the template that includes it."""
    path = _template(publication, "byline.html", "\n\n{{ entry.nothing }}")
    with pytest.raises(ConfigError, match=re.escape(f"{path}:3: ")):
        _shown(publication)


def test_a_folder_of_templates_is_there(publication: Publication) -> None:
    """Else it is told."""
    publication.configure(pages=Pages(templates="nowhere"))
    with pytest.raises(ConfigError, match=r'pages\.templates "nowhere" is no folder; make it, or leave the key out'):
        _shown(publication)


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
    made = feed(replace(entry(), content=None))
    page = _page(Writer(publication.site, [made]).feed_page(made, _activity(MOMENT)))
    assert page.xpath("//article/p[@class='prose']/text()") == ["a < b & c"]


def _keys(publication: Publication, *feeds: Feed, **days: int) -> dict[str, str]:
    """The keys of the pages of the site's feed and others, by their paths, on a day."""
    published = {one.path: [MOMENT + timedelta(days=days.get("later", 0))] for one in feeds}
    made = documents(publication.site, [(one.path, one) for one in feeds], published)
    return {page.path: page.key for page in made}


CATEGORY = feed(path="categories/llm", location="https://example.com/feeds/categories/llm/", id="tag:x,2025:llm")
NEWER = entry(title="Another", updated=MOMENT + timedelta(hours=1))
FACES = {"index.html", "embed.html", "embed.fragment.html"}
OF_CATEGORY = {f"categories/llm/{name}" for name in FACES}
LISTS = {"index.html", "categories/llm/index.html", "feeds.opml"}


def _changed(publication: Publication, before: dict[str, str], *feeds: Feed, **days: int) -> set[str]:
    after = _keys(publication, *feeds, **days)
    return {path for path in before if after.get(path) != before[path]}


def test_a_page_is_known_by_what_it_shows(publication: Publication) -> None:
    """The same values give the same key; what one page shows changes its key, and that of no other."""
    before = _keys(publication, feed(), CATEGORY)
    assert {*before} > FACES | OF_CATEGORY | LISTS
    assert _changed(publication, before, feed(), CATEGORY) == set()
    assert _changed(publication, before, feed(NEWER), CATEGORY) == FACES
    assert _changed(publication, before, feed(), replace(CATEGORY, entries=(NEWER,))) == OF_CATEGORY
    assert _changed(publication, before, feed(), replace(CATEGORY, title="Other")) == OF_CATEGORY | LISTS
    assert _changed(publication, before, feed(title="Other"), CATEGORY) == FACES | LISTS
    assert _changed(publication, before, feed(), CATEGORY, later=1) == LISTS - {"feeds.opml"}


def test_the_site_is_part_of_every_key(publication: Publication) -> None:
    """Its settings, and the templates and styles of its own, byte for byte; never where it lies."""
    before = _keys(publication, feed(), CATEGORY)
    publication.configure(root=publication.root / "seeds")
    assert _changed(publication, before, feed(), CATEGORY) == set()
    publication.configure(root=publication.root, timezone="Europe/Berlin")
    assert _changed(publication, before, feed(), CATEGORY) >= LISTS
    _template(publication, "entry.html", "a")
    before = _keys(publication, feed(), CATEGORY)
    _template(publication, "entry.html", "b")
    assert _changed(publication, before, feed(), CATEGORY) >= LISTS


def test_templates_of_ones_own_may_show_any_feed_on_any_page(publication: Publication) -> None:
    """So that every page then depends on every entry."""
    _template(publication, "feed.html", "{{ home.entries[0].title }}")
    before = _keys(publication, feed(), CATEGORY)
    assert _changed(publication, before, feed(NEWER), CATEGORY) >= LISTS


def test_keys_alone_make_no_page(publication: Publication) -> None:
    """A broken template is not met, nor is Jinja2, before a page is asked for."""
    _template(publication, "feed.html", "{% if %}")
    assert {*_keys(publication, feed(), CATEGORY)} > LISTS
    code = "import sys, feedpub.pages; print('jinja2' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == "False\n"
