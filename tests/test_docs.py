"""The documents cannot drift: what they list is what the code has."""

import re
from pathlib import Path

from jinja2 import Environment, meta

from feedpub import headers, pages
from feedpub.embed import TIERS
from feedpub.embed.documents import SHOWN
from feedpub.embed.lines import HEIGHT, LIMIT
from feedpub.embed.scripts import script
from feedpub.hosting import HOSTS
from feedpub.pages import Look
from tests.conftest import ROOT, Publication
from tests.examples import feed
from tests.faces import page_of, template

EMBEDDING = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
PAGES = (ROOT / "docs" / "pages.md").read_text(encoding="utf-8")
TEMPLATES = Path(pages.__file__).parent / "templates"
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


def _used(name: str) -> set[str]:
    """The names that a template of feedpub's needs from outside, with those that it extends or includes."""
    environment = Environment(autoescape=True)
    tree = environment.parse((TEMPLATES / name).read_text(encoding="utf-8"))
    others = {str(other) for other in meta.find_referenced_templates(tree)}
    return meta.find_undeclared_variables(tree).union(*map(_used, sorted(others)))


def test_every_name_that_templates_may_use_is_documented(publication: Publication) -> None:
    """The common ones, and those of each page; and feedpub's own templates need no other."""
    common, special = PAGES.split("## What every template may use")[1].split("## What a page has besides")
    assert {*_first_column(common)} == {*Look(publication.site)._context("./")}
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", special, re.MULTILINE)
    for made in ("feed.html", "digest.html", "entry.html"):
        documented = {name for name, where in rows if f"`{made}`" in where}
        assert _used(made) - {*_first_column(common)} <= documented
        assert documented <= _used(made) | {"url", "description"}, made


def test_every_template_is_documented_with_its_blocks() -> None:
    """And no other."""
    rows = dict(re.findall(r"^\| `(\w+\.html)` \| [^|]* \| (.*?) ?\|$", PAGES, re.MULTILINE))
    assert {*rows} == {path.name for path in TEMPLATES.iterdir()}
    for name, blocks in rows.items():
        text = (TEMPLATES / name).read_text(encoding="utf-8")
        assert re.findall(r"`(\w+)`", blocks) == re.findall(r"{% block (\w+) %}", text)


def test_the_documented_template_works(publication: Publication) -> None:
    """As it stands."""
    example = re.search(r"```html\+jinja\n(.*?)```", PAGES, re.DOTALL)
    assert example
    template(publication, "feed.html", example[1])
    assert "<title>Feed – our news</title>" in page_of(publication.site, feed()).decode()
