"""A feed on other people's pages: an element, a frame, a fragment for server-side includes, and RSS for WordPress.

``files`` and ``documents`` are what a build writes beside the feeds; ``lines`` are what the owner of a page pastes.
"""

from feedpub.embed.documents import FRAME, NAMES, Headline, documents
from feedpub.embed.lines import TIERS, lines, possible
from feedpub.embed.scripts import files
from feedpub.embed.subject import Subject, subject

__all__ = ["FRAME", "NAMES", "TIERS", "Headline", "Subject", "documents", "files", "lines", "possible", "subject"]
