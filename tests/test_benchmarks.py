"""The benchmarks measure what they say: the same corpus each time, and rivals that do the same work."""

import subprocess
import sys
from pathlib import Path

import pytest

import feedpub
from benchmarks import agreement, table
from benchmarks.contest import HERE, Contest, Measure
from benchmarks.corpus import SHAPES, Corpus
from feedpub.config import Site


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_corpus_is_made_of_its_arguments_alone(tmp_path: Path, shape: str) -> None:
    """Twice the same; a larger one holds the smaller; another seed gives other digests."""
    for name, seed, count in (("a", 7, 30), ("b", 7, 30), ("larger", 7, 40), ("other", 8, 30)):
        Corpus(seed=seed, shape=shape).write(tmp_path / name, count)
    made = {folder.name: _files(folder) for folder in tmp_path.iterdir()}
    assert made["a"] == made["b"]
    assert made["a"].items() <= made["larger"].items()
    assert made["a"].keys() == made["other"].keys()
    assert len(set(made["a"].values()) & set(made["other"].values())) == 1, "feedpub.toml"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_corpus_is_published_without_a_word(tmp_path: Path, shape: str) -> None:
    """Digests of 11 KB with 14 stories and 3 categories, four hours apart, none of them doubtful."""
    Corpus(seed=3, shape=shape, categories=200).write(tmp_path, 60)
    site = Site.from_file(tmp_path / "feedpub.toml")
    report = feedpub.build(site)
    assert (report.digests, report.findings) == (60, ())
    assert all(10_500 < path.stat().st_size < 12_500 for path in site.source_folder.rglob("*.md"))
    assert all(len(stories) == 14 for _, entries in agreement.shown(site.feeds_folder) for _, stories in entries)


def test_what_changes_in_a_corpus(tmp_path: Path) -> None:
    """A share of it is broken; a digest is new; a share is edited, and as before when the edits are taken back."""
    corpus = Corpus(broken=0.2)
    corpus.write(tmp_path, 100)
    site = Site.from_file(tmp_path / "feedpub.toml")
    broken = {finding.file for finding in feedpub.build(site).findings if finding.severity == "error"}
    assert 10 <= len(broken) <= 30
    before = _files(site.source_folder)
    added = Corpus().add(tmp_path)
    assert feedpub.build(site).changes.new
    added.unlink()
    assert corpus.edit(tmp_path, 100, 0.05) == 5
    assert sum(data != before[name] for name, data in _files(site.source_folder).items()) == 5
    corpus.edit(tmp_path, 100, 0.05, added=b"")
    assert _files(site.source_folder) == before


def test_a_contest_runs_all_beside_each_other(tmp_path: Path) -> None:
    """Hugo, the straight script and feedpub show the same entries in 26 feeds; each is measured."""
    contest = Contest(corpus=Corpus(seed=5), count=100, folder=tmp_path)
    (*short, first) = [next(rounds) for rounds in [contest.run()] for _ in range(3)]
    assert [set(round_) for round_ in short] == [{"walk", "idle"}] * 2
    assert set(first) == set(table.RUNS)
    assert all(measure.seconds > 0 and 5 < measure.megabytes < 2000 for measure in first.values())
    assert [len(agreement.shown(tmp_path / name)) for name in ("hugo", "straight", "feeds")] == [26, 26, 26]


def test_memory_is_that_of_the_largest_process() -> None:
    """Also when that is a child of the command, and whatever memory the measuring takes itself."""
    hungry = f"import subprocess; subprocess.run([{sys.executable!r}, '-c', 'b\"x\" * 200_000_000'])"
    stopwatch = [sys.executable, "-I", "-S", str(HERE / "stopwatch.py"), sys.executable, "-c"]
    large, small = (
        subprocess.run([*stopwatch, code], capture_output=True, text=True, check=True).stdout.split()
        for code in (hungry, "")
    )
    assert int(large[1]) > 200_000 > 20_000 > int(small[1])
    assert (large[2], small[2]) == ("0", "0")


def test_the_table_holds_ratios_against_their_bounds() -> None:
    """Ratios are of runs in one round; what was not run is left empty."""
    fast, slow = Measure(seconds=0.5, megabytes=50), Measure(seconds=2, megabytes=200)
    text = table.markdown({10_000: [{"cold": fast, "hugo": slow}], 100_000: [{"cold": slow, "hugo": slow}]})
    assert "| feedpub, cold | 0.5 s, 50 MB | 2 s, 200 MB |" in text
    assert "| cold, Hugo's time ÷ feedpub's | 4.00 (≥ 2.5) ✓ | 1.00 (≥ 5) ✗ |" in text
    assert "| nothing to do ÷ the walk |  |  |" in text
    page = (HERE / "README.md").read_text(encoding="utf-8")
    assert table.replaced(table.replaced(page, "old\n"), f"{text}\n") == table.replaced(page, f"{text}\n")
    assert f"<!-- measured -->\n{text}\n<!-- end -->\n" in table.replaced(page, f"{text}\n")
    assert text.endswith("A cold run over 100,000 digests takes 4.0 × one over 10,000 (≤ 11) ✓.")
