"""Same digests, same bytes: whatever the machine's timezone, language and hash seed."""

import os
import subprocess
import sys
from pathlib import Path

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
    assert len(outputs[0]) == 22
    assert outputs[0] == outputs[1] == outputs[2]


def _output(root: Path, number: int, machine: dict[str, str]) -> dict[str, bytes]:
    config = root / f"machine{number}.toml"
    text = (root / "feedpub.toml").read_text(encoding="utf-8")
    config.write_text(
        f'{text}feeds_url = "https://example.com/feeds/"\n[feeds]\npath = "out{number}"\n', encoding="utf-8"
    )
    command = [sys.executable, "-m", "feedpub", "build", "--config", str(config)]
    run = subprocess.run(command, env={**os.environ, **machine}, capture_output=True, check=True)
    assert (run.stdout, run.stderr) == (b"", b"")
    folder = root / f"out{number}"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
