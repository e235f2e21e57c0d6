"""OPML 2.0, lists of feeds: http://opml.org/spec2.opml"""

from collections.abc import Iterator

from feedpub.check.vocabulary.grammar import Element, Fault, Node, Vocabulary
from feedpub.check.vocabulary.kinds import LANGUAGE, RFC_822, TEXT, TRUE_FALSE, URL, WHOLE, one_of, pattern

_TEXT = Element(text=TEXT)
_WHOLE = Element(text=WHOLE)
_LINES = pattern("line numbers with commas between", "1, 6, 13", r"(?:\d+(?:\s*,\s*\d+)*)?", may_be_blank=True)


def _subscription(node: Node) -> Iterator[Fault]:
    """What an outline of a type needs beside its text."""
    kind = (node.get("type") or "").lower()
    if kind in ("rss", "atom") and not (node.get("xmlUrl") or "").strip():
        yield "attribute-missing", f'an outline of type="{kind}" has no xmlUrl', "give it the feed's address"
    if kind in ("link", "include") and not (node.get("url") or "").strip():
        yield "attribute-missing", f'an outline of type="{kind}" has no url', "give it an address"


OPML = Vocabulary(
    namespace="",
    prefix="",
    elements={
        "opml": Element(children="head! body!", attributes={"version!": one_of("2.0", "1.0", "1.1")}),
        "head": Element(
            children="title? dateCreated? dateModified? ownerName? ownerEmail? ownerId? docs? expansionState? "
            "vertScrollState? windowTop? windowLeft? windowBottom? windowRight?"
        ),
        "body": Element(children="outline*"),
        "outline": Element(
            children="outline*",
            # OPML 2.0: text is required; an outline may have any other attribute, too.
            any_attribute=True,
            attributes={
                "text!": TEXT,
                "xmlUrl": URL,
                "htmlUrl": URL,
                "url": URL,
                "language": LANGUAGE,
                "isComment": TRUE_FALSE,
                "isBreakpoint": TRUE_FALSE,
                "created": RFC_822,
            },
            also=_subscription,
        ),
        "title": _TEXT,
        "dateCreated": Element(text=RFC_822),
        "dateModified": Element(text=RFC_822),
        "ownerName": _TEXT,
        "ownerEmail": _TEXT,
        "ownerId": _TEXT,
        "docs": _TEXT,
        "expansionState": Element(text=_LINES),
        "vertScrollState": _WHOLE,
        "windowTop": _WHOLE,
        "windowLeft": _WHOLE,
        "windowBottom": _WHOLE,
        "windowRight": _WHOLE,
    },
)
