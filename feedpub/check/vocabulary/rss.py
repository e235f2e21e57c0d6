"""RSS 2.0, with what 0.91 to 0.94 have more: http://www.rssboard.org/rss-specification and its history."""

from collections import Counter
from collections.abc import Iterator

from feedpub.check.vocabulary.grammar import Element, Fault, Node, Vocabulary
from feedpub.check.vocabulary.kinds import (
    CONTACT,
    COUNT,
    DATE,
    HTML,
    ID,
    LANGUAGE,
    MEDIA_TYPE,
    PLAIN,
    POSITIVE,
    TEXT,
    TITLE,
    URL,
    number,
    one_of,
    pattern,
)

_DAYS = one_of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FORM_NAME = pattern("the name of a form's field", "q", r"[A-Za-z_].*")


def _distinct(node: Node) -> Iterator[Fault]:
    """Each hour or day once: so there are never more than 24 or 7."""
    values = Counter(
        _normal("".join(map(str, child.itertext())).strip()) for child in node if isinstance(child.tag, str)
    )
    for value, count in values.items():
        if count > 1:
            yield "value-repeated", f'{node.tag} says "{value}" {count} times', "say it once"


def _normal(value: str) -> str:
    """7 for 07, and 0 for 24, which some write for midnight."""
    return str(int(value) % 24) if value.isascii() and value.isdecimal() and len(value) < 4 else value


def _says_something(node: Node) -> Iterator[Fault]:
    if node.find("title") is None and node.find("description") is None:
        yield "item-without-text", "this item has neither title nor description", "give it one of them"


RSS = Vocabulary(
    namespace="",
    prefix="",
    elements={
        "rss": Element(
            children="channel!",
            attributes={"version!": one_of("2.0", "0.91", "0.92", "0.93", "0.94", exact=True)},
        ),
        "channel": Element(
            children="title! link! description! language? copyright? managingEditor? webMaster? pubDate? "
            "lastBuildDate? category* generator? docs? cloud? ttl? image? rating? textInput? skipHours? skipDays? "
            "item*"
        ),
        "item": Element(
            # The RSS Advisory Board's profile: no more than one enclosure, since readers show one.
            children="title? link? description? author? category* comments? enclosure~ guid? pubDate? source?",
            also=_says_something,
        ),
        "image": Element(children="url! title! link! width? height? description?"),
        "textInput": Element(children="title! description! name! link!"),
        "skipHours": Element(children="hour*", also=_distinct),
        "skipDays": Element(children="day*", also=_distinct),
        "title": Element(text=PLAIN),
        "channel/title": Element(text=TITLE),
        "link": Element(text=URL),
        "description": Element(text=TEXT),
        "item/description": Element(text=HTML),
        "language": Element(text=LANGUAGE),
        "copyright": Element(text=PLAIN),
        "managingEditor": Element(text=CONTACT),
        "webMaster": Element(text=CONTACT),
        "pubDate": Element(text=DATE),
        "lastBuildDate": Element(text=DATE),
        "category": Element(text=PLAIN, attributes={"domain": TEXT}),
        "generator": Element(text=TEXT),
        "docs": Element(text=URL),
        "cloud": Element(
            attributes={
                "domain!": TEXT,
                "port!": number("a port, a whole number from 1 to 65535", "80", 1, 65535),
                "path!": TEXT,
                "registerProcedure!": TEXT,
                "protocol!": TEXT,
            }
        ),
        "ttl": Element(text=POSITIVE),
        "rating": Element(text=TEXT),
        "url": Element(text=URL),
        # RSS 2.0, "<image> sub-element of <channel>".
        "width": Element(text=number("a whole number of pixels from 1 to 144", "88", 1, 144)),
        "height": Element(text=number("a whole number of pixels from 1 to 400", "31", 1, 400)),
        "name": Element(text=_FORM_NAME),
        "hour": Element(text=number("an hour from 0 to 23", "0", 0, 24)),
        "day": Element(text=_DAYS),
        "author": Element(text=CONTACT),
        "comments": Element(text=URL),
        "enclosure": Element(attributes={"url!": URL, "length!": COUNT, "type!": MEDIA_TYPE}),
        "guid": Element(text=ID, attributes={"isPermaLink": TEXT}),
        "source": Element(text=PLAIN, attributes={"url!": URL}),
    },
)
