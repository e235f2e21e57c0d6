"""The command ``feedpub``, and ``python -m feedpub``: it answers as before where nothing has moved since."""

import gc
import os
import sys

from feedpub.standstill import answer


def main() -> None:
    """Find the answer, and end without putting Python away piece by piece, which takes longer than most answers."""
    # A cron job may have closed them.
    sys.stdout = sys.stdout or open(os.devnull, "w")
    sys.stderr = sys.stderr or open(os.devnull, "w")
    question = answer.Question(sys.argv[1:])
    known = answer.known(question)
    gc.set_threshold(50_000)  # what a build makes is mostly kept until it is written
    try:
        if known is None and question.arguments[:1] == ["build"]:
            from feedpub.commands import building

            known = building.scheduled(question)
        if known is None:
            from feedpub import cli

            cli.main(obj=question)
        else:
            _say(*known)
    except SystemExit as end:
        _end(end.code)
    except KeyboardInterrupt:
        _end(128 + 2)  # SIGINT


def _say(out: str, err: str, status: int) -> None:
    try:
        for stream, text in ((sys.stderr, err), (sys.stdout, out)):
            stream.write(text)
            stream.flush()
    except OSError:
        os._exit(1)  # whoever listened has gone
    sys.exit(status)


def _end(status: str | int | None) -> None:
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, ValueError):
        sys.exit(status)  # Python knows how to end when nobody listens any more
    if isinstance(status, str):
        sys.exit(status)
    os._exit(status or 0)


if __name__ == "__main__":
    main()
