"""Publications to build: a folder of digests, a site, and what subscribers get from it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import feedpub
from feedpub.config import Pages, Site, Source
from feedpub.config.offers import Feeds
from feedpub.memory import ledger
from feedpub.memory.ledger import Ledger
from feedpub.report import BuildReport

ROOT = Path(__file__).parent.parent
SEED = (ROOT / "seeds" / "2025-12-20-20.md").read_text(encoding="utf-8")

# The feedpub.toml of the publication below, for tests of commands.
SITE = """\
[site]
title = "News"
url = "https://example.com/"
tag = "example.com,2025"
timezone = "Asia/Shanghai"
[feeds]
also = []
[pages]
enabled = false
[source]
permalink = "{path}/"
"""


@dataclass(kw_only=True)
class Publication:
    """A folder with digests in it, and the site that publishes them."""

    root: Path
    site: Site

    def write(self, name: str, text: str | bytes) -> Path:
        """Put a digest into the source folder."""
        path = self.site.source_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def digest(self, name: str, body: str = "Text.", **keys: str) -> Path:
        """Put a digest with front matter into the source folder; a title and a date are there unless given."""
        head = {"title": f"Digest {name}", "date": "2025-12-20T20:00:08+08:00"} | keys
        lines = "".join(f"{key}: {value}\n" for key, value in head.items() if value)
        return self.write(name, f"---\n{lines}---\n\n{body}\n")

    def configure(self, **changes: Any) -> None:
        """Change settings of the site."""
        self.site = replace(self.site, **changes)

    def build(self, **options: Any) -> BuildReport:
        """Publish."""
        return feedpub.build(self.site, **options)

    def ids(self, path: str = "feed.json") -> list[str]:
        """The ids that a JSON Feed shows, newest first."""
        return [item["id"] for item in self.json(path)["items"]]

    @property
    def ledger(self) -> Ledger:
        """What the ledger remembers."""
        found = ledger.read(self.site.feeds_folder / ledger.NAME)
        assert found is not None
        return found

    def json(self, path: str = "feed.json") -> dict[str, Any]:
        """A JSON Feed that was published."""
        content: dict[str, Any] = json.loads((self.site.feeds_folder / path).read_bytes())
        return content

    def item(self) -> dict[str, Any]:
        """The only entry that was published."""
        self.build()
        (item,) = self.json()["items"]
        return dict(item)

    def rules(self) -> dict[str, int | None]:
        """What a build notices: rule → line."""
        return {finding.rule: finding.line for finding in self.build().findings}


def a_publication(root: Path) -> Publication:
    """An empty publication in Shanghai, in a folder: the feeds of digests alone, as pages are somebody else's."""
    site = Site(
        title="News",
        url="https://example.com/",
        tag="example.com,2025",
        timezone="Asia/Shanghai",
        source=Source(permalink="{path}/"),
        feeds=Feeds(also=()),
        pages=Pages(enabled=False),
        root=root,
    )
    site.source_folder.mkdir(parents=True)
    return Publication(root=root, site=site)


@pytest.fixture
def publication(tmp_path: Path, request: pytest.FixtureRequest) -> Publication:
    """An empty publication in Shanghai, with pages where these are what is tested."""
    made = a_publication(tmp_path)
    if request.node.get_closest_marker("pages"):
        made.configure(pages=Pages())
    return made


@pytest.fixture
def seeded(publication: Publication) -> Publication:
    """The publication of the first real digest, in three categories."""
    publication.write("2025-12-20-20.md", SEED)
    return publication
