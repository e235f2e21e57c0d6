"""No attack survives: not in content, title, summary, category, link or author, in none of the formats."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from feedpub import build
from feedpub.config import Site
from feedpub.config.offers import Feeds
from feedpub.text import one_line, xml_clean
from tests.attacks import ATTACKS, live
from tests.browser import chromium, visiting

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
DATE = "2025-12-20T20:00:08+08:00"
NUMBERED = list(enumerate(ATTACKS))


@dataclass(frozen=True, kw_only=True)
class Published:
    """What three formats say of a digest, by its id."""

    atom: dict[str, Xml.Element]
    rss: dict[str, Xml.Element]
    json: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Every attack, in the body of one digest, and in all front matter of another."""
    root: Path = tmp_path_factory.mktemp("attacks")
    (root / "seeds").mkdir()
    for number, attack in NUMBERED:
        body = f"{attack}\n\nText {attack} text\n\n- {attack}\n\n1. [T]({attack})\n\n   {attack}\n\n2. {attack}\n"
        _write(root, {"title": "t", "id": f"urn:body:{number}"}, body)
        plain = dict.fromkeys(("title", "description", "lang", "image", "slug"), attack)
        lists = {key: [attack] for key in ("categories", "tags", "author")}
        _write(root, {**plain, **lists, "id": f"urn:head:{number}"}, f"Text {number}")
        _write(root, {"title": "t", "url": attack, "id": f"urn:link:{number}"}, f"Link {number}")
    site = Site(
        title="News", url="https://example.com/", tag="example.com,2025", root=root, feeds=Feeds(limit=5 * len(ATTACKS))
    )
    build(site)
    feeds = root / "feeds"
    return Published(
        atom={entry.findtext(f"{ATOM}id") or "": entry for entry in Xml.parse(feeds / "atom.xml").iter(f"{ATOM}entry")},
        rss={item.findtext("guid") or "": item for item in Xml.parse(feeds / "rss.xml").iter("item")},
        json={item["id"]: item for item in json.loads((feeds / "feed.json").read_bytes())["items"]},
    )


def _write(root: Path, head: dict[str, Any], body: str) -> None:
    name = str(head["id"]).replace(":", "-")
    (root / "seeds" / f"{name}.md").write_text(json.dumps({**head, "date": DATE}) + "\n\n" + body, encoding="utf-8")


def test_there_are_many_and_they_are_attacks() -> None:
    """Each once; most would do something in HTML as they stand."""
    assert len(ATTACKS) == len(set(ATTACKS)) > 200
    assert sum(bool(live(xml_clean(attack))) for attack in ATTACKS) > 150


@pytest.mark.parametrize("number", range(len(ATTACKS)))
def test_no_attack_survives_in_content(published: Published, number: int) -> None:
    """Wherever in the body it stands; all formats say the same."""
    content = published.json[f"urn:body:{number}"]["content_html"]
    assert live(content) == []
    assert published.atom[f"urn:body:{number}"].findtext(f"{ATOM}content") == content
    assert published.rss[f"urn:body:{number}"].findtext(CONTENT) == content


@pytest.mark.parametrize("number", range(len(ATTACKS)))
def test_no_attack_survives_in_a_summary_of_headlines(published: Published, number: int) -> None:
    """RSS readers take a description for HTML: there it is text of HTML; elsewhere it is text."""
    summary = published.json[f"urn:body:{number}"]["summary"]
    assert published.atom[f"urn:body:{number}"].findtext(f"{ATOM}summary") == summary
    assert live(published.rss[f"urn:body:{number}"].findtext("description") or "") == []


@pytest.mark.parametrize("number", range(len(ATTACKS)))
def test_an_attack_in_front_matter_is_plain_text(published: Published, number: int) -> None:
    """Title, summary, categories and author say what was written, escaped once; an image is on the web or none."""
    text = one_line(xml_clean(ATTACKS[number]))
    name = f"urn:head:{number}"
    atom, rss, item = published.atom[name], published.rss[name], published.json[name]
    assert item["title"] == item["summary"] == item["authors"][0]["name"] == text
    assert atom.findtext(f"{ATOM}title") == atom.findtext(f"{ATOM}author/{ATOM}name") == text
    assert rss.findtext("title") == rss.findtext(CREATOR) == text
    assert {category.get("label") for category in atom.iter(f"{ATOM}category")} == {text} == set(item["tags"])
    assert {category.text for category in rss.iter("category")} == {text}
    assert live(rss.findtext("description") or "") == []
    assert item.get("image", "https://").startswith(("https://", "http://"))


@pytest.mark.parametrize("number", range(len(ATTACKS)))
def test_no_attack_survives_in_a_link(published: Published, number: int) -> None:
    """An entry's page is on the web, and its terms are slugs, whatever the digest says."""
    for name in (f"urn:head:{number}", f"urn:link:{number}"):
        if name in published.json:
            link = published.json[name]["url"]
            assert link.startswith(("https://", "http://"))
            assert not set(link) & set(' <>"`\\\n')
            atom, rss = published.atom[name], published.rss[name]
            assert [found.get("href") for found in atom.findall(f"{ATOM}link")] == [link] == [rss.findtext("link")]
    terms = [category.get("term") or "" for category in published.atom[f"urn:head:{number}"].iter(f"{ATOM}category")]
    assert all(term.replace("-", "").isalnum() for term in terms)


_SHOW = """fragments => Promise.all(fragments.map((html, number) => new Promise(done => {
  const frame = document.createElement("iframe");
  frame.onload = () => setTimeout(done, 50);
  frame.srcdoc = `<script>evil = () => parent.hits.push(${number})<\\/script><body>${html}`;
  document.body.append(frame);
}))).then(() => hits.length)"""


def test_nothing_runs_in_a_browser(published: Published) -> None:
    """Chromium runs nothing of what is left, though it runs dozens of the attacks as they stand."""
    left = [published.json[f"urn:body:{number}"]["content_html"] for number, _ in NUMBERED]
    left += [published.rss[f"urn:head:{number}"].findtext("description") or "" for number, _ in NUMBERED]
    with chromium() as browser, visiting(browser, "about:blank") as visit:
        visit.page.evaluate("hits = []")
        assert visit.page.evaluate(_SHOW, left) == 0
        assert visit.page.evaluate(_SHOW, ATTACKS) > 30
