"""A build's report for monitoring: Prometheus text exposition, for node_exporter's textfile collector."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import get_args

from feedpub.findings import Severity
from feedpub.report import BuildReport
from feedpub.system import files


def write(path: Path, report: BuildReport, now: datetime) -> None:
    """Replace the file by the metrics of a build that ended ``now``; its readers never see half of it.

    A build that was refused is no success: the moment of the last one stays. Raises OutputError.
    """
    success = _last_success(path) if report.refused else int(now.timestamp())
    files.replace(path, "".join(_lines(report, now, success)).encode())


def _last_success(path: Path) -> int:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    found = re.search(r"^feedpub_last_success_timestamp_seconds (\d+)", text, re.MULTILINE)
    return int(found[1]) if found else 0


def _lines(report: BuildReport, now: datetime, success: int) -> Iterator[str]:
    severities = Counter(finding.severity for finding in report.findings)
    feeds = [file for file in (*report.written, *report.removed) if file.endswith((".xml", ".json"))]
    changed = {file.rpartition("/")[0] for file in feeds}
    yield _metric("last_success_timestamp_seconds", "When a build last published, or had nothing to publish.", success)
    yield _metric("refused", "Whether the last build was refused, as it would have surprised.", bool(report.refused))
    yield _metric("digests", "Digests whose date has come.", report.digests)
    yield _metric("entries", "Entries in the feeds.", report.entries)
    yield _metric("feeds", "Feeds.", report.feeds)
    yield _metric("feeds_changed", "Feeds that the last build changed.", len(changed))
    yield _metric("scheduled", "Digests whose date is still to come.", report.scheduled)
    rows = {f'{{severity="{severity}"}}': severities[severity] for severity in get_args(Severity)}
    yield _metric("findings", "What the last build noticed in the digests.", rows)
    if report.newest is not None:
        age = int((now - report.newest).total_seconds())
        yield _metric("newest_entry_age_seconds", "How old the newest entry was at the last build.", age)


def _metric(name: str, text: str, value: int | dict[str, int]) -> str:
    rows = value if isinstance(value, dict) else {"": value}
    samples = "".join(f"feedpub_{name}{labels} {int(number)}\n" for labels, number in rows.items())
    return f"# HELP feedpub_{name} {text}\n# TYPE feedpub_{name} gauge\n{samples}"
