"""A file that goes with a digest reaches the subscriber with its type and length."""

from pathlib import Path

import pytest

from feedpub.digests.enclosures import Enclosure, link, read
from feedpub.digests.metadata import Value
from feedpub.model import Link

PAGE = "https://example.com/a/"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("/a.mp3", [Enclosure(url="/a.mp3")]),
        (
            {"url": "a.mp3", "type": "audio/mpeg", "length": "12"},
            [Enclosure(url="a.mp3", type="audio/mpeg", length=12)],
        ),
        ({"src": "a.mp3", "type": "sound", "size": "12 MB"}, [Enclosure(url="a.mp3")]),
        (["a.mp3", {"url": "b.pdf"}], [Enclosure(url="a.mp3"), Enclosure(url="b.pdf")]),
        ({"length": "12"}, []),
        ({"url": ["a.mp3"]}, []),
        (" ", []),
        ([], []),
    ],
)
def test_what_front_matter_says(value: Value, expected: list[Enclosure]) -> None:
    """A URL, a table, or several."""
    assert list(read(value)) == expected


def test_type_and_length_come_from_the_file(tmp_path: Path) -> None:
    """One beside the digest, or at the root of the folder; what is elsewhere is as the digest has it."""
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025" / "a.mp3").write_bytes(b"12345")
    (tmp_path / "b.pdf").write_bytes(b"123")

    def made(url: str, **said: int) -> Link | None:
        return link(Enclosure(url=url, **said), PAGE, tmp_path, "2025/a.md")  # type: ignore[arg-type]

    assert made("a.mp3") == Link(href="https://example.com/a/a.mp3", rel="enclosure", type="audio/mpeg", length=5)
    assert made("/b.pdf") == Link(href="https://example.com/b.pdf", rel="enclosure", type="application/pdf", length=3)
    assert made("a.mp3", length=7) == Link(
        href="https://example.com/a/a.mp3", rel="enclosure", type="audio/mpeg", length=7
    )
    assert made("https://cdn.example/x.ogg?y=1") == Link(
        href="https://cdn.example/x.ogg?y=1", rel="enclosure", type="audio/ogg"
    )
    assert made("thing") == Link(href="https://example.com/a/thing", rel="enclosure", type="application/octet-stream")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://", "mailto:a@b.c"])
def test_what_leads_nowhere_is_left_out(tmp_path: Path, url: str) -> None:
    """Only what can be fetched is an enclosure."""
    assert link(Enclosure(url=url), PAGE, tmp_path, "a.md") is None


def test_files_elsewhere_are_not_looked_at(tmp_path: Path) -> None:
    """A digest does not tell of files outside its folder."""
    (tmp_path / "secret.mp3").write_bytes(b"1")
    (tmp_path / "seeds").mkdir()
    found = link(Enclosure(url="../../secret.mp3"), PAGE, tmp_path / "seeds", "x/a.md")
    assert found == Link(href="https://example.com/secret.mp3", rel="enclosure", type="audio/mpeg")
