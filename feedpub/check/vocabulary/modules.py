"""Modules of RSS 1.0 and 2.0 that are a few elements each."""

from feedpub.check.vocabulary.grammar import Element, Vocabulary
from feedpub.check.vocabulary.kinds import (
    COUNT,
    DATE,
    HTML,
    LANGUAGE,
    PLAIN,
    POSITIVE,
    TEXT,
    URL,
    one_of,
    pattern,
)

_TEXT = Element(text=TEXT)
_URL = Element(text=URL)
_ANY = Element(open=True)
_COUNT = Element(text=COUNT)
_RESOURCE = Element(text=URL, attributes={"rdf:resource": URL})

_PURL = "http://purl.org/rss/1.0/modules/"

SYNDICATION = Vocabulary(
    namespace=f"{_PURL}syndication/",
    prefix="sy",
    elements={
        "updatePeriod": Element(text=one_of("hourly", "daily", "weekly", "monthly", "yearly")),
        "updateFrequency": Element(text=POSITIVE),
        "updateBase": Element(text=DATE),
    },
    feed="updatePeriod? updateFrequency? updateBase?",
)

CONTENT = Vocabulary(
    namespace=f"{_PURL}content/",
    prefix="content",
    elements={"encoded": Element(text=HTML), "items": _ANY},
    entry="encoded? items?",
)

SLASH = Vocabulary(
    namespace=f"{_PURL}slash/",
    prefix="slash",
    elements={
        "comments": _COUNT,
        "section": _TEXT,
        "department": _TEXT,
        "hit_parade": Element(text=pattern("whole numbers with commas between", "3,2,1", r"\d+(?:\s*,\s*\d+)*")),
    },
    entry="comments? section* department* hit_parade?",
)

LINK = Vocabulary(
    namespace=f"{_PURL}link/",
    prefix="l",
    elements={
        "link": Element(
            attributes={
                "rdf:resource!": URL,
                "l:rel!": URL,
                "l:type": TEXT,
                "l:lang": LANGUAGE,
                "l:title": PLAIN,
            }
        ),
        "permalink": Element(attributes={"rdf:resource!": URL, "l:type": TEXT}),
    },
    both="link*",
    entry="permalink*",
)

TAXONOMY = Vocabulary(
    namespace=f"{_PURL}taxonomy/",
    prefix="taxo",
    elements={"topics": _ANY, "topic": _ANY, "link": _URL},
    both="topics*",
    entry="topic*",
)

ANNOTATION = Vocabulary(
    namespace=f"{_PURL}annotate/", prefix="annotate", elements={"reference": _RESOURCE}, entry="reference?"
)

AGGREGATION = Vocabulary(
    namespace=f"{_PURL}aggregation/",
    prefix="ag",
    elements={"source": _TEXT, "sourceURL": _URL, "timestamp": Element(text=DATE)},
    entry="source? sourceURL? timestamp?",
)

EVENT = Vocabulary(
    namespace=f"{_PURL}event/",
    prefix="ev",
    elements={
        "startdate": Element(text=DATE),
        "enddate": Element(text=DATE),
        "location": _ANY,
        "organizer": _ANY,
        "type": _TEXT,
    },
    entry="startdate? enddate? location* organizer* type?",
)

CHANGED_PAGE = Vocabulary(
    namespace="http://my.theinfo.org/changed/1.0/rss/", prefix="cp", elements={"server": _RESOURCE}, feed="server*"
)

ADMIN = Vocabulary(
    namespace="http://webns.net/mvcb/",
    prefix="admin",
    elements={"generatorAgent": _RESOURCE, "errorReportsTo": _RESOURCE},
    feed="generatorAgent? errorReportsTo?",
)

CREATIVE_COMMONS = Vocabulary(
    namespace="http://backend.userland.com/creativeCommonsRssModule",
    prefix="creativeCommons",
    elements={"license": _URL},
    both="license*",
)

CC = Vocabulary(
    namespace="http://web.resource.org/cc/",
    prefix="cc",
    elements={"license": _ANY, "License": _ANY, "Work": _ANY},
    both="license*",
)

BLOG_CHANNEL = Vocabulary(
    namespace="http://backend.userland.com/blogChannelModule",
    prefix="blogChannel",
    elements={"blogRoll": _URL, "mySubscriptions": _URL, "blink": _URL, "changes": _URL},
    feed="blogRoll? mySubscriptions? blink? changes?",
)

COMMENT_API = Vocabulary(
    namespace="http://wellformedweb.org/CommentAPI/",
    prefix="wfw",
    # commentRSS is what people wrote before the capitals of commentRss were settled.
    elements={"comment": _URL, "commentRss": _URL, "commentRSS": _URL},
    entry="comment? commentRss? commentRSS?",
)

TRACKBACK = Vocabulary(
    namespace="http://madskills.com/public/xml/rss/module/trackback/",
    prefix="trackback",
    elements={
        "ping": Element(text=URL, attributes={"rdf:resource": URL}),
        "about": Element(text=URL, attributes={"rdf:resource": URL}),
    },
    entry="ping? about*",
)

MODULES = (
    SYNDICATION,
    CONTENT,
    SLASH,
    LINK,
    TAXONOMY,
    ANNOTATION,
    AGGREGATION,
    EVENT,
    CHANGED_PAGE,
    ADMIN,
    CREATIVE_COMMONS,
    CC,
    BLOG_CHANNEL,
    COMMENT_API,
    TRACKBACK,
)
