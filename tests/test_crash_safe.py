"""Interrupted, out of space, twice at once: files are wholly old or wholly new, and the next run ends as it should."""

import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import feedparser
import pytest

import feedpub
from feedpub.errors import LedgerError, LockedError
from tests import unprivileged
from tests.conftest import Publication

SITE = '[site]\ntitle = "News"\nurl = "https://example.com/"\ntag = "example.com,2025"\ntimezone = "Asia/Shanghai"\n'
SITE += "[feeds]\nalso = []\n"
KILLS = 25


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _fill(publication: Publication, start: int, number: int) -> None:
    for index in range(start, start + number):
        date, body = f"2025-11-01T{index // 60:02}:{index % 60:02}:00Z", f"1. [T{index} - S](https://ex.com/{index})"
        publication.digest(f"{index:03}.md", body, date=date, categories=f"[c{index % 7}]", title=f"T{index}")


def test_killed_at_any_moment_the_next_run_ends_the_same(publication: Publication) -> None:
    """SIGKILL at random points of real builds; readers see whole feeds between them."""
    (publication.root / "feedpub.toml").write_text(SITE, encoding="utf-8")
    _fill(publication, 0, 40)
    publication.build()
    _fill(publication, 40, 40)
    command = [sys.executable, "-m", "feedpub", "build"]
    chance = random.Random(1)
    started = time.perf_counter()
    publication.build(dry_run=True)
    whole = 0.25 + time.perf_counter() - started
    for _ in range(KILLS):
        build = subprocess.Popen(command, cwd=publication.root)
        time.sleep(chance.uniform(0.1, whole))
        build.send_signal(signal.SIGKILL)
        build.wait()
        for path in publication.site.feeds_folder.rglob("*.xml"):
            assert not feedparser.parse(path.read_bytes()).bozo
        _ = publication.ledger
        path = publication.site.feeds_folder / "categories/c1/atom.xml"
        path.write_bytes(b"")  # there is something to do again
    publication.build()
    interrupted = _files(publication.site.feeds_folder)
    assert not [name for name in interrupted if ".tmp" in name]
    shutil.rmtree(publication.site.feeds_folder)
    for name in sorted(publication.site.source_folder.iterdir())[40:]:
        name.rename(name.with_suffix(".later"))
    publication.build()
    for name in publication.site.source_folder.glob("*.later"):
        name.rename(name.with_suffix(".md"))
    publication.build()
    assert _files(publication.site.feeds_folder) == interrupted


def test_a_full_disk_changes_nothing(publication: Publication) -> None:
    """A limit on the size of files stands for it: old files stay, nothing is left over, and it says so."""
    (publication.root / "feedpub.toml").write_text(SITE, encoding="utf-8")
    publication.digest("a.md")
    publication.build()
    before = _files(publication.site.feeds_folder)
    _fill(publication, 0, 30)

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))

    command = [sys.executable, "-m", "feedpub", "build"]
    run = subprocess.run(command, cwd=publication.root, preexec_fn=limit, capture_output=True, text=True, check=False)
    assert run.returncode == 3
    assert "cannot be written (File too large); make room" in run.stderr
    assert "Traceback" not in run.stderr
    assert _files(publication.site.feeds_folder) == before
    assert publication.build().refused == ()
    assert len(publication.ids()) == 31


def test_what_a_killed_run_left_is_cleared_away(publication: Publication) -> None:
    """By the next run that writes."""
    publication.digest("a.md")
    publication.build()
    left = publication.site.feeds_folder / "categories" / ".atom.xml.123.tmp"
    left.parent.mkdir()
    left.write_bytes(b"half")
    publication.digest("b.md", "More")
    publication.build()
    assert not left.exists()


def test_a_second_build_ends_at_once(publication: Publication) -> None:
    """With the holder's process id and status 75; a lock whose holder has died blocks nobody."""
    (publication.root / "feedpub.toml").write_text(SITE, encoding="utf-8")
    publication.digest("a.md")
    code = (
        "import sys, pathlib, feedpub.lock\n"
        "with feedpub.lock.held(pathlib.Path('.feedpub/lock')):\n    print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code], cwd=publication.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(LockedError, match=f"process {holder.pid}"):
        publication.build()
    run = subprocess.run(
        [sys.executable, "-m", "feedpub", "build"], cwd=publication.root, capture_output=True, check=False
    )
    assert run.returncode == 75
    assert f"(process {holder.pid})".encode() in run.stderr
    assert publication.build(dry_run=True).entries == 1
    holder.kill()
    holder.wait()
    holder.stdout.close()
    if holder.stdin:
        holder.stdin.close()
    assert publication.build().entries == 1


def test_a_read_only_folder_is_left_as_it_is(publication: Publication) -> None:
    """And told."""
    publication.digest("a.md")
    publication.build()
    folder = publication.site.feeds_folder
    before = _files(folder)
    publication.digest("b.md", "More")
    folder.chmod(0o500)
    publication.configure(root=Path())
    said = unprivileged.done(publication.build, publication.root)
    folder.chmod(0o700)
    assert said.endswith("cannot be written (Permission denied); make room, or allow this user to")
    assert _files(folder) == before


@pytest.fixture
def live(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """A static web server, and the folder that it serves."""
    folder = tmp_path_factory.mktemp("live")

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/feeds/", folder
    server.shutdown()
    server.server_close()


def test_a_fresh_machine_takes_up_where_the_last_one_was(publication: Publication, live: tuple[str, Path]) -> None:
    """It publishes like the machine before it: renamed files keep their ids, and retired feeds their files."""
    url, folder = live
    publication.digest("a.md", "One", categories="[Gone]")
    publication.digest("b.md", "Two")
    publication.build()
    (publication.site.source_folder / "a.md").unlink()
    publication.build()
    before = _files(publication.site.feeds_folder)
    publication.site.feeds_folder.rename(folder / "feeds")
    (publication.site.source_folder / "b.md").rename(publication.site.source_folder / "renamed.md")
    publication.configure(source=type(publication.site.source)(permalink="{slug}/"))
    publication.digest("renamed.md", "Two", title="Digest b.md", slug="b")
    report = publication.build(resume_from=url)
    assert (report.changes.new, report.refused) == ((), ())
    after = _files(publication.site.feeds_folder)
    assert after.keys() == before.keys()
    assert all(after[name] == before[name] for name in before if name != "ledger.jsonl")


def test_a_fresh_machine_keeps_a_broken_digests_entry(publication: Publication, live: tuple[str, Path]) -> None:
    """From the live feeds."""
    url, folder = live
    publication.digest("a.md", "One")
    publication.digest("b.md", "Two", categories="[AI]")
    publication.build()
    before = _files(publication.site.feeds_folder)
    publication.site.feeds_folder.rename(folder / "feeds")
    publication.write("b.md", "---\nbroken")
    publication.build(resume_from=url)
    assert _files(publication.site.feeds_folder) == before


def test_a_ledger_that_cannot_be_fetched_stops_the_build(publication: Publication, live: tuple[str, Path]) -> None:
    """Not there, no server, damaged, no URL; --accept starts anew where there is none."""
    url, folder = live
    publication.digest("a.md")
    with pytest.raises(LedgerError, match=r"there is none; correct --resume-from, or start anew with --accept"):
        publication.build(resume_from=url)
    with pytest.raises(LedgerError, match="cannot be fetched"):
        publication.build(resume_from="http://127.0.0.1:9/feeds/")
    (folder / "feeds").mkdir()
    (folder / "feeds" / "ledger.jsonl").write_text("<html>", encoding="utf-8")
    with pytest.raises(LedgerError, match=r"ledger\.jsonl:1: this is no line of a ledger"):
        publication.build(resume_from=url, accept=True)
    with pytest.raises(feedpub.ConfigError, match="--resume-from"):
        publication.build(resume_from="feeds/")
    assert not publication.site.feeds_folder.exists()
    (folder / "feeds" / "ledger.jsonl").unlink()
    assert publication.build(resume_from=url, accept=True).entries == 1
    assert publication.build(resume_from="http://127.0.0.1:9/").entries == 1  # there is a ledger here now
