"""Same digests, same bytes: whatever the machine's timezone, language and hash seed."""

import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from feedpub.config import CategorySettings
from tests.conftest import Publication

SITE = '[site]\ntitle = "News"\nurl = "https://example.com/"\ntag = "example.com,2025"\ntimezone = "Asia/Shanghai"\n'
MACHINES = [
    {"TZ": "America/New_York", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "Asia/Kathmandu", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    {"TZ": "Pacific/Apia", "LANG": "zh_CN.UTF-8", "LC_ALL": "", "PYTHONHASHSEED": "3"},
]


def test_machines_write_the_same_bytes(seeded: Publication) -> None:
    """Three machines that agree in nothing else."""
    seeded.digest("b.md", date="2025-12-20", tags="[z, y, x]", categories="[大模型, Zebra, apple]")
    seeded.digest("c.md", date="Sat, 20 Dec 2025 20:00:08 +0800")
    (seeded.root / "feedpub.toml").write_text(SITE, encoding="utf-8")
    outputs = [_output(seeded.root, number, machine) for number, machine in enumerate(MACHINES)]
    assert outputs[0].keys() > {"atom.xml", "categories/zebra/rss.xml", "index.html", "ledger.jsonl"}
    assert outputs[0] == outputs[1] == outputs[2]


def test_the_ledger_is_all_that_a_machine_needs(publication: Publication, tmp_path: Path) -> None:
    """Another machine with the same digests and ledger writes the same bytes, in another year, without the feeds."""
    now = datetime.fromisoformat("2025-12-25T12:00:00+08:00")
    for number in range(5):
        date, body = f"2025-12-2{number}T08:00:00+08:00", f"1. [Story {number} - Source](https://ex.com/{number})"
        publication.digest(f"{number}.md", body, title=f"T{number}", date=date, categories="[AI]")
    publication.build(now=now)
    (publication.site.source_folder / "1.md").rename(publication.site.source_folder / "moved.md")
    publication.digest("2.md", "Edited", title="T2", date="2025-12-22T08:00:00+08:00", categories="[AI]")
    publication.configure(categories={"AI": CategorySettings(slug="machines")})
    publication.build(now=now + timedelta(hours=1))
    before = _files(publication.site.feeds_folder)
    root = tmp_path / "elsewhere"
    other = Publication(root=root, site=replace(publication.site, root=root))
    shutil.copytree(publication.site.source_folder, other.site.source_folder)
    other.site.feeds_folder.mkdir()
    (other.site.feeds_folder / "ledger.jsonl").write_bytes(before["ledger.jsonl"])
    report = other.build(now=now + timedelta(days=400))
    assert report.news.startswith("0 new · 0 updated · 0 withdrawn · 0 shown again as unread")
    assert _files(other.site.feeds_folder) == before


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _output(root: Path, number: int, machine: dict[str, str]) -> dict[str, bytes]:
    config = root / f"machine{number}.toml"
    text = (root / "feedpub.toml").read_text(encoding="utf-8")
    config.write_text(
        f'{text}feeds_url = "https://example.com/feeds/"\n[feeds]\npath = "out{number}"\n', encoding="utf-8"
    )
    command = [sys.executable, "-m", "feedpub", "build", "--config", str(config)]
    run = subprocess.run(command, env={**os.environ, **machine}, capture_output=True, check=True)
    assert (run.stdout, run.stderr) == (b"", b"")
    return _files(root / f"out{number}")
