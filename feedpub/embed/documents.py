"""The frame and the fragment of a feed: its newest headlines as HTML that needs no script. Pure, and cheap."""

import re
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Protocol

from feedpub.embed.scripts import script
from feedpub.model import Feed
from feedpub.patterns import expression

FRAME = "embed.html"
FRAGMENT = "embed.fragment.html"
NAMES = (FRAME, FRAGMENT)
SHOWN = 10

_STYLE = (Path(__file__).parent / "frame.css").read_text(encoding="utf-8")
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; script-src 'self'; base-uri 'none'; form-action 'none'"
)
_RIGHT_TO_LEFT = expression(r"(?:ar|ckb|dv|fa|he|iw|ps|sd|ug|ur|yi)(?:-|$)|.*-(?:Arab|Hebr)(?:-|$)", re.IGNORECASE)
# Controls that could make a headline read as another, as in the element.
_OVERRIDES = dict.fromkeys([0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Headline(Protocol):
    """What a list shows of an entry."""

    @property
    def title(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def published(self) -> datetime: ...


def documents(feed: Feed, headlines: Sequence[Headline]) -> dict[str, bytes]:
    """The frame and the fragment of a feed, by their names in its folder; ``headlines`` are newest first."""
    language, around = _language(feed.language), _text(feed.title)
    items = "".join(map(_item, headlines[:SHOWN]))
    fragment = f'<section class="feedpub"{language} aria-label="{around}">\n{_list(feed, items, "p")}</section>\n'
    # Its title is the heading of the frame, which is a document; in a page, there is one above it already.
    return {FRAME: _frame(feed, language, _list(feed, items, "h1")).encode(), FRAGMENT: fragment.encode()}


def _frame(feed: Feed, language: str, headlines: str) -> str:
    resize = script("feedpub-resize")
    root = "../" * (feed.path.count("/") + 1) if feed.path else ""
    title = _text(feed.title)
    return (
        f"<!doctype html>\n<html{language} data-feedpub-frame>\n<head>\n"
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n"
        f'<script type="module" src="{root}{resize.filename}"></script>\n'
        f'</head>\n<body>\n<main aria-label="{title}">\n{_with_target(headlines)}</main>\n</body>\n</html>\n'
    )


def _with_target(headlines: str) -> str:
    """Links that leave the frame, as a link of the page around it would."""
    return headlines.replace("<a href=", '<a target="_top" href=')


def _list(feed: Feed, items: str, heading: str) -> str:
    title = f'<{heading} class="feedpub-title"><a href="{escape(feed.url)}">{_text(feed.title)}</a></{heading}>'
    return f'{title}\n<ol class="feedpub-entries">\n{items}</ol>\n'


def _item(entry: Headline) -> str:
    link = f'<a href="{escape(entry.url)}" dir="auto">{_text(entry.title)}</a>'
    published = entry.published
    return f'<li>{link} <time datetime="{published.isoformat()}">{_moment(published)}</time></li>\n'


def _moment(moment: datetime) -> str:
    """A date that is read alike in every language and place: 2025-12-20 20:00 UTC+8."""
    sign, hours, minutes = moment.isoformat()[-6], moment.isoformat()[-5:-3], moment.isoformat()[-2:]
    offset = f"{sign}{int(hours)}" + (f":{minutes}" if minutes != "00" else "")
    return f"{moment:%Y-%m-%d %H:%M} UTC{offset}".removesuffix("+0")


def _language(tag: str | None) -> str:
    if not tag:
        return ""
    return f' lang="{escape(tag)}" dir="{"rtl" if _RIGHT_TO_LEFT.match(tag) else "ltr"}"'


def _text(value: str) -> str:
    return escape(value.translate(_OVERRIDES))
