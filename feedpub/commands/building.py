"""The command ``build``: from its options to its answer."""

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedpub.commands import answering, progress
from feedpub.commands.answering import Manner
from feedpub.errors import FeedpubError

if TYPE_CHECKING:
    from feedpub.report import BuildReport
    from feedpub.standstill.answer import Answer, Question


def build(
    question: "Question | None",
    *,
    config: Path,
    output_format: str = "text",
    metrics_file: Path | None = None,
    exit_code: bool = False,
    quiet: bool = False,
    verbose: bool = False,
    **options: Any,
) -> "Answer":
    """What is said of a build with these options of the command line. Raises FeedpubError."""
    import feedpub

    # An exit like any other: what is half written is removed, and the lock given back.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    site = feedpub.Site.from_file(config)
    with progress.shown(quiet=quiet) as tell:
        report = feedpub.build(site, progress=tell, **options)
    if metrics_file is not None and not report.dry_run:
        _write_metrics(metrics_file, report)
    manner = Manner(
        quiet=quiet,
        verbose=verbose,
        watched=sys.stdout.isatty(),
        as_json=output_format == "json",
        exit_code=exit_code,
    )
    has_orders = metrics_file or any(options.get(name) for name in ("dry_run", "accept", "prune", "resume_from"))
    if question is not None and not has_orders:
        answering.remember(question, manner)
    return answering.answer(report, manner)


def scheduled(question: "Question") -> "Answer | None":
    """What is said of a build that is asked for as cron jobs do it, which takes no parser; ``None`` to all else."""
    wait = _wait(question.arguments)
    if wait is None or question.environment or not question.takes_all:
        return None
    try:
        return build(question, config=Path("feedpub.toml"), wait=wait)
    except FeedpubError as error:
        return "", f"feedpub: {error}\n", error.exit_status


def _wait(arguments: list[str]) -> float | None:
    """How long to wait for another build, where that is all that is said of one."""
    match arguments:
        case ["build"]:
            return 0
        case ["build", "--wait", seconds] if seconds.isascii() and seconds.isdecimal():
            return float(seconds)
    return None


def _write_metrics(path: Path, report: "BuildReport") -> None:
    from datetime import UTC, datetime

    from feedpub.publishing import metrics

    metrics.write(path, report, datetime.now(UTC))
