"""HTML for people: a page beside every feed, the directory of feeds, a page for digests that have none, and the OPML.

``Look.entry`` makes an entry once for all pages, and ``documents`` gives all that is written for people, each with a
key: a build makes what is missing, or has another key than last time. Jinja2 is met when something is made, not before.
"""

from feedpub.pages.activity import WEEKS, Activity
from feedpub.pages.documents import BESIDE, Article, Page, documents
from feedpub.pages.fingerprints import of_site
from feedpub.pages.look import Look
from feedpub.pages.writer import IN_FULL, Listing, Writer

__all__ = [
    "BESIDE",
    "IN_FULL",
    "WEEKS",
    "Activity",
    "Article",
    "Listing",
    "Look",
    "Page",
    "Writer",
    "documents",
    "of_site",
]
