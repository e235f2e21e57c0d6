"""HTML for people: a page beside every feed, the directory of feeds, a page for digests that have none, and the OPML.

Only what writes pages imports this room: Jinja2 is not needed otherwise.
"""

from feedpub.pages.documents import documents
from feedpub.pages.opml import opml
from feedpub.pages.writer import Writer

__all__ = ["Writer", "documents", "opml"]
