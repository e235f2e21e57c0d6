"""Atom 1.0: RFC 4287, with the attributes that RFC 4685 and GData lend to its links."""

from feedpub.check.vocabulary import atom_text
from feedpub.check.vocabulary.grammar import Element, Vocabulary
from feedpub.check.vocabulary.kinds import (
    COUNT,
    DATE,
    ID,
    LANGUAGE,
    MAIL,
    MEDIA_TYPE,
    NAME,
    PLAIN,
    TEXT,
    URL,
)

NAMESPACE = "http://www.w3.org/2005/Atom"

# RFC 4287, section 3.2: a person's own elements; extensions may stand beside them.
_PERSON = Element(children="name! uri? email?")
# What may stand inside depends on the type.
_TEXT = Element(text=TEXT, open=True, attributes={"type": TEXT}, also=atom_text.construct)
# Missing ids, dates and link targets are faults that rules of their own tell.
_METADATA = "author* category* contributor* generator? icon? id? link* logo? rights? subtitle? updated?"

ATOM = Vocabulary(
    namespace=NAMESPACE,
    prefix="atom",
    elements={
        "feed": Element(children=f"title! {_METADATA} entry*"),
        "entry": Element(
            children="title! author* category* content? contributor* id? link* published? rights? source? summary? "
            "updated?"
        ),
        "source": Element(children=f"title? {_METADATA}"),
        "title": _TEXT,
        "subtitle": _TEXT,
        "summary": _TEXT,
        "rights": _TEXT,
        "content": Element(text=TEXT, open=True, attributes={"type": TEXT, "src": URL}, also=atom_text.content),
        "author": _PERSON,
        "contributor": _PERSON,
        "name": Element(text=NAME),
        "uri": Element(text=URL),
        "email": Element(text=MAIL),
        "category": Element(text=TEXT, open=True, attributes={"term!": TEXT, "scheme": URL, "label": PLAIN}),
        "generator": Element(text=TEXT, attributes={"uri": URL, "version": TEXT}),
        "icon": Element(text=URL),
        "logo": Element(text=URL),
        "id": Element(text=ID),
        "link": Element(
            text=TEXT,
            open=True,
            attributes={
                "href": URL,
                "rel": TEXT,
                "type": MEDIA_TYPE,
                "hreflang": LANGUAGE,
                "title": PLAIN,
                "length": COUNT,
            },
        ),
        "published": Element(text=DATE),
        "updated": Element(text=DATE),
    },
    # In RSS, where its own elements say the same, some add these.
    feed="title? author* category* contributor* generator? icon? id? link* logo? rights? subtitle? updated?",
    entry="title? author* category* content? contributor* id? link* published? rights? source? summary? updated?",
)
