"""What an index depends on besides the files that it knows."""

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
    return repr((__version__, sys.version, [_touched(name) for name in ("feedpub", "markdown")], said))


def _touched(package: str) -> int:
    """When something was last installed beside a package, or, for feedpub's own, in it."""
    spec = find_spec(package)
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    return (folder if package == "feedpub" else folder.parent).stat().st_mtime_ns
