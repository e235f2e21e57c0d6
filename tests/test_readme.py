"""The README cannot drift: its keys, commands and examples are those of the code."""

import re
import tomllib
from datetime import time
from pathlib import Path

import click
import pytest
from msgspec import Struct
from msgspec.structs import fields

from feedpub.check.docs import rules
from feedpub.cli import main
from feedpub.config import ELSEWHERE, CategorySettings, Pages, Site, Source, SourceSettings
from feedpub.config.check import Check
from feedpub.config.offers import Feeds
from tests.conftest import ROOT, Publication

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_key_is_documented_and_no_other() -> None:
    """The table of the configuration is the configuration."""
    tables: dict[str, type[Struct]] = {
        "site": Site,
        "source": Source,
        "feeds": Feeds,
        "pages": Pages,
        'categories."name"': CategorySettings,
        'sources."name"': SourceSettings,
        "check": Check,
    }
    known = {
        f"{table}.{field.name}"
        for table, cls in tables.items()
        for field in fields(cls)
        if not (cls is Site and field.name in ELSEWHERE)
    }
    documented = set(re.findall(r"^\| \*?`([^`]+)`\*? \| .* \|", README.split("## Configuration")[1], re.MULTILINE))
    assert {key for key in documented if "." in key} == known


def test_documented_defaults_are_the_defaults() -> None:
    """What stands in the second column is what happens without the key."""
    rows = dict(re.findall(r"^\| `((?:source|feeds|pages|check)\.\w+)` \| `([^`]*)` \|", README, re.MULTILINE))
    for table, cls in (("source", Source), ("feeds", Feeds), ("pages", Pages), ("check", Check)):
        for field in (field for field in fields(cls) if field.default is not None):
            default = list(field.default) if isinstance(field.default, tuple) else field.default
            default = default.isoformat("minutes") if isinstance(default, time) else default
            said = rows[f"{table}.{field.name}"]
            value = tomllib.loads(f"x = {said}")["x"] if isinstance(default, list | int) else said
            assert value == default, field.name


def test_every_command_is_documented() -> None:
    """And every documented command exists."""
    assert isinstance(main, click.Group)
    assert set(re.findall(r"^\| `feedpub (\w+)", README, re.MULTILINE)) == set(main.commands)


def test_every_option_of_check_is_documented_and_no_other() -> None:
    """In the table below its name."""
    assert isinstance(main, click.Group)
    known = {option for parameter in main.commands["check"].params for option in parameter.opts if option[0] == "-"}
    section = README.split("### feedpub check")[1].split("From Python")[0]
    assert set(re.findall(r"^\| `(--[\w-]+)", section, re.MULTILINE)) == known


def test_the_reference_of_rules_is_current() -> None:
    """Mend it with ``python -m feedpub.check.docs > docs/rules.md``."""
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rules()


def test_the_example_digest_is_one(publication: Publication) -> None:
    """Published without a finding, with its story."""
    example = re.search(r"```markdown\n(.*?)```", README, re.DOTALL)
    assert example
    publication.write("a.md", example[1])
    assert publication.build().findings == ()
    assert '1. <a href="https://example.com/post">Headline</a>' in publication.item()["content_html"]


def test_the_python_example_runs(
    seeded: Publication, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it stands."""
    monkeypatch.chdir(seeded.root)
    text = '[site]\ntitle = "News"\nurl = "https://example.com/"\ntag = "example.com,2025"\n'
    Path("feedpub.toml").write_text(text, encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert example
    exec(compile(example[1], "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith(
        "1 digest · 15 entries in 5 feeds · 36 files written, 0 unchanged\n1 new · "
    )


def test_no_file_is_longer_than_a_reader_likes() -> None:
    """A room tells one story: 250 lines at most."""
    files = [*(ROOT / "feedpub").rglob("*.py")]
    assert files
    assert [path.name for path in files if len(path.read_text(encoding="utf-8").splitlines()) > 250] == []
