"""Tools of other people's that npm installs for tests."""

import os
from pathlib import Path

import pytest

from tests.conftest import ROOT

MODULES = ROOT / ".venv" / "node_modules"
PACKAGES = "vnu-jar@26 wrangler@4 @netlify/headers-parser@9"


def tool(path: str) -> Path:
    """A file of a package; without it a test is skipped, and fails in CI."""
    found = MODULES / path
    if not found.exists():
        reason = f"{path} is not there (npm install --no-save --prefix .venv {PACKAGES})"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return found
