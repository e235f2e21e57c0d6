"""Categories: ASCII slugs that are safe and readable, names that meet in one slug, aliases."""

import pytest

from feedpub.config import CategorySettings
from feedpub.slugs import slug
from tests.conftest import Publication


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AI进展", "ai-jin-zhan"),
        ("大模型", "da-mo-xing"),
        ("AI/ML", "ai-ml"),
        ("Émile & Co.", "emile-co"),
        ("ＡＩ", "ai"),
        ("../../etc", "etc"),
        ("CON", "con-category"),
        ("lpt1", "lpt1-category"),
        ("🤖", "u1f916"),
        ("...", "u2e-u2e-u2e"),
        ("новости", "novosti"),
    ],
)
def test_a_slug_is_readable_ascii(name: str, expected: str) -> None:
    """Transliterated word by word, one folder deep, never a name that Windows reserves, never empty."""
    assert slug(name) == expected


def test_a_very_long_name_is_still_a_file_name() -> None:
    """File systems take 255 bytes."""
    assert 0 < len(slug("长" * 500)) <= 80


@pytest.mark.parametrize(
    ("first", "second"), [("AI/ML", "ai ml"), ("AI", "ai"), ("Café", "Cafe\u0301"), ("ＡＩ", "AI")]
)
def test_two_names_in_one_slug_are_an_error_that_costs_nobody_an_entry(
    publication: Publication, first: str, second: str
) -> None:
    """The earlier name keeps the feed, the finding names both, and both entries are in the site's feed."""
    publication.digest("a.md", categories=f'["{first}"]', date="2025-12-01T00:00:00Z")
    publication.digest("b.md", categories=f'["{second}"]', date="2025-12-02T00:00:00Z")
    (finding,) = publication.build().findings
    assert (finding.rule, finding.severity, finding.line) == ("categories-clash", "error", 4)
    assert finding.file.endswith("b.md")
    assert f'"{second}" and "{first}"' in finding.message
    assert f'aliases = ["{second}"]' in finding.repair
    assert len(publication.json()["items"]) == 2


def test_an_alias_merges_two_names(publication: Publication) -> None:
    """Both names' digests are in one feed, under the name that has the alias."""
    publication.configure(categories={"AI/ML": CategorySettings(aliases=("ai ml",), title="AI and ML", slug="ml")})
    publication.digest("a.md", categories="[AI/ML]")
    publication.digest("b.md", categories='["ai ml", "AI/ML"]')
    report = publication.build()
    assert (report.findings, report.feeds) == ((), 2)
    items = publication.json("categories/ml/feed.json")["items"]
    assert [item["tags"] for item in items] == [["AI and ML"]] * 2


def test_a_configured_category_speaks_for_itself(publication: Publication) -> None:
    """Its title and description are the feed's."""
    publication.configure(categories={"大模型": CategorySettings(slug="llm", title="LLMs", description="Big ones")})
    publication.digest("a.md", categories="[大模型]")
    publication.build()
    found = publication.json("categories/llm/feed.json")
    assert (found["title"], found["description"]) == ("News · LLMs", "Big ones")


@pytest.mark.parametrize("name", ["../../etc", "CON", "/etc/passwd", "..", "a\\..\\b", "%2e%2e", "~root"])
def test_no_category_leaves_the_feeds_folder(publication: Publication, name: str) -> None:
    """Whatever it is called."""
    publication.digest("a.md", categories=f"['{name}']")
    report = publication.build()
    written = set(publication.root.rglob("*.xml"))
    assert len(report.written) == 6
    assert all(path.parent.parent.name == "categories" or path.parent.name == "feeds" for path in written)
    assert all(path.is_relative_to(publication.site.feeds_folder) for path in written)
