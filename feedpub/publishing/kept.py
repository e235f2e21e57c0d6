"""What published feeds tell: the last good entries of digests that are broken now, and ids that a ledger lacks."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree
from msgspec.structs import replace

from feedpub.composition.lost import Shown
from feedpub.errors import LedgerError
from feedpub.memory.ledger import EntryLine
from feedpub.model import Category, Entry, Link, Person
from feedpub.slugs import slug

_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_MEDIA = "{http://search.yahoo.com/mrss/}thumbnail"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _Text(NamedTuple):
    """What the feeds know of an entry, and most of it only they."""

    id: str
    title: str
    published: datetime
    links: tuple[Link, ...]
    summary: str
    content: str | None
    authors: tuple[Person, ...]
    categories: tuple[Category, ...]
    language: str | None
    image: str | None


def entries(
    folder: Path, lines: Iterable[EntryLine], elsewhere: Mapping[str, bytes] | None = None, *, in_full: bool
) -> list[Entry]:
    """The entries of these ledger lines, as far as feeds have them: those in and below a folder, or ``elsewhere``.

    ``elsewhere`` are feeds by their paths, such as the live site's. What is wanted ``in_full`` has its content from
    another feed where the first had no room for it. Raises LedgerError for a line that cannot be shown.
    """
    wanted = {line.entry: line for line in lines}
    lacking = set(wanted)
    texts: dict[str, _Text] = {}
    for name, read in _READERS.items():
        documents = _documents(sorted(folder.rglob(name)), name, elsewhere or {})
        while lacking and (data := next(documents, None)) is not None:
            for text in _read(data, read):
                if text.id in lacking:
                    texts[text.id] = texts.get(text.id, text)._replace(content=text.content)
                    lacking -= {text.id} if text.content is not None or not in_full else set()
    try:
        return [_entry(wanted[name], text) for name, text in sorted(texts.items())]
    except ValueError as error:
        fact = f"the ledger in {folder} holds what no feed can show ({error})"
        raise LedgerError(f"{fact}; mend that value, or take the file from a backup") from None


def verbatim(folder: Path, lines: Mapping[str, Shown], elsewhere: Mapping[str, bytes] | None = None) -> list[Entry]:
    """The entries with these ids, as the feed in a folder and its archive have them, or ``elsewhere``.

    Dates are those of the lines.
    """
    for name, read in _READERS.items() if lines else ():
        paths = [folder / name, *sorted(folder.glob(f"archive/*.{_PAGES[name]}"))]
        documents = _documents(paths, name, elsewhere or {})
        texts = {text.id: text for data in documents for text in _read(data, read) if text.id in lines}
        if texts:
            return [_verbatim(lines[name], text) for name, text in sorted(texts.items())]
    return []


def shown(folder: Path) -> dict[tuple[str, datetime], str]:
    """The ids in the site's own feed by title and date, where these are of one entry.

    A build that was killed has shown entries that its ledger does not know yet, and a ledger from a backup is older
    than the feeds.
    """
    for name, read in _READERS.items():
        texts = [text for data in _documents([folder / name], name, {}) for text in _read(data, read)]
        keys = Counter((text.title, text.published) for text in texts)
        if texts:
            return {key: text.id for text in texts if keys[key := (text.title, text.published)] == 1}
    return {}


def _documents(paths: Iterable[Path], name: str, elsewhere: Mapping[str, bytes]) -> Iterator[bytes]:
    for path in paths:
        try:
            yield path.read_bytes()
        except OSError:
            continue
    yield from (data for path, data in sorted(elsewhere.items()) if path.rpartition("/")[2] == name)


def _read(data: bytes, read: Callable[[bytes], Iterator[_Text]]) -> list[_Text]:
    try:
        return list(read(data))
    except (ValueError, KeyError, TypeError, etree.LxmlError):
        return []  # a feed that somebody has damaged will be written anew


def _entry(line: EntryLine, text: _Text) -> Entry:
    others = (link for link in text.links if link.rel != "alternate")
    links = (Link(href=line.link, type="text/html"), *others)
    return replace(_verbatim(line, text), title=line.title, links=links)


def _verbatim(line: Shown, text: _Text) -> Entry:
    return Entry(
        id=text.id,
        title=text.title,
        published=line.published,
        updated=line.updated,
        links=text.links,
        authors=text.authors,
        categories=text.categories,
        summary=text.summary,
        content=text.content,
        language=text.language,
        image=text.image,
    )


def _from_atom(data: bytes) -> Iterator[_Text]:
    for entry in _xml(data).iterfind(f"{_ATOM}entry"):
        people = entry.iterfind(f"{_ATOM}author")
        yield _Text(
            id=entry.findtext(f"{_ATOM}id") or "",
            title=entry.findtext(f"{_ATOM}title") or "",
            published=datetime.fromisoformat(entry.findtext(f"{_ATOM}published")),
            links=tuple(_link(link.attrib) for link in entry.iterfind(f"{_ATOM}link")),
            summary=entry.findtext(f"{_ATOM}summary") or "",
            content=entry.findtext(f"{_ATOM}content"),
            authors=tuple(_person({child.tag.removeprefix(_ATOM): child.text for child in one}) for one in people),
            categories=tuple(
                Category(term=one.get("term"), label=one.get("label"), scheme=one.get("scheme"))
                for one in entry.iterfind(f"{_ATOM}category")
            ),
            language=entry.get(_LANG),
            image=next((one.get("url") for one in entry.iterfind(_MEDIA)), None),
        )


def _from_json(data: bytes) -> Iterator[_Text]:
    for item in json.loads(data)["items"]:
        yield _Text(
            id=item["id"],
            title=item["title"],
            published=datetime.fromisoformat(item["date_published"]),
            links=tuple(_links(item["url"], item.get("external_url"))),
            summary=item["summary"],
            content=item.get("content_html"),
            authors=tuple(_person(one) for one in item.get("authors", ())),
            categories=tuple(Category(term=slug(tag), label=tag) for tag in item.get("tags", ())),
            language=item.get("language"),
            image=item.get("image"),
        )


def _from_rss(data: bytes) -> Iterator[_Text]:
    from email.utils import parsedate_to_datetime  # it takes sockets along

    for item in _xml(data).iterfind("channel/item"):
        yield _Text(
            id=item.findtext("guid") or "",
            title=item.findtext("title") or "",
            published=parsedate_to_datetime(item.findtext("pubDate")),
            links=tuple(_links(item.findtext("link"), None)),
            summary=unescape(item.findtext("description") or ""),  # RSS readers take it for HTML
            content=item.findtext(_CONTENT),
            authors=tuple(Person(name=one.text) for one in item.iterfind(f"{_DC}creator")),
            categories=tuple(
                Category(term=slug(one.text), label=one.text, scheme=one.get("domain"))
                for one in item.iterfind("category")
            ),
            language=None,
            image=next((one.get("url") for one in item.iterfind(_MEDIA)), None),
        )


def _link(attributes: Mapping[str, str]) -> Link:
    length = attributes.get("length")
    fields = {name: attributes.get(name) for name in ("type", "hreflang", "title")}
    rel = attributes.get("rel", "alternate")
    return Link(href=attributes["href"], rel=rel, length=int(length) if length else None, **fields)


def _links(page: str, post: str | None) -> Iterator[Link]:
    yield Link(href=page, type="text/html")
    if post:
        yield Link(href=post, rel="related", type="text/html")


def _person(fields: Mapping[str, Any]) -> Person:
    return Person(name=fields["name"], email=fields.get("email"), url=fields.get("uri") or fields.get("url"))


def _xml(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


# The suffixes of archived pages, by the names of feeds.
_PAGES = {"atom.xml": "xml", "feed.json": "json", "rss.xml": "rss"}
# The fullest first.
_READERS = {"atom.xml": _from_atom, "feed.json": _from_json, "rss.xml": _from_rss}
