"""What feedgen 1.0 gets wrong: each trap as it is today, and what subscribers get instead.

When one of the "still" tests fails, upstream has mended it: the correction in formats/generator.py can go.
"""

import locale
from datetime import UTC, datetime
from typing import Any

import pytest
from feedgen.feed import FeedGenerator
from lxml import etree

from feedpub.formats import FORMATS
from feedpub.model import Link
from tests.examples import MOMENT, entry, feed

NS = {"a": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/elements/1.1/"}


def _bare() -> Any:
    made = FeedGenerator()
    made.id("urn:x:f")
    made.title("f")
    made.description("d")
    made.link(href="https://example.com/", rel="alternate")
    return made


def _add(made: Any, name: str = "urn:x:e") -> Any:
    item = made.add_entry()
    item.id(name)
    item.title(name)
    item.content("c", type="html")
    return item


def _atom(made: Any) -> Any:
    return etree.fromstring(made.atom_str())


def _rss(made: Any) -> Any:
    return etree.fromstring(made.rss_str())[0]


def _written(name: str, *entries: Any, **changes: Any) -> Any:
    return etree.fromstring(FORMATS[name].document(feed(*entries, **changes)))


def test_entry_links_still_lose_their_relation() -> None:
    """feedgen's issue 135: an enclosure comes out as a second alternate link."""
    made = _bare()
    _add(made).link(href="https://example.com/a.mp3", rel="enclosure", type="audio/mpeg", length="5")
    link = _atom(made).find("a:entry/a:link", NS)
    assert dict(link.attrib) == {"href": "https://example.com/a.mp3"}


def test_entry_links_keep_everything() -> None:
    """Relation, type, language, title and length reach the subscriber, in order."""
    link = Link(
        href="https://example.com/a.mp3", rel="enclosure", type="audio/mpeg", hreflang="zh", title="t", length=5
    )
    page = Link(href="https://example.com/a/", type="text/html")
    links = _written("atom", entry(links=(page, link))).findall("a:entry/a:link", NS)
    assert [dict(found.attrib) for found in links] == [
        {"rel": "alternate", "href": "https://example.com/a/", "type": "text/html"},
        {"rel": "enclosure", "href": link.href, "type": "audio/mpeg", "hreflang": "zh", "title": "t", "length": "5"},
    ]
    enclosure = _written("rss", entry(links=(page, link))).find("channel/item/enclosure")
    assert dict(enclosure.attrib) == {"url": link.href, "type": "audio/mpeg", "length": "5"}


def test_updated_still_defaults_to_now() -> None:
    """A feed or entry that is told no date says today's."""
    made = _bare()
    _add(made)
    today = f"{datetime.now(UTC):%Y}"
    assert all(element.text.startswith(today) for element in _atom(made).iterfind(".//a:updated", NS))
    assert today in _rss(made).findtext("lastBuildDate")


def test_no_clock_is_in_what_is_written() -> None:
    """Every date is the entry's."""
    atom, rss = _written("atom"), _written("rss")
    assert {element.text for element in atom.iterfind(".//a:updated", NS)} == {"2025-12-20T20:00:08+08:00"}
    assert rss.findtext("channel/lastBuildDate") == "Sat, 20 Dec 2025 20:00:08 +0800"


def test_entries_are_still_prepended_and_ours_are_not() -> None:
    """The second entry added comes first, unless told to append."""
    made = _bare()
    _add(made, "urn:x:1")
    _add(made, "urn:x:2")
    assert [e.text for e in _atom(made).iterfind("a:entry/a:id", NS)] == ["urn:x:2", "urn:x:1"]
    ours = _written("atom", entry(id="urn:x:1"), entry(id="urn:x:2"))
    assert [e.text for e in ours.iterfind("a:entry/a:id", NS)] == ["urn:x:1", "urn:x:2"]


def test_the_channel_link_is_still_the_last_and_ours_is_the_page() -> None:
    """A self link that comes last would be shown as the site's page."""
    made = _bare()
    made.link(href="https://example.com/rss.xml", rel="self")
    assert _rss(made).findtext("link") == "https://example.com/rss.xml"
    assert _written("rss").findtext("channel/link") == "https://example.com/"


def test_hubs_still_never_reach_rss_and_ours_do() -> None:
    """A WebSub hub is announced in every format."""
    hub = Link(href="https://hub.example/", rel="hub")
    made = _bare()
    made.link(href=hub.href, rel="hub")
    made.link(href="https://example.com/", rel="alternate")
    assert hub.href not in made.rss_str().decode()
    links = (Link(href="https://example.com/"), hub)
    assert [x.get("rel") for x in _written("rss", links=links).iterfind("channel/a:link", NS)] == ["self", "hub"]
    assert [x.get("rel") for x in _written("atom", links=links).iterfind("a:link", NS)] == ["self", "hub", "alternate"]
    assert b'"hubs"' in FORMATS["json"].document(feed(links=links))


def test_rss_still_drops_an_author_without_email_and_ours_stays() -> None:
    """Dublin Core's creator takes a name alone."""
    made = _bare()
    _add(made).author(name="宝玉")
    assert "宝玉" not in made.rss_str().decode()
    assert _written("rss").findtext("channel/item/dc:creator", namespaces=NS) == "宝玉"


def test_content_alone_still_lands_in_the_description_and_ours_does_not() -> None:
    """The summary is the description, and comes before the content."""
    made = _bare()
    _add(made).content("<p>long</p>", type="html")
    assert _rss(made).findtext("item/description") == "<p>long</p>"
    item = _written("rss").find("channel/item")
    names = [etree.QName(child).localname for child in item]
    assert names.index("description") < names.index("encoded")
    assert item.findtext("description") == "a &lt; b &amp; c"


def test_cdata_is_still_an_invalid_type_and_ours_is_html() -> None:
    """Atom knows text, html and xhtml."""
    made = _bare()
    _add(made).content("<p>long</p>", type="CDATA")
    assert _atom(made).find("a:entry/a:content", NS).get("type") == "CDATA"
    assert _written("atom").find("a:entry/a:content", NS).get("type") == "html"


def test_control_characters_still_raise_and_never_arrive() -> None:
    """The model has no value that XML cannot hold."""
    made = _bare()
    item = _add(made)
    item.title("a\x07b")
    with pytest.raises(ValueError, match="XML compatible"):
        made.atom_str()
    with pytest.raises(ValueError, match="title has characters"):
        entry(title="a\x07b")


def test_rss_dates_do_not_follow_the_locale() -> None:
    """English names of days and months, whatever the machine speaks."""
    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, "C.UTF-8")
        assert _written("rss").findtext("channel/item/pubDate") == "Sat, 20 Dec 2025 20:00:08 +0800"
        assert locale.setlocale(locale.LC_TIME) == "C.UTF-8"
    finally:
        locale.setlocale(locale.LC_TIME, before)


def test_rss_shows_the_label_and_ids_are_no_permalinks() -> None:
    """The category is the shown name in its scheme; a guid that is no URL says so."""
    item = _written("rss").find("channel/item")
    category, guid = item.find("category"), item.find("guid")
    assert (category.text, category.get("domain")) == ("大模型", "https://example.com/c/")
    assert (guid.text, guid.get("isPermaLink")) == ("tag:example.com,2025:digests/a.md", "false")


def test_a_summary_feed_has_no_content() -> None:
    """Atom then leans on its alternate link, JSON Feed on plain text."""
    made = feed(entry(content=None))
    atom = etree.fromstring(FORMATS["atom"].document(made))
    assert atom.find("a:entry/a:content", NS) is None
    assert atom.findtext("a:entry/a:summary", namespaces=NS) == "a < b & c"
    assert b'"content_text": "a < b & c"' in FORMATS["json"].document(made)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_self_is_where_the_file_is_served(name: str) -> None:
    """The folder's address and the format's file name."""
    assert f"https://example.com/feeds/{FORMATS[name].filename}".encode() in FORMATS[name].document(feed())


def test_moments_are_written_without_microseconds() -> None:
    """The model refuses them."""
    with pytest.raises(ValueError, match="microseconds"):
        entry(updated=MOMENT.replace(microsecond=1))
