"""The one room that meets feedgen: a Feed becomes its FeedGenerator, with what it gets wrong put right.

Each correction names its trap; tests/test_feedgen_traps.py fails on the day that feedgen mends one.
"""

from collections.abc import Sequence
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feedpub.formats.dates import rfc_5322
from feedpub.model import Category, Entry, Feed, Link, Person

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"
DC = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
HISTORY = "http://purl.org/syndication/history/1.0"
NAME = "feedpub"


def document(feed: Feed, url: str, media_type: str, entries: Sequence[bytes], rss: bool) -> list[bytes]:
    """A feed without entries, served at ``url``, as XML with these in it: UTF-8, indented, a newline at its end."""
    made = generator(feed, url, media_type, rss, media=any(map(_has_image, entries)))
    shell: bytes = made.rss_str(pretty=True) if rss else made.atom_str(pretty=True)
    head, end, tail = shell.rpartition(b"  </channel>" if rss else b"</feed>")
    return [head, *entries, end + tail]


def fragment(entry: Entry, rss: bool) -> bytes:
    """An entry as it stands in its feed, as feedgen makes it."""
    item = _item(entry)
    item.summary(summary(entry, rss))
    root = etree.Element("root", nsmap={"content": CONTENT, "dc": DC, "media": MEDIA})
    root.append(item.rss_entry() if rss else item.atom_entry())
    etree.indent(root, level=1 if rss else 0)
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=False)
    return text[text.index(b"\n") + 1 : text.rindex(b"\n") + 1]


_last: list[tuple[Entry, FeedEntry]] = []  # one at most; whichever thread has put it there


def _item(entry: Entry) -> FeedEntry:
    """feedgen's picture of an entry, which each format in turn is written from."""
    for known, item in _last:
        if known is entry:  # equal ones may write their dates in another way
            return item
    item = FeedEntry()
    item.register_extension(NAME, _EntryCorrections)
    _fill(item, entry)
    _last[:] = [(entry, item)]
    return item


def generator(feed: Feed, url: str, media_type: str, rss: bool, media: bool) -> FeedGenerator:
    """feedgen's picture of a feed that is served at ``url``; ``atom_str`` or ``rss_str`` writes it.

    ``media`` says whether its entries have images.
    """
    made = FeedGenerator()
    made.id(feed.id)
    made.title(feed.title)
    made.subtitle(feed.subtitle)
    made.updated(feed.updated)  # feedgen says now() unless told, here and for every entry
    made.author([_person(author) for author in feed.authors])
    made.category([_category(category) for category in feed.categories])
    made.generator(NAME)
    if feed.language:
        made.language(feed.language)
    links = [
        Link(href=url, rel="self", type=media_type),
        *(link for link in feed.links if link.rel != "alternate"),
    ]
    for link in [*links, *(link for link in feed.links if _is_main(link))]:
        made.link(_link(link))  # RSS shows the last link as the channel's: the alternate one comes last
    made.register_extension(NAME, _FeedCorrections, _EntryCorrections)
    made.feedpub.feed = feed
    made.feedpub.namespaces = ({"dc": DC} if rss else {}) | ({"media": MEDIA} if media else {})
    if feed.chain.closed:
        made.feedpub.namespaces["fh"] = HISTORY
    for entry in feed.entries:
        item = made.add_entry(order="append")  # feedgen puts a new entry before the others
        _fill(item, entry)
        item.summary(summary(entry, rss))
    return made


def _fill(item: FeedEntry, entry: Entry) -> None:
    item.id(entry.id)
    item.title(entry.title)
    item.updated(entry.updated)
    item.author([_person(author) for author in entry.authors])
    item.category([_category(category) for category in entry.categories])
    item.link([_link(link) for link in entry.links if link.rel in {"alternate", "enclosure", "related", "self", "via"}])
    item.feedpub.entry = entry
    if entry.content is not None:
        item.content(entry.content, type="html")  # newsboat reads Atom content without a type as XML


def summary(entry: Entry, rss: bool) -> str:
    """The summary as it is meant in a format: readers take RSS's for HTML."""
    return _escaped(entry.summary) if rss else entry.summary


def _has_image(fragment: bytes) -> bool:
    """Whether an entry ends with a thumbnail, as ``_EntryCorrections`` makes it."""
    return fragment.rsplit(b"\n", 3)[-3].lstrip().startswith(b"<media:")


def _escaped(text: str) -> str:
    """Plain text as HTML, which is what RSS readers take a description for."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _person(person: Person) -> dict[str, str]:
    fields = {"name": person.name, "email": person.email, "uri": person.url}
    return {key: value for key, value in fields.items() if value}


def _category(category: Category) -> dict[str, str]:
    fields = {"term": category.term, "label": category.label, "scheme": category.scheme}
    return {key: value for key, value in fields.items() if value}


def _link(link: Link) -> dict[str, str]:
    length = None if link.length is None else str(link.length)
    fields = {
        "rel": link.rel,
        "href": link.href,
        "type": link.type,
        "hreflang": link.hreflang,
        "title": link.title,
    }
    return {key: value for key, value in (fields | {"length": length}).items() if value is not None}


def _is_main(link: Link) -> bool:
    """Whether a link leads to the page that a feed is about, not to the feed in another language."""
    return link.rel == "alternate" and link.hreflang is None


def _text_element(parent: Any, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text


def _thumbnail(parent: Any, entry: Entry) -> None:
    if entry.image:
        etree.SubElement(parent, f"{{{MEDIA}}}thumbnail", url=entry.image)


class _FeedCorrections(BaseExtension):  # type: ignore[misc]
    feed: Feed

    namespaces: dict[str, str]

    def extend_ns(self) -> dict[str, str]:
        return self.namespaces

    def extend_atom(self, root: Any) -> Any:
        # miniflux takes the first alternate link for the feed's page, whatever its type.
        at = root.index(root.findall("link")[-1]) + 1
        for link in (link for link in self.feed.links if link.hreflang):
            root.insert(at, etree.Element("link", _link(link)))
        self._add_mark(root, at)
        return root

    def _add_mark(self, parent: Any, at: int) -> None:
        """RFC 5005, section 4: a document that is marked as an archive need not be asked for again."""
        if self.feed.chain.closed:
            parent.insert(at, etree.Element(f"{{{HISTORY}}}archive"))

    def extend_rss(self, root: Any) -> Any:
        channel = root[0]
        # feedgen formats dates in the process's locale, which it changes meanwhile for every thread.
        channel.find("lastBuildDate").text = rfc_5322(self.feed.updated)
        at = channel.index(channel.find(f"{{{ATOM}}}link")) + 1
        for link in (link for link in self.feed.links if not _is_main(link)):
            element = etree.Element(f"{{{ATOM}}}link", _link(link))  # a hub (WebSub) never reaches feedgen's RSS
            channel.insert(at, element)
        self._add_mark(channel, at)
        return root


class _EntryCorrections(BaseEntryExtension):  # type: ignore[misc]
    entry: Entry

    def extend_atom(self, root: Any) -> Any:
        # feedgen writes a link's href alone: an enclosure would be a second alternate link (its issue 135).
        wrong = list(root.iterchildren("link"))
        at = root.index(wrong[0])
        for link in wrong:
            root.remove(link)
        for link in reversed(self.entry.links):
            root.insert(at, etree.Element("link", _link(link)))
        _text_element(root, "published", self.entry.published.isoformat())
        if self.entry.language:
            root.set("{http://www.w3.org/XML/1998/namespace}lang", self.entry.language)
        _thumbnail(root, self.entry)
        return root

    def extend_rss(self, root: Any) -> Any:
        for author in list(root.iterchildren("author")):
            root.remove(author)
        for person in self.entry.authors:
            _text_element(root, f"{{{DC}}}creator", person.name)  # RSS's own author has no place for a mere name
        _text_element(root, "pubDate", rfc_5322(self.entry.published))
        _thumbnail(root, self.entry)
        return root
