"""Namespaces: which are known, which are meant by one that is misspelt, which have had their day."""

import re

ATOM_0_3 = "http://purl.org/atom/ns#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"

# RSS 1.0 and 0.90: their elements are read as those of RSS 2.0, without a namespace.
RSS_1 = (
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
)

# A second address of one vocabulary, as its makers have it.
ALIASES = {
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": (
        "https://podcastindex.org/namespace/1.0"
    ),
}

# Prefixes of vocabularies that have no table, with what they stand for.
OTHERS = {
    "http://purl.org/rss/1.0/modules/threading/": "thr",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/2000/svg": "svg",
    "http://xmlns.com/foaf/0.1/": "foaf",
    RDF: "rdf",
    XML: "xml",
}

_END = re.compile(r"\W+$")


def near(namespace: str) -> str:
    """What two spellings share that differ in capitals or in their last signs alone: readers take neither for both."""
    return _END.sub("", namespace).lower()


def nearer(namespace: str) -> str:
    """What they share if one of them has http:// for https://, too."""
    return near(namespace).removeprefix("http://").removeprefix("https://")
