"""The Nu checker of the W3C, run for real: what it says of HTML."""

import json
import subprocess
from pathlib import Path

from tests.node import tool
from tests.readers import program


def errors(folder: Path) -> list[str]:
    """What is invalid in the HTML files in and below a folder, with its place."""
    jar = tool("vnu-jar/build/dist/vnu.jar")
    command = [program("java"), "-jar", str(jar), "--errors-only", "--skip-non-html", "--format", "json", str(folder)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    found = json.loads(run.stderr)["messages"]
    return [f"{one['url'].removeprefix(folder.as_uri())}:{one.get('lastLine')}: {one['message']}" for one in found]
