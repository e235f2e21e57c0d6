"""Whether anything can have changed since the last build, and its report if not: what a cron run asks first."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from feedpub.config import LEDGER, Site
from feedpub.digests.source import Source
from feedpub.findings import Finding
from feedpub.index import Index
from feedpub.index.versions import packages, sources
from feedpub.memory.changes import Changes
from feedpub.report import BuildReport
from feedpub.standstill import surroundings
from feedpub.standstill.listing import is_sure, state
from feedpub.standstill.surroundings import Tree


def report(site: Site, source: Source, now: datetime) -> BuildReport | None:
    """What a build would say that has nothing new to read; ``None`` when there may be something to do.

    Findings about the source folder itself must be what they were.
    """
    seen = surroundings.read(_folder(site))
    if seen is None or seen["settings"] != _settings(site) or seen["links"] != _links(source):
        return None
    if now.timestamp() >= seen["until"] or any(state(path) != then for path, then in seen["files"].items()):
        return None
    return unpacked(seen["report"])


def remember(
    index: Index, site: Site, source: Source, made: BuildReport, paths: Sequence[str], wake: datetime | None
) -> None:
    """Note a build that has left everything as it should be, until ``wake``; ``paths`` are below the feeds folder."""
    outputs = (f"{site.feeds_folder}/{path}" for path in (*paths, LEDGER))
    seen: surroundings.Surroundings = {
        "settings": _settings(site),
        "links": _links(source),
        "files": {path: state(path) for path in (*outputs, str(packages()))},
        "trees": _trees(index, site, source),
        "until": wake.timestamp() if wake else float("inf"),
        "report": _packed(made, paths),
    }
    surroundings.write(_folder(site), seen)


def renew(index: Index, site: Site, source: Source) -> None:
    """Note what this build has seen, which had nothing to do."""
    seen = surroundings.read(_folder(site))
    if seen is not None:
        surroundings.write(_folder(site), {**seen, "trees": _trees(index, site, source)})


def forget(site: Site) -> None:
    """From here on, the feeds may be other than the last build left them."""
    surroundings.forget(_folder(site))


def _folder(site: Site) -> str:
    return str(site.root / ".feedpub")


def _links(source: Source) -> list[str]:
    return [str(finding) for finding in source.findings]


def _settings(site: Site) -> str:
    """All that a build is told, the user's templates by the states of their files."""
    return repr((site, _templates(site)))


def _trees(index: Index, site: Site, source: Source) -> list[Tree] | None:
    """The digests, and what else a build is told by files; ``None`` where these may change without any sign."""
    now = time.time_ns()
    beside = [*_templates(site), *sources()]
    certain = index.folders.certain and all(is_sure(mtime, now) for mtime in map(surroundings.latest, beside))
    return [source.tree, *beside] if certain and source.tree is not None else None


def _templates(site: Site) -> list[Tree]:
    folder = site.root / site.pages.templates if site.pages.enabled and site.pages.templates else None
    return [surroundings.listed(str(folder))] if folder and folder.is_dir() else []


def _packed(made: BuildReport, paths: Sequence[str]) -> dict[str, Any]:
    done = replace(made, dry_run=False, written=(), removed=(), unchanged=tuple(paths), changes=Changes())
    return done.as_dict()


def unpacked(said: dict[str, Any]) -> BuildReport:
    """The report that surroundings hold."""
    moments = {name: said[name] and datetime.fromisoformat(said[name]) for name in ("newest", "next_scheduled")}
    findings = tuple(Finding(**finding) for finding in said["findings"])
    texts = {name: tuple(said[name]) for name in ("written", "removed", "unchanged", "refused")}
    return BuildReport(**said | moments | texts | {"changes": Changes(), "findings": findings})
