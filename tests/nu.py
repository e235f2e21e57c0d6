"""The Nu checker of the W3C, run for real: what it says of HTML."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.readers import program

JAR = ROOT / ".venv" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def errors(folder: Path) -> list[str]:
    """What is invalid in the HTML files in and below a folder, with its place."""
    if not JAR.exists():
        reason = "the Nu checker is not there (npm install --no-save --prefix .venv vnu-jar)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    command = [program("java"), "-jar", str(JAR), "--errors-only", "--skip-non-html", "--format", "json", str(folder)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    found = json.loads(run.stderr)["messages"]
    return [f"{one['url'].removeprefix(folder.as_uri())}:{one.get('lastLine')}: {one['message']}" for one in found]
