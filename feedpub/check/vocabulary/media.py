"""Media RSS 1.5.1: http://www.rssboard.org/media-rss"""

import re
from collections.abc import Iterator

from feedpub.check.vocabulary import languages
from feedpub.check.vocabulary.ebu_roles import ROLES
from feedpub.check.vocabulary.grammar import Element, Fault, Node, Vocabulary
from feedpub.check.vocabulary.kinds import (
    COUNT,
    LANGUAGE,
    MEDIA_TYPE,
    PLAIN,
    POSITIVE,
    TEXT,
    URL,
    WHOLE_URL,
    one_of,
    pattern,
)

# Some add a unit, or write minutes and seconds: readers take the digits before.
_AMOUNT = pattern("a number, 0 or more", "1.5", r"\d.*")
_TIME = pattern("a time of RTSP's Normal Play Time", "12:05:01.123", r"now|\d+(?:\.\d+)?|\d+:\d\d:\d\d(?:\.\d+)?")
_TRUE_FALSE = one_of("true", "false", any_case=True)
_TYPE = {"type": one_of("plain", "html")}
_RATINGS = {
    "urn:simple": frozenset({"adult", "nonadult"}),
    "urn:mpaa": frozenset({"g", "pg", "pg-13", "r", "nc-17", "m", "x"}),
    "urn:v-chip": frozenset(
        {"14+", "18+", "c", "c8", "g", "pg", *(f"tv-{age}" for age in ("14", "g", "ma", "pg", "y", "y7", "y7-fv"))}
    ),
}
_ICRA = re.compile(r"r \((?:[a-z]{2} [01])(?: [a-z]{2} [01])*\)")


def _hash(node: Node) -> Iterator[Fault]:
    algorithm, value = node.get("algo", "md5"), (node.text or "").strip()
    digits = {"md5": 32, "sha-1": 40}.get(algorithm)
    if digits is None:
        yield "value-malformed", f'hash has algo="{algorithm}"', "write md5 or sha-1"
    elif not re.fullmatch(rf"[0-9A-Za-z]{{{digits}}}", value):
        yield "value-malformed", f'hash "{value}" is no {algorithm} of {digits} hexadecimal digits', "compute it anew"


def _rating(node: Node) -> Iterator[Fault]:
    scheme, value = node.get("scheme") or "urn:simple", (node.text or "").strip()
    known = _RATINGS.get(scheme)
    if (known and value not in known) or (scheme == "urn:icra" and not _ICRA.fullmatch(value)):
        yield "value-malformed", f'rating "{value}" is none of {scheme}', "write adult or nonadult, or another scheme"


def _restriction(node: Node) -> Iterator[Fault]:
    kind, value = node.get("type"), (node.text or "").strip()
    if kind is None and value not in ("", "all", "none"):
        yield "value-malformed", f'restriction "{value}" has no type', 'say type="country", "uri" or "sharing"'
    elif kind == "uri" and not all(map(WHOLE_URL.accepts, value.split())):
        yield "value-malformed", f'restriction "{value}" is no list of URLs', "write whole URLs"
    elif kind == "country" and not (value and all(map(languages.is_country, value.split()))):
        yield "value-malformed", f'restriction "{value}" is no list of countries', "write codes of ISO 3166: cn us"


def _credit(node: Node) -> Iterator[Fault]:
    role, scheme = node.get("role", ""), node.get("scheme") or "urn:ebu"
    if role != role.lower():
        yield "value-malformed", f'credit has role="{role}"', "write roles in small letters"
    elif role and scheme == "urn:ebu" and role not in ROLES:
        yield "value-malformed", f'credit has role="{role}", which urn:ebu does not list', "name the role's scheme"


_ANY = Element(open=True)
_TEXT = Element(text=TEXT)
_DETAILS = (
    "adult* rating* title? description? keywords* thumbnail* category* hash* player* credit* copyright? text* "
    "restriction* community? comments? embed? responses? backLinks? status? price* license* subTitle* peerLink* "
    "location* rights? scenes?"
)

MEDIA = Vocabulary(
    namespace="http://search.yahoo.com/mrss/",
    prefix="media",
    elements={
        "group": Element(children=f"content* {_DETAILS}"),
        "content": Element(
            children=_DETAILS,
            attributes={
                "url": URL,
                "fileSize": POSITIVE,
                "type": MEDIA_TYPE,
                "medium": one_of("image", "audio", "video", "document", "executable"),
                "isDefault": _TRUE_FALSE,
                "expression": one_of("full", "sample", "nonstop"),
                "bitrate": _AMOUNT,
                "framerate": _AMOUNT,
                "samplingrate": _AMOUNT,
                "channels": COUNT,
                "duration": _AMOUNT,
                "height": POSITIVE,
                "width": POSITIVE,
                "lang": LANGUAGE,
            },
        ),
        "adult": Element(text=_TRUE_FALSE),
        "rating": Element(text=TEXT, attributes={"scheme": URL}, also=_rating),
        "title": Element(text=TEXT, attributes=_TYPE),
        "description": Element(text=TEXT, attributes=_TYPE),
        "keywords": _TEXT,
        "thumbnail": Element(text=TEXT, attributes={"url!": URL, "width": POSITIVE, "height": POSITIVE, "time": _TIME}),
        "category": Element(text=PLAIN, attributes={"scheme": WHOLE_URL, "label": PLAIN}),
        "hash": Element(text=TEXT, attributes={"algo": TEXT}, also=_hash),
        "player": Element(text=TEXT, attributes={"url!": URL, "height": POSITIVE, "width": POSITIVE}),
        "credit": Element(text=TEXT, attributes={"role": TEXT, "scheme": WHOLE_URL}, also=_credit),
        "copyright": Element(text=PLAIN, attributes={"url": WHOLE_URL}),
        "text": Element(text=TEXT, attributes=_TYPE | {"lang": LANGUAGE, "start": _TIME, "end": _TIME}),
        "restriction": Element(
            text=TEXT,
            attributes={
                "relationship!": one_of("allow", "deny"),
                "type": one_of("country", "uri", "sharing"),
            },
            also=_restriction,
        ),
        "community": _ANY,
        "comments": _ANY,
        "embed": _ANY,
        "responses": _ANY,
        "backLinks": _ANY,
        "scenes": _ANY,
        "location": _ANY,
        "status": Element(attributes={"state!": one_of("active", "blocked", "deleted"), "reason": TEXT}),
        "price": Element(attributes={"type": TEXT, "info": TEXT, "price": TEXT, "currency": TEXT}),
        "license": Element(text=TEXT, attributes={"type": TEXT, "href": URL}),
        "subTitle": Element(attributes={"type": TEXT, "lang": TEXT, "href": URL}),
        "peerLink": Element(attributes={"type": TEXT, "href": URL}),
        "rights": Element(text=TEXT, attributes={"status": TEXT}),
    },
    both=_DETAILS,
    entry="group* content*",
    # Since 1.5 it has grown by elements for videos, some of them inside the open ones.
    closed=False,
)
