"""Manners of a program that nobody watches: silent, patient, measured, and gone when told."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, SEED

README = (ROOT / "README.md").read_text(encoding="utf-8").split("## Unattended")[1].split("## Commands")[0]
SITE = '[site]\ntitle = "News"\nurl = "https://example.com/"\ntag = "example.com,2025"\n'
HOLD = (
    "import sys, pathlib, feedpub.lock\n"
    "with feedpub.lock.held(pathlib.Path('.feedpub/lock')):\n    print(flush=True); sys.stdin.read()"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the seed and a feedpub.toml."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "2025-12-20-20.md").write_text(SEED, encoding="utf-8")
    (tmp_path / "feedpub.toml").write_text(SITE, encoding="utf-8")
    return tmp_path


def _build(folder: Path, *arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "feedpub", "build", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    return run.returncode, run.stdout, run.stderr


def test_quiet_and_verbose(folder: Path) -> None:
    """Errors alone; or every file, and what was noticed besides."""
    text = "---\ndate: 2025-12-01T00:00:00Z\n---\n# Head\n\n{{< x >}}"
    (folder / "seeds" / "b.md").write_text(text, encoding="utf-8")
    status, out, err = _build(folder, "--verbose")
    assert status == 0
    assert out.startswith("atom.xml is written\n")
    assert out.endswith("0 scheduled\n")
    assert ("title-missing" in err, "shortcode-unknown" in err) == (True, True)
    status, out, err = _build(folder)
    assert (status, out, "title-missing" in err, "shortcode-unknown" in err) == (0, "", False, True)
    assert _build(folder, "--quiet") == (0, "", "")


def test_exit_code_says_whether_feeds_changed(folder: Path) -> None:
    """Whatever was noticed; a refusal is a failure as ever."""
    (folder / "seeds" / "bad.md").write_text("", encoding="utf-8")
    assert [_build(folder, "--exit-code")[0] for _ in range(2)] == [1, 0]
    (folder / "feeds" / "ledger.jsonl").unlink()
    assert _build(folder, "--exit-code")[0] == 1


def test_wait_for_another_build(folder: Path) -> None:
    """As long as it was told, and no longer."""
    hold = [sys.executable, "-c", HOLD]
    with subprocess.Popen(hold, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        started = time.monotonic()
        assert _build(folder, "--wait", "0.5")[0] == 75
        assert time.monotonic() - started >= 0.5
        waiting = subprocess.Popen([sys.executable, "-m", "feedpub", "build", "--wait", "30"], cwd=folder)
        time.sleep(0.5)
        holder.kill()
        assert waiting.wait(timeout=20) == 0


def test_metrics(folder: Path) -> None:
    """In the text format, replaced whole; a refused build is no success."""
    (folder / "seeds" / "bad.md").write_text("", encoding="utf-8")
    path = folder / "feedpub.prom"
    _build(folder, "--metrics-file", str(path))
    text = path.read_text(encoding="utf-8")
    values = dict(re.findall(r"^(feedpub_\S+) (\d+)$", text, re.MULTILINE))
    assert (values["feedpub_digests"], values["feedpub_entries"]) == ("1", "15")
    assert (values["feedpub_feeds"], values["feedpub_feeds_changed"]) == ("5", "5")
    assert values['feedpub_findings{severity="error"}'] == "1"
    assert abs(int(values["feedpub_last_success_timestamp_seconds"]) - time.time()) < 60
    assert int(values["feedpub_newest_entry_age_seconds"]) > 86_400 * 300
    assert text.count("# TYPE") == text.count("# HELP") == len({name.partition("{")[0] for name in values})
    path.write_text(text.replace(values["feedpub_last_success_timestamp_seconds"], "123"), encoding="utf-8")
    (folder / "feeds" / "ledger.jsonl").unlink()
    assert _build(folder, "--metrics-file", str(path))[0] == 1
    assert "feedpub_last_success_timestamp_seconds 123\n" in path.read_text(encoding="utf-8")
    assert "feedpub_refused 1\n" in path.read_text(encoding="utf-8")


def test_sigterm_ends_a_build_cleanly(folder: Path) -> None:
    """Without a traceback, a half-written file or a held lock."""
    for number in range(400):
        text = SEED.replace("2025-12-20T20:00:08", f"2025-11-{number % 30 + 1:02}T{number // 30:02}:00:00")
        (folder / "seeds" / f"{number}.md").write_text(text, encoding="utf-8")
    build = subprocess.Popen([sys.executable, "-m", "feedpub", "build", "-q"], cwd=folder, stderr=subprocess.PIPE)
    while not (folder / ".feedpub" / "lock").exists():
        time.sleep(0.01)
    time.sleep(0.1)
    build.send_signal(signal.SIGTERM)
    _, err = build.communicate(timeout=20)
    assert (build.returncode, err) == (143, b"")
    assert not list(folder.rglob("*.tmp"))
    assert _build(folder, "--quiet")[0] != 75


def test_the_crontab_runs_with_next_to_no_environment(folder: Path) -> None:
    """Its line, in a shell like cron's."""
    found = re.search(r"```crontab\nPATH=(\S+)\n\S+ \* \* \* \* (.+)\n```", README)
    assert found
    command = found[2].replace("/srv/digests", str(folder)).replace(".venv/bin/feedpub", f"{sys.executable} -m feedpub")
    run = subprocess.run(
        ["/bin/sh", "-c", command], env={"PATH": found[1]}, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (folder / "feeds" / "atom.xml").exists()


def test_the_units_are_what_systemd_takes(tmp_path: Path) -> None:
    """``systemd-analyze verify`` has nothing to say."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    service, timer = re.findall(r"```ini\n(.*?)```", README, re.DOTALL)
    runnable = service.replace("/srv/digests/.venv/bin/feedpub", sys.executable).replace("/srv/digests", str(tmp_path))
    (tmp_path / "feedpub.service").write_text(runnable, encoding="utf-8")
    (tmp_path / "feedpub.timer").write_text(timer, encoding="utf-8")
    command = ["systemd-analyze", "verify", str(tmp_path / "feedpub.service"), str(tmp_path / "feedpub.timer")]
    environment = {**os.environ, "SYSTEMD_LOG_LEVEL": "warning"}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    said = [line for line in run.stderr.splitlines() if "feedpub" in line]
    assert (run.returncode, said) == (0, [])


def test_the_workflow_is_one() -> None:
    """Its commands are those of the program."""
    found = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert found
    workflow = yaml.safe_load(found[1])
    runs = [step["run"] for step in workflow["jobs"]["feeds"]["steps"] if "run" in step]
    assert [run.split()[1] for run in runs[1:]] == ["build", "check"]
