"""Extensions that came with Atom, and those of services: threads, history, search results, FeedBurner."""

from feedpub.check.vocabulary.grammar import Element, Vocabulary
from feedpub.check.vocabulary.kinds import COUNT, DATE, MEDIA_TYPE, PLAIN, TEXT, URL, WHOLE, WHOLE_URL, one_of

_TEXT = Element(text=TEXT)
_URL = Element(text=URL)
_COUNT = Element(text=COUNT)
_EMPTY = Element()

# RFC 4685, which also gives links of rel="replies" a count and a date.
THREAD = Vocabulary(
    namespace="http://purl.org/syndication/thread/1.0",
    prefix="thr",
    elements={
        "in-reply-to": Element(open=True, attributes={"ref": URL, "href": URL, "source": URL, "type": MEDIA_TYPE}),
        "total": _COUNT,
    },
    both="in-reply-to*",
    entry="total?",
    attributes={"count": COUNT, "updated": DATE},
)

# RFC 5005.
HISTORY = Vocabulary(
    namespace="http://purl.org/syndication/history/1.0",
    prefix="fh",
    elements={"complete": _EMPTY, "archive": _EMPTY},
    feed="complete? archive?",
)

# RFC 5023, section 7.2.3.3 and 10.2: what AtomPub adds to feeds and entries.
PUBLISHING = Vocabulary(
    namespace="http://www.w3.org/2007/app",
    prefix="app",
    elements={
        "edited": Element(text=DATE),
        "control": Element(children="draft?", open=True),
        "draft": Element(text=one_of("yes", "no")),
        "collection": Element(open=True),
        "categories": Element(open=True),
    },
    feed="collection? categories*",
    entry="edited? control?",
)

_SEARCH = {
    "totalResults": _COUNT,
    "startIndex": Element(text=WHOLE),
    "itemsPerPage": _COUNT,
}
OPENSEARCH = Vocabulary(
    namespace="http://a9.com/-/spec/opensearch/1.1/",
    prefix="opensearch",
    elements={
        **_SEARCH,
        "Query": Element(
            open=True,
            attributes={
                "role!": TEXT,
                "title": PLAIN,
                "totalResults": COUNT,
                "searchTerms": TEXT,
                "count": COUNT,
                "startIndex": WHOLE,
                "startPage": WHOLE,
                "language": TEXT,
                "inputEncoding": TEXT,
                "outputEncoding": TEXT,
                "osd": TEXT,
            },
        ),
    },
    feed="totalResults? startIndex? itemsPerPage? Query*",
)
OPENSEARCH_1_0 = Vocabulary(
    namespace="http://a9.com/-/spec/opensearchrss/1.0/",
    prefix="openSearch",
    elements=_SEARCH,
    feed="totalResults? startIndex? itemsPerPage?",
)

FEEDBURNER = Vocabulary(
    namespace="http://rssnamespace.org/feedburner/ext/1.0",
    prefix="feedburner",
    elements={
        "awareness": _URL,
        "browserFriendly": Element(text=PLAIN),
        "emailServiceId": _TEXT,
        "feedburnerHostname": Element(text=WHOLE_URL),
        "feedFlare": Element(text=PLAIN, attributes={"href!": URL, "src!": URL}),
        "info": Element(attributes={"uri!": URL}),
        "origLink": _URL,
        "origEnclosureLink": _URL,
    },
    feed="awareness? browserFriendly? emailServiceId? feedburnerHostname? feedFlare* info*",
    entry="awareness? origLink? origEnclosureLink?",
)

EXTENSIONS = (THREAD, HISTORY, PUBLISHING, OPENSEARCH, OPENSEARCH_1_0, FEEDBURNER)
