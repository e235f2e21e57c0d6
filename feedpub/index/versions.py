"""What an index depends on besides the files that it knows."""

import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from feedpub import __version__
from feedpub.config import Site
from feedpub.standstill import surroundings
from feedpub.standstill.surroundings import Tree


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


def packages() -> Path:
    """The folder of the packages beside Markdown: its time changes when any is installed."""
    return _folder("markdown").parent


def sources() -> list[Tree]:
    """Where feedpub runs from its sources, these."""
    ours = _folder("feedpub")
    return [] if ours.parent == packages() else [surroundings.listed(str(ours), (".py",))]


def _code() -> tuple[int, ...]:
    return packages().stat().st_mtime_ns, *map(surroundings.latest, sources())


@cache
def _folder(package: str) -> Path:
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else Path()
