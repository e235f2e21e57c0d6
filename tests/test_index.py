"""The index is speed: it changes no byte of output, whatever happens to it, and an idle build opens nothing."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from feedpub.config.offers import Feeds
from feedpub.index.schema import SCHEMA
from tests.conftest import Publication, a_publication
from tests.killing import session, until

# What a build needs only when there is something to do.
HEAVY = (
    "ada_url",
    "dataclasses",
    "dateutil",
    "feedgen",
    "frontmatter",
    "http.client",
    "lxml",
    "markdown",
    "nh3",
    "urllib.request",
    "yaml",
)


@pytest.fixture
def built(publication: Publication) -> Publication:
    """Three digests, published a while ago."""
    for number in range(1, 4):
        _age(publication.digest(f"{number}.md", date=f"2025-12-2{number}T08:00:00+08:00", categories="[AI, 大模型]"))
    publication.build()
    return publication


def _age(path: Path) -> None:
    os.utime(path, (1_700_000_000, 1_700_000_000))


def _outputs(publication: Publication) -> dict[str, bytes]:
    folder = publication.site.feeds_folder
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _index(publication: Publication) -> Path:
    return publication.root / ".feedpub" / "index.sqlite"


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _scratch(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace("大模型".encode(), "小模型".encode()))


def _age_version(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE record SET value = x'4e' WHERE name = 'versions'")
        connection.execute("UPDATE digest SET title = 'from another version'")


DAMAGES: list[Callable[[Path], object]] = [
    Path.unlink,
    _truncate,
    _scratch,
    _age_version,
    lambda path: path.write_bytes(b""),
    lambda path: path.write_text("This is no database."),
    lambda path: path.with_suffix(".seal").unlink(),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_changes_no_byte(built: Publication, damage: Callable[[Path], object]) -> None:
    """Deleted, truncated, scratched, of another version: it costs time alone."""
    before = _outputs(built)
    damage(_index(built))
    assert built.build().written == ()
    built.digest("4.md", date="2025-12-24T08:00:00+08:00", categories="[AI]")
    built.build()
    with_index = _outputs(built)
    assert with_index != before
    shutil.rmtree(built.root / ".feedpub")
    assert built.build().written == ()
    assert _outputs(built) == with_index


def test_an_idle_build_opens_no_digest_and_imports_nothing_heavy(built: Publication) -> None:
    """It looks at names and times alone, and needs neither YAML, XML, Markdown nor the network."""
    opened, imported = _run(built)
    assert [path for path in opened if path.endswith(".md")] == []
    assert [name for name in HEAVY if name in imported] == []


def test_one_new_digest_is_the_only_one_that_is_opened(built: Publication) -> None:
    """The others are known."""
    built.digest("4.md", date="2025-12-24T08:00:00+08:00")
    opened, _ = _run(built)
    assert {Path(path).name for path in opened if path.endswith(".md")} == {"4.md"}


def _run(publication: Publication) -> tuple[list[str], list[str]]:
    """The files that a build opens, and the modules that it imports."""
    code = (
        "import sys; opened = []\n"
        "sys.addaudithook(lambda name, values: opened.append(str(values[0])) if name == 'open' else None)\n"
        "import feedpub; from pathlib import Path; from feedpub.config import Pages, Site, Source\n"
        "from feedpub.config.offers import Feeds\n"
        "feedpub.build(Site(title='News', url='https://example.com/', tag='example.com,2025',"
        " timezone='Asia/Shanghai', source=Source(permalink='{path}/'), feeds=Feeds(also=()),"
        f" pages=Pages(enabled=False), root=Path({str(publication.root)!r})))\n"
        "print('\\n'.join(opened), '\\n'.join(sys.modules), sep='\\0')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    opened, imported = run.stdout.split("\0")
    return opened.split("\n"), imported.split("\n")


def test_a_file_that_was_written_just_now_is_read_again(built: Publication) -> None:
    """Its times cannot tell whether it was written once more within the same tick of the clock."""
    path = built.digest("2.md", title="Then", date="2025-12-22T08:00:00+08:00")
    tick = time.time_ns() + 1_000_000_000
    os.utime(path, ns=(tick, tick))
    built.build()
    path.write_bytes(path.read_bytes().replace(b"Then", b"Soon"))
    os.utime(path, ns=(tick, tick))
    built.build()
    assert "Soon" in [item["title"] for item in built.json()["items"]]


def test_a_touched_file_changes_nothing(built: Publication) -> None:
    """Nor does a rename within the folder, for what subscribers see."""
    before = _outputs(built)
    (built.site.source_folder / "2.md").touch()
    assert built.build().written == ()
    assert _outputs(built) == before


def test_a_feed_that_somebody_has_edited_is_written_again(built: Publication) -> None:
    """Though no digest has changed."""
    before = _outputs(built)
    (built.site.feeds_folder / "atom.xml").write_text("edited")
    (built.site.feeds_folder / "categories" / "ai" / "rss.xml").unlink()
    assert set(built.build().written) == {"atom.xml", "categories/ai/rss.xml"}
    assert _outputs(built) == before


def test_an_idle_build_reports_what_the_last_one_found(built: Publication) -> None:
    """Findings of digests that it did not open, counts, and no news."""
    built.digest("broken.md", date="")
    report = built.build()
    again = built.build()
    assert again.findings == report.findings != ()
    assert (again.digests, again.entries, again.feeds, again.newest) == (3, 3, 3, report.newest)
    assert again.changes.new == ()
    assert again.unchanged == (*report.written, *report.unchanged)


def test_a_refused_build_is_refused_again(built: Publication) -> None:
    """The index does not make it forget."""
    for path in built.site.source_folder.iterdir():
        if path.name != "1.md":
            path.unlink()
    assert built.build().refused
    assert built.build().refused
    assert built.build(accept=True).refused == ()


def test_a_dry_run_leaves_the_index_as_it_is(built: Publication) -> None:
    """And does not make one."""
    state = _index(built).read_bytes(), _index(built).stat().st_mtime_ns
    built.digest("4.md", date="2025-12-24T08:00:00+08:00")
    assert len(built.build(dry_run=True).changes.new) == 1
    assert (_index(built).read_bytes(), _index(built).stat().st_mtime_ns) == state
    shutil.rmtree(built.root / ".feedpub")
    built.build(dry_run=True)
    assert not (built.root / ".feedpub").exists()


@pytest.fixture
def large(publication: Publication) -> Publication:
    """More digests than one process would read alone, and more entries than one would make."""
    for number in range(2_100):
        hour, day = number % 24, number // 24
        text = f"---\ntitle: Digest {number}\ndate: 2025-{1 + day // 28:02}-{1 + day % 28:02}T{hour:02}:00:00+08:00\n"
        body = f"1. [a - B](https://b.example/)\n\n   | {number} | b |\n   |---|---|\n   | ~~x~~ | *y* |"
        publication.write(f"{number}.md", f"{text}categories: [C{number % 5}, AI]\n---\n\n{body}\n")
    return publication


def test_the_output_does_not_depend_on_who_works(large: Publication) -> None:
    """One process, two, or threads."""
    with ThreadPoolExecutor(3) as threads:
        outputs = [_fresh(large, workers) for workers in (1, 2, threads)]
    assert len(outputs[0]) == 22
    assert outputs[0] == outputs[1] == outputs[2]


def _fresh(publication: Publication, workers: int | Executor) -> dict[str, bytes]:
    shutil.rmtree(publication.root / ".feedpub", ignore_errors=True)
    shutil.rmtree(publication.site.feeds_folder, ignore_errors=True)
    publication.build(workers=workers)
    return _outputs(publication)


class _Editing(ThreadPoolExecutor):
    """An executor in whose time somebody edits a digest: after its head was read, before it is rendered."""

    def __init__(self, edit: Callable[[], object]) -> None:
        super().__init__(1)
        self._edit, self._calls = edit, 0

    def submit(self, *args: Any, **options: Any) -> Future[Any]:
        done = super().submit(*args, **options)
        done.result()
        self._calls += 1
        if self._calls == 11:  # 2,100 heads, 200 at a time
            self._edit()
        return done


def test_a_digest_that_changes_during_the_build_is_published_whole(large: Publication) -> None:
    """Never the old title with the new text: the build begins again."""
    text = "---\ntitle: Edited\ndate: 2025-12-31T08:00:00+08:00\n---\n\nEdited text.\n"
    with _Editing(lambda: large.write("2099.md", text)) as executor:
        large.build(workers=executor)
    item = large.json()["items"][0]
    assert (item["title"], item["content_html"]) == ("Edited", "<p>Edited text.</p>")
    assert large.build().written == ()


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc to see who is left")
def test_killed_builds_leave_no_process_and_no_lock(large: Publication) -> None:
    """Its workers end with it, so that the next build can begin."""
    code = "import sys; from tests.test_index import build_for_ever; build_for_ever(sys.argv[1])"
    process = subprocess.Popen([sys.executable, "-c", code, str(large.root)], start_new_session=True)
    until(lambda: len(session(process.pid)) >= 2)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    until(lambda: not session(process.pid))
    assert large.build(workers=1).digests == 2_100


def build_for_ever(root: str) -> None:
    """Cold builds by two workers, one after another."""
    from feedpub import Site

    site = Site(title="News", url="https://example.com/", tag="example.com,2025", root=Path(root))
    publication = Publication(root=Path(root), site=site)
    while True:
        _fresh(publication, 2)


def test_a_ledger_that_comes_later_finds_all_its_digests(built: Publication) -> None:
    """A first build compares no texts; a build that finds the ledger of another does, and knows renamed files."""
    ledger = built.site.ledger_file.read_bytes()
    before = _outputs(built)
    shutil.rmtree(built.site.feeds_folder)
    shutil.rmtree(built.root / ".feedpub")
    built.configure(feeds=Feeds(limit=1, also=()))
    built.build()
    built.configure(feeds=Feeds(also=()))
    built.site.ledger_file.write_bytes(ledger)
    for path in list(built.site.source_folder.iterdir()):
        path.rename(path.with_name(f"renamed-{path.name}"))
    assert built.build().changes.new == ()
    assert _outputs(built).keys() == before.keys()
    assert sorted(built.ids()) == [f"tag:example.com,2025:digests/{number}.md" for number in (1, 2, 3)]


@pytest.mark.parametrize("phase", ["reading", "stories", "rendering"])
@pytest.mark.parametrize("name", ["", "index.sqlite"])
def test_the_index_may_be_deleted_while_a_build_is_at_it(built: Publication, phase: str, name: str) -> None:
    """Feeds, ledger and report are as they would be; the next build begins without an index."""
    built.configure(feeds=Feeds(also=("sources",)))
    built.build()
    digest = "1. [A - Source](https://e.example/1)\n2. [B - Source](https://e.example/2)\n"
    _age(built.digest("4.md", digest, date="2025-12-24T08:00:00+08:00", categories="[AI]"))
    other = a_publication(built.root / "other")
    shutil.copytree(built.site.source_folder, other.site.source_folder, dirs_exist_ok=True)
    shutil.copytree(built.site.feeds_folder, other.site.feeds_folder)
    other.configure(feeds=built.site.feeds)
    told: list[str] = []

    def delete(now: str, *_: int) -> None:
        if now == phase and not told:
            told.append(now)
            path = other.root / ".feedpub" / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    assert other.build(progress=delete).changes == built.build().changes
    assert told
    assert _outputs(other) == _outputs(built)
    assert other.build().written == ()


@pytest.mark.parametrize("afresh", [False, True], ids=["in-place", "replaced"])
def test_a_file_whose_time_is_set_back_is_read_again(built: Publication, afresh: bool) -> None:
    """As by an archive with fixed times, whose files may even get the inodes of those that they replace."""
    path = built.site.source_folder / "1.md"
    before = path.stat()
    text = path.read_text(encoding="utf-8").replace("Text", "Next")
    if afresh:
        path.unlink()
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert "rss.xml" in built.build().written


def test_a_first_build_leaves_all_indexes(built: Publication) -> None:
    """Rows are indexed when all of them are there, in an index as later builds expect it."""
    wanted = set(re.findall(r"INDEX (\w+) ON", SCHEMA))
    with sqlite3.connect(_index(built)) as connection:
        found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert wanted <= found


def test_a_first_build_and_many_small_ones_know_the_same(publication: Publication) -> None:
    """Every digest is in each of its categories, however many were read at once."""
    for number in range(10, 60):
        _age(publication.digest(f"{number}.md", date=f"2025-12-20T08:{number}:00+08:00", categories="[AI, b, c]"))
    publication.build()
    first = _known(publication)
    assert len(first) == 150
    shutil.rmtree(publication.root / ".feedpub")
    later = [path.rename(path.with_suffix(".later")) for path in sorted(publication.site.source_folder.iterdir())[25:]]
    publication.build()
    for path in later:
        path.rename(path.with_suffix(".md"))
    publication.build()
    assert _known(publication) == first


def _known(publication: Publication) -> list[tuple[Any, ...]]:
    query = (
        "SELECT path, date, title, digest.slug, updated, url, language, category.name FROM digest "
        "JOIN member ON digest = digest.id JOIN category ON category.id = category ORDER BY 1, 8"
    )
    with sqlite3.connect(_index(publication)) as connection:
        return connection.execute(query).fetchall()
