"""A command that is asked again when nothing has moved: the same answer, and next to nothing done for it."""

import fcntl
import json
import marshal
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

SITE = """\
[site]
title = "News"
url = "https://example.com/"
tag = "example.com,2025"
[source]
permalink = "{path}/"
[pages]
templates = "look"
"""
DIGEST = "---\ntitle: News\ndate: 2025-12-20T08:00:00Z\n---\n1. One\n2. Two\n"
RUN = "import sys; from feedpub.__main__ import main; main()"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A publication whose files are an hour old, built by a command."""
    _write(tmp_path / "feedpub.toml", SITE)
    _write(tmp_path / "seeds" / "one.md", DIGEST)
    _write(tmp_path / "seeds" / "deep" / "two.md", DIGEST.replace("20T", "19T"))
    (tmp_path / "look").mkdir()
    assert _build(tmp_path)[:3] == (0, "", "")
    return tmp_path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    os.utime(path, (time.time() - 3600,) * 2)


def _build(folder: Path, *arguments: str, **environment: str) -> tuple[int, str, str, set[str]]:
    """Status, output, remarks, and the modules that were imported."""
    command = [sys.executable, "-X", "importtime", "-c", RUN, "build", *arguments]
    run = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env=os.environ | environment, stdin=subprocess.DEVNULL
    )
    lines = run.stderr.splitlines(keepends=True)
    imported = {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")}
    remarks = "".join(line for line in lines if not line.startswith("import time:"))
    return run.returncode, run.stdout, remarks, imported


def _stands(folder: Path, *arguments: str, **environment: str) -> bool:
    return "feedpub.commands" not in _build(folder, *arguments, **environment)[-1]


def test_nothing_is_imported_to_find_that_nothing_has_moved(folder: Path) -> None:
    """Neither the command line nor the database, nor what Python itself needs for the rest."""
    status, out, err, imported = _build(folder)
    assert (status, out, err) == (0, "", "")
    assert {
        "click",
        "sqlite3",
        "re",
        "typing",
        "pathlib",
        "dataclasses",
        "feedpub.cli",
        "feedpub.config",
    } & imported == set()
    assert "feedpub.standstill.surroundings" in imported


def _dump(path: Path, value: Any) -> None:
    path.write_bytes(marshal.dumps(value))


MOVES: dict[str, Callable[[Path], object]] = {
    "a digest is new": lambda root: _write(root / "seeds" / "deep" / "new.md", DIGEST.replace("20T", "21T")),
    "a folder is new": lambda root: _write(root / "seeds" / "new" / "new.md", DIGEST.replace("20T", "21T")),
    "a digest is edited": lambda root: (root / "seeds" / "one.md").write_text(DIGEST.replace("Two", "Ten")),
    "a digest has another time": lambda root: (root / "seeds" / "one.md").touch(),
    "a digest is gone": lambda root: (root / "seeds" / "deep" / "two.md").unlink(),
    "a digest is replaced": lambda root: (root / "seeds" / "one.md").rename(root / "seeds" / "deep" / "two.md"),
    "a link appears": lambda root: (root / "seeds" / "link.md").symlink_to("one.md"),
    "a template appears": lambda root: _write(root / "look" / "feed.html", "{% extends 'feedpub/feed.html' %}"),
    "the configuration is touched": lambda root: (root / "feedpub.toml").touch(),
    "a feed is edited": lambda root: (root / "feeds" / "atom.xml").write_text("edited"),
    "a page is gone": lambda root: (root / "feeds" / "index.html").unlink(),
    "the ledger is replaced": lambda root: _write(
        root / "feeds" / "ledger.jsonl", (root / "feeds" / "ledger.jsonl").read_text()
    ),
    "the answer is cut": lambda root: os.truncate(root / ".feedpub" / "answer", 20),
    "what was seen is cut": lambda root: os.truncate(root / ".feedpub" / "surroundings", 200),
    "what was seen is empty": lambda root: os.truncate(root / ".feedpub" / "surroundings", 0),
    "what was seen is of another version": lambda root: _dump(
        root / ".feedpub" / "surroundings", (("3.0",), {"trees": [()]})
    ),
    "what was seen is something else": lambda root: _dump(root / ".feedpub" / "surroundings", ()),
    "the answer is something else": lambda root: _dump(root / ".feedpub" / "answer", 5),
    "all is forgotten": lambda root: shutil.rmtree(root / ".feedpub"),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_whatever_moves_is_looked_into(folder: Path, move: Callable[[Path], object]) -> None:
    """And once that is done, and old enough to be sure, the new state stands."""
    assert _stands(folder)
    move(folder)
    assert not _stands(folder)
    (folder / "seeds" / "link.md").unlink(missing_ok=True)
    for file in [folder / "feedpub.toml", *folder.glob("seeds/**/*.md"), *folder.glob("look/*")]:
        os.utime(file, (time.time() - 1800,) * 2)
    _build(folder)
    assert _stands(folder)


def test_another_question_is_another_answer(folder: Path) -> None:
    """Other arguments, environment or folder; the same again has its answer."""
    assert not _stands(folder, "--quiet")
    assert _stands(folder, "--quiet")
    assert not _stands(folder, FEEDPUB_BUILD_QUIET="1")
    assert _stands(folder, FEEDPUB_BUILD_QUIET="1")
    elsewhere = ["--config", f"{folder.name}/feedpub.toml"]
    assert not _stands(folder.parent, *elsewhere)
    assert _stands(folder.parent, *elsewhere)
    assert not _stands(folder.parent, f"--config={folder}/feedpub.toml")
    assert _stands(folder.parent, f"--config={folder}/feedpub.toml")


@pytest.mark.parametrize("arguments", [[], ["--quiet"], ["--verbose"], ["--exit-code"], ["--output-format", "json"]])
def test_findings_are_told_again(folder: Path, arguments: list[str]) -> None:
    """What is wrong stays wrong: the same text, the same status, as long as nobody mends it."""
    _write(folder / "seeds" / "bad.md", "---\ntitle: No date\n---\n1. One\n")
    _build(folder)
    first, again = _build(folder, *arguments), _build(folder, *arguments)
    assert first[:3] == again[:3]
    assert ("click" in first[-1], "click" in again[-1]) == (bool(arguments), False)
    assert again[0] == int("--exit-code" not in arguments)
    assert "bad.md" in again[1] + again[2]
    if "json" in arguments:
        assert json.loads(again[1])["written"] == []


@pytest.mark.parametrize("order", [["--dry-run"], ["--accept"], ["--prune"], ["--metrics-file", "metrics.prom"]])
def test_what_is_to_be_done_each_time_is_done(folder: Path, order: list[str]) -> None:
    """An order is no question."""
    assert not _stands(folder, *order)
    assert not _stands(folder, *order)


def test_a_build_under_way_is_not_passed_by(folder: Path) -> None:
    """Nobody knows yet what it changes."""
    with (folder / ".feedpub" / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        status, _, err, _ = _build(folder)
    assert (status, "another build holds the lock" in err) == (75, True)


def test_a_standstill_ends_when_a_date_comes(folder: Path) -> None:
    """An entry of the future is published in time, though no file has changed."""
    due = datetime.now(UTC) + timedelta(seconds=4)
    _write(
        folder / "seeds" / "soon.md", DIGEST.replace("2025-12-20T08:00:00Z", due.isoformat()).replace("News", "Soon")
    )
    _build(folder)
    assert _stands(folder)
    assert "Soon" not in (folder / "feeds" / "atom.xml").read_text()
    time.sleep(max(0, (due - datetime.now(UTC)).total_seconds()) + 0.1)
    assert not _stands(folder)
    assert "Soon" in (folder / "feeds" / "atom.xml").read_text()


def test_an_answer_is_written_as_the_first_was(folder: Path) -> None:
    """Where a terminal knows ASCII alone, too, and whoever listened has gone."""
    _write(folder / "seeds" / "坏.md", "---\ntitle: No date\n---\n1. One\n")
    runs = [_build(folder, PYTHONIOENCODING="ascii")[:3] for _ in range(3)]
    assert runs[0] == runs[1] == runs[2]
    _build(folder, "--output-format", "json")
    command = f"{sys.executable} -m feedpub build --output-format json 2>&1 | true"
    run = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_a_folder_that_is_gone_is_told(folder: Path) -> None:
    """Without a traceback."""
    command = f"mkdir gone && cd gone && rmdir ../gone && {sys.executable} -m feedpub build"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    run = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, env=environment)
    assert (run.returncode, "Traceback" in run.stderr) == (2, False)


def test_an_answer_to_nobody_is_no_error(folder: Path) -> None:
    """Standard output and error may be closed."""
    command = f"{sys.executable} -m feedpub build >&- 2>&-"
    assert [subprocess.run(command, shell=True, cwd=folder).returncode for _ in range(2)] == [0, 0]
