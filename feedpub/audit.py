"""What the sources say: the findings of the digests, and whether the feeds are what they would give now."""

from collections.abc import Iterator

from feedpub.build import build
from feedpub.check.notices import finding
from feedpub.config import Site
from feedpub.findings import Finding
from feedpub.report import BuildReport


def audit(site: Site, *, digests: bool = True, fresh: bool = False) -> list[Finding]:
    """What a build would notice, without writing anything: in the ``digests``, and (``fresh``) in the feeds.

    Raises what ``build`` raises.
    """
    report = build(site, dry_run=True)
    findings = list(report.findings) if digests else []
    return [*findings, *(_stale(site, report) if fresh else ())]


def _stale(site: Site, report: BuildReport) -> Iterator[Finding]:
    for reason in report.refused:
        fact = f"a build would publish nothing: {reason}"
        yield finding("not-fresh", str(site.feeds_folder), fact, "then run feedpub build", line=None)
    for path in report.written:
        file = site.feeds_folder / path
        fact = (
            "this is not what the digests give now"
            if file.exists()
            else "the digests give this feed, and it is not there"
        )
        yield finding("not-fresh", str(file), fact, "run feedpub build", line=None)
