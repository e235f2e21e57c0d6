"""The links of feeds, looked up: many hosts at once, each politely, and what is remembered not again."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from threading import Lock
from time import time

from msgspec import Struct
from msgspec.structs import replace

from feedpub.check.addresses.content import embedded
from feedpub.check.lookups import seen
from feedpub.check.lookups.lookup import Fate, Options, host, look_up
from feedpub.check.lookups.manners import Manners
from feedpub.check.reading.document import Document
from feedpub.check.rules.online_rules import RULES
from feedpub.findings import Finding, by_place
from feedpub.urls import is_web_address

# So many links in a row that a host leaves without an answer, and the rest of its links are not tried.
PATIENCE = 3
# So many links without anybody at their end, and never one with, and the network is taken for dead.
HOPELESS = 20

_RULE = {
    "dead": "link-dead",
    "moved": "link-moved",
    "refused": "link-refused",
    "untrusted": "link-untrusted",
    "unreachable": "link-unreachable",
}


class Link(Struct, frozen=True, kw_only=True):
    """A link to look up, and where it stands."""

    url: str
    file: str
    line: int
    entry: str | None = None

    @property
    def address(self) -> str:
        """What is asked for: a fragment never leaves the reader."""
        return self.url.partition("#")[0]


def external(documents: Iterable[Document]) -> list[Link]:
    """The links that lead away from the site, in reading order; what is no web address is for other rules.

    The site's own host is that of ``served_at``: its pages may not be deployed yet.
    """
    return [
        Link(url=url, file=document.file, line=line, entry=entry)
        for document in documents
        for url, line, entry in dict.fromkeys(_all(document))
        if is_web_address(url) and host(url) != host(document.served_at or "")
    ]


def _all(document: Document) -> Iterator[tuple[str, int, str | None]]:
    """URL, line and entry of all links, those inside the texts of entries included."""
    for item in document.items:
        yield from ((link.text, link.line, item.key) for link in item.links)
    yield from ((link.url, link.line, link.text.entry) for link in embedded(document))


def findings(links: Iterable[Link], options: Options | None = None) -> list[Finding]:
    """What is wrong with the links, in reading order; each address is looked up once, or recalled."""
    options = options or Options()
    wanted = list(links)
    now = time()
    known = {} if options.again else seen.recall(options.cache, now - options.max_age)
    fresh = _Crowd(options).fates({link.address for link in wanted} - known.keys())
    if len(fresh) > 1 and not any(fate.reached for fate in fresh.values()):
        told = [_dead_network(next(link for link in wanted if link.address in fresh), fresh)]
    else:
        seen.remember(options.cache, fresh.values(), now)
        told, known = [], known | fresh
    return list(by_place([*told, *(_finding(link, known[link.address]) for link in wanted if _bad(link, known))]))


class _Crowd:
    """Links of many hosts at once; those of one host one after the other."""

    def __init__(self, options: Options) -> None:
        self.options, self.manners = options, Manners(options.pause)
        self.lock, self.found, self.stopped = Lock(), dict[str, Fate](), False

    def fates(self, urls: Iterable[str]) -> dict[str, Fate]:
        hosts = [list(group) for _, group in groupby(sorted(urls, key=lambda url: (host(url), url)), key=host)]
        pool = ThreadPoolExecutor(max_workers=self.options.workers)
        try:
            list(pool.map(self._host, hosts))
        finally:  # after Ctrl-C, too, only what is on its way is waited for
            self.stopped = True
            pool.shutdown(cancel_futures=True)
        return self.found

    def _host(self, urls: list[str]) -> None:
        silent = 0
        fate: Fate | None = None
        for url in urls:
            if self.stopped:
                return
            gone = fate is not None and silent >= PATIENCE
            fate = replace(fate, url=url) if fate and gone else look_up(url, self.options, self.manners)
            silent = silent + 1 if fate.kind == "unreachable" and host(fate.at) == host(url) else 0
            self._note(fate)

    def _note(self, fate: Fate) -> None:
        with self.lock:
            self.found[fate.url] = fate
            if len(self.found) == HOPELESS and not any(fate.reached for fate in self.found.values()):
                self.stopped = True


def _bad(link: Link, known: dict[str, Fate]) -> bool:
    return link.address in known and known[link.address].kind in _RULE


def _finding(link: Link, fate: Fate) -> Finding:
    rule = RULES[_RULE[fate.kind]]
    repair = {
        "link-dead": "link to where it is now, or to an archived copy",
        "link-moved": f"write {fate.address}",
        "link-refused": "open it in a browser, and link to where that ends",
        "link-untrusted": "link to an address with a valid certificate, or tell its owner",
        "link-unreachable": "try again later; if it lasts, link elsewhere",
    }[rule.name]
    return Finding(
        rule=rule.name,
        severity=rule.severity,
        file=link.file,
        line=link.line,
        message=f'link "{link.url}" {fate.fact}',
        repair=repair,
        entry=link.entry,
    )


def _dead_network(link: Link, fates: dict[str, Fate]) -> Finding:
    fact = f'none of {len(fates)} links can be reached: "{link.url}" {fates[link.address].fact}, nor do the others'
    rule = RULES["network-dead"]
    repair = "look after the network, then run it again"
    return Finding(rule=rule.name, severity=rule.severity, file=link.file, message=fact, repair=repair)
