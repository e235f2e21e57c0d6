"""docs/feeds.md cannot drift: its keys are those of the code, its examples are read as they stand."""

import re
import tomllib
from pathlib import Path

from msgspec.structs import fields

from feedpub.config import Site
from feedpub.config.offers import GRANULARITIES, Offer
from feedpub.config.where import Where
from tests.conftest import ROOT

DOCS = (ROOT / "docs" / "feeds.md").read_text(encoding="utf-8")
SITE = '[site]\ntitle = "t"\nurl = "https://example.com/"\ntag = "example.com,2025"\n'


def _keys(after: str) -> list[str]:
    """What stands in the first column of the table below a header."""
    rows = DOCS.split(after)[1].split("\n\n")[0]
    return re.findall(r"^\| \*?`(\w+)`", rows, re.MULTILINE)


def test_every_key_of_a_feed_is_documented_and_no_other() -> None:
    """And every condition of a selection."""
    assert sorted(_keys("| key | default | meaning |\n")) == sorted(field.name for field in fields(Offer))
    assert sorted(_keys("| in `where` | holds for a story |\n")) == sorted(field.name for field in fields(Where))
    assert _keys("| `entries` | an entry is | its date |\n") == list(GRANULARITIES)


def test_the_examples_are_read(tmp_path: Path) -> None:
    """As they stand, one after the other."""
    path = tmp_path / "feedpub.toml"
    examples = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
    path.write_text(SITE + "\n".join(examples), encoding="utf-8")
    site = Site.from_file(path)
    assert [offer.slug for offer in site.offers] == ["google"]
    assert list(site.sources) == ["Clement Delangue"]
    assert all(tomllib.loads(example) for example in examples)
