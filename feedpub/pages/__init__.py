"""HTML for people: a page beside every feed, the directory of feeds, a page for digests that have none, and the OPML.

``documents`` gives all of them, each with a key, and ``due`` those whose key has changed: a build makes these alone.
Jinja2 is met when the first page is made, not before.
"""

from feedpub.pages.documents import Article, Page, documents, due
from feedpub.pages.writer import Writer

__all__ = ["Article", "Page", "Writer", "documents", "due"]
