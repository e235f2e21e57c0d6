"""Manners of a program that nobody watches: silent, patient, measured, and gone when told."""

import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import SEED
from tests.server import body, serving
from tests.terminal import watched

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
HOLD = (
    "import sys, pathlib, feedpub.system.lock\n"
    "with feedpub.system.lock.held(pathlib.Path('.feedpub/lock')):\n    print(flush=True); sys.stdin.read()"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the seed and a feedpub.toml."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "2025-12-20-20.md").write_text(SEED, encoding="utf-8")
    (tmp_path / "feedpub.toml").write_text(SITE, encoding="utf-8")
    return tmp_path


def _build(folder: Path, *arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "feedpub", "build", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    return run.returncode, run.stdout, run.stderr


def test_quiet_and_verbose(folder: Path) -> None:
    """Errors alone; or every file, and what was noticed besides."""
    text = "---\ndate: 2025-12-01T00:00:00Z\n---\n# Head\n\n{{< x >}}"
    (folder / "seeds" / "b.md").write_text(text, encoding="utf-8")
    status, out, err = _build(folder, "--verbose")
    assert status == 0
    assert out.startswith("atom.xml is written\n")
    assert out.endswith("0 scheduled\n")
    assert ("title-missing" in err, "shortcode-unknown" in err) == (True, True)
    status, out, err = _build(folder)
    assert (status, out, "title-missing" in err, "shortcode-unknown" in err) == (0, "", False, True)
    assert _build(folder, "--quiet") == (0, "", "")


def test_success_is_silent_whatever_changed(folder: Path) -> None:
    """New, edited, moved, scheduled and withdrawn digests; a new setting; nothing at all."""
    seeds = folder / "seeds"
    changes: list[Callable[[], object]] = [
        lambda: None,
        lambda: _digests(folder, 20),
        lambda: (seeds / "3.md").write_text((seeds / "3.md").read_text().replace("Text", "Better text")),
        lambda: (seeds / "4.md").rename(seeds / "moved.md"),
        lambda: (seeds / "5.md").unlink(),
        lambda: (seeds / "6.md").write_text((seeds / "6.md").read_text().replace("2025", "2999")),
        lambda: (folder / "feedpub.toml").write_text(SITE.replace("News", "Old news")),
        lambda: None,
    ]
    for change in changes:
        change()
        assert _build(folder) == (0, "", "")


def _digests(folder: Path, count: int) -> None:
    for number in range(count):
        head = (
            f"title: Digest {number}\ndate: 2025-11-{number % 30 + 1:02}T{number // 30:02}:00:00Z\ncategory: c{number}"
        )
        text = f"---\n{head}\n---\n\nText of number {number}.\n"
        (folder / "seeds" / f"{number}.md").write_text(text, encoding="utf-8")


def test_exit_code_says_whether_feeds_changed(folder: Path) -> None:
    """Whatever was noticed, and in a rehearsal, too; a refused build is neither."""
    (folder / "seeds" / "bad.md").write_text("", encoding="utf-8")
    rehearsed = _build(folder, "--exit-code", "--dry-run")[0]
    assert [rehearsed, *(_build(folder, "--exit-code")[0] for _ in range(2))] == [1, 1, 0]
    (folder / "feeds" / "ledger.jsonl").unlink()
    assert (_build(folder, "--exit-code")[0], _build(folder)[0]) == (3, 1)


def test_wait_for_another_build(folder: Path) -> None:
    """As long as it was told, and no longer."""
    hold = [sys.executable, "-c", HOLD]
    with subprocess.Popen(hold, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        assert _build(folder, "--wait", "nan")[0] == 75
        started = time.monotonic()
        assert _build(folder, "--wait", "0.5")[0] == 75
        assert time.monotonic() - started >= 0.5
        waiting = subprocess.Popen([sys.executable, "-m", "feedpub", "build", "--wait", "30"], cwd=folder)
        time.sleep(0.5)
        holder.kill()
        assert waiting.wait(timeout=20) == 0


def test_who_waits_at_a_terminal_sees_a_bar(folder: Path) -> None:
    """After a second, which the live site takes here to answer; then what was done. Not with --quiet, nor in a pipe."""

    def late(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(1.1)
        body(b"", 404)(handler)

    with serving({"*": late}) as server:
        arguments = ["--resume-from", server.url, "--accept", "--dry-run"]
        command = [sys.executable, "-m", "feedpub", "build", *arguments]
        status, text = watched(command, folder)
        assert (status, watched([*command, "--quiet"], folder)[1].count("#")) == (0, 0)
        assert "#" not in "".join(map(str, _build(folder, *arguments)))
    assert f"rendering   [{36 * '#'}]  15/15" in text
    assert "1 digest · 15 entries in 5 feeds · 15 files to write" in text.split("\x1b[?25h")[-1]


def _metrics(path: Path) -> dict[tuple[str, ...], float]:
    """What Prometheus reads: name and labels → value; every family is a gauge that says what it is."""
    families = list(text_string_to_metric_families(path.read_text(encoding="utf-8")))
    assert all(family.type == "gauge" and family.documentation.endswith(".") for family in families)
    samples = [sample for family in families for sample in family.samples]
    values = {(sample.name.removeprefix("feedpub_"), *sample.labels.values()): sample.value for sample in samples}
    assert len(values) == len(samples)
    return values


def test_metrics(folder: Path) -> None:
    """What monitoring wants to know, as Prometheus reads it."""
    (folder / "seeds" / "bad.md").write_text("", encoding="utf-8")
    path = folder / "feedpub.prom"
    _build(folder, "--metrics-file", str(path))
    values = _metrics(path)
    assert (values[("digests",)], values[("entries",)]) == (1, 15)
    assert values[("feeds",)] == values[("feeds_changed",)] == 5
    assert [values["findings", severity] for severity in ("error", "warning", "info")] == [1, 0, 0]
    assert abs(values[("last_success_timestamp_seconds",)] - time.time()) < 60
    published = datetime.fromisoformat("2025-12-20T20:00:08+08:00").timestamp()
    assert abs(values[("newest_entry_age_seconds",)] - (time.time() - published)) < 60
    _build(folder, "--metrics-file", str(path))
    assert _metrics(path)[("feeds_changed",)] == 0


def test_metrics_of_a_refused_build(folder: Path) -> None:
    """It is no success: the moment of the last one stays."""
    path = folder / "feedpub.prom"
    _build(folder, "--metrics-file", str(path))
    success = _metrics(path)[("last_success_timestamp_seconds",)]
    path.write_text(path.read_text(encoding="utf-8").replace(f"{success:.0f}", "123"), encoding="utf-8")
    (folder / "feeds" / "ledger.jsonl").unlink()
    assert _build(folder, "--metrics-file", str(path))[0] == 1
    values = _metrics(path)
    assert (values[("last_success_timestamp_seconds",)], values[("refused",)]) == (123, 1)


def test_metrics_are_replaced_whole(folder: Path) -> None:
    """Who had opened the file goes on reading the old one; nothing else is left in its folder."""
    path = folder / "metrics" / "feedpub.prom"
    path.parent.mkdir()
    path.write_text("old\n", encoding="utf-8")
    with path.open(encoding="utf-8") as opened:
        _build(folder, "--metrics-file", str(path))
        assert opened.read() == "old\n"
    assert [found.name for found in path.parent.iterdir()] == ["feedpub.prom"]
    status, _, err = _build(folder, "--metrics-file", str(folder / "nowhere" / "feedpub.prom"))
    assert (status, "nowhere/feedpub.prom: cannot be written" in err) == (3, True)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_build_cleanly(folder: Path, number: int, status: int) -> None:
    """While it holds the lock and fetches a ledger: no word but the status, and the lock is free."""
    asked = threading.Event()

    def never(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        handler.rfile.read(1)  # until the other end has gone

    with serving({"*": never}) as server:
        command = [sys.executable, "-m", "feedpub", "build", "--resume-from", server.url]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as build:
            assert asked.wait(20)
            build.send_signal(number)
            said, _ = build.communicate(timeout=20)
    assert (build.returncode, said) == (status, b"")
    assert _build(folder) == (0, "", "")


def test_a_signal_leaves_no_file_half_written(folder: Path) -> None:
    """It comes when the first of many feeds is there; the next build ends where an undisturbed one would."""
    _digests(folder, 200)
    undisturbed = shutil.copytree(folder, folder / "undisturbed")
    with subprocess.Popen([sys.executable, "-m", "feedpub", "build", "-q"], cwd=folder) as build:
        while not (folder / "feeds" / "atom.xml").exists():
            assert build.poll() is None
            time.sleep(0.001)
        build.send_signal(signal.SIGTERM)
    assert build.returncode == 143
    assert not list(folder.rglob("*.tmp"))
    for place in (folder, undisturbed):
        assert _build(place) == (0, "", "")
    assert _files(folder / "feeds") == _files(undisturbed / "feeds")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


_STATES: dict[str, Callable[[Path], object]] = {
    "sound": lambda _: None,
    "with an error": lambda root: (root / "seeds" / "b.md").write_text("no front matter", encoding="utf-8"),
    "with a warning": lambda root: (root / "seeds" / "b.md").write_text(
        "---\ntitle: B\ndate: 2025-12-01T00:00:00Z\n---\n{{< x >}}", encoding="utf-8"
    ),
    "without configuration": lambda root: (root / "feedpub.toml").unlink(),
    "misconfigured": lambda root: (root / "feedpub.toml").write_text("[site]\ntitel = 1", encoding="utf-8"),
    "without digests": lambda root: shutil.rmtree(root / "seeds"),
    "without its ledger": lambda root: _build(root) and (root / "feeds" / "ledger.jsonl").rename(root / "ledger.jsonl"),
}


@pytest.mark.parametrize("state", _STATES)
def test_a_build_is_the_same_whether_its_options_are_parsed_or_not(folder: Path, state: str) -> None:
    """What cron jobs ask for needs no parser: as long a wait in other letters has the same answer."""
    _STATES[state](folder)
    copies = [folder.rename(folder.with_name(f"{folder.name}-0"))]
    copies += [shutil.copytree(copies[0], folder.with_name(f"{folder.name}-{number}")) for number in (1, 2)]
    orders = ((), ("--wait", "60"), ("--wait", "60.0"))
    answers = []
    for copy, order in zip(copies, orders, strict=True):
        copy.rename(folder)
        answers.append(_build(folder, *order))
        folder.rename(copy)
    assert answers[0] == answers[1] == answers[2]
    files = [
        {path.relative_to(copy): path.read_bytes() for path in (copy / "feeds").rglob("*") if path.is_file()}
        for copy in copies
    ]
    assert files[0].keys() == files[1].keys() == files[2].keys()


@pytest.mark.parametrize(("order", "parsed"), [("", False), ("--wait 60", False), ("--wait 6.0", True), ("-q", True)])
def test_what_cron_jobs_ask_for_needs_no_parser(folder: Path, order: str, parsed: bool) -> None:
    """Nor does an environment without options of this program."""
    run = "import sys; from feedpub.__main__ import main; main()"
    command = [sys.executable, "-X", "importtime", "-c", run, "build", *order.split()]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True)
    assert bool(re.search(r"\| +click\n", said.stderr)) == parsed
    assert (folder / "feeds" / "atom.xml").exists()
