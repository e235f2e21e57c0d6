"""feedpub.toml → Site: what the feeds are called, where they live and where the digests are. Frozen and checked."""

import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from msgspec import Struct, field
from msgspec.structs import force_setattr, replace

from feedpub.config.author import Author
from feedpub.config.check import Check
from feedpub.config.offers import GRANULARITIES, Feeds, Offer
from feedpub.config.settings import (
    SettingError,
    nearest,
    read,
    require,
    require_known,
    require_legal,
    shown,
    table,
    tables,
)
from feedpub.errors import ConfigError
from feedpub.patterns import expression
from feedpub.urls import web_address

LEDGER = "ledger.jsonl"
ELSEWHERE = ("source", "feeds", "pages", "categories", "sources", "offers", "check", "root")
"""What is known of a site that is not in the table [site]."""

PERMALINK_FIELDS = ("path", "slug", "year", "month", "day", "hour")

# RFC 4151, section 2.1: an authority (a DNS name or an email address), a comma, a date on which it was yours.
_TAG = expression(
    r"(?:[\w.+-]+@)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+,\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?",
    re.ASCII,
)
# RFC 5646, the shape of a well-formed tag; private use and grandfathered ones aside.
LANGUAGE_TAG = expression(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def _require(condition: bool, key: str, value: object, fact: str, repair: str) -> None:
    if not condition:
        raise ConfigError(f"{key} {shown(value)} {fact}; {repair}")


def _folder_url(key: str, value: str) -> str:
    """The URL with a slash at its end, in ASCII."""
    example = "write it like https://example.com/news/"
    try:
        url = web_address(value)
    except ValueError:
        raise ConfigError(f'{key} "{value}" is no absolute http(s) URL; {example}') from None
    parts = urlsplit(url)
    _require(not parts.query and not parts.fragment, key, value, "has a query or a fragment", example)
    return url if url.endswith("/") else url + "/"


class Source(Struct, frozen=True, kw_only=True):
    """Where the digests are, and where their pages live below ``site.url``; feedpub writes them if nobody else does."""

    path: str = "seeds"
    include: tuple[str, ...] = ("**/*.md", "**/*.markdown", "**/*.txt")
    permalink: str | None = None
    default_time: time = time()
    dates_from_names: bool = False
    languages: tuple[str, ...] = ("ar", "de", "en", "es", "fr", "ja", "ko", "pt", "ru", "zh")

    def __post_init__(self) -> None:
        self._check_permalink()
        require(bool(self.include), "include", [], "matches nothing", 'write ["**/*.md"]')

    def _check_permalink(self) -> None:
        if self.permalink is None:
            return
        example = 'write it like "posts/{year}/{month}/{slug}/"'
        try:
            names = [name for _, name, spec, _ in Formatter().parse(self.permalink) if name is not None]
        except ValueError as error:
            raise SettingError(f'permalink "{self.permalink}" is no template ({error}); {example}') from None
        require_known("permalink field", tuple(names), PERMALINK_FIELDS)
        unique = {"path", "slug"} & set(names)
        require(bool(unique), "permalink", self.permalink, "gives every digest of a day one URL", example)


class Pages(Struct, frozen=True, kw_only=True):
    """Whether pages for people are written beside the feeds, and a folder of templates that replace feedpub's own."""

    enabled: bool = True
    templates: str | None = None


class CategorySettings(Struct, frozen=True, kw_only=True):
    """What is known of one category beyond its name in the digests."""

    slug: str | None = None
    title: str | None = None
    description: str | None = None
    aliases: tuple[str, ...] = ()
    entries: str | None = None

    def __post_init__(self) -> None:
        require_legal(title=self.title, description=self.description)
        require_known("entries", [self.entries] if self.entries else [], GRANULARITIES)


class SourceSettings(Struct, frozen=True, kw_only=True):
    """What is known of one source of stories beyond its name in the digests."""

    slug: str | None = None
    aliases: tuple[str, ...] = ()


class Site(Struct, frozen=True, kw_only=True):
    """A publication: one folder of digests, its feeds, and the tagging entity (RFC 4151) that ids are minted from.

    ``root`` is the folder that relative paths start from: the one of feedpub.toml. Raises ConfigError when a value
    cannot be used.
    """

    title: str
    url: str
    tag: str
    language: str | None = None
    timezone: str | None = None
    description: str | None = None
    author: Author | None = None
    feeds_url: str | None = None
    source: Source = Source()
    feeds: Feeds = Feeds()
    pages: Pages = Pages()
    categories: Mapping[str, CategorySettings] = field(default_factory=dict)
    sources: Mapping[str, SourceSettings] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    check: Check = Check()
    root: Path = Path()

    def __post_init__(self) -> None:
        _require(bool(self.title.strip()), "site.title", self.title, "is empty", "name the publication")
        require_legal(title=self.title, description=self.description)
        force_setattr(self, "url", _folder_url("site.url", self.url))
        force_setattr(self, "feeds_url", _folder_url("site.feeds_url", self.feeds_url or self.url + "feeds/"))
        fact = "is no tagging entity (RFC 4151)"
        repair = 'write a domain or email address of yours and a date on which it was yours: "example.com,2025"'
        _require(bool(_TAG.fullmatch(self.tag)), "site.tag", self.tag, fact, repair)
        self._check_language()
        self._check_timezone()
        self._check_offers()

    def _check_language(self) -> None:
        value = self.language
        if value is not None and not LANGUAGE_TAG.fullmatch(value):
            repair = f'write "{value.replace("_", "-")}"' if "_" in value else 'write it like "en" or "zh-CN"'
            raise ConfigError(f'site.language "{value}" is no language tag (BCP 47); {repair}')

    def _check_timezone(self) -> None:
        if self.timezone is None or self.zone is not None:
            return
        from difflib import get_close_matches

        names = {name.casefold(): name for name in available_timezones()}
        match = get_close_matches(self.timezone.casefold(), list(names), n=1, cutoff=0.6)
        repair = f'did you mean "{names[match[0]]}"?' if match else 'write it like "Asia/Shanghai"'
        raise ConfigError(f'site.timezone "{self.timezone}" is no IANA timezone; {repair}')

    def _check_offers(self) -> None:
        slugs = [offer.slug for offer in self.offers]
        for slug in (slug for slug in slugs if slugs.count(slug) > 1):
            raise ConfigError(f'feed "{slug}".slug is that of another feed, too; give one of them another')
        held = {"feeds.entries": self.feeds.entries, **{f"feeds.also.{name}": name for name in self.feeds.also}}
        held |= {f'categories."{name}".entries': one.entries for name, one in self.categories.items() if one.entries}
        held |= {f'feed "{offer.slug}".entries': offer.entries for offer in self.offers if offer.entries}
        for key, value in held.items():
            if value in {"day", "week", "daily", "weekly"} and self.timezone is None:
                fact = "needs to know when a day ends"
                raise ConfigError(f'{key} "{value}" {fact}; set site.timezone, such as "Asia/Shanghai"')

    @property
    def zone(self) -> ZoneInfo | None:
        """The timezone that naive dates are in, if one is set."""
        try:
            return ZoneInfo(self.timezone) if self.timezone else None
        except (KeyError, ValueError, OSError):
            return None

    @property
    def feeds_location(self) -> str:
        """The URL where the feeds folder is served, with a slash at the end."""
        return str(self.feeds_url)

    @property
    def source_folder(self) -> Path:
        """The folder of the digests."""
        return self.root / self.source.path

    @property
    def feeds_folder(self) -> Path:
        """The folder that the feeds are written to."""
        return self.root / self.feeds.path

    @property
    def ledger_file(self) -> Path:
        """Where it is remembered what subscribers have been shown."""
        return self.feeds_folder / LEDGER

    @classmethod
    def from_file(cls, path: str | Path = "feedpub.toml") -> "Site":
        """The site that a feedpub.toml describes; every ConfigError names the file, the key and the repair."""
        path = Path(path)
        data = read(path)
        try:
            return _site(data, path.parent)
        except ConfigError as error:
            raise ConfigError(f"{path}: {error}") from None


def _site(data: dict[str, Any], root: Path) -> Site:
    sections = ("site", "source", "feeds", "feed", "pages", "categories", "sources", "check")
    for key in data:
        if key not in sections:
            raise ConfigError(f"[{key}] is no known table; {nearest(key, list(sections))}")
    return replace(
        table(Site, data.get("site", {}), "site", besides=ELSEWHERE),
        source=table(Source, data.get("source", {}), "source"),
        feeds=table(Feeds, data.get("feeds", {}), "feeds"),
        pages=table(Pages, data.get("pages", {}), "pages"),
        categories=tables(CategorySettings, data.get("categories", {}), "categories"),
        sources=tables(SourceSettings, data.get("sources", {}), "sources"),
        offers=_offers(data.get("feed", [])),
        check=table(Check, data.get("check", {}), "check"),
        root=root,
    )


def _offers(found: object) -> tuple[Offer, ...]:
    if not isinstance(found, list):
        raise ConfigError("[feed] is one table where there may be several; write [[feed]]")
    return tuple(table(Offer, item, _offer_name(item, number)) for number, item in enumerate(found, start=1))


def _offer_name(item: object, number: int) -> str:
    slug = item.get("slug") if isinstance(item, Mapping) else None
    return f'feed "{slug}"' if isinstance(slug, str) else f"feed {number}"
