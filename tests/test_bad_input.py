"""Bad input is a finding with file, line and repair; it costs nobody else anything."""

from pathlib import Path

import pytest

import feedpub
from feedpub.config import Pages, Site
from feedpub.errors import OutputError, SourceError
from tests import unprivileged
from tests.conftest import Publication

DATE = "date: 2025-12-20T20:00:08+08:00\n"

BAD = [
    (b"---\ntitle: a\n---\nx", "date-missing", 1, "add a line like date:"),
    (b"---\ntitle: a\ndate: tomorrow\n---\nx", "date-unclear", 3, "write it like"),
    (
        f"---\ntitle: 【早报】: x\n{DATE}---\nx".encode(),
        "front-matter-broken",
        2,
        'quote the title: title: "【早报】: x"',
    ),
    (f"---\n{DATE}title: C++: x\n---\nx".encode(), "front-matter-broken", 3, 'quote the title: title: "C++: x"'),
    (f"---\ntitle: a\n{DATE}\nx".encode(), "front-matter-broken", 1, "put --- on a line of its own"),
    (f"---\ntitle: a\ntitle: b\n{DATE}---\n".encode(), "front-matter-broken", 3, "keep one of them"),
    (f"---\n{DATE}tags:\n\t- a\n---\n".encode(), "front-matter-broken", 4, "indent it by spaces"),
    (b"---\ntitle: \xe9\n---\n", "digest-not-utf-8", 2, "save the file as UTF-8"),
    (b"", "digest-empty", 1, "write the digest, or remove the file"),
    (b" \n\n", "digest-empty", 1, "write the digest, or remove the file"),
    (b"x" * 10_000_001, "digest-too-large", 1, "split it"),
    (b"---\n- a\n---\n", "front-matter-broken", 1, "write lines like title:"),
    (b"---\n" + b"[" * 60_000 + b"\n---\n", "front-matter-broken", 1, "write plain keys and lists"),
    (b"---\n" + b"- " * 60_000 + b"\n---\n", "front-matter-broken", None, ""),
    (b"---\na: &a [*a]\n---\n", "front-matter-broken", 2, "write plain keys and lists"),
    (f"---\ntitle: a\n{DATE}url: javascript:alert(1)\n---\n".encode(), "url-broken", 4, "write a path like"),
]


@pytest.mark.parametrize(("data", "rule", "line", "repair"), BAD, ids=[f"{i}-{row[1]}" for i, row in enumerate(BAD)])
def test_a_bad_digest_is_one_finding_and_the_others_are_published(
    publication: Publication, data: bytes, rule: str, line: int | None, repair: str
) -> None:
    """One error, at its line, with what to write; the good digest is out."""
    publication.digest("good.md")
    path = publication.write("bad.md", data)
    report = publication.build()
    (finding,) = report.findings
    assert (finding.rule, finding.severity, finding.file) == (rule, "error", str(path))
    assert finding.line == line or (line is None and finding.line)
    assert repair in finding.repair
    assert len(publication.json()["items"]) == report.digests == 1


def test_a_naive_date_without_a_timezone_is_an_error(publication: Publication) -> None:
    """Nobody can say what instant it means."""
    publication.digest("a.md", date="2025-12-20 20:00:08")
    assert publication.item()["date_published"] == "2025-12-20T20:00:08+08:00"
    publication.configure(timezone=None)
    publication.digest("good.md")
    (finding,) = publication.build().findings
    assert (finding.rule, finding.line) == ("date-unclear", 3)
    assert finding.message == 'date "2025-12-20 20:00:08" has no timezone'
    assert "set site.timezone in feedpub.toml" in finding.repair


def test_a_digest_without_a_title_is_published_under_its_files_name_and_told(publication: Publication) -> None:
    """Not lost, and not silent."""
    publication.digest("a-name.md", title="")
    report = publication.build()
    assert [(f.rule, f.severity) for f in report.findings] == [("title-missing", "error")]
    assert publication.json()["items"][0]["title"] == "a-name"


def test_an_alias_bomb_is_refused(publication: Publication) -> None:
    """Nine levels of nine aliases would be 387,420,489 values."""
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    for name, inner in zip("bcdefghi", "abcdefgh", strict=True):
        bomb += f"{name}: &{name} [{','.join([f'*{inner}'] * 9)}]\n"
    publication.write("bomb.md", f"---\n{bomb}title: a\n{DATE}---\n")
    publication.digest("good.md")
    assert publication.rules() == {"front-matter-broken": 2}


def test_no_digest_can_be_published_and_nothing_is_written(publication: Publication) -> None:
    """A folder of broken digests takes no feed away."""
    publication.write("bad.md", b"")
    report = publication.build()
    assert [finding.rule for finding in report.findings] == ["digest-empty"]
    assert not publication.site.feeds_folder.exists()


def test_nor_are_pages_of_nothing(publication: Publication) -> None:
    """A list of no feeds is none."""
    publication.configure(pages=Pages())
    test_no_digest_can_be_published_and_nothing_is_written(publication)


def test_a_missing_or_empty_source_folder_stops_the_build(publication: Publication) -> None:
    """Nothing is written."""
    with pytest.raises(SourceError, match=r"no file here matches .*add digests"):
        publication.build()
    publication.site.source_folder.rmdir()
    with pytest.raises(SourceError, match=r"does not exist; correct source\.path"):
        publication.build()
    publication.site.source_folder.write_text("")
    with pytest.raises(SourceError, match="is not a folder"):
        publication.build()
    assert not publication.site.feeds_folder.exists()


def test_an_output_path_that_is_a_file_stops_the_build(publication: Publication) -> None:
    """The file is left as it was."""
    publication.digest("a.md")
    publication.site.feeds_folder.write_text("mine")
    with pytest.raises(OutputError, match="a file stands where a folder is needed"):
        publication.build()
    assert publication.site.feeds_folder.read_text() == "mine"


def test_links_out_of_the_source_folder_are_not_read(publication: Publication, tmp_path: Path) -> None:
    """A link outside is an error, one that leads nowhere too; one inside would show a digest twice, so it is passed."""
    outside = tmp_path / "secret.md"
    outside.write_text(f"---\ntitle: secret\n{DATE}---\n", encoding="utf-8")
    good = publication.digest("good.md")
    folder = publication.site.source_folder
    (folder / "out.md").symlink_to(outside)
    (folder / "nowhere.md").symlink_to(tmp_path / "nothing.md")
    (folder / "latest.md").symlink_to(good)
    (folder / "elsewhere").symlink_to(tmp_path)
    report = publication.build()
    assert {Path(f.file).name: f.rule for f in report.findings} == dict.fromkeys(
        ("elsewhere", "nowhere.md", "out.md"), "link-not-followed"
    )
    assert len(publication.json()["items"]) == 1


def test_hidden_files_and_the_feeds_themselves_are_no_digests(publication: Publication) -> None:
    """A source folder that holds the feeds folder, and an editor's leftovers, work."""
    publication.configure(source=feedpub.config.Source(path=".", include=("**/*.md", "**/*.xml")))
    publication.write("a.md", f"---\ntitle: a\n{DATE}---\n")
    publication.write("._a.md", "junk")
    publication.write(".git/b.md", "junk")
    for _ in range(2):
        assert publication.build().findings == ()


def test_include_leaves_files_out(publication: Publication) -> None:
    """An exclamation mark excludes."""
    publication.configure(source=feedpub.config.Source(include=("**/*.md", "!**/README.md")))
    publication.digest("deep/a.md")
    publication.write("deep/README.md", "# Read me")
    assert publication.build().findings == ()


def test_two_digests_with_one_id_are_an_error_that_names_both(publication: Publication) -> None:
    """The one that was published first keeps it."""
    publication.digest("a.md", id="urn:x:1", date="2025-12-01T00:00:00Z")
    publication.digest("b.md", id="urn:x:1", date="2025-12-02T00:00:00Z")
    (finding,) = publication.build().findings
    assert finding.rule == "id-not-unique"
    assert finding.file.endswith("b.md")
    assert "a.md" in finding.message
    assert [item["title"] for item in publication.json()["items"]] == ["Digest a.md"]


def test_two_digests_at_one_address_are_an_error(publication: Publication) -> None:
    """Both are published, since both have an id."""
    publication.configure(source=feedpub.config.Source(permalink="posts/{slug}/"))
    publication.digest("1/a.md", date="2025-12-01T00:00:00Z")
    publication.digest("2/a.md", date="2025-12-02T00:00:00Z")
    (finding,) = publication.build().findings
    assert finding.rule == "permalink-not-unique"
    assert len(publication.json()["items"]) == 2


def test_a_folder_that_cannot_be_written_stops_the_build(publication: Publication) -> None:
    """With what to do about it."""
    publication.digest("a.md")
    publication.root.chmod(0o500)
    publication.configure(root=Path())
    said = unprivileged.done(publication.build, publication.root)
    publication.root.chmod(0o700)
    assert said.endswith("cannot be made (Permission denied); allow this user to write here")


def test_a_digest_that_cannot_be_read_is_a_finding(publication: Publication) -> None:
    """The others are published."""
    publication.digest("a.md")
    publication.digest("secret.md").chmod(0)
    publication.configure(root=Path())

    def action() -> None:
        (finding,) = publication.build().findings
        raise RuntimeError(finding)

    said = unprivileged.done(action, publication.root)
    assert said.startswith("seeds/secret.md:1: error: the file cannot be read (Permission denied); allow this user")
    assert (publication.root / "feeds" / "atom.xml").exists()


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 200_000])
def test_a_digest_is_read_to_its_last_byte(publication: Publication, size: int) -> None:
    """What is no UTF-8 is found at the end of a file of any size."""
    head = f"---\ntitle: a\n{DATE}---\n".encode()
    publication.write("long.md", "").write_bytes(head.ljust(size - 1, b"x") + b"\xff")
    (finding,) = publication.build().findings
    assert (finding.rule, finding.line) == ("digest-not-utf-8", 5)


def test_a_site_needs_no_file() -> None:
    """The library works from values."""
    assert Site(title="t", url="https://example.com", tag="example.com,2025").url == "https://example.com/"
