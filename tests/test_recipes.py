"""The README's recipes for running unattended, each tried."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from feedpub.memory import ledger
from tests.conftest import ROOT, SEED
from tests.readers import program
from tests.server import body, serving

README = (ROOT / "README.md").read_text(encoding="utf-8").split("## Unattended")[1].split("## Commands")[0]
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
FEEDPUB = f"{sys.executable} -m feedpub"


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the seed and a feedpub.toml."""
    return _checked_out(tmp_path / "digests")


def _checked_out(folder: Path) -> Path:
    (folder / "seeds").mkdir(parents=True)
    (folder / "seeds" / "2025-12-20-20.md").write_text(SEED, encoding="utf-8")
    (folder / "feedpub.toml").write_text(SITE, encoding="utf-8")
    return folder


def test_the_crontab_runs_with_next_to_no_environment(folder: Path) -> None:
    """Its PATH and its line, by the shell that cron takes, from another folder; nothing is said or mailed."""
    [crontab] = _blocks("crontab")
    path, line = crontab.splitlines()
    command = line.removeprefix("*/5 * * * * ").replace("/srv/digests", str(folder))
    environment = ["env", "-i", path, "SHELL=/bin/sh", "LOGNAME=nobody", "HOME=/"]
    shell = ["/bin/sh", "-c", command.replace(".venv/bin/feedpub", FEEDPUB)]
    run = subprocess.run([*environment, *shell], cwd="/", capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (folder / "feeds" / "atom.xml").exists()


def test_the_units_are_what_systemd_takes(folder: Path) -> None:
    """``systemd-analyze verify`` has nothing to say of them."""
    service, timer = _blocks("ini")
    runnable = service.replace("/srv/digests/.venv/bin/feedpub", sys.executable).replace("/srv/digests", str(folder))
    units = [folder / "feedpub.service", folder / "feedpub.timer"]
    for path, text in zip(units, (runnable, timer), strict=True):
        path.write_text(text, encoding="utf-8")
    command = [program("systemd-analyze", package="systemd"), "verify", *map(str, units)]
    environment = os.environ | {"SYSTEMD_LOG_LEVEL": "warning"}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    said = [line for line in run.stderr.splitlines() if "feedpub" in line]
    assert (run.returncode, said) == (0, [])


def test_the_workflow_is_one_to_github(tmp_path: Path) -> None:
    """By the schema of workflows, and with a time that a schedule can have."""
    [text] = _blocks("yaml")
    path = tmp_path / "feeds.yml"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_the_workflow_keeps_the_ledger(folder: Path, tmp_path: Path) -> None:
    """Each run on a fresh machine: ids and dates live on; a broken digest fails it, when all others are published."""
    assert _worked(folder, "http://127.0.0.1:9/", "") == [1]
    with serving({}) as nothing:
        assert _worked(folder, f"{nothing.url}feeds/", "") == [1]
        assert _worked(folder, f"{nothing.url}feeds/", "--accept") == [0, 0, 0]
    published = (folder / "feeds" / ledger.NAME).read_bytes()
    fresh = _checked_out(tmp_path / "fresh")
    (fresh / "seeds" / "2025-12-20-20.md").rename(fresh / "seeds" / "moved.md")
    (fresh / "seeds" / "broken.md").write_text("", encoding="utf-8")
    with serving({f"/feeds/{ledger.NAME}": body(published)}) as live:
        assert _worked(fresh, f"{live.url}feeds/", "") == [0, 0, 1]
    first, second = (ledger.read(place / "feeds" / ledger.NAME) for place in (folder, fresh))
    assert first
    assert second
    assert first.entries.keys() == second.entries.keys()


def _worked(folder: Path, live: str, first: str) -> list[int]:
    """How the steps that run feedpub end, up to the first that fails, in the shell of GitHub's machines."""
    job: dict[str, Any] = yaml.safe_load(_blocks("yaml")[0])["jobs"]["feeds"]
    assert set(job["env"]) == {"LIVE", "FIRST"}
    runs = [step["run"] for step in job["steps"] if "feedpub" in step.get("run", "")]
    statuses = []
    for run in runs:
        shell = ["bash", "-e", "-c", run.replace(".venv/bin/feedpub", FEEDPUB)]
        environment = os.environ | {"LIVE": live, "FIRST": first}
        statuses.append(subprocess.run(shell, cwd=folder, env=environment, capture_output=True, check=False).returncode)
        if statuses[-1]:
            break
    return statuses
