"""Whether anything can have changed since the last build, and its report if not: what a cron run asks first."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from feedpub.config import Site
from feedpub.findings import Finding
from feedpub.index import Index
from feedpub.memory.changes import Changes
from feedpub.report import BuildReport
from feedpub.system import files

_NAME = "last build"


def report(index: Index, site: Site, links: Iterable[Finding], now: datetime) -> BuildReport | None:
    """What a build would say that has nothing to do; ``None`` when there may be something.

    ``links`` are findings about the source folder itself, which must be what they were.
    """
    known = index.record[_NAME]
    if known is None or known["settings"] != _settings(site) or known["links"] != list(map(str, links)):
        return None
    if now.timestamp() >= known["wake"] or any(
        files.state(f"{site.feeds_folder}/{path}") != then for path, then in known["files"].items()
    ):
        return None
    return _unpacked(known["report"])


def remember(
    index: Index, site: Site, links: Iterable[Finding], made: BuildReport, paths: Iterable[str], wake: datetime | None
) -> None:
    """Note a build that has left everything as it should be, until ``wake``; ``paths`` are below the feeds folder."""
    index.record[_NAME] = {
        "settings": _settings(site),
        "links": list(map(str, links)),
        "files": {path: files.state(f"{site.feeds_folder}/{path}") for path in paths},
        "wake": wake.timestamp() if wake else float("inf"),
        "report": _packed(made),
    }


def forget(index: Index) -> None:
    """From here on, the feeds may be other than the last build left them."""
    index.record[_NAME] = None


def _settings(site: Site) -> str:
    """All that a build is told, the user's templates by the states of their files."""
    templates = site.root / site.pages.templates if site.pages.enabled and site.pages.templates else None
    found = sorted(templates.rglob("*")) if templates else []
    return repr((site, [(str(path), files.state(path)) for path in found]))


def _packed(made: BuildReport) -> dict[str, Any]:
    done = replace(
        made, dry_run=False, written=(), removed=(), unchanged=(*made.written, *made.unchanged), changes=Changes()
    )
    return done.as_dict()


def _unpacked(said: dict[str, Any]) -> BuildReport:
    moments = {name: said[name] and datetime.fromisoformat(said[name]) for name in ("newest", "next_scheduled")}
    findings = tuple(Finding(**finding) for finding in said["findings"])
    texts = {name: tuple(said[name]) for name in ("written", "removed", "unchanged", "refused")}
    return BuildReport(**said | moments | texts | {"changes": Changes(), "findings": findings})
