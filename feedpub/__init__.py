"""feedpub turns a folder of Markdown digests into feeds that people can trust.

>>> site = feedpub.Site.from_file("feedpub.toml")
>>> report = feedpub.build(site)
>>> report.written
('atom.xml', 'rss.xml', 'feed.json')
>>> feedpub.check(["feeds/"], site)
[]
"""

from feedpub.audit import audit
from feedpub.build import build
from feedpub.check import check
from feedpub.config import Site
from feedpub.errors import ConfigError, FeedpubError, LedgerError, LockedError, OutputError, SourceError
from feedpub.findings import Finding
from feedpub.report import BuildReport

__all__ = [
    "BuildReport",
    "ConfigError",
    "FeedpubError",
    "Finding",
    "LedgerError",
    "LockedError",
    "OutputError",
    "Site",
    "SourceError",
    "audit",
    "build",
    "check",
]
__version__ = "0.1.0"
