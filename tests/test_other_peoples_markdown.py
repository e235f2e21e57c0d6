"""Markdown that was not written for us: the descriptions of the packages that this environment has."""

from importlib.metadata import distributions

import feedparser

import feedpub
from feedpub.config.offers import Feeds
from tests.conftest import Publication


def _descriptions() -> dict[str, str]:
    """Each package's name and its description, where that is Markdown."""
    heads = {package.metadata["Name"]: package.metadata.json for package in distributions()}
    return {
        name: str(head.get("description", ""))
        for name, head in sorted(heads.items())
        if "markdown" in str(head.get("description_content_type"))
    }


def test_every_description_is_published(publication: Publication) -> None:
    """As a digest, in valid feeds: nothing is lost, and nothing that lints or parsers notice."""
    written = {name: text for name, text in _descriptions().items() if text.strip()}
    assert len(written) > 10
    for name, text in written.items():
        publication.digest(f"{name}.md", text)
    publication.configure(feeds=Feeds(limit=len(written), also=()))
    report = publication.build()
    assert report.digests == report.entries == len(written)
    found = feedpub.check([publication.site.feeds_folder], publication.site)
    assert [finding for finding in found if finding.severity != "info"] == []
    for name in ("atom.xml", "rss.xml"):
        parsed = feedparser.parse((publication.site.feeds_folder / name).read_bytes())
        assert not parsed.bozo
        assert len(parsed.entries) == len(written)
