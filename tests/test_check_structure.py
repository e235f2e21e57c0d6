"""Structure and text: each vocabulary by the letter of its specification, in feeds as people write them."""

import re
from pathlib import Path

import pytest

import feedpub
from feedpub.check import structure
from feedpub.check.rule import RULES
from feedpub.findings import Finding
from tests.conftest import ROOT
from tests.server import body, serving

WILD = sorted((ROOT / "tests" / "wild").iterdir())

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "admin": "http://webns.net/mvcb/",
    "blogChannel": "http://backend.userland.com/blogChannelModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "gml": "http://www.opengis.net/gml",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "l": "http://purl.org/rss/1.0/modules/link/",
    "media": "http://search.yahoo.com/mrss/",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "trackback": "http://madskills.com/public/xml/rss/module/trackback/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "x": "https://ours.io/extension/",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
_CHANNEL = "<title>News</title><link>https://news.io/</link><description>All of it</description>"
_FEED = (
    "<title>News</title><id>https://news.io/</id><updated>2025-12-20T12:00:00Z</updated>"
    "<author><name>Jo</name></author>"
)
_ENTRY = "<title>One</title><id>https://news.io/1</id><updated>2025-12-20T12:00:00Z</updated>"
_LINK = '<link href="https://news.io/1"/>'
_PLACES = {
    "rss": "{}",
    "channel": f'<rss version="2.0" {_DECLARED}><channel>{_CHANNEL}{{}}</channel></rss>',
    "item": f'<rss version="2.0" {_DECLARED}><channel>{_CHANNEL}<item><title>One</title>{{}}</item></channel></rss>',
    "feed": f'<feed xmlns="http://www.w3.org/2005/Atom" {_DECLARED}>{_FEED}{{}}</feed>',
    "entry": (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {_DECLARED}>{_FEED}<entry>{_ENTRY}{_LINK}{{}}</entry></feed>'
    ),
    "rdf": (
        f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" {_DECLARED}><channel rdf:about="https://news.io/">{_CHANNEL}'
        "<items><rdf:Seq/></items></channel>{}</rdf:RDF>"
    ),
    "opml": '<opml version="2.0"><head/><body>{}</body></opml>',
}
OURS = {
    name
    for name, rule in RULES.items()
    if rule.over_document and rule.over_document.__module__.startswith(structure.__name__)
}


def _judged(folder: Path, text: str, name: str = "feed.xml") -> list[Finding]:
    """What is wrong with a document's structure and text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [finding for finding in feedpub.check([path]) if finding.rule in OURS and finding.severity != "info"]


def _rows(file: str, columns: int) -> list[list[str]]:
    text = (ROOT / "tests" / "vectors" / file).read_text(encoding="utf-8")
    return [line.split(maxsplit=columns - 1) for line in text.splitlines()]


@pytest.mark.parametrize(("place", "rule", "text"), _rows("structure-faults.txt", 3), ids=lambda part: part[:60])
def test_a_fault_is_told_by_its_rule(tmp_path: Path, place: str, rule: str, text: str) -> None:
    """And by no other of structure and text."""
    found = _judged(tmp_path, _PLACES[place].replace("{}", text))
    assert [finding.rule for finding in found] == [rule]


@pytest.mark.parametrize(("place", "text"), _rows("structure-sound.txt", 2), ids=lambda part: part[:60])
def test_what_a_specification_allows_is_sound(tmp_path: Path, place: str, text: str) -> None:
    """No error, no warning."""
    assert _judged(tmp_path, _PLACES[place].replace("{}", text)) == []


# What these services themselves write against the specifications.
_KNOWN_FAULTS = {"youtube.xml": ["element-misplaced"]}


@pytest.mark.parametrize("path", WILD, ids=lambda path: path.name)
def test_feeds_as_services_write_them_are_sound(path: Path) -> None:
    """WordPress, Ghost, Substack, Blogger, GitHub and others: accused of nothing that a specification allows."""
    found = [finding for finding in feedpub.check([path]) if finding.rule in OURS and finding.severity != "info"]
    assert [finding.rule for finding in found] == _KNOWN_FAULTS.get(path.name, [])


_JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "News", %s}'
_ITEM = _JSON % '"items": [{"id": "1", "content_text": "a", %s}]'


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("key-missing", _JSON % '"home_page_url": "https://news.io/"'),
        ("key-missing", '{"version": "https://jsonfeed.org/version/1.1", "items": []}'),
        ("key-missing", _JSON % '"items": [{"id": "1"}]'),
        ("key-missing", _ITEM % '"attachments": [{"url": "https://news.io/1.mp3"}]'),
        ("key-missing", _JSON % '"items": [], "hubs": [{"type": "WebSub"}]'),
        ("key-malformed", _JSON % '"items": {}'),
        ("key-malformed", _JSON % '"items": ["a"]'),
        ("key-malformed", _JSON % '"items": [{"id": 1, "content_text": "a"}]'),
        ("key-malformed", _JSON % '"items": [], "expired": "no"'),
        ("key-malformed", _ITEM % '"tags": "a, b"'),
        ("key-malformed", _ITEM % '"tags": ["a", 1]'),
        ("key-malformed", _ITEM % '"authors": {"name": "Jo"}'),
        ("key-malformed", _ITEM % '"authors": [{"name": ["Jo"]}]'),
        ("key-malformed", _ITEM % '"title": null'),
        ("key-malformed", _ITEM % '"attachments": [{"url": "u", "mime_type": "a/b", "size_in_bytes": true}]'),
        ("media-type-malformed", _ITEM % '"attachments": [{"url": "u", "mime_type": "mp3"}]'),
        ("language-malformed", _JSON % '"items": [], "language": "de_DE"'),
        ("html-in-plain-text", _ITEM % '"title": "<b>One</b>"'),
        ("escaped-twice", _ITEM % '"title": "Q &amp; A"'),
    ],
)
def test_a_fault_in_json_is_told_by_its_rule(tmp_path: Path, rule: str, text: str) -> None:
    """In its line."""
    found = _judged(tmp_path, text.replace('"title"', '\n"title"'), "feed.json")
    assert [finding.rule for finding in found] == [rule]


def test_every_fault_of_the_tables_has_its_rule() -> None:
    """What a walk finds and no rule tells would be lost."""
    folder = Path(structure.__file__).parent
    text = "".join(
        path.read_text(encoding="utf-8") for path in [*folder.glob("*.py"), *folder.parent.glob("vocabulary/*.py")]
    )
    told = set(re.findall(r'faults\(document\)\.get\("([a-z0-9-]+)"', text))
    found = set(re.findall(r'(?:yield |rule=|_add\(|rule = )"([a-z0-9]+(?:-[a-z0-9]+)+)"', text))
    assert found - {rule for rule in found if rule in OURS} == set()
    assert told <= OURS


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ("application/rss+xml; charset=utf-8", []),
        ("text/xml", []),
        ("text/html; charset=utf-8", ["content-type-unexpected"]),
        ("application/octet-stream", ["content-type-unexpected"]),
        ('application/rss+xml; charset="iso-8859-1"', ["encoding-contradicts"]),
    ],
)
def test_what_a_server_says_is_held_against_what_it_sends(said: str, rules: list[str]) -> None:
    """Content-Type and charset, as they come over HTTP."""
    text = '<?xml version="1.0" encoding="utf-8"?>' + _PLACES["channel"].replace("{}", "<category>é</category>")
    with serving({"/feed": body(text.encode(), Content_Type=said)}) as server:
        found = feedpub.check([f"{server.url}feed"])
    assert [finding.rule for finding in found if finding.rule in OURS and finding.severity != "info"] == rules


def test_a_large_feed_is_told(tmp_path: Path) -> None:
    """More than a megabyte."""
    found = _judged(tmp_path, _PLACES["item"].replace("{}", f"<description>{'a' * 1_000_000}</description>"))
    assert [finding.rule for finding in found] == ["feed-large"]
