"""The command line, run as a user runs it."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from feedpub.cli import main
from tests.conftest import SEED

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
    """A folder with the seed and a feedpub.toml, and the place where commands are run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "2025-12-20-20.md").write_text(SEED, encoding="utf-8")
    (tmp_path / "feedpub.toml").write_text(SITE, encoding="utf-8")
    return tmp_path


def _run(*arguments: str, **environment: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "feedpub", *arguments]
    run = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **environment}, stdin=subprocess.DEVNULL
    )
    return run.returncode, run.stdout, run.stderr


def test_build_and_check_are_silent_when_nobody_watches(folder: Path) -> None:
    """A cron mail means that something is wrong."""
    assert _run("build") == (0, "", "")
    assert _run("check") == (0, "", "")
    assert (folder / "feeds" / "categories" / "da-mo-xing" / "atom.xml").exists()


def test_build_says_what_it_did_on_a_terminal(folder: Path) -> None:
    """The files, and what subscribers will notice."""
    ours, theirs = pty.openpty()
    run = subprocess.run(
        [sys.executable, "-m", "feedpub", "build"], stdout=theirs, stderr=theirs, cwd=folder, check=True
    )
    os.close(theirs)
    said = os.read(ours, 10_000).decode()
    os.close(ours)
    assert run.returncode == 0
    assert said.splitlines() == [
        "1 digest · 15 entries in 5 feeds · 15 files written, 0 unchanged",
        "1 new · 0 updated · 0 withdrawn · 0 shown again as unread · 0 scheduled",
    ]


def test_problems_go_to_stderr_and_exit_1(folder: Path) -> None:
    """Place, fact, repair, rule."""
    (folder / "seeds" / "b.md").write_text("---\ntitle: b\n---\n", encoding="utf-8")
    status, out, err = _run("build")
    assert (status, out) == (1, "")
    assert err.startswith("seeds/b.md:1: error: there is no date; add a line like date: ")
    assert err.endswith("[date-missing]\n")


def test_a_report_for_machines(folder: Path) -> None:
    """Everything that the Python API returns."""
    (folder / "seeds" / "b.md").write_text("", encoding="utf-8")
    status, out, err = _run("build", "--output-format", "json")
    report = json.loads(out)
    assert (status, err) == (1, "")
    assert (report["digests"], report["feeds"], len(report["written"])) == (1, 5, 15)
    assert report["findings"][0]["rule"] == "digest-empty"


def test_check_reports_for_machines(folder: Path) -> None:
    """Files counted, findings listed, and 1 for an error."""
    _run("build")
    path = folder / "feeds" / "atom.xml"
    path.write_text(path.read_text(encoding="utf-8").replace("+08:00</updated>", "</updated>"), encoding="utf-8")
    status, out, _ = _run("check", "--output-format", "json")
    report = json.loads(out)
    assert (status, report["files"]) == (1, 15)
    assert set(report["findings"][0]) == {"rule", "severity", "file", "line", "column", "entry", "message", "repair"}


def test_check_judges_any_file(folder: Path) -> None:
    """Without a configuration, and against one."""
    _run("build")
    (folder / "feedpub.toml").write_text("broken", encoding="utf-8")
    assert _run("check", "--no-config", "feeds/atom.xml")[0] == 0
    assert _run("check", "feeds/atom.xml")[0] == 2
    assert _run("check", "--no-config")[0] == 2
    assert _run("check", "--no-config", "nowhere.xml")[0] == 3


@pytest.mark.parametrize(
    ("toml", "status", "says"),
    [
        ("[site]\ntitel = 1\n", 2, "feedpub: feedpub.toml: site.titel is no known key"),
        (SITE + 'path = "nowhere"\n', 3, "feedpub: nowhere: the source folder does not exist"),
        (SITE + '[feeds]\npath = "feedpub.toml"\n', 3, "feedpub: feedpub.toml: a file stands where a folder is needed"),
    ],
)
def test_what_stops_a_run_is_one_line_and_a_status(folder: Path, toml: str, status: int, says: str) -> None:
    """No traceback reaches a user."""
    (folder / "feedpub.toml").write_text(toml, encoding="utf-8")
    code, out, err = _run("build")
    assert (code, out, err.count("\n")) == (status, "", 1)
    assert err.startswith(says)


def test_options_come_from_the_environment_too(folder: Path) -> None:
    """FEEDPUB_ and the command and option."""
    (folder / "feedpub.toml").rename(folder / "other.toml")
    assert _run("build", FEEDPUB_BUILD_CONFIG="other.toml") == (0, "", "")
    assert json.loads(_run("check", "--config", "other.toml", FEEDPUB_CHECK_OUTPUT_FORMAT="json")[1])["files"] == 15


def test_init_writes_a_file_that_builds(folder: Path) -> None:
    """From a title and an address; everything else is guessed, and commented."""
    (folder / "feedpub.toml").unlink()
    status, _, err = _run("init", "--title", 'My "News"', "--url", "https://news.example/blog", TZ="Asia/Shanghai")
    assert (status, err) == (0, "feedpub.toml is written; look it over, then run feedpub build\n")
    text = (folder / "feedpub.toml").read_text(encoding="utf-8")
    assert 'timezone = "Asia/Shanghai"' in text
    assert 'tag = "news.example,' in text
    assert 'language = "zh-CN"' in text  # as the seed is
    assert _run("build") == (0, "", "")
    assert _run("check") == (0, "", "")


def test_init_asks_for_what_it_cannot_guess(folder: Path) -> None:
    """Title and address."""
    (folder / "feedpub.toml").unlink()
    result = CliRunner().invoke(main, ["init"], input="News\nhttps://example.com/\n")
    assert result.exit_code == 0, result.output
    assert "What is the publication called" in result.output


def test_init_never_writes_over_a_file(folder: Path) -> None:
    """And says what to do."""
    before = (folder / "feedpub.toml").read_bytes()
    status, _, err = _run("init", "--title", "x", "--url", "https://example.com/")
    assert (status, (folder / "feedpub.toml").read_bytes()) == (2, before)
    assert "there is one already; edit it" in err


def test_init_judges_before_it_writes(folder: Path) -> None:
    """A wrong address leaves no file."""
    (folder / "feedpub.toml").unlink()
    status, _, err = _run("init", "--title", "x", "--url", "example.com")
    assert (status, (folder / "feedpub.toml").exists()) == (2, False)
    assert 'site.url "example.com" is no absolute http(s) URL' in err


def test_rules_explain_themselves() -> None:
    """On the command line, too."""
    status, out, _ = _run("check", "--explain", "self-misplaced")
    assert status == 0
    assert "where a feed lives" in out


def test_the_library_does_not_need_click() -> None:
    """``import feedpub`` brings no command line."""
    code = "import sys, feedpub; feedpub.build, feedpub.check; sys.exit('click' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
