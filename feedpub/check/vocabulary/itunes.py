"""Apple's tags for podcasts: https://help.apple.com/itc/podcasts_connect/#/itcb54353390"""

from collections.abc import Iterator

from feedpub.check.vocabulary.apple_categories import CATEGORIES, FORMER
from feedpub.check.vocabulary.grammar import Element, Fault, Node, Vocabulary
from feedpub.check.vocabulary.kinds import (
    MAIL,
    POSITIVE,
    RFC_822,
    TEXT,
    TRUE_FALSE,
    URL,
    YES_NO,
    Kind,
    one_of,
    pattern,
)


def _short(most: int) -> Kind:
    return Kind(
        what=f"a text of at most {most:,} characters",
        example="a sentence or two",
        accepts=lambda text: len(text) <= most,
    )


def _known(node: Node) -> Iterator[Fault]:
    """Whether Apple has the category; below another, as its subcategory."""
    name, parent = node.get("text"), node.getparent()
    above = parent.get("text") if parent is not None and parent.tag == node.tag else None
    known = CATEGORIES.get(above or "", ()) if above else CATEGORIES
    if name is None or name in known or (above and above not in CATEGORIES):
        return
    repair = "choose one of Apple's list" + (f" below {above}" if above else "")
    rule = "category-former" if name in FORMER else "category-unknown"
    yield rule, f'category "{name}" is none of Apple\'s' + (" any more" if name in FORMER else ""), repair


_TIME = r"\d+(?::[0-5]\d){0,2}"
_IMAGE = Element(attributes={"href!": URL})
_NAME = Element(text=_short(255))

ITUNES = Vocabulary(
    namespace="http://www.itunes.com/dtds/podcast-1.0.dtd",
    prefix="itunes",
    elements={
        "author": _NAME,
        "block": Element(text=one_of("yes", "no", "clean", any_case=True)),
        "category": Element(children="category*", attributes={"text!": TEXT}, also=_known),
        "complete": Element(text=YES_NO),
        "duration": Element(
            text=pattern("seconds, or minutes and seconds, or hours, minutes and seconds", "1:02:03", _TIME)
        ),
        "email": Element(text=MAIL),
        "episode": Element(text=POSITIVE),
        "episodeType": Element(text=one_of("full", "trailer", "bonus")),
        "explicit": Element(text=TRUE_FALSE),
        "image": _IMAGE,
        "isClosedCaptioned": Element(text=YES_NO),
        "keywords": _NAME,
        "name": _NAME,
        "new-feed-url": Element(text=URL),
        "order": Element(text=POSITIVE),
        "owner": Element(children="name? email!"),
        "pubDate": Element(text=RFC_822),
        "season": Element(text=POSITIVE),
        "subtitle": _NAME,
        "summary": Element(text=_short(4000)),
        "title": Element(text=TEXT),
        "type": Element(text=one_of("episodic", "serial")),
        "applepodcastsverify": Element(text=TEXT),
    },
    both="author? block? explicit? image? keywords? subtitle? summary? title?",
    feed="category* complete? new-feed-url? owner? pubDate? type? applepodcastsverify?",
    entry="duration? episode? episodeType? isClosedCaptioned? order? season?",
)
