"""What an index depends on besides the files that it knows."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from feedpub import __version__
from feedpub.config import Site


def versions(site: Site) -> str:
    """Changes with whatever may change what a file is understood to say, or how an entry is written."""
    source = site.source
    said = (
        site.url,
        site.tag,
        site.timezone,
        source.path,
        source.include,
        source.default_time,
        source.dates_from_names,
        source.languages,
    )
    return repr((__version__, sys.version, _code(), said))


def _code() -> tuple[int, ...]:
    """Changes when packages are installed beside Markdown, and, where feedpub runs from its sources, with these."""
    ours, theirs = _folder("feedpub"), _folder("markdown").parent
    state = theirs.stat().st_mtime_ns
    if ours.parent == theirs:
        return (state,)
    files = [f"{folder}/{name}" for folder, _, names in os.walk(ours) for name in names if name.endswith(".py")]
    return state, len(files), max(Path(file).stat().st_mtime_ns for file in files)


def _folder(package: str) -> Path:
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else Path()
