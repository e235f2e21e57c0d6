"""What a build is answered with: results, remarks and an exit status, noted for when the same is asked again."""

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from feedpub.errors import OutputError
from feedpub.findings import has_errors

if TYPE_CHECKING:
    from feedpub.report import BuildReport
    from feedpub.standstill.answer import Answer, Question


class Manner(Struct, frozen=True, kw_only=True):
    """How a build is told: errors always, warnings unless ``quiet``, the rest where it is ``watched``.

    With ``exit_code``, its status says whether there is something to deploy.
    """

    quiet: bool = False
    watched: bool = False
    verbose: bool = False
    as_json: bool = False
    exit_code: bool = False

    @property
    def tells(self) -> bool:
        """Whether even good news are told."""
        return (self.watched or self.verbose) and not self.quiet


def answer(report: "BuildReport", manner: Manner) -> "Answer":
    """Results for standard output, findings and refusals for standard error, and the exit status."""
    return _results(report, manner), _remarks(report, manner), _status(report, manner)


def remember(question: "Question", manner: Manner) -> None:
    """Note what a build is answered with as long as it has nothing to do."""
    from feedpub.publishing import last_build
    from feedpub.standstill import answer as standstill

    say = partial(answer, manner=manner)
    standstill.remember(question, lambda report: say(last_build.unpacked(report)))


def _remarks(report: "BuildReport", manner: Manner) -> str:
    """What is wrong, line by line."""
    severities = {"error", *(() if manner.quiet else ("warning",)), *(("info",) if manner.tells else ())}
    told = (str(one) for one in report.findings if one.severity in severities and not manner.as_json)
    refused = (f"feedpub: nothing is published: {reason}" for reason in report.refused)
    return "".join(f"{line}\n" for line in (*told, *refused))


def _results(report: "BuildReport", manner: Manner) -> str:
    """What was done, line by line, or for machines."""
    if manner.as_json:
        import json

        return json.dumps(report.as_dict(), ensure_ascii=False, indent=2) + "\n"
    verb = "would be" if report.dry_run else "is"
    done = {"written": report.written, "removed": report.removed} if manner.verbose and not manner.quiet else {}
    lines = [f"{path} {verb} {name}" for name, paths in done.items() for path in paths]
    lines += [report.summary] if report.dry_run or manner.tells else []
    return "".join(f"{line}\n" for line in lines)


def _status(report: "BuildReport", manner: Manner) -> int:
    """Whether anything is wrong, or is to be deployed. A refused build must not look as if there were."""
    if manner.exit_code:
        return OutputError.exit_status if report.refused else int(bool(report.written or report.removed))
    return int(bool(report.refused) or has_errors(report.findings))
