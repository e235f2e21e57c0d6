"""Front matter between the fences of other houses, or without one above."""

import pytest

from tests.conftest import Publication

DATE = "2025-12-20T20:00:08+08:00"


@pytest.mark.parametrize(
    "head",
    [
        f"title: T\ndate: {DATE}\ncategories:\n- a\n- b\n---\n",
        f"---\ntitle: T\ndate: {DATE}\ncategories: [a, b]\n...\n",
        f"---yaml\ntitle: T\ndate: {DATE}\ncategories: [a, b]\n---\n",
        f'--- toml\ntitle = "T"\ndate = {DATE}\ncategories = ["a", "b"]\n---\n',
        f'---json\n{{"title": "T", "date": "{DATE}",\n"categories": ["a", "b"]}}\n---\n',
    ],
    ids=["hexo", "pandoc", "eleventy-yaml", "eleventy-toml", "eleventy-json"],
)
@pytest.mark.parametrize("above", ["", "\n\n"])
def test_fences_of_other_houses(publication: Publication, head: str, above: str) -> None:
    """None above, as Hexo has it; closed by dots; with the language beside it. Lines are the file's."""
    publication.write("a.md", f"{above}{head}\nText {{{{< x >}}}}\n")
    (finding,) = publication.build().findings
    assert finding.line == (above + head).count("\n") + 2
    item = publication.item()
    assert (item["title"], item["date_published"], item["tags"]) == ("T", DATE, ["a", "b"])
    assert item["content_html"] == "<p>Text </p>"


def test_a_broken_head_without_a_fence_above_is_told_with_its_line(publication: Publication) -> None:
    """As the file counts."""
    publication.write("a.md", f"title: 【早报】: x\ndate: {DATE}\n---\nText")
    assert publication.rules() == {"front-matter-broken": 1}


def test_text_that_looks_like_keys_is_text(publication: Publication) -> None:
    """Where no fence follows, or a sentence stands between."""
    publication.digest("good.md")
    publication.write("a.md", "Note: this.\n\nMore.\n\n---\n\nEnd.")
    publication.write("b.md", "Note: this.\n")
    assert {finding.rule for finding in publication.build().findings} == {"date-missing"}
