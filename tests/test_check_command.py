"""``feedpub check`` as it is used: what it reads, what counts, how it reports, and how it ends."""

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import feedpub
from feedpub.check.output import report
from feedpub.check.output.sarif import sarif
from feedpub.check.rules.digest_rules import RULES as OF_DIGESTS
from feedpub.findings import Finding
from feedpub.formats import FORMATS
from feedpub.model import Link
from tests.conftest import ROOT, SEED
from tests.examples import entry, feed
from tests.sarif import SCHEMA
from tests.server import Answer, body, serving

SITE = """\
[site]
title = "News"
url = "https://example.com/"
tag = "example.com,2025"
[pages]
enabled = false
[source]
permalink = "{path}/"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A publication that was built, and the place where commands are run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "2025-12-20-20.md").write_text(SEED, encoding="utf-8")
    (tmp_path / "feedpub.toml").write_text(SITE, encoding="utf-8")
    assert _run("build") == (0, "", "")
    return tmp_path


def _run(*arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "feedpub", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    return run.returncode, run.stdout, run.stderr


def _found(*arguments: str) -> list[dict[str, Any]]:
    """What a check finds, in the order of its report, save that example.com is but an example."""
    _, out, err = _run("check", *arguments, "--output-format", "json")
    assert err == ""
    return [finding for finding in json.loads(out)["findings"] if finding["rule"] != "host-placeholder"]


def _rules(*arguments: str) -> list[str]:
    return [finding["rule"] for finding in _found(*arguments)]


def _spoil(path: str, before: str, after: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert before in text
    Path(path).write_text(text.replace(before, after), encoding="utf-8")


def _lose_offset() -> None:
    _spoil("feeds/atom.xml", "08+08:00</published>", "08</published>")


def _rename_entry(folder: str = "feeds") -> None:
    for name in ("atom.xml", "rss.xml", "feed.json"):
        _spoil(f"{folder}/{name}", "digests/2025-12-20-20.md", "new-id")


def test_without_arguments_the_digests_are_checked_too(folder: Path) -> None:
    """As a build would, and nothing is written."""
    (folder / "seeds" / "b.md").write_text("---\ntitle: b\n---\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (finding,) = _found()
    assert (finding["file"], finding["line"], finding["rule"]) == ("seeds/b.md", 1, "date-missing")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert _rules("feeds") == []


def test_a_rule_can_be_ignored_selected_or_weighed(folder: Path) -> None:
    """For one run, repeated or as a list; for good, in feedpub.toml; the command line has the last word."""
    _lose_offset()
    assert _rules() == ["date-without-offset"]
    assert _rules("--ignore", "id-missing,date-without-offset") == []
    assert _rules("--select", "id-missing", "--select", "date-missing") == []
    (folder / "feedpub.toml").write_text(SITE + '[check]\nwarn = ["date-without-offset"]\n', encoding="utf-8")
    assert _found()[0]["severity"] == "warning"
    assert [_run("check")[0], _run("check", "--strict")[0], _run("check", "--no-config", "feeds")[0]] == [0, 1, 1]
    (folder / "feedpub.toml").write_text(SITE + '[check]\nignore = ["date-without-offset"]\n', encoding="utf-8")
    assert _rules() == []
    assert _rules("--select", "date-without-offset") == ["date-without-offset"]


@pytest.mark.parametrize(
    ("toml", "arguments", "says"),
    [
        ("", ["--ignore", "id-mising"], '--ignore "id-mising" is no known rule; did you mean "id-missing"?'),
        ("", ["--select", "xyz"], '--select "xyz" is no known rule; docs/rules.md lists them all'),
        (
            '[check]\nerror = ["id-mising"]\n',
            [],
            'check.error "id-mising" is no known rule; did you mean "id-missing"?',
        ),
        ('[check]\nwarn = ["a"]\nerror = ["a"]\n', [], 'check.ignore, check.warn and check.error name "a" twice'),
        ("[check]\nignored = []\n", [], 'check.ignored is no known key; did you mean "ignore"?'),
        ("", ["--against", "nowhere"], '--against "nowhere" is neither there nor a URL'),
        ("", ["--site", "nowhere"], '--site "nowhere" is no folder'),
        ("", ["--config", "nowhere.toml", "feeds"], "nowhere.toml: there is no such file"),
        ("", ["--no-config", "--fresh", "feeds"], "name a feed to check, or leave out --no-config"),
    ],
)
def test_what_cannot_be_meant_is_told(folder: Path, toml: str, arguments: list[str], says: str) -> None:
    """Status 2, and the nearest that could be meant."""
    (folder / "feedpub.toml").write_text(SITE + toml, encoding="utf-8")
    status, out, err = _run("check", *arguments)
    assert (status, out) == (2, "")
    assert says in err


def test_every_rule_of_digests_can_be_named() -> None:
    """The list of them is that of the code."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "feedpub").rglob("*.py")]
    assert [rule for rule in OF_DIGESTS if not any(f'"{rule}"' in source for source in sources)] == []


@pytest.mark.usefixtures("folder")
def test_text_shows_the_source_with_a_caret() -> None:
    """By file: line, severity, fact, repair, rule; below, the line and the value that is meant."""
    _lose_offset()
    shutil.copy("feeds/atom.xml", "copy.xml")
    _, out, _ = _run("check", "--no-config", "--ignore", "host-placeholder", "copy.xml", "feeds/atom.xml")
    blocks = out.split("\n\n")
    assert [block.splitlines()[0] for block in blocks] == ["copy.xml", "feeds/atom.xml"]
    _, fact, source, caret = blocks[0].splitlines()
    assert fact.startswith('  67: error: published "2025-12-20T20:00:08" has no offset; write ')
    assert fact.endswith("[date-without-offset]")
    at = caret.index("^")
    assert source[at : at + caret.count("^")] == "2025-12-20T20:00:08"
    assert "\x1b" not in out


def test_a_broken_feed_is_shown_where_it_breaks(tmp_path: Path) -> None:
    """Line and column of the parser, also in a feed that is one long line."""
    path = tmp_path / "a.xml"
    path.write_text(f"<feed><a>{'x' * 5_000}</b></feed>", encoding="utf-8")
    (finding,) = feedpub.check([path])
    assert (finding.line, finding.column) == (1, 5_014)
    assert "column" not in finding.message
    _, _, source, caret = report.text([finding])
    assert len(source) < 120
    assert source[caret.index("^") - 4 :].startswith("</b>")


def test_a_terminal_gets_colours_and_a_sum(folder: Path) -> None:
    """And only a terminal."""
    _lose_offset()
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "feedpub", "check"]
    subprocess.run(command, stdout=theirs, stderr=theirs, cwd=folder, check=False)
    os.close(theirs)
    said = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "\x1b[31m\x1b[1merror\x1b[0m" in said
    assert said.splitlines()[-1] == "1 error in 15 feeds"


def _finding(**changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "rule": "x",
        "severity": "error",
        "file": "a.xml",
        "message": "m",
        "repair": "r",
        "line": 1,
    }
    return Finding(**(fields | changes))


def test_text_is_safe_to_print(tmp_path: Path) -> None:
    """A feed cannot move the cursor, colour the screen or turn the line."""
    path = tmp_path / "a.xml"
    path.write_text("\x1b[2J\u202e中文 bad\r\nnext", encoding="utf-8")
    lines = list(report.text([_finding(file=str(path), message='"bad" \x1b]0;x\x07')]))
    assert lines[1:] == ['  1: error: "bad" �]0;x�; r [x]', "      �[2J�中文 bad", "                ^^^"]


def test_github_gets_annotations() -> None:
    """With the escapes of GitHub's own toolkit, and without a file where there is none."""
    lines = list(
        report.github(
            [
                _finding(file="a,b:c%.xml", message="100%\r\nof: it, all", column=7),
                _finding(file="https://example.com/a", severity="info"),
                _finding(severity="warning", line=None),
            ]
        )
    )
    assert lines == [
        "::error file=a%2Cb%3Ac%25.xml,line=1,col=7,title=x::100%25%0D%0Aof: it, all; r",
        "::notice title=x::https://example.com/a:1: m; r",
        "::warning file=a.xml,title=x::m; r",
    ]


def test_sarif_keeps_its_schema(folder: Path) -> None:
    """With findings or none, for files, addresses, standard input and digests."""
    _lose_offset()
    (folder / "seeds" / "b.md").write_text("", encoding="utf-8")
    log = json.loads(_run("check", "--output-format", "sarif")[1])
    others = [
        _finding(rule="id-missing", file=file, line=None)
        for file in ("-", "https://example.com/ü", "/a b/c.xml", "中/a.xml")
    ]
    check = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    for each in (log, sarif([], "0.1.0"), sarif(others, "0.1.0")):
        assert [error.message for error in check.iter_errors(each)] == []
    (run,) = log["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["date-without-offset", "digest-empty"]
    assert all(run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    places = [
        each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for each in sarif(others, "0")["runs"][0]["results"]
    ]
    assert places == ["stdin", "https://example.com/%C3%BC", "file:///a%20b/c.xml", "%E4%B8%AD/a.xml"]


@pytest.mark.usefixtures("folder")
def test_new_ids_are_found_by_the_ledger() -> None:
    """An entry with the link of another that subscribers know."""
    _rename_entry()
    found = _found("feeds")
    assert {finding["rule"] for finding in found} == {"id-changed"}
    assert "1 entry has other ids than in the ledger: subscribers will see them again as unread" in found[0]["message"]
    assert _rules("--no-config", "feeds") == []


def test_what_was_just_built_is_right(folder: Path) -> None:
    """A story may be called as its digest is; an image is no enclosure that differs from another."""
    head = "title: GPT-6\ndate: 2025-12-21T10:00:00+08:00\nimage: /i.png\nenclosure: https://example.com/a.mp3"
    text = f"---\n{head}\n---\n1. [GPT-6 - Us](https://example.org/1)\n\n   Text.\n"
    (folder / "seeds" / "a.md").write_text(text, encoding="utf-8")
    assert _run("build") == (0, "", "")
    assert "GPT-6" in Path("feeds/stories/feed.json").read_text(encoding="utf-8")
    assert [found for found in _found() if found["severity"] != "info"] == []
    _spoil("feeds/stories/feed.json", "stories/2025-12-20-20.md/", "stories/b.md/")
    assert "id-changed" in _rules("feeds/stories/feed.json")


def test_new_ids_are_found_against_a_copy(folder: Path) -> None:
    """In a folder, a file or at an address; a feed that was not there before is new, not changed."""
    shutil.copytree("feeds", "old")
    shutil.rmtree("old/categories/da-mo-xing")
    assert _rules("--no-config", "feeds", "--against", "old") == []
    _rename_entry()
    _rename_entry("feeds/categories/da-mo-xing")
    answers: dict[str, Answer] = {f"/{path.name}": body(path.read_bytes()) for path in (folder / "old").glob("*.*")}
    assert _rules("--no-config", "feeds", "--against", "old") == ["id-changed"] * 3
    assert _rules("--no-config", "feeds/rss.xml", "--against", "old/atom.xml") == ["id-changed"]
    with serving(answers) as server:
        assert _rules("--no-config", "feeds/rss.xml", "--against", f"{server.url}atom.xml") == ["id-changed"]
        assert _rules("--no-config", "feeds/rss.xml", "--against", f"{server.url}gone.xml") == ["feed-unreachable"]
        assert server.asked == ["/atom.xml", "/gone.xml"]
        # Below a folder, as for a whole site: the categories' feeds are not there yet, and so are new.
        assert _rules("--no-config", "feeds", "--against", server.url) == ["id-changed"] * 3


def test_permalinks_have_pages(folder: Path) -> None:
    """As a file, with .html, or as a folder with an index; nothing outside the built site counts."""
    built = folder / "public"
    built.mkdir()
    (built / "index.html").touch()
    found = _found("feeds/atom.xml", "--site", "public")
    assert [finding["rule"] for finding in found] == ["permalink-missing"]
    assert 'link rel="alternate" "https://example.com/2025-12-20-20/" has no page in public' in found[0]["message"]
    (built / "2025-12-20-20").mkdir()
    (built / "2025-12-20-20" / "index.html").touch()
    assert _rules("feeds", "--site", "public") == []
    assert _rules("--no-config", "feeds/feed.json", "--site", "public") == []


def test_fresh_feeds_are_what_the_digests_give(folder: Path) -> None:
    """What was changed by hand, is not there, or was not rebuilt is told; nothing is written."""
    assert _rules("--fresh") == []
    _spoil("feeds/atom.xml", "<generator>feedpub</generator>", "<generator>hand</generator>")
    (folder / "feeds" / "rss.xml").unlink()
    found = _found("--fresh", "feeds")
    assert [(finding["file"], finding["rule"]) for finding in found] == [
        ("feeds/atom.xml", "not-fresh"),
        ("feeds/rss.xml", "not-fresh"),
    ]
    assert not (folder / "feeds" / "rss.xml").exists()
    _spoil("seeds/2025-12-20-20.md", "Karpathy", "Somebody")
    assert len(_rules("--fresh")) == 15


def test_a_category_is_never_ahead_of_the_site(folder: Path) -> None:
    """Its entries are in the site's feed or older than it, unless their digest is gone."""
    for name, date in (("b", "2025-12-21"), ("c", "2025-12-22")):
        text = f"---\ntitle: {name}\ndate: {date}T08:00:00+08:00\ncategories: [大模型]\n---\ntext\n"
        (folder / "seeds" / f"{name}.md").write_text(text, encoding="utf-8")
    before = (folder / "feeds" / "rss.xml").read_bytes()
    assert _run("build")[0] == 0
    assert _rules() == []
    (folder / "feeds" / "rss.xml").write_bytes(before)
    assert "category-ahead" in _rules()
    (folder / "seeds" / "c.md").unlink()
    assert _run("build", "--accept")[0] == 0
    assert _rules() == []


AGREEMENT = [
    ("links-disagree", "https://example.com/2025-12-20-20/", "https://example.com/other/"),
    ("titles-disagree", "过去4小时全球AI发生了什么", "过去"),
    ("categories-disagree", ">大模型<", ">其他<"),
    ("authors-disagree", "creator>News<", "creator>Olds<"),
    ("texts-disagree", "参差不齐", "参差"),
]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("rule", "before", "after"), AGREEMENT)
def test_what_differs_between_formats_is_told(rule: str, before: str, after: str) -> None:
    """In RSS alone, and by this rule alone."""
    _spoil("feeds/rss.xml", before, after)
    found = _found("--no-config", "feeds")
    assert {(finding["rule"], finding["file"]) for finding in found} == {(rule, "feeds/rss.xml")}


def test_two_feeds_that_lie_together_are_not_one(tmp_path: Path) -> None:
    """Formats of one feed share an entry or a home page; other people's feeds in a folder do not."""
    for name, make, host in (("a.xml", FORMATS["atom"], "a"), ("b.json", FORMATS["json"], "b")):
        home = Link(href=f"https://{host}.example/")
        made = feed(entry(id=f"tag:{host}.example,2025:1"), links=(home,))
        (tmp_path / name).write_bytes(make.document(made))
    assert {finding.rule for finding in feedpub.check([tmp_path])} <= {"host-placeholder"}
