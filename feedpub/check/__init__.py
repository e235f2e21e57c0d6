"""The judge of feeds: reads bytes as a subscriber does, anybody's feed, and says what is wrong with them."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from feedpub.check import structure
from feedpub.check.policy import Policy, names
from feedpub.check.reading import intake
from feedpub.check.reading.document import Document, NotAFeedError, NotReadableError
from feedpub.check.reading.intake import Place
from feedpub.check.reading.once import forget
from feedpub.check.reading.places import Places
from feedpub.check.reading.siblings import siblings
from feedpub.check.reading.unusable import UnusableError
from feedpub.check.rule import RULES, Rule
from feedpub.check.rules import (
    against,
    agreement,
    content_links,
    dates,
    hosts,
    identity,
    link_roles,
    links,
    notices,
    pages,
    timeline,
    zones,
)
from feedpub.check.rules.categories import Categories
from feedpub.check.rules.digest_rules import RULES as OF_DIGESTS
from feedpub.check.rules.notices import NOTICES
from feedpub.config import Site
from feedpub.config.settings import nearest
from feedpub.errors import ConfigError
from feedpub.findings import Finding, by_place

if TYPE_CHECKING:
    from feedpub.check.lookups.lookup import Options
    from feedpub.check.lookups.online import Link
    from feedpub.check.moments.times import Times

FAMILIES = (dates, zones, timeline, links, link_roles, content_links, hosts, identity, *structure.FAMILIES, agreement)

_LONGEST = 600
# Nobody reads more findings of one rule in one feed; a hostile one would have a million.
_ENOUGH = 1_000
_PLACE = re.compile(r"\s*, line \d+, column (?P<column>[1-9]\d*)\s*$")


class Judgement(Struct, frozen=True, kw_only=True):
    """How many files were read, and what is wrong with them, in reading order."""

    files: int
    findings: tuple[Finding, ...]

    def adding(self, findings: Iterable[Finding]) -> "Judgement":
        """The judgement with more findings."""
        return replace(self, findings=by_place([*self.findings, *findings]))

    def under(self, policy: Policy) -> "Judgement":
        """The judgement as the user wants it: without what is ignored, with severities of the user's own."""
        return replace(self, findings=tuple(policy.judged(self.findings)))

    def fails(self, *, strict: bool = False) -> bool:
        """Whether anything is an error; ``strict``: or a warning."""
        failing = {"error", "warning"} if strict else {"error"}
        return any(finding.severity in failing for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """The judgement in values that JSON knows."""
        said: dict[str, Any] = to_builtins(self)
        return said


def check(
    paths: Iterable[str | Path],
    site: Site | None = None,
    *,
    earlier: str | None = None,
    built: Path | None = None,
) -> list[Finding]:
    """What is wrong with these feeds (files, URLs, ``-``), and with all below these folders, in reading order.

    With ``site``, ``self`` links are compared with where its feeds are served, ids with its ledger, and its [check]
    is kept. ``earlier`` is a URL or folder of copies that subscribers know, to compare ids with; ``built`` the folder
    of a built site, where permalinks have their pages. Raises SourceError for a path that cannot be read, ConfigError.
    """
    policy = Policy.of(site.check if site else None)
    return list(judge(paths, site, earlier=earlier, built=built).under(policy).findings)


def judge(
    paths: Iterable[str | Path],
    site: Site | None = None,
    *,
    earlier: str | None = None,
    built: Path | None = None,
    look_up: "Options | None" = None,
) -> Judgement:
    """What ``check`` finds, whatever [check] says, with the number of files that it read.

    With ``look_up`` the links that lead away from the site are looked up online.
    """
    found = intake.places(paths)
    if look_up is not None:  # a feed from elsewhere cannot make us ask this machine
        look_up = replace(look_up, loopback=all(place.is_here for place in found))
    run = _Run(site, earlier, built, look_up)
    findings: list[Finding] = []
    for _, folder in groupby(found, key=lambda place: place.folder):
        findings.extend(run.findings(folder))
    findings.extend(run.looked_up())
    return Judgement(files=len(found), findings=by_place(map(_brief, findings)))


def times(paths: Iterable[str | Path], site: Site | None = None) -> "Times":
    """Every date of these feeds: as it stands, its instant, and what readers make of it. Raises what ``check`` does."""
    from feedpub.check.moments.times import Times, rows

    run = _Run(site, None, None)
    found = [row for document, _ in run.documents(intake.places(paths)) for row in rows(document)]
    return Times(rows=tuple(found), unread=by_place(map(_brief, run.unread)), zone=run.zone)


def explanation(name: str) -> str:
    """What a rule asks for, why, and an example of each kind. Raises ConfigError for an unknown name."""
    found = [rules[name] for rules in (RULES, NOTICES, OF_DIGESTS) if name in rules]
    if not found:
        raise ConfigError(f'rule "{name}" is not known; {nearest(name, names())}')
    return "\n\n".join(map(str, found))


class _Run:
    """One run over many folders; of a folder that has been judged, only the findings are kept."""

    def __init__(
        self, site: Site | None, earlier: str | None, built: Path | None, look_up: "Options | None" = None
    ) -> None:
        self.places = Places(site) if site else None
        self.base = site.url if site else None
        self.zone = site.zone if site else None
        self.categories = Categories(self.places) if self.places else None
        self.earlier, self.built = earlier, built
        self.unread: list[Finding] = []
        self.look_up = look_up
        self.links: list[Link] = []

    def findings(self, folder: Iterable[Place]) -> Iterator[Finding]:
        """What is wrong with the feeds of one folder."""
        for pairs in siblings(self.documents(folder)):
            documents = tuple(document for document, _ in pairs)
            for rule in RULES.values():
                yield from _judged(rule, documents)
            for document, place in pairs:
                yield from self._compared(document, place)
            if self.look_up is not None:
                from feedpub.check.lookups.online import external

                self.links.extend(external(documents))
            forget()
        yield from self.unread
        self.unread.clear()

    def looked_up(self) -> list[Finding]:
        """What became of the links, if they are to be looked up."""
        if self.look_up is None:
            return []
        from feedpub.check.lookups.online import findings

        return findings(self.links, self.look_up)

    def documents(self, folder: Iterable[Place]) -> Iterator[tuple[Document, Place]]:
        """What can be read; what cannot is noted."""
        for place in folder:
            try:
                document = intake.document(place, self._served_at(place))
                yield replace(document, zone=self.zone), place
            except NotReadableError as error:
                self._unread("not-well-formed", place, error.fact, error.repair, error.line)
            except UnusableError as error:
                if place.named or error.rule != "not-a-feed":
                    self._unread(error.rule, place, error.fact, error.repair)
            except NotAFeedError as error:
                if place.named:  # a sitemap in a folder of feeds is nobody's mistake
                    repair = "name an Atom, RSS 2.0 or JSON feed"
                    self._unread("not-a-feed", place, f"this is {error}, no feed", repair)

    def _served_at(self, place: Place) -> str | None:
        return self.places.of(place.name) if self.places and not place.is_url and place.name != intake.STDIN else None

    def _unread(self, rule: str, place: Place, fact: str, repair: str, line: int = 1) -> None:
        at = _PLACE.search(fact)  # libxml2 says the place at the end of its message
        found = notices.finding(rule, place.name, fact[: at.start()] if at else fact, repair, line=line)
        self.unread.append(replace(found, column=int(at["column"])) if at else found)

    def _compared(self, document: Document, place: Place) -> Iterator[Finding]:
        """What comes from comparing a feed with what lies outside it."""
        if self.places and self.categories and self.places.below(place.name):
            yield from self.categories.findings(document)
            yield from against.changed(document, self.places.known)
        if self.earlier is not None:
            yield from against.findings(document, against.earlier(self.earlier, document, place))
        if self.built is not None:
            yield from pages.missing(document, self.built, self.base)


def _judged(rule: Rule, documents: tuple[Document, ...]) -> Iterator[Finding]:
    """What a rule finds; one that stumbles over a feed that nobody foresaw costs neither the others nor the run."""
    try:
        yield from islice(rule.findings(documents), _ENOUGH)
    except Exception as error:
        fact = f"the rule {rule.name} cannot judge this feed ({type(error).__name__}: {error})"
        yield notices.finding("not-judged", documents[0].file, fact, "send it to feedpub's makers", line=None)


def _brief(finding: Finding) -> Finding:
    """The finding in texts that can be printed, however long and odd the values are that they quote."""
    entry = finding.entry and _printable(finding.entry)
    message, file, repair = _printable(finding.message), _printable(finding.file), _printable(finding.repair)
    return replace(finding, message=message, file=file, repair=repair, entry=entry)


def _printable(text: str) -> str:
    """A text without lone surrogates, and without its middle where it is long."""
    half = _LONGEST // 2
    short = text if len(text) <= _LONGEST else f"{text[:half]} … {text[-half:]}"
    return short.encode("utf-8", "replace").decode()
