"""The straight way, which anybody writes in an hour: frontmatter, markdown and feedgen, everything rendered.

``python -m benchmarks.straight SEEDS FEEDS`` writes Atom and RSS, for all digests and for each category, of the newest
fifty, with content in full.
"""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import frontmatter
import markdown
from feedgen.feed import FeedGenerator

URL = "https://ai-digest.example/"
LIMIT = 50


def main(seeds: Path, feeds: Path) -> None:
    """Read, render and sort every digest, and write all feeds."""
    posts = [_post(path, seeds) for path in seeds.rglob("*.md")]
    posts.sort(key=lambda post: post["date"], reverse=True)
    shown: dict[str, list[dict[str, Any]]] = defaultdict(list, {"": posts})
    for post in posts:
        for category in post["categories"]:
            shown[f"categories/{category}/"].append(post)
    for address, some in shown.items():
        _write(feeds / address, f"{URL}{address}", some[:LIMIT])


def _post(path: Path, seeds: Path) -> dict[str, Any]:
    post = frontmatter.load(str(path))
    html = markdown.markdown(post.content, extensions=["extra", "sane_lists"])
    return {**post.metadata, "html": html, "url": URL + path.relative_to(seeds).as_posix()}


def _write(folder: Path, url: str, posts: list[dict[str, Any]]) -> None:
    feed = FeedGenerator()
    feed.id(url)
    feed.title(url)
    feed.description(url)
    feed.author(name="AI digest")
    feed.link(href=url, rel="alternate")
    feed.updated(posts[0]["date"])
    for post in posts:
        entry = feed.add_entry(order="append")
        entry.id(post["url"])
        entry.title(post["title"])
        entry.link(href=post["url"])
        entry.published(post["date"])
        entry.updated(post["date"])
        entry.category([{"term": category} for category in post["categories"]])
        entry.content(post["html"], type="html")
    folder.mkdir(parents=True, exist_ok=True)
    feed.atom_file(str(folder / "atom.xml"))
    feed.rss_file(str(folder / "rss.xml"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
