"""HTML for people: a page beside every feed, the directory of feeds, a page for digests that have none, and the OPML.

``documents`` gives all of them, each with a key: a build makes those alone whose key has changed. Jinja2 is met when
the first page is made, not before.
"""

from feedpub.pages.documents import Article, Page, documents
from feedpub.pages.writer import Writer

__all__ = ["Article", "Page", "Writer", "documents"]
