"""Every permalink has its page in a built site (``--site public/``)."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from feedpub.check.reading.document import Document, LinkValue
from feedpub.check.rules import notices
from feedpub.errors import ConfigError
from feedpub.findings import Finding


def missing(document: Document, folder: Path, base: str | None = None) -> Iterator[Finding]:
    """The links of a feed and its entries below ``base`` that have no file in ``folder``.

    Without ``base``, the feed's own link is taken for the address of the site.
    """
    if not folder.is_dir():
        raise ConfigError(f'--site "{folder}" is no folder; name the one that your site is built into')
    address = base or next((link.text for link in document.feed.links if link.rel == "alternate"), None)
    for item in document.items:
        for link in (link for link in item.links if link.rel == "alternate"):
            path = _path(link, address) if address else None
            if path is not None and not _is_there(folder, path):
                fact = f'{link.name} "{link.text}" has no page in {folder}'
                repair = "build the site first, or correct source.permalink"
                yield notices.finding("permalink-missing", document.file, fact, repair, line=link.line, entry=item.key)


def _path(link: LinkValue, base: str) -> str | None:
    """The path of a link below the site's address, ``None`` when it leads elsewhere."""
    try:
        ours, theirs = urlsplit(base), urlsplit(link.text)
    except ValueError:
        return None
    start = ours.path.rpartition("/")[0] + "/"
    path = theirs.path or "/"
    if theirs.netloc != ours.netloc or not path.startswith(start):
        return None
    return unquote(path.removeprefix(start))


def _is_there(folder: Path, path: str) -> bool:
    place = (folder / path).resolve()
    if not place.is_relative_to(folder.resolve()):
        return False
    pages = (
        (place / "index.html",) if path.endswith("/") or not path else (place, place.with_name(f"{place.name}.html"))
    )
    return any(page.is_file() for page in (*pages, place / "index.html"))
