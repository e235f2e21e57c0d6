"""What a build writes for embeds, and the lines that people paste."""

import gzip
import json
import re
from base64 import b64encode
from datetime import datetime
from hashlib import sha384
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from feedpub import embed
from feedpub.cli import main
from feedpub.errors import ConfigError
from feedpub.model import Link
from tests import nu
from tests.conftest import Publication
from tests.examples import entry, feed
from tests.faces import frames

pytestmark = pytest.mark.pages


def test_the_element_is_small() -> None:
    """Three kilobytes, compressed."""
    (element,) = (data for path, data in embed.files().items() if path.startswith("feedpub-embed."))
    assert len(gzip.compress(element, 9)) <= 3 * 1024


RELEASED = {
    "feedpub-embed.1.js": "53cd022604de29fb4b96f82f",
    "feedpub-resize.1.js": "b0380a1eaad2ea7f47d4775e",
}


def test_a_released_script_is_never_changed() -> None:
    """Pages of others hold its hash: what is better is a new file with the next number, and one more line here."""
    folder = Path(embed.__file__).parent / "scripts"
    assert {path.name: sha384(path.read_bytes()).hexdigest()[:24] for path in folder.iterdir()} == RELEASED


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2025-12-20T20:00:08+08:00", "2025-12-20 20:00 UTC+8"),
        ("2025-12-20T12:00:08Z", "2025-12-20 12:00 UTC"),
        ("2025-12-20T07:30:00-04:30", "2025-12-20 07:30 UTC-4:30"),
        ("2025-12-20T17:45:00+05:45", "2025-12-20 17:45 UTC+5:45"),
    ],
)
def test_dates_read_alike_everywhere(moment: str, shown: str) -> None:
    """In frame and fragment, whatever the visitor's language and place."""
    one = entry(published=datetime.fromisoformat(moment), updated=datetime.fromisoformat(moment))
    for data in frames(feed(one)).values():
        assert f">{shown}</time>" in data.decode()


def test_lines_are_valid_html(publication: Publication, tmp_path: Path) -> None:
    """Of every tier, by the rules of the Nu checker: nothing obsolete."""
    for tier, lines in embed.possible(publication.site, embed.subject(publication.site)).items():
        page = f"<!doctype html><html lang=en><title>x</title>{lines}"
        (tmp_path / f"{tier}.html").write_text(page, encoding="utf-8")
    assert nu.errors(tmp_path) == []


def test_lines_of_the_element_name_a_script_that_is_written(seeded: Publication) -> None:
    """Its address holds its hash, its integrity is that of the bytes; the page's link is what shows without it."""
    seeded.build()
    lines = embed.lines(seeded.site, embed.subject(seeded.site, "大模型"), limit=3)
    found = re.search(
        r'src="https://example.com/feeds/(feedpub-embed\.[0-9a-f]{12}\.js)" integrity="sha384-(\S+)"', lines
    )
    assert found
    assert b64encode(sha384(embed.files()[found[1]]).digest()).decode() == found[2]
    assert 'src="https://example.com/feeds/categories/da-mo-xing/feed.json" limit="3"' in lines
    assert '<a href="https://example.com/">News · 大模型</a>' in lines


def test_a_subject_is_titled_as_its_feed(seeded: Publication) -> None:
    """By name or slug."""
    seeded.build()
    title = seeded.json("categories/da-mo-xing/feed.json")["title"]
    assert {embed.subject(seeded.site, name).title for name in ("大模型", "da-mo-xing")} == {title}


@pytest.mark.parametrize("end", ["", "/", "/atom.xml", "/index.html"])
@pytest.mark.parametrize("folder", ["", "/stories", "/categories/ai-jin-zhan"])
def test_a_feed_is_found_by_its_address(seeded: Publication, folder: str, end: str) -> None:
    """As ``feedpub feeds`` prints it, or as a reader subscribes to it."""
    seeded.configure(feeds=replace(seeded.site.feeds, also=("stories",)))
    seeded.build()
    address = f"{seeded.site.feeds_location.rstrip('/')}{folder}"
    assert embed.subject(seeded.site, address + end).location == f"{address}/"


def test_a_category_without_a_feed_is_told(seeded: Publication) -> None:
    """With the one that was meant, or what to do first."""
    with pytest.raises(ConfigError, match="run feedpub build first"):
        embed.subject(seeded.site, "大模型")
    seeded.build()
    with pytest.raises(ConfigError, match='did you mean "da-mo-xing"'):
        embed.subject(seeded.site, "da-mo-xin")


def test_a_tier_needs_its_format(publication: Publication) -> None:
    """Or says so."""
    publication.configure(feeds=type(publication.site.feeds)(formats=("atom",)))
    with pytest.raises(ConfigError, match=r'lack "json".* add it to feeds\.formats'):
        embed.lines(publication.site, embed.subject(publication.site))


def test_fragments_are_included_and_blocks_are_blocks(publication: Publication) -> None:
    """A path of this server; settings that WordPress parses."""
    subject = embed.Subject(title="x", page="https://example.com/", location="https://example.com/a--b/")
    assert (
        embed.lines(publication.site, subject, "fragment") == '<!--#include virtual="/a--b/embed.fragment.html" -->\n'
    )
    block = embed.lines(publication.site, subject, "rss")
    assert block.count("--") == 2
    settings = json.loads(block.removeprefix("<!-- wp:rss ").removesuffix(" /-->\n"))
    assert settings["feedURL"] == "https://example.com/a--b/rss.xml"


class _Seen(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, _: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_headlines_are_text_in_frame_and_fragment() -> None:
    """Whatever they hold; ten at most, in the order of the feed."""
    hostile = [
        entry(
            id=f"tag:x,2025:{number}",
            title=f'{number}"><script>x</script>\u202e',
            links=(Link(href="https://e.org/?a&b"),),
        )
        for number in range(12)
    ]
    for path, data in frames(feed(*hostile)).items():
        seen = _Seen(data.decode())
        assert seen.tags.count("li") == 10
        assert seen.tags.count("script") == (1 if path == "embed.html" else 0)
        assert '0"><script>x</script>' in seen.text
        assert "\u202e" not in seen.text


def test_a_frame_finds_its_script_from_any_folder() -> None:
    """At the root of the feeds."""
    frame = frames(feed(path="categories/llm", location="https://example.com/feeds/categories/llm/"))
    assert b'src="../../feedpub-resize.' in frame["embed.html"]


def test_direction_follows_language() -> None:
    """Right to left where it is written so."""
    assert b'<section class="feedpub" lang="ar-EG" dir="rtl"' in frames(feed(language="ar-EG"))["embed.fragment.html"]


def test_the_command_prints_the_lines(seeded: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the Python call; for WordPress, a word about its patience."""
    seeded.build()
    monkeypatch.chdir(seeded.root)
    text = '[site]\ntitle = "News"\nurl = "https://example.com/"\ntag = "example.com,2025"\n'
    (seeded.root / "feedpub.toml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["embed", "大模型", "--tier", "iframe", "--resize"])
    assert result.output == embed.lines(seeded.site, embed.subject(seeded.site, "大模型"), "iframe", resize=True)
    assert "12 hours" in CliRunner().invoke(main, ["embed", "--tier", "rss"]).stderr
