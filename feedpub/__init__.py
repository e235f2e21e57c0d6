"""feedpub turns a folder of Markdown digests into feeds that people can trust.

>>> site = feedpub.Site.from_file("feedpub.toml")
>>> report = feedpub.build(site)
>>> report.written
('atom.xml', 'rss.xml', 'feed.json')
>>> feedpub.check(["feeds/"], site)
[]
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from feedpub.audit import audit
    from feedpub.build import build
    from feedpub.check import check
    from feedpub.config import Site
    from feedpub.errors import ConfigError, FeedpubError, LedgerError, LockedError, OutputError, SourceError
    from feedpub.findings import Finding
    from feedpub.publishing.feed_list import FeedSummary, feeds
    from feedpub.report import BuildReport
else:
    ModuleType = type(sys)  # as types has it, which need not be imported for that

__all__ = [
    "BuildReport",
    "ConfigError",
    "FeedSummary",
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
    "feeds",
]
__version__ = "0.1.0"

_ROOMS = {
    "BuildReport": "report",
    "FeedSummary": "publishing.feed_list",
    "Finding": "findings",
    "Site": "config",
    "audit": "audit",
    "build": "build",
    "check": "check",
    "feeds": "publishing.feed_list",
}


class _Package(ModuleType):
    """Imports a public name when it is asked for, so that a build that has nothing to do pays for nothing.

    A function that is named like its module, such as ``build``, stays the function when the module has been imported.
    """

    def __getattr__(self, name: str) -> "Any":
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"feedpub.{_ROOMS.get(name, 'errors')}"), name)

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _ROOMS and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *__all__]


sys.modules[__name__].__class__ = _Package
