"""A machine without a ledger takes it from the live site, whole, or builds nothing: it never starts over in silence."""

import gzip
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feedpub.cli import main
from feedpub.config import Source
from feedpub.errors import ConfigError
from tests.conftest import SITE, Publication
from tests.killing import killed_at
from tests.server import Answer, body, redirect, serving
from tests.static import SERVERS

NOW = datetime.fromisoformat("2025-12-25T12:00:00+08:00")
LEDGER = "/feeds/ledger.jsonl"


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(params=SERVERS)
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A static web server on this machine: the address of its feeds folder, and where that is."""
    folder = tmp_path_factory.mktemp("live")
    with SERVERS[request.param](folder, tmp_path_factory.mktemp("server")) as url:
        yield f"{url}feeds/", folder / "feeds"


def test_a_fresh_machine_publishes_like_the_one_before_it(publication: Publication, live: tuple[str, Path]) -> None:
    """Renamed files keep their ids, retired categories their feeds, withdrawn entries their lines."""
    url, served = live
    publication.digest("a.md", "One", categories="[Gone]")
    publication.digest("b.md", "Two")
    publication.build(now=NOW)
    (publication.site.source_folder / "a.md").unlink()
    publication.build(now=NOW)
    before = _files(publication.site.feeds_folder)
    publication.site.feeds_folder.rename(served)
    (publication.site.source_folder / "b.md").unlink()
    publication.digest("renamed.md", "Two", title="Digest b.md", slug="b")
    publication.configure(source=Source(permalink="{slug}/"))
    report = publication.build(now=NOW, resume_from=url)
    assert (report.changes.new, report.changes.updated, report.refused) == ((), (), ())
    after = _files(publication.site.feeds_folder)
    assert after.keys() == before.keys()
    assert all(after[name] == before[name] for name in before if name != "ledger.jsonl")


def test_a_fresh_machine_keeps_a_broken_digests_entry(publication: Publication, live: tuple[str, Path]) -> None:
    """As the live feeds have it; a dry run before writes nothing."""
    url, served = live
    publication.digest("a.md", "One")
    publication.digest("b.md", "Two", categories="[AI]")
    publication.build(now=NOW)
    before = _files(publication.site.feeds_folder)
    publication.site.feeds_folder.rename(served)
    publication.write("b.md", "---\nbroken")
    assert publication.build(now=NOW, resume_from=url, dry_run=True).changes.withdrawn == ()
    assert not publication.site.feeds_folder.exists()
    publication.build(now=NOW, resume_from=url)
    assert _files(publication.site.feeds_folder) == before


def test_a_fresh_machine_that_is_killed_begins_again(publication: Publication, tmp_path: Path) -> None:
    """Before any step: the next run asks the live site again, and ends as an undisturbed one."""
    publication.digest("a.md", "One", categories="[Gone]")
    publication.digest("b.md", "Two")
    publication.build(now=NOW)
    (publication.site.source_folder / "a.md").unlink()
    publication.build(now=NOW)
    (publication.site.source_folder / "b.md").rename(publication.site.source_folder / "renamed.md")
    feeds = publication.site.feeds_folder.rename(tmp_path / "live")
    with SERVERS["python"](tmp_path, tmp_path) as url:
        again = partial(publication.build, now=NOW, resume_from=f"{url}live/")
        again()
        undisturbed, step, killed = _files(publication.site.feeds_folder), 0, True
        while killed:
            step += 1
            shutil.rmtree(publication.site.feeds_folder)
            killed = killed_at(step, again, publication.root)
            again()
            assert _files(publication.site.feeds_folder) == undisturbed
    assert step > 10
    assert undisturbed.keys() == _files(feeds).keys()


@pytest.fixture
def moved(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> tuple[Publication, bytes]:
    """A publication whose file was renamed on a machine that has no feeds; and the ledger that it needs."""
    (publication.root / "feedpub.toml").write_text(SITE, encoding="utf-8")
    monkeypatch.chdir(publication.root)
    path = publication.digest("a.md", "One")
    publication.build(now=NOW)
    known = (publication.site.feeds_folder / "ledger.jsonl").read_bytes()
    publication.site.feeds_folder.rename(publication.root / "elsewhere")
    path.rename(path.with_name("renamed.md"))
    return publication, known


def _build(url: str, *options: str) -> Result:
    return CliRunner().invoke(main, ["build", "--resume-from", f"{url}feeds/", *options])


def _chunked(data: bytes) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (data[:9], data[9:], b"")))

    return answer


def _hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


WHOLE: dict[str, Callable[[bytes], dict[str, Answer]]] = {
    "plain": lambda data: {LEDGER: body(data)},
    "packed though nobody asked": lambda data: {LEDGER: body(gzip.compress(data), Content_Encoding="gzip")},
    "chunked": lambda data: {LEDGER: _chunked(data)},
    "redirected": lambda data: {LEDGER: redirect("/new/l"), "/new/l": redirect("/l"), "/l": body(data)},
    "with the line ends of Windows": lambda data: {LEDGER: body(data.replace(b"\n", b"\r\n"))},
}


@pytest.mark.parametrize("answers", WHOLE.values(), ids=WHOLE)
def test_a_ledger_that_comes_whole_is_taken(
    moved: tuple[Publication, bytes], answers: Callable[[bytes], dict[str, Answer]]
) -> None:
    """However it comes: the renamed file keeps its id. From then on it is here, and nothing is asked for."""
    publication, known = moved
    with serving(answers(known)) as server:
        assert _build(server.url).exit_code == 0
        asked = len(server.asked)
        assert _build(server.url).exit_code == 0
    assert publication.ids() == ["tag:example.com,2025:digests/a.md"]
    assert len(server.asked) == asked


DOUBTFUL: dict[str, tuple[Callable[[bytes], Answer], str]] = {
    "missing": (lambda _: body(b"", 404), "there is none; correct --resume-from, or start anew with --accept"),
    "forbidden": (lambda _: body(b"", 403), "the server answers 403; try again, or correct --resume-from"),
    "broken server": (lambda _: body(b"", 500), "the server answers 500; try again"),
    "no content": (lambda _: body(b"", 204), "the server answers 204; try again"),
    "empty": (lambda _: body(b""), "the ledger is empty; correct --resume-from, or mend the live site"),
    "a page": (lambda _: body(b"\n<!doctype html>"), "the server answers with a page, not with a ledger; correct"),
    "another file": (lambda _: body(b"User-agent: *\n"), ":1: this is no line of a ledger ("),
    "cut short": (lambda data: body(data[:-9], Content_Length=str(len(data))), "the answer broke off after "),
    "cut in a line": (lambda data: body(data[:-9]), ":2: this is no line of a ledger ("),
    "packed, cut short": (
        lambda data: body(gzip.compress(data)[:-9], Content_Encoding="gzip"),
        "the answer broke off after ",
    ),
    "packed wrongly": (lambda data: body(data, Content_Encoding="gzip"), "cannot be unpacked ("),
    "packed otherwise": (
        lambda data: body(data, Content_Encoding="br"),
        'the server packs it as "br", unasked; let it',
    ),
    "chunks, cut short": (lambda _: body(b"ff\r\nabc", Transfer_Encoding="chunked"), "cannot be fetched ("),
    "going in circles": (lambda _: redirect(LEDGER), "the server answers 302; try again"),
    "leading off the web": (lambda _: redirect("file:///etc/passwd"), "the server answers 302; try again"),
    "hanging up": (lambda _: _hang_up, "cannot be fetched ("),
    "half merged": (lambda data: body(data + b"<<<<<<< ours\n"), ":3: a merge was left unfinished; correct"),
}


@pytest.mark.parametrize(("answer", "said"), DOUBTFUL.values(), ids=DOUBTFUL)
@pytest.mark.parametrize("options", [(), ("--dry-run",), ("--accept",)], ids=["build", "dry run", "accept"])
def test_a_ledger_that_does_not_come_whole_stops_the_build(
    moved: tuple[Publication, bytes], answer: Callable[[bytes], Answer], said: str, options: tuple[str, ...]
) -> None:
    """With address, fact and repair in one line; --accept starts anew where there is none, and only there."""
    publication, known = moved
    with serving({LEDGER: answer(known)}) as server:
        result = _build(server.url, *options)
    if "there is none" in said and options == ("--accept",):
        assert result.exit_code == 0
        assert publication.ids() == ["tag:example.com,2025:digests/renamed.md"]
        return
    assert result.exit_code == 3
    assert result.output.startswith(f"feedpub: {server.url}feeds/ledger.jsonl:")
    assert said in result.output
    assert result.output.count("\n") == 1
    assert not publication.site.feeds_folder.exists()


def test_no_server_and_no_address(moved: tuple[Publication, bytes]) -> None:
    """Stop the build, too."""
    publication, _ = moved
    result = _build("http://127.0.0.1:9/")
    assert (result.exit_code, "cannot be fetched (" in result.output) == (3, True)
    with pytest.raises(ConfigError, match=r'--resume-from "feeds/" is no absolute http\(s\) URL; write it like'):
        publication.build(resume_from="feeds/")
    assert not publication.site.feeds_folder.exists()


def test_a_ledger_that_is_here_is_the_one_that_counts(moved: tuple[Publication, bytes]) -> None:
    """It is not fetched over; a damaged one is no reason to fetch another."""
    publication, known = moved
    (publication.root / "elsewhere").rename(publication.site.feeds_folder)
    with serving({"*": body(known)}) as server:
        assert _build(server.url).exit_code == 0
        (publication.site.feeds_folder / "ledger.jsonl").write_bytes(known + b"{\n")
        assert _build(server.url).exit_code == 3
    assert server.asked == []
