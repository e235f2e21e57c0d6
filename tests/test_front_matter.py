"""Front matter in three languages, typed by us, with the habits of six site generators."""

import re

import pytest

from tests.conftest import Publication

DATE = "2025-12-20T20:00:08+08:00"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize(
    "head",
    [
        f'---\ntitle: "T: 标题"\ndate: {DATE}\ncategories: [a, b]\n---\n',
        f'+++\ntitle = "T: 标题"\ndate = {DATE}\ncategories = ["a", "b"]\n+++\n',
        f'+++\ntitle = "T: 标题"\ndate = {DATE}\n[taxonomies]\ncategories = ["a", "b"]\n+++\n',
        f'{{"title": "T: 标题", "date": "{DATE}", "categories": ["a", "b"]}}\n',
        f'{{\n  "title": "T: 标题",\n  "date": "{DATE}",\n  "categories": "a, b"\n}}\n',
    ],
    ids=["yaml", "toml", "zola", "json-line", "json"],
)
def test_yaml_toml_and_json(publication: Publication, head: str, bom: str, newline: str) -> None:
    """With any line ends, with or without a byte order mark."""
    publication.write("a.md", (bom + head + "\nBody **text**.\n").replace("\n", newline))
    item = publication.item()
    assert publication.build().findings == ()
    assert (item["title"], item["date_published"], item["tags"]) == ("T: 标题", DATE, ["a", "b"])
    assert item["content_html"] == "<p>Body <strong>text</strong>.</p>"


@pytest.mark.parametrize("title", ["no", "12:30:00", "010", "2025-12-20", "1e3", "null title", "0x10", "1_000", "true"])
def test_a_title_is_the_text_that_was_written(publication: Publication, title: str) -> None:
    """YAML would make a boolean, 45000 or 8 of it."""
    publication.digest("a.md", title=title)
    assert publication.item()["title"] == title


def test_a_body_may_start_with_a_rule(publication: Publication) -> None:
    """The fence closes at the first line that is one."""
    publication.digest("a.md", "---\n\nText\n\n---")
    assert publication.item()["content_html"] == "<p>Text</p>"


@pytest.mark.parametrize(
    ("categories", "expected"),
    [
        ("categories: [a, b]", ["a", "b"]),
        ("categories: a, b", ["a", "b"]),
        ("categories: AI News", ["AI News"]),
        ("category: a", ["a"]),
        ("categories:\n- a\n- b", ["a", "b"]),
        ("categories:\n  - [a, b]\n  - [c]", ["a", "b", "c"]),
        ("taxonomies:\n  categories: [a]", ["a"]),
        ("categories: a，b、c", ["a", "b", "c"]),
        ("Categories: [a, a]", ["a"]),
        ("categories: []", []),
        ("categories:", []),
        ("categories: null", []),
        ("categories: ~", []),
        ('categories: ["null"]', ["null"]),
    ],
)
def test_categories_as_people_write_them(publication: Publication, categories: str, expected: list[str]) -> None:
    """A list, a list of lists, a text with commas, one name, or below taxonomies."""
    publication.write("a.md", f"---\ntitle: t\ndate: {DATE}\n{categories}\n---\nx")
    report = publication.build()
    assert publication.item().get("tags", []) == expected
    assert report.feeds == 1 + len(expected)


def test_a_category_with_a_colon_is_told(publication: Publication) -> None:
    """YAML makes a key with a value of it."""
    publication.write("a.md", f"---\ntitle: t\ndate: {DATE}\ncategories:\n- a\n- AI: news\n---\nx")
    (finding,) = publication.build().findings
    assert (finding.rule, finding.severity, finding.line) == ("category-unclear", "warning", 4)
    assert publication.item()["tags"] == ["a"]


def test_tags_are_shown_but_make_no_feeds(publication: Publication) -> None:
    """They follow the categories."""
    publication.digest("a.md", categories="[a]", tags="[b, a]")
    assert publication.build().feeds == 2
    assert publication.item()["tags"] == ["a", "b"]


@pytest.mark.parametrize("draft", ["draft: true", "draft: True", "draft: yes", "published: false", "status: draft"])
def test_drafts_are_not_published(publication: Publication, draft: str) -> None:
    """And are nobody's mistake."""
    publication.digest("good.md")
    publication.write("a.md", f"---\ntitle: t\n{draft}\n---\nx")
    report = publication.build()
    assert (report.digests, report.findings) == (1, ())


def test_a_folder_of_drafts_is_not_published(publication: Publication) -> None:
    """Jekyll's ``_drafts``, whose files have no dates yet."""
    publication.digest("good.md")
    publication.write("_drafts/a.md", "---\ntitle: t\n---\nx")
    report = publication.build()
    assert (report.digests, report.findings) == (1, ())


@pytest.mark.parametrize("key", ["draft: false", "published: true", "status: published"])
def test_what_is_no_draft_is_published(publication: Publication, key: str) -> None:
    """The words alone hide nothing."""
    publication.write("a.md", f"---\ntitle: t\ndate: {DATE}\n{key}\n---\nx")
    assert publication.build().digests == 1


def test_title_falls_back_to_the_first_heading(publication: Publication) -> None:
    """Which then is not shown twice, and is told, without alarm."""
    publication.digest("a.md", "# A *fine* [day](https://example.com/)\n\nText.", title="")
    report = publication.build()
    assert [(f.rule, f.severity, f.line) for f in report.findings] == [("title-missing", "info", 5)]
    item = publication.item()
    assert (item["title"], item["content_html"]) == ("A fine day", "<p>Text.</p>")


def test_a_heading_that_repeats_the_title_is_shown_once(publication: Publication) -> None:
    """As readers show the title above the content."""
    publication.digest("a.md", "# Same\n\nText.", title="Same")
    assert publication.item()["content_html"] == "<p>Text.</p>"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Jane Doe <jane@example.org>", b"<name>Jane Doe</name><email>jane@example.org</email>"),
        ("张三<z@example.org>", b"<name>\xe5\xbc\xa0\xe4\xb8\x89</name><email>z@example.org</email>"),
        ("jane@example.org", b"<name>jane@example.org</name>"),
        ("Jane <her site>", b"<name>Jane &lt;her site&gt;</name>"),
    ],
)
def test_an_author_may_have_a_mail_address(publication: Publication, written: str, shown: bytes) -> None:
    """As mail and git write it."""
    publication.digest("a.md", "Text.", author=written)
    publication.build()
    atom = (publication.site.feeds_folder / "atom.xml").read_bytes()
    assert shown in re.sub(rb">\s+<", b"><", atom[atom.index(b"<entry") :])


def test_optional_keys(publication: Publication) -> None:
    """Author, slug, url, id, description, language and image reach the subscriber."""
    publication.write(
        "a.md",
        f"---\ntitle: t\ndate: {DATE}\nauthor: [A, B]\nid: urn:x:1\ndescription: About it\nlang: en-GB\n"
        "image: /i/p q.png\nurl: /posts/x/\n---\nx",
    )
    item = publication.item()
    assert publication.build().findings == ()
    assert item["authors"] == [{"name": "A"}, {"name": "B"}]
    assert (item["id"], item["summary"], item["language"]) == ("urn:x:1", "About it", "en-GB")
    assert (item["url"], item["image"]) == ("https://example.com/posts/x/", "https://example.com/i/p%20q.png")
    assert (
        b'<media:thumbnail url="https://example.com/i/p%20q.png"/>'
        in (publication.site.feeds_folder / "rss.xml").read_bytes()
    )


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("urn:uuid:1", "urn:uuid:1"),
        ("https://例子.com/1", "https://%E4%BE%8B%E5%AD%90.com/1"),
        ("42", "tag:example.com,2025:42"),
        ("my post", "tag:example.com,2025:my%20post"),
    ],
)
def test_an_id_is_a_uri(publication: Publication, id_: str, expected: str) -> None:
    """The front matter's own, or minted from it."""
    publication.digest("a.md", id=id_)
    assert publication.item()["id"] == expected


def test_a_slug_and_permalink(publication: Publication) -> None:
    """``slug`` fills the template; letters beyond ASCII are percent-encoded."""
    publication.configure(source=type(publication.site.source)(permalink="posts/{year}/{month}/{day}/{hour}/{slug}/"))
    publication.digest("a.md", slug="大 模型")
    assert publication.item()["url"] == "https://example.com/posts/2025/12/20/20/%E5%A4%A7%20%E6%A8%A1%E5%9E%8B/"


@pytest.mark.parametrize("title", ["C# and F #1", "&amp now", "!bang now"])
def test_text_that_yaml_cuts_is_told(publication: Publication, title: str) -> None:
    """A hash after a space starts a comment; anchors and tags are no text."""
    publication.digest("a.md", title=title)
    (finding,) = publication.build().findings
    assert (finding.rule, finding.severity, finding.line, finding.repair) == (
        "text-cut",
        "warning",
        2,
        "quote the title",
    )


def test_a_wrong_language_is_told_and_not_used(publication: Publication) -> None:
    """With its repair."""
    publication.digest("a.md", lang="zh_CN")
    (finding,) = publication.build().findings
    assert (finding.rule, finding.line, finding.repair) == ("language-unknown", 4, 'write "zh-CN"')


def test_a_control_character_is_told_with_its_line(publication: Publication) -> None:
    """And left out of every format."""
    publication.digest("a.md", "One.\n\nT\x0bw\ufffeo.")
    (finding,) = publication.build().findings
    assert (finding.rule, finding.severity, finding.line) == ("illegal-character", "warning", 8)
    assert "U+000B" in finding.message
    assert "<p>Two.</p>" in publication.item()["content_html"]


@pytest.mark.parametrize("reference", ["&#1;", "&#x1F;", "&#xFFFE;", "&#0;", "&#xD800;"])
def test_a_control_character_by_its_number_is_told_too(publication: Publication, reference: str) -> None:
    """An entity of HTML is no way around."""
    publication.digest("a.md", f"Two {reference} &#65; &#x4e2d;")
    (finding,) = publication.build().findings
    assert (finding.rule, finding.line) == ("illegal-character", 6)
    assert f"the character {reference} cannot" in finding.message
    assert "A 中" in publication.item()["content_html"]


def test_toml_dates_without_an_offset_are_in_the_sites_zone(publication: Publication) -> None:
    """Native dates of TOML, as Zola has them."""
    publication.write("a.md", '+++\ntitle = "a"\ndate = 2025-12-20\n+++\nx')
    publication.write("b.md", '+++\ntitle = "b"\ndate = 2025-12-20T08:00:00\n+++\nx')
    publication.build()
    found = [item["date_published"] for item in publication.json()["items"]]
    assert found == ["2025-12-20T08:00:00+08:00", "2025-12-20T00:00:00+08:00"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('+++\ntitle = "a"\ndate = \n+++\n', 3),
        ('+++\ntitle = "a"\n', 1),
        ('{"title": "a",\n "date": }\n', 2),
        ('{"title": "a"\n', 1),
        ('{"title": "a", "title": "b"}\n', 1),
        ("\n\n---\ntitle: [a\ndate: 2025-12-20\n---\n", 4),
        ("---\ntitle: a\n  date: x\n---\n", 3),
        ("---\njust text\n---\n", 1),
    ],
)
def test_broken_front_matter_is_told_with_its_line(publication: Publication, text: str, line: int) -> None:
    """In every language."""
    publication.write("a.md", text)
    assert publication.rules() == {"front-matter-broken": line}
