"""One file's bytes → its Head: what feeds need to know of a digest before they choose it. The body is not understood.

A build reads the head of every new file, and the whole of those alone that a feed shows.
"""

import json
from codecs import BOM_UTF8
from hashlib import sha256
from pathlib import PurePosixPath

from feedpub.config import LANGUAGE_TAG, Site
from feedpub.digests import dating, enclosures, fields, languages, plain_front_matter
from feedpub.digests.metadata import FrontMatter, FrontMatterError, Head
from feedpub.digests.notes import Notes, RefusedError
from feedpub.patterns import expression
from feedpub.text import one_line, xml_clean
from feedpub.urls import absolute, is_web_address

_HEADING = expression(r"\s*#{1,6}[ \t]+(?P<text>\S.*?)[ \t]*#*[ \t]*(?:\n|$)")
_SCHEME = expression(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MARKUP = expression(r"!?\[(?P<text>[^\]]*)\]\([^)]*\)|[*`]+|(?<!\w)_+|_+(?!\w)")


def read(data: bytes, path: str, site: Site, notes: Notes, *, hashed: bool = True) -> Head:
    """The head in a file's bytes. Raises RefusedError, after a note, when the digest cannot be published.

    A draft is refused without a note.
    """
    return of(front_matter(decoded(data, notes), notes), path, site, notes, hashed=hashed)


def of(said: FrontMatter, path: str, site: Site, notes: Notes, *, hashed: bool = True) -> Head:
    """The head that front matter, a file's name and the first line of the body make. Raises RefusedError."""
    if fields.is_draft(said) or "_drafts" in path.split("/"):
        raise RefusedError
    published = dating.published(said, path, site, notes)
    title = _title(said, path, notes)
    head = Head(
        path=path,
        shown=notes.shown,
        title=title,
        published=published,
        updated=dating.updated(said, published, site, notes),
        categories=fields.texts(said, *fields.CATEGORIES),
        category_line=fields.line(said, *fields.CATEGORIES),
        id=fields.text(said, "id"),
        slug=fields.text(said, "slug") or slug(path, site),
        url=_url(said, site, notes),
        language=_language(said, notes) or languages.of_folder(path, site.source.languages),
        fingerprint=_fingerprint(said) if hashed else "",
    )
    if fields.has_mapping(said, *fields.CATEGORIES, *fields.TAGS):
        fact = "a category or tag has a colon that is not quoted, so it is left out"
        notes.add("category-unclear", head.category_line, fact, 'quote it: "name: more"', "warning")
    return head


def decoded(data: bytes, notes: Notes) -> str:
    """The text with ``\\n`` line ends, as it was written otherwise. Raises RefusedError."""
    if not data or data.isspace():
        raise notes.refuse("digest-empty", 1, "the file is empty", "write the digest, or remove the file")
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()  # the codec that knows of byte order marks takes twice as long
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        fact = f"byte 0x{data[error.start]:02X} is not UTF-8"
        raise notes.refuse("digest-not-utf-8", line, fact, "save the file as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def front_matter(text: str, notes: Notes) -> FrontMatter:
    """The front matter, and the body below it. Raises RefusedError where it is broken."""
    if plain := plain_front_matter.read(text):
        return plain
    from feedpub.digests import front_matter as room

    try:
        said = room.read(xml_clean(text))
    except FrontMatterError as error:
        raise notes.refuse("front-matter-broken", error.line, error.fact, error.repair) from None
    for key in said.cut:
        if key in (*fields.TITLE, *fields.SUMMARY):
            fact = f'{key} is read as "{fields.text(said, key)}", though more is written there'
            notes.add("text-cut", said.lines.get(key, 1), fact, f"quote the {key}", "warning")
    return said


def first_heading(body: str) -> tuple[str, int] | None:
    """The text of the heading that a body begins with, and where what follows it begins."""
    heading = _HEADING.match(body)
    if heading is None:
        return None
    return one_line(_MARKUP.sub(lambda match: match["text"] or "", heading["text"])), heading.end()


def _fingerprint(said: FrontMatter) -> str:
    """It stands in ledgers: another hash would mark every old entry as changed."""
    head = (fields.text(said, *keys) or "" for keys in (fields.SUMMARY, fields.IMAGE))
    lists = (fields.texts(said, *fields.AUTHORS), sorted(set(fields.texts(said, *fields.TAGS))))
    text = "\x00".join([*head, *("\x01".join(names) for names in lists), ""])
    if files := enclosures.of(said):
        text += repr([(file.url, file.type, file.length) for file in files])
    return sha256(text.encode() + b" ".join(said.body.encode().split())).hexdigest()[:32]


def _title(said: FrontMatter, path: str, notes: Notes) -> str:
    """The title, from front matter, the first heading or the file's name."""
    if title := fields.text(said, *fields.TITLE):
        return title
    heading = first_heading(said.body)
    if heading is None:
        return _title_from_name(path, notes)
    title = xml_clean(heading[0])
    fact = f'there is no title in the front matter, so the first heading is taken: "{title}"'
    notes.add("title-missing", said.body_line, fact, f"add title: {json.dumps(title, ensure_ascii=False)}", "info")
    return title


def _title_from_name(path: str, notes: Notes) -> str:
    stem = PurePosixPath(path).stem
    fact = f'there is no title and no heading, so the file\'s name is shown: "{stem}"'
    notes.add("title-missing", 1, fact, "add a line title: … to the front matter")
    return stem


def slug(path: str, site: Site) -> str:
    """The file's name; where dates come from names, without that date, as Jekyll has it."""
    name = path.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    if not site.source.dates_from_names:
        return stem
    from feedpub.digests import dates

    named = dates.stamp(stem)
    rest = stem.removeprefix(named.text).lstrip("-._ ") if named else stem
    return rest or stem


def _url(said: FrontMatter, site: Site, notes: Notes) -> str | None:
    """The page that the digest names as its own; a path counts from the site's folder, as Hugo means it."""
    written = fields.text(said, *fields.URL)
    if written is None:
        return None
    try:
        url = absolute(written if _SCHEME.match(written) else written.lstrip("/"), site.url)
    except ValueError:
        url = ""
    if is_web_address(url):
        return url
    line = fields.line(said, *fields.URL)
    fact = f'url "{written}" leads nowhere'
    raise notes.refuse("url-broken", line, fact, "write a path like /posts/name/, or https://…")


def _language(said: FrontMatter, notes: Notes) -> str | None:
    value = fields.text(said, *fields.LANGUAGE)
    if value is None or LANGUAGE_TAG.fullmatch(value):
        return value
    fact = f'lang "{value}" is no language tag (BCP 47), so it is not used'
    repair = f'write "{value.replace("_", "-")}"' if "_" in value else 'write it like "en" or "zh-CN"'
    notes.add("language-unknown", fields.line(said, *fields.LANGUAGE), fact, repair, "warning")
    return None
