"""The lines that the owner of a page pastes, one function a tier."""

import json
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from feedpub.config import Site
from feedpub.embed.documents import FRAGMENT, FRAME
from feedpub.embed.scripts import script
from feedpub.embed.subject import Subject
from feedpub.errors import ConfigError
from feedpub.formats import FORMATS

Tier = Literal["element", "iframe", "fragment", "rss"]
TIERS: tuple[Tier, ...] = ("element", "iframe", "fragment", "rss")
LIMIT = 5
HEIGHT = 420

# The format that a tier reads.
_READS = {"element": "json", "rss": "rss"}


def lines(site: Site, subject: Subject, tier: Tier = "element", *, limit: int = LIMIT, resize: bool = False) -> str:
    """The lines to paste for a tier, with a newline at the end; ``limit`` in entries, ``resize`` for the iframe alone.

    Raises ConfigError when what the tier reads is not published.
    """
    if tier != "rss" and not site.pages.enabled:
        repair = "set it to true, or choose --tier rss"
        raise ConfigError(f"pages.enabled = false leaves out what this embed loads; {repair}")
    match tier:
        case "element":
            return _element(site, subject, limit)
        case "iframe":
            return _iframe(site, subject, resize)
        case "fragment":
            return f'<!--#include virtual="{urlsplit(subject.location).path}{FRAGMENT}" -->\n'
        case "rss":
            return _wordpress(subject, limit)


def possible(site: Site, subject: Subject) -> dict[Tier, str]:
    """The lines of every tier whose format is published, the best first."""
    return {tier: lines(site, subject, tier) for tier in TIERS if _READS.get(tier) in (None, *subject.formats)}


def _element(site: Site, subject: Subject, limit: int) -> str:
    source = escape(subject.location + _published(subject, "json"))
    fallback = f'<a href="{escape(subject.page)}">{escape(subject.title)}</a>'
    return f'{_script(site, "feedpub-embed")}<feedpub-feed src="{source}" limit="{limit}">{fallback}</feedpub-feed>\n'


def _iframe(site: Site, subject: Subject, resize: bool) -> str:
    # docs/embedding.md tells what a strict policy needs for this style.
    size = f'height="{HEIGHT}" style="border:0;width:100%"'
    opted = " data-feedpub-resize" if resize else ""
    source, title = escape(subject.location + FRAME), escape(subject.title)
    frame = f'<iframe src="{source}" title="{title}" loading="lazy" {size}{opted}></iframe>\n'
    return frame + (_script(site, "feedpub-resize") if resize else "")


def _wordpress(subject: Subject, limit: int) -> str:
    block = {"feedURL": subject.location + _published(subject, "rss"), "itemsToShow": limit, "displayDate": True}
    # Two hyphens would end the comment; WordPress writes them like this, too.
    settings = json.dumps(block).replace("--", r"\u002d\u002d")
    return f"<!-- wp:rss {settings} /-->\n"


def _script(site: Site, name: str) -> str:
    made = script(name)
    source = escape(site.feeds_location + made.filename)
    return f'<script type="module" src="{source}" integrity="{made.integrity}" crossorigin="anonymous"></script>\n'


def _published(subject: Subject, name: str) -> str:
    if name not in subject.formats:
        fact = f'the formats of "{subject.title}" lack "{name}", which this embed reads'
        raise ConfigError(f"{fact}; add it to feeds.formats, or choose another --tier")
    return FORMATS[name].filename
