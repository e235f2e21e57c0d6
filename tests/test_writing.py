"""Files that take their places together: all of them or none, in order, whatever they are made of."""

import errno
import os
import resource
from collections.abc import Iterable
from pathlib import Path

import pytest

from feedpub.errors import OutputError
from feedpub.system import files
from feedpub.system.writing import Writer
from tests import unprivileged


def _leftovers(folder: Path) -> list[Path]:
    return [*folder.rglob(".*.tmp")]


def test_until_the_end_all_is_as_it_was(tmp_path: Path) -> None:
    """Then every file has its pieces, and its folder."""
    (tmp_path / "a").write_bytes(b"before")
    with Writer() as writer:
        writer.replace(tmp_path / "a", [b"af", b"ter"])
        writer.replace(tmp_path / "new" / "b", [])
        assert (tmp_path / "a").read_bytes() == b"before"
        assert not (tmp_path / "new" / "b").exists()
    assert (tmp_path / "a").read_bytes() == b"after"
    assert (tmp_path / "new" / "b").read_bytes() == b""
    assert not _leftovers(tmp_path)


def test_there_may_be_many_files_of_many_pieces(tmp_path: Path) -> None:
    """More of both than a system takes at once."""
    with Writer() as writer:
        for number in range(200):
            writer.replace(tmp_path / str(number), [str(number).encode(), *[b"piece"] * (20 * number)])
    assert all((tmp_path / str(n)).read_bytes() == b"%d" % n + b"piece" * 20 * n for n in range(200))
    assert len([*tmp_path.iterdir()]) == 200


def test_what_goes_wrong_before_the_end_changes_nothing(tmp_path: Path) -> None:
    """However many files were written by then."""
    (tmp_path / "a").write_bytes(b"before")
    with pytest.raises(LookupError):
        _fail_after(tmp_path, ["a", *map(str, range(100))])
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"before"


def _fail_after(folder: Path, names: Iterable[str]) -> None:
    with Writer() as writer:
        for name in names:
            writer.replace(folder / name, [b"after"])
        raise LookupError


def test_a_file_that_finds_no_room_is_told_and_leaves_none_behind(tmp_path: Path) -> None:
    """The system writes as much as it can, then refuses the rest."""
    (tmp_path / "a").write_bytes(b"before")

    def action() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        try:
            with Writer() as writer:
                writer.replace(Path("a"), [b"x" * 600_000])
                writer.replace(Path("b"), [b"x" * 600_000, b"y" * 600_000])
        except OutputError as error:
            raise LookupError(str(error)) from None

    said = unprivileged.done(action, tmp_path)
    assert said == "b: cannot be written (File too large); make room, or allow this user to"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"before"


def test_few_files_may_be_open(tmp_path: Path) -> None:
    """As where an administrator is strict."""

    def action() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
        with Writer() as writer:
            for number in range(200):
                writer.replace(Path(str(number)), [b"piece"])

    assert unprivileged.done(action, tmp_path) == ""
    assert len([*tmp_path.iterdir()]) == 200


def test_the_last_of_a_name_is_the_one(tmp_path: Path) -> None:
    """Whatever was to be there before."""
    with Writer() as writer:
        for number in range(3):
            writer.replace(tmp_path / "a", [str(number).encode()])
    assert (tmp_path / "a").read_bytes() == b"2"
    assert not _leftovers(tmp_path)


def test_a_folder_in_the_way_is_told_before_anything_changes(tmp_path: Path) -> None:
    """Not when the others have their places."""
    (tmp_path / "b").mkdir()
    with pytest.raises(OutputError, match=r"b: a folder stands where a file is needed; remove it"), Writer() as writer:
        _replace(writer, tmp_path / "a", tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def _replace(writer: Writer, *paths: Path) -> None:
    for path in paths:
        writer.replace(path, [b"after"])


def test_a_disk_that_fails_keeps_all_from_their_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever thread is told, and whatever it is told."""

    def failing(descriptor: int) -> None:
        if descriptor % 2:
            raise MemoryError

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(MemoryError), Writer() as writer:
        _replace(writer, *(tmp_path / str(number) for number in range(50)))
    assert not [*tmp_path.iterdir()]


def test_a_file_system_that_knows_no_hints_gets_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are written all the same."""

    def unknown(*_: object) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(os, "posix_fadvise", unknown)
    with Writer() as writer:
        writer.replace(tmp_path / "a", [b"after"])
    assert (tmp_path / "a").read_bytes() == b"after"


@pytest.mark.parametrize(
    ("there", "differs"),
    [(b"one two", False), (b"one twO", True), (b"one tw", True), (b"one two ", True), (b"", True), (None, True)],
)
def test_a_file_differs_from_pieces(tmp_path: Path, there: bytes | None, differs: bool) -> None:
    """Unless it holds them, and no more."""
    if there is not None:
        (tmp_path / "a").write_bytes(there)
    assert files.differs(tmp_path / "a", [b"one", b"", b" two"]) == differs
