"""Digests that no feed lists any more: where feedpub writes the page of each, it is there for life."""

from collections.abc import Callable, Container, Iterator
from datetime import datetime

from feedpub import identity
from feedpub.config import Site
from feedpub.memory.ledger import Ledger
from feedpub.memory.recognise import Recognition


def homeless(
    recognition: Recognition,
    ledger: Ledger,
    listed: Container[str],
    site: Site,
    now: datetime,
    has_page: Callable[[str], bool],
) -> Iterator[int]:
    """The numbers of digests that subscribers were shown, and whose page is to be written again.

    Such as all old ones on a machine that has nothing yet but the ledger. ``has_page`` tells whether there is a page at
    a URL.
    """
    if not site.pages.enabled or site.source.permalink is not None:
        return
    for name, digest in recognition.present.items():
        is_past = name in ledger.entries and name not in listed and digest.date <= now
        if is_past and not has_page(identity.own_page(name, site)):
            yield digest.number
