"""The documents cannot drift: what they list is what the code has."""

import re

from feedpub import headers
from feedpub.embed import TIERS
from feedpub.embed.documents import SHOWN
from feedpub.embed.lines import HEIGHT, LIMIT
from feedpub.embed.scripts import script
from feedpub.hosting import HOSTS
from tests.conftest import ROOT

EMBEDDING = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
HOSTING = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
# From the outside in.
ORDER = ["feed", "title", "title-link", "list", "entry", "link", "date"]
ELEMENT = script("feedpub-embed").data.decode()


def _first_column(text: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def test_every_host_is_documented_and_no_other() -> None:
    """In the order of the command."""
    assert _first_column(HOSTING.split("## What each host does")[1]) == list(HOSTS)


def test_documented_answers_are_those_that_are_configured() -> None:
    """A type and a lifetime for every kind of file that people and readers ask for."""
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|", HOSTING, re.MULTILINE)
    assert {*headers.TYPES_BY_NAME, "*.html", "*.css", "*.js", "feeds.opml"} == {name for name, _, _ in rows}
    for name, kind, lifetime in rows:
        hashed = name.replace("*", "x.0123456789ab")
        assert headers.media_type(name) == kind
        assert lifetime == (headers.IMMUTABLE if headers.is_immutable(hashed) else headers.FRESH)


def test_every_tier_is_documented_and_no_other() -> None:
    """In the order of the command."""
    assert tuple(_first_column(EMBEDDING)[1:]) == TIERS


def test_every_custom_property_is_documented_and_no_other() -> None:
    """That a theme may set."""
    assert {*re.findall(r"`(--feedpub-\w+)`", EMBEDDING)} == {*re.findall(r"var\((--feedpub-\w+)", ELEMENT)}


def test_every_part_is_documented_and_no_other() -> None:
    """That a theme may style."""
    listed = re.search(r"`::part\(\)` of (.*?)\.\n", EMBEDDING, re.DOTALL)
    assert listed
    known = re.findall(r'make\((?:[^,"]|"[^"]*")+, "([a-z-]+)"', ELEMENT)
    assert re.findall(r"`([a-z-]+)`", listed[1]) == sorted({*known}, key=ORDER.index)


def test_every_event_is_documented_and_no_other() -> None:
    """With what it holds."""
    documented = {
        name: re.findall(r"`(\w+)`", held) for name, held in re.findall(r"`feedpub:(\w+)` \((.*?)\)", EMBEDDING)
    }
    told = re.findall(r'#tell\("(\w+)", \{ (.*?) \}\)', ELEMENT)
    assert documented == {name: re.findall(r"(?:^|, )(\w+)", held) for name, held in told}


def test_documented_limits_are_the_limits() -> None:
    """Of the element and of the frame."""
    limits = {name: float(value) for name, value in re.findall(r"([A-Z]{4,}) = ([\de]+)", ELEMENT)}
    assert f"({LIMIT}; {limits['ENTRIES']:.0f} at most)" in EMBEDDING
    assert (
        f"more than {limits['BYTES'] / 1e6:.0f} MB, or that needs more than {limits['MILLISECONDS'] / 1e3:.0f} seconds"
        in EMBEDDING
    )
    assert f"{HEIGHT} pixels high" in EMBEDDING
    assert {10: "the ten newest headlines"}[SHOWN] in EMBEDDING


def test_the_documents_are_found() -> None:
    """From the README, each."""
    for document in (ROOT / "docs").glob("*.md"):
        assert f"(docs/{document.name})" in README
