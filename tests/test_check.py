"""The check: every rule by its own examples, then whole folders as a publisher has them."""

import re
from codecs import BOM_UTF8
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

import feedpub
from feedpub.check import explanation
from feedpub.check.reading import read_json, read_xml
from feedpub.check.reading.document import Document, NotReadableError
from feedpub.check.reading.read_json import lines
from feedpub.check.rule import RULES, Rule
from feedpub.check.rules.digest_rules import RULES as OF_DIGESTS
from feedpub.check.rules.notices import NOTICES
from feedpub.errors import ConfigError, SourceError
from tests.conftest import ROOT, Publication

SERVED_AT = "https://example.com/feeds/atom.xml"
# Most examples are what stands in an Atom feed; others a document, a header or a size.
_WHOLE = re.compile(r"\{|<(?:rss|opml|rdf:RDF|\?xml|!DOCTYPE)\b")
_SIZE = re.compile(r"a feed of ([\d,]+) bytes")


def _document(inside: str, file: str = "atom.xml") -> Document:
    if inside.startswith("EF BB BF "):
        return read_json.read(BOM_UTF8 + inside.removeprefix("EF BB BF ").encode(), file, SERVED_AT)
    if whole := _WHOLE.match(inside):
        read = read_json.read if whole[0] == "{" else read_xml.read
        return read(inside.encode(), file, SERVED_AT)
    text = f'<feed xmlns="http://www.w3.org/2005/Atom">{_complete(inside)}</feed>'
    document = replace(read_xml.read(text.encode(), file, SERVED_AT), zone=ZoneInfo("Europe/Berlin"))
    if size := _SIZE.fullmatch(inside):
        return replace(document, source=b" " * int(size[1].replace(",", "")))
    said = inside.partition("Content-Type: ")[2]
    return replace(document, content_type=said) if said else document


def _complete(inside: str) -> str:
    """What the examples leave out of a feed, so that each breaks one rule alone."""
    missing = {"<updated>": "<updated>2025-12-20T20:00:08Z</updated>"}
    missing |= {"<id>": "<id>urn:example:feed</id>", 'rel="self"': f'<link rel="self" href="{SERVED_AT}"/>'}
    before = inside.partition("<entry>")[0]
    return "".join(text for mark, text in missing.items() if mark not in before) + inside


def _found(rule: Rule, inside: str) -> list[str]:
    siblings = (_document(inside),) if rule.over_document else (_document(rule.good, "a.xml"), _document(inside))
    return [finding.rule for finding in rule.findings(siblings)]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_finds_its_bad_example_and_passes_its_good_one(rule: Rule) -> None:
    """The examples that --explain prints are true."""
    assert _found(rule, rule.bad) == [rule.name]
    assert _found(rule, rule.good) == []


@pytest.mark.parametrize(
    ("url", "is_opened"),
    [
        ("https://news.example.com:65535/1/", True),
        ("https://news.example.com:0065535/1/", True),
        ("https://[2606:4700::6553:99999]/1/", True),
        ("https://news.example.com:/1/", True),
        ("https://news.example.com/a:99999", True),
        ("magnet:?xt=urn:btih:1", True),
        ("https://news.example.com:65536", False),
        ("https://news.example.com:" + "9" * 5000, False),
        ("JavaScript:alert(1)", False),
        ("file:///home/me/1.html", False),
        ("C:/news/1.html", False),
    ],
)
def test_what_no_reader_opens(url: str, is_opened: bool) -> None:
    """In an entry's link, and in its text, where scripts are another rule's."""
    rule = RULES["link-not-opened"]
    expected = [] if is_opened else [rule.name]
    assert _found(rule, f'<entry><link href="{url}"/></entry>') == expected
    told_elsewhere = url.startswith("Java")
    text = f'<entry><content type="html">&lt;a href="{url}"></content></entry>'
    assert _found(rule, text) == ([] if told_elsewhere else expected)


WHOLE = [rule for rule in OF_DIGESTS.values() if rule.bad.startswith("---")]


@pytest.mark.parametrize("rule", WHOLE, ids=[rule.name for rule in WHOLE])
def test_a_rule_of_digests_finds_its_bad_example_and_passes_its_good_one(publication: Publication, rule: Rule) -> None:
    """Where one digest is enough to break it; the severity is the one that is told."""
    publication.write("a.md", rule.bad)
    found = [(finding.rule, finding.severity) for finding in publication.build().findings]
    assert found == [(rule.name, rule.severity)]
    publication.write("a.md", rule.good)
    assert publication.build().findings == ()


@pytest.mark.parametrize("rule", [*RULES.values(), *NOTICES.values(), *OF_DIGESTS.values()])
def test_a_rule_explains_itself(rule: Rule) -> None:
    """Name, severity, what readers do, and both examples; a rule of feeds and of digests is explained as both."""
    text = explanation(rule.name)
    assert all(part in text for part in (rule.name, rule.severity, rule.explanation, rule.examples))
    assert len(rule.explanation) > 60


def test_every_rule_about_digests_can_be_named() -> None:
    """In [check] and with --ignore: what the rooms that read digests say is in the list."""
    rooms = ("compose", "contents", "dating", "digest", "evidence", "head", "recognise", "source", "stories", "windows")
    text = "".join(
        path.read_text(encoding="utf-8") for room in rooms for path in (ROOT / "feedpub").glob(f"*/{room}.py")
    )
    said = set(
        re.findall(
            r"(?:add|refuse|_note|_unread|Contradiction)\(\s*\"([a-z0-9]+(?:-[a-z0-9]+)+)\"|rule=\"([a-z-]+)\"", text
        )
    )
    assert {first or second for first, second in said} == set(OF_DIGESTS)


def test_an_unknown_rule_suggests_the_nearest() -> None:
    """A slip of the finger is told from a wrong idea."""
    with pytest.raises(ConfigError, match='rule "date-mising" is not known; did you mean "date-missing"'):
        explanation("date-mising")


@pytest.fixture
def published(seeded: Publication) -> Publication:
    """The seed's feeds, sound."""
    seeded.build()
    return seeded


def _judged(published: Publication) -> list[tuple[str, str, int | None]]:
    found = feedpub.check([published.site.feeds_folder], published.site)
    return [(f.rule, Path(f.file).relative_to(published.site.feeds_folder).as_posix(), f.line) for f in found]


def _spoil(published: Publication, name: str, before: str, after: str) -> None:
    path = published.site.feeds_folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_lost_offset_is_found_in_its_line(published: Publication) -> None:
    """In each format, and nowhere else."""
    _spoil(published, "atom.xml", "08+08:00</published>", "08</published>")
    _spoil(published, "rss.xml", "08 +0800</pubDate>", "08</pubDate>")
    _spoil(published, "feed.json", '08+08:00",\n      "date_modified"', '08",\n      "date_modified"')
    assert [(rule, name) for rule, name, _ in _judged(published)] == [
        ("date-without-offset", name) for name in ("atom.xml", "feed.json", "rss.xml")
    ]
    for _, name, line in _judged(published):
        text = (published.site.feeds_folder / name).read_text(encoding="utf-8").split("\n")[(line or 0) - 1]
        assert "ublished" in text or "pubDate" in text


def test_a_lost_offset_is_given_back(published: Publication) -> None:
    """As the site's timezone has it, in the format's own words."""
    _spoil(published, "atom.xml", "08+08:00</published>", "08</published>")
    _spoil(published, "rss.xml", "08 +0800</pubDate>", "08</pubDate>")
    found = feedpub.check([published.site.feeds_folder], published.site)
    assert [finding.repair for finding in found] == [
        "write 2025-12-20T20:00:08+08:00",
        "write Sat, 20 Dec 2025 20:00:08 +0800",
    ]


def test_a_wrong_offset_is_found_by_comparing_formats(published: Publication) -> None:
    """20:00 UTC is not 20:00 in Shanghai."""
    _spoil(published, "rss.xml", "08 +0800</pubDate>", "08 +0000</pubDate>")
    assert [row[:2] for row in _judged(published)] == [
        ("feed-older-than-entry", "rss.xml"),
        ("dates-disagree", "rss.xml"),
    ]


def test_a_moved_feed_is_found_by_its_self_link(published: Publication) -> None:
    """Served at another address than it says."""
    published.configure(feeds_url="https://cdn.example/")
    misplaced = [rule for rule, *_ in _judged(published) if rule != "host-placeholder"]
    assert misplaced == ["self-misplaced"] * 12


def test_relative_links_and_double_ids_are_found(published: Publication) -> None:
    """As they are in feeds written by hand."""
    _spoil(published, "atom.xml", 'href="https://example.com/2025-12-20-20/"', 'href="/2025-12-20-20/"')
    assert [row[:2] for row in _judged(published)] == [("link-relative", "atom.xml")]


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("a.xml", b"<feed", "not-well-formed"),
        ("a.xml", b"", "not-well-formed"),
        ("a.json", b"{", "not-well-formed"),
        ("a.json", b'{"version": "\xff"}', "not-well-formed"),
        ("a.json", b"[" * 200_000, "not-well-formed"),
        ("a.xml", b"<html/>", "not-a-feed"),
        ("a.json", b"{}", "not-a-feed"),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed>&x;</feed>', "not-a-feed"),
    ],
)
def test_what_is_no_feed_is_told(tmp_path: Path, name: str, data: bytes, rule: str) -> None:
    """Never a traceback, and no entity is followed."""
    path = tmp_path / name
    path.write_bytes(data)
    (finding,) = feedpub.check([path])
    assert (finding.rule, finding.severity) == (rule, "error")
    assert "root:" not in str(finding)


def test_a_path_that_is_not_there_stops_the_check(tmp_path: Path) -> None:
    """A folder without a feed, too: silence would look like praise."""
    with pytest.raises(SourceError, match="cannot be read"):
        feedpub.check([tmp_path / "no.xml"])
    with pytest.raises(SourceError, match="there is no feed in this folder"):
        feedpub.check([tmp_path])


def test_a_sitemap_among_the_feeds_is_nobodys_mistake(published: Publication) -> None:
    """Only a file that was named has to be a feed."""
    (published.site.feeds_folder / "sitemap.xml").write_text("<urlset/>", encoding="utf-8")
    assert _judged(published) == []


def test_lines_of_json_are_those_of_its_values() -> None:
    """Whatever the strings hold."""
    text = '{\n "a": "x\\n{\\"[,",\n "b": [1,\n {"c": null}],\n "d":\n true}'
    places = {(): 1, ("a",): 2, ("b",): 3, ("b", 0): 3, ("b", 1): 4, ("b", 1, "c"): 4, ("d",): 6}
    assert lines(text) == (places, ())


def test_keys_that_stand_twice_are_told_once_each() -> None:
    """Not again all that such a key holds, and nothing of other objects that have the same keys."""
    assert lines('{"a": [{"x": 1}, {"x": 1}],\n"a": [{"x": 2, "x": 3}],\n"b": {"a": 1,\n"a": 2},\n"a": 0}')[1] == (
        (("a",), 2),
        (("b", "a"), 4),
        (("a",), 5),
    )


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_have(number: str) -> None:
    """Python takes them; readers see nothing of such a feed."""
    with pytest.raises(NotReadableError, match=f"JSON: {number} is no number") as error:
        read_json.read(f'{{"version": "NaN",\n"_x": [{number}]}}'.encode(), "feed.json", None)
    assert error.value.line == 2
