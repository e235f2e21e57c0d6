"""What a contest showed, as Markdown: medians of runs, and ratios of pairs beside what is to be reached."""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.contest import Measure, Round

Results = Mapping[int, Sequence[Round]]
"""The rounds at each size."""

RUNS = {
    "cold": "feedpub, cold",
    "hugo": "Hugo, feeds alone",
    "straight": "frontmatter + markdown + feedgen, straight",
    "idle": "feedpub, nothing to do",
    "walk": "the bare walk",
    "new": "feedpub, one new digest",
    "edits": "feedpub, 1 % edited",
}


@dataclass(frozen=True, kw_only=True)
class Target:
    """A figure of each round that has the runs ``needs``, and its bounds by size: at least, or else at most."""

    name: str
    needs: frozenset[str]
    figure: Callable[[Round], float]
    shown: str
    bounds: Mapping[int, float]
    at_least: bool = False

    def cell(self, size: int, rounds: Sequence[Round]) -> str:
        """The median of the figure, its bound, and whether it is kept."""
        figures = [self.figure(round_) for round_ in rounds if self.needs <= round_.keys()]
        if not figures:
            return ""
        median = statistics.median(figures)
        return self.shown.format(median) + self._verdict(median, self.bounds.get(size))

    def _verdict(self, median: float, bound: float | None) -> str:
        if bound is None:
            return ""
        kept = median >= bound if self.at_least else median <= bound
        return f" ({'≥' if self.at_least else '≤'} {bound:g}) {'✓' if kept else '✗'}"


TARGETS = (
    Target(
        name="cold, Hugo's time ÷ feedpub's",
        needs=frozenset({"hugo", "cold"}),
        figure=lambda a: a["hugo"].seconds / a["cold"].seconds,
        shown="{:.2f}",
        bounds={1_000: 1.2, 10_000: 2.5, 100_000: 5},
        at_least=True,
    ),
    Target(
        name="cold, the straight script's time ÷ feedpub's",
        needs=frozenset({"straight", "cold"}),
        figure=lambda a: a["straight"].seconds / a["cold"].seconds,
        shown="{:.1f}",
        bounds={1_000: 8, 10_000: 30},
        at_least=True,
    ),
    Target(
        name="nothing to do, seconds beyond the walk",
        needs=frozenset({"idle", "walk"}),
        figure=lambda a: a["idle"].seconds - a["walk"].seconds,
        shown="{:.3f}",
        bounds={1_000: 0.06},
    ),
    Target(
        name="nothing to do ÷ the walk",
        needs=frozenset({"idle", "walk"}),
        figure=lambda a: a["idle"].seconds / a["walk"].seconds,
        shown="{:.2f}",
        bounds={10_000: 2, 100_000: 1.4},
    ),
    Target(
        name="one new digest, seconds beyond nothing to do",
        needs=frozenset({"new", "idle"}),
        figure=lambda a: a["new"].seconds - a["idle"].seconds,
        shown="{:.3f}",
        bounds={1_000: 0.15, 10_000: 0.2, 100_000: 0.3},
    ),
    Target(
        name="feedpub's largest process, MB",
        needs=frozenset({"cold", "idle", "new", "edits"}),
        figure=lambda a: max(a[run].megabytes for run in ("cold", "idle", "new", "edits")),
        shown="{:.0f}",
        bounds={1_000: 60, 10_000: 60, 100_000: 100},
    ),
)


def markdown(results: Results) -> str:
    """Both tables, and how the cold run grows."""
    runs = [_row(name, (_median(results[size], run) for size in results)) for run, name in RUNS.items()]
    figures = [_row(target.name, (target.cell(size, results[size]) for size in results)) for target in TARGETS]
    return "\n".join([*_head("medians", results), *runs, "", *_head("to reach", results), *figures, *_growth(results)])


def replaced(page: str, measured: str) -> str:
    """The page, with what was measured last between its two marks."""
    before, begin, rest = page.partition("<!-- measured -->\n")
    _, end, after = rest.partition("<!-- end -->")
    return f"{before}{begin}{measured}{end}{after}"


def _head(title: str, results: Results) -> list[str]:
    columns = (f"{size:,} digests" for size in results)
    return [_row(title, columns), "|---" * (len(results) + 1) + "|"]


def _row(name: str, cells: Iterator[str]) -> str:
    return f"| {' | '.join([name, *cells])} |"


def _median(rounds: Sequence[Round], run: str) -> str:
    found = [round_[run] for round_ in rounds if run in round_]
    return f"{_seconds(found):.3g} s, {statistics.median(one.megabytes for one in found):.0f} MB" if found else ""


def _seconds(measures: Sequence[Measure]) -> float:
    return statistics.median(measure.seconds for measure in measures)


def _growth(results: Results) -> Iterator[str]:
    """Linear in the number of digests is to be reached, with a tenth to spare."""
    for small, large in pairwise(results):
        times = [_seconds([a["cold"] for a in results[size] if "cold" in a]) for size in (small, large)]
        growth, bound = times[1] / times[0], 1.1 * large / small
        verdict = f"(≤ {bound:.3g}) {'✓' if growth <= bound else '✗'}"
        yield f"\nA cold run over {large:,} digests takes {growth:.1f} × one over {small:,} {verdict}."
