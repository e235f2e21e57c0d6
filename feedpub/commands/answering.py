"""What a build is answered with: results, remarks and an exit status, noted for when the same is asked again."""

from functools import partial
from typing import TYPE_CHECKING

from feedpub.commands import printing
from feedpub.errors import OutputError
from feedpub.findings import has_errors

if TYPE_CHECKING:
    from feedpub.commands.printing import Manner
    from feedpub.report import BuildReport
    from feedpub.standstill.answer import Answer, Question


def status(report: "BuildReport", *, exit_code: bool) -> int:
    """Whether anything is wrong; with ``exit_code`` whether there is something to deploy.

    A refused build must not look as if there were.
    """
    if exit_code:
        return OutputError.exit_status if report.refused else int(bool(report.written or report.removed))
    return int(bool(report.refused) or has_errors(report.findings))


def remember(question: "Question", manner: "Manner", *, exit_code: bool) -> None:
    """Note what a build is answered with as long as it has nothing to do."""
    from feedpub.publishing import last_build
    from feedpub.standstill import answer

    say = partial(_answer, manner=manner, exit_code=exit_code)
    answer.remember(question, lambda report: say(last_build.unpacked(report)))


def _answer(report: "BuildReport", manner: "Manner", exit_code: bool) -> "Answer":
    out, err = printing.build_results(report, manner), printing.build_remarks(report, manner)
    return out, err, status(report, exit_code=exit_code)
