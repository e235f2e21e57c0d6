"""A bar for people who wait, and nothing for anybody else."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import watched

WORK = """
import sys
from feedpub.commands import progress
with progress.shown({options}) as tell:
    for phase in ("reading", "writing"):
        for done in range(1, 101):
            tell and tell(phase, done, {total})
        {then}
print("imported" if "click._termui_impl" in sys.modules else "not imported")
"""
HIDDEN, BACK = "\x1b[?25l", "\x1b[?25h"


def _command(options: str = "", then: str = "pass", total: int = 100) -> list[str]:
    return [sys.executable, "-c", WORK.format(options=options, then=then, total=total)]


def test_each_phase_has_a_bar_that_fills(tmp_path: Path) -> None:
    """On a terminal, when the build takes long."""
    status, text = watched(_command("after=0"), tmp_path)
    *bars, rest = text.split(f"{BACK}\r\n")
    last = [bar.split("\r")[-1].removeprefix(HIDDEN) for bar in bars]
    full = f"    [{36 * '#'}]  100/100"
    assert (status, last, rest) == (0, [f"reading {full}", f"writing {full}"], "imported\r\n")


def test_steps_of_unknown_number_are_counted(tmp_path: Path) -> None:
    """By a bar that moves and never fills."""
    status, text = watched(_command("after=0", total=0), tmp_path)
    counts = [int(shown) for shown in re.findall(r"\[[-#]{36}\]  (\d+)", text)]
    assert (status, counts[0], max(counts) > 0, text.count("##")) == (0, 0, True, 0)


def test_who_does_not_wait_sees_nothing(tmp_path: Path) -> None:
    """Nor is the bar imported."""
    assert watched(_command("after=3600"), tmp_path) == (0, "not imported\r\n")


@pytest.mark.parametrize(
    ("options", "streams"),
    [
        ("after=0, quiet=True", {}),
        ("after=0", {"stderr": subprocess.DEVNULL}),
        ("after=0", {"env": os.environ | {"TERM": "dumb"}}),
    ],
)
def test_who_does_not_watch_sees_nothing(tmp_path: Path, options: str, streams: dict[str, Any]) -> None:
    """Told to be quiet, with errors sent elsewhere, on a terminal that cannot draw."""
    assert watched(_command(options), tmp_path, **streams) == (0, "not imported\r\n")


def test_pipes_carry_no_bar(tmp_path: Path) -> None:
    """Not on either of them, nor on a terminal beside a pipe."""
    run = subprocess.run(_command("after=0"), capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("not imported\n", "")
    assert watched(_command("after=0"), tmp_path, stdout=subprocess.DEVNULL) == (0, "")


@pytest.mark.parametrize("then", ["raise ValueError", "sys.exit(143)"])
def test_the_terminal_has_its_cursor_back(tmp_path: Path, then: str) -> None:
    """However a build ends."""
    status, text = watched(_command("after=0", then), tmp_path)
    assert status != 0
    assert text.rindex(BACK) > text.rindex(HIDDEN)
