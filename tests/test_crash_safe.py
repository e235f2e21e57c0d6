"""Interrupted, out of space, twice at once: files are wholly old or wholly new, and the next run ends as it should."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import feedparser
import pytest
from msgspec import Struct
from msgspec.structs import replace

from feedpub.config import CategorySettings, Pages
from feedpub.errors import LockedError
from tests import unprivileged
from tests.conftest import SITE, Publication
from tests.killing import killed_at, limited_to, renamed_by, session, until

NOW = datetime.fromisoformat("2025-12-25T12:00:00+08:00")
BUILD = [sys.executable, "-m", "feedpub", "build"]
KILLS = 15


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _fill(publication: Publication, start: int, number: int) -> None:
    for index in range(start, start + number):
        date, body = f"2025-11-01T{index // 60:02}:{index % 60:02}:00Z", f"1. [T{index} - S](https://ex.com/{index})"
        publication.digest(f"{index:03}.md", body, date=date, categories=f"[c{index % 2}]", title=f"T{index}")


class Change(Struct, frozen=True, kw_only=True):
    """A publication before a build that changes a lot, what that build is told, and the files before and after it."""

    publication: Publication
    options: Mapping[str, Any]
    old: Mapping[str, bytes]
    new: Mapping[str, bytes]

    def again(self, name: str) -> Publication:
        """The same publication elsewhere, as it was before the build."""
        root = self.publication.root.with_name(name)
        shutil.copytree(self.publication.root, root)
        return Publication(root=root, site=replace(self.publication.site, root=root))

    def assert_each_is_old_or_new(self, files: Mapping[str, bytes]) -> None:
        """Every file is whole, and none is missing that was there and stays."""
        for name, data in files.items():
            if not Path(name).name.startswith("."):
                assert data in {self.old.get(name), self.new.get(name)} or name == "ledger.jsonl"
        assert files.keys() >= self.old.keys() & self.new.keys()


@pytest.fixture(params=["the first", "many things", "a new slug", "what is pruned"])
def change(request: pytest.FixtureRequest, tmp_path: Path, publication: Publication) -> Change:
    """A build that is about to publish for the first time, to change many files, or to remove some."""
    root = tmp_path / "before"
    (root / "seeds").mkdir(parents=True)
    made = Publication(root=root, site=replace(publication.site, root=root))
    made.configure(pages=Pages(enabled=request.param == "many things"))
    _fill(made, 0, 6)
    options = {"prune": True} if request.param == "what is pruned" else {}
    if request.param != "the first":
        made.build(now=NOW)
        _fill(made, 6, 3)
        made.digest("000.md", "Edited", title="T0", date="2025-11-01T00:00:00Z", categories="[c0]")
        (made.site.source_folder / "001.md").rename(made.site.source_folder / "renamed.md")
    if request.param in {"a new slug", "what is pruned"}:
        made.configure(categories={"c1": CategorySettings(slug="one")})
    change = Change(publication=made, options=options, old=_files(made.site.feeds_folder), new={})
    undisturbed = change.again("undisturbed")
    undisturbed.build(now=NOW, **options)
    return replace(change, new=_files(undisturbed.site.feeds_folder))


def test_killed_before_any_step_the_next_run_ends_the_same(change: Change) -> None:
    """SIGKILL before each file that a build opens to write, renames or removes; where pages come, too, every third."""
    step, killed = 0, True
    while killed:
        step += 3 if change.publication.site.pages.enabled else 1
        publication = change.again(f"step{step}")
        killed = killed_at(step, partial(publication.build, now=NOW, **change.options), publication.root)
        change.assert_each_is_old_or_new(_files(publication.site.feeds_folder))
        assert publication.build(now=NOW, **change.options).refused == ()
        assert _files(publication.site.feeds_folder) == change.new
        shutil.rmtree(publication.root)
    assert step > 20


def test_the_ledger_comes_last(change: Change) -> None:
    """Each file is put in its place by one rename, and the ledger when all others are there."""
    publication = change.again("watched")
    names = renamed_by(partial(publication.build, now=NOW, **change.options), publication.site.feeds_folder)
    assert names[-1] == "ledger.jsonl"
    assert set(names) == {name for name, data in change.new.items() if change.old.get(name) != data}
    assert len(names) - len(set(names)) == (not change.old)  # the first ledger of all is begun before the first feed


def test_no_room_for_some_files_the_next_run_ends_the_same(change: Change) -> None:
    """Whichever file it is that does not fit."""
    failed = 0
    for size in sorted({len(data) for data in change.new.values()}):
        publication = change.again(f"size{size}")
        failed += not limited_to(size - 1, partial(publication.build, now=NOW, **change.options))
        files = _files(publication.site.feeds_folder)
        assert not [name for name in files if name.endswith(".tmp")]
        change.assert_each_is_old_or_new(files)
        assert publication.build(now=NOW, **change.options).refused == ()
        assert _files(publication.site.feeds_folder) == change.new
        shutil.rmtree(publication.root)
    assert failed > 5


def test_killed_at_any_moment_the_next_run_ends_the_same(publication: Publication) -> None:
    """SIGKILL at random points of the real command; readers see whole feeds between them."""
    (publication.root / "feedpub.toml").write_text(SITE, encoding="utf-8")
    _fill(publication, 0, 40)
    publication.build()
    _fill(publication, 40, 40)
    chance = random.Random(1)
    started = time.perf_counter()
    publication.build(dry_run=True)
    whole = 0.25 + time.perf_counter() - started
    for _ in range(KILLS):
        build = subprocess.Popen(BUILD, cwd=publication.root)
        time.sleep(chance.uniform(0.1, whole))
        build.send_signal(signal.SIGKILL)
        build.wait()
        for path in publication.site.feeds_folder.rglob("*.xml"):
            assert not feedparser.parse(path.read_bytes()).bozo
        _ = publication.ledger
        path = publication.site.feeds_folder / "categories/c1/atom.xml"
        path.unlink(missing_ok=True)  # there is something to do again
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


def test_a_killed_build_leaves_no_process_and_no_lock(publication: Publication) -> None:
    """Of those that shared its work: the next one begins at once."""
    (publication.root / "feedpub.toml").write_text(SITE, encoding="utf-8")
    _fill(publication, 0, 600)
    for milliseconds in (300, 450, 600):
        shutil.rmtree(publication.root / ".feedpub", ignore_errors=True)
        build = subprocess.Popen(BUILD, cwd=publication.root, start_new_session=True)
        time.sleep(milliseconds / 1000)
        build.kill()
        build.wait()
        assert subprocess.run(BUILD, cwd=publication.root, check=False).returncode == 0
        until(lambda: not session(build.pid))  # noqa: B023


@contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    """A file system of 600 KB at ``folder``, where one may be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def _run_without_room(root: Path, mounted: bool) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        if not mounted:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))

    return subprocess.run(BUILD, cwd=root, preexec_fn=limit, capture_output=True, text=True, check=False)


def test_a_full_disk_changes_nothing(publication: Publication, tmp_path: Path) -> None:
    """Feeds, lock and all are on it; where none can be mounted, a limit on the size of files stands for it."""
    with _small_disk(tmp_path / "disk") as mounted:
        root = tmp_path / "disk"
        small = Publication(root=root, site=replace(publication.site, root=root))
        (root / "feedpub.toml").write_text(SITE, encoding="utf-8")
        (root / "seeds").mkdir()
        _fill(small, 0, 1)
        small.build()
        before = _files(small.site.feeds_folder)
        _fill(small, 1, 30)
        filler = root / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while mounted:
                file.write(bytes(512))
        run = _run_without_room(root, mounted)
        assert run.returncode == 3
        fact = "No space left on device" if mounted else "File too large"
        assert f"cannot be written ({fact}); make room, or allow this user to" in run.stderr
        assert run.stderr.count("\n") == 1
        assert _files(small.site.feeds_folder) == before
        filler.unlink()
        assert small.build().refused == ()
        assert len(small.ids()) == 31


def test_what_a_killed_run_left_is_cleared_away(publication: Publication) -> None:
    """By the next run that writes."""
    publication.digest("a.md")
    publication.build()
    left = publication.site.feeds_folder / "categories" / ".atom.xml.123.tmp"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"half")
    publication.digest("b.md", "More")
    publication.build()
    assert not left.exists()


@contextmanager
def _holding(root: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that holds the lock."""
    code = (
        "import sys, pathlib, feedpub.system.lock\n"
        "with feedpub.system.lock.held(pathlib.Path('.feedpub/lock')):\n    print('held', flush=True); sys.stdin.read()"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], cwd=root, stdin=pipe, stdout=pipe) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        yield holder
        holder.kill()


def test_a_second_build_ends_at_once(publication: Publication) -> None:
    """With the holder's process id and status 75; a lock whose holder was killed blocks nobody."""
    (publication.root / "feedpub.toml").write_text(SITE, encoding="utf-8")
    publication.digest("a.md")
    with _holding(publication.root) as holder:
        with pytest.raises(LockedError, match=rf"lock: another build holds the lock \(process {holder.pid}\)"):
            publication.build()
        run = subprocess.run(BUILD, cwd=publication.root, capture_output=True, check=False)
        assert run.returncode == 75
        assert f"(process {holder.pid})".encode() in run.stderr
        assert publication.build(dry_run=True).entries == 1
        assert not publication.site.feeds_folder.exists()
    assert publication.build().entries == 1


def test_many_builds_at_once_are_one_build(publication: Publication) -> None:
    """Each publishes or ends with 75 and names one of the others."""
    (publication.root / "feedpub.toml").write_text(SITE, encoding="utf-8")
    _fill(publication, 0, 40)
    pipe = subprocess.PIPE
    builds = [subprocess.Popen(BUILD, cwd=publication.root, stderr=pipe, text=True) for _ in range(5)]
    said = {build.pid: (build.communicate()[1], build.returncode) for build in builds}
    assert {status for _, status in said.values()} <= {0, 75}
    assert 0 in {status for _, status in said.values()}
    others = {str(pid) for pid in said}
    for pid, (text, status) in said.items():
        assert text == "" if status == 0 else text.split("process ")[1].split(")")[0] in others - {str(pid)}
    before = _files(publication.site.feeds_folder)
    assert publication.build().written == ()
    assert _files(publication.site.feeds_folder) == before


@pytest.mark.parametrize("left", ["", "1\n", "999999999\n", "nonsense", "\x00" * 9])
def test_a_lock_file_that_nobody_holds_blocks_nobody(publication: Publication, left: str) -> None:
    """Whatever it says: it is the operating system that knows."""
    publication.digest("a.md")
    (publication.root / ".feedpub").mkdir()
    (publication.root / ".feedpub" / "lock").write_text(left, encoding="utf-8")
    assert publication.build().entries == 1


def test_a_read_only_folder_is_left_as_it_is(publication: Publication) -> None:
    """And told, even if a killed run left something there; where nothing has changed, there is nothing to tell."""
    publication.digest("a.md")
    publication.build()
    folder = publication.site.feeds_folder
    before = _files(folder)
    publication.configure(root=Path())
    folder.chmod(0o500)
    assert unprivileged.done(publication.build, publication.root) == ""
    publication.site.source_folder.chmod(0o700)
    Publication(root=publication.root, site=replace(publication.site, root=publication.root)).digest("b.md", "More")
    said = unprivileged.done(publication.build, publication.root)
    assert said.endswith("cannot be written (Permission denied); make room, or allow this user to")
    assert _files(folder) == before
    folder.chmod(0o700)
    (folder / ".atom.xml.9.tmp").touch()
    folder.chmod(0o500)
    said = unprivileged.done(publication.build, publication.root)
    folder.chmod(0o700)
    assert said.endswith(".atom.xml.9.tmp: cannot be removed (Permission denied); allow this user to write here")
