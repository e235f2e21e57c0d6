"""What can stop a run. Everything else that we notice is a Finding."""

from typing import ClassVar


class FeedpubError(Exception):
    """The run stopped; the message has a place, a fact and a repair."""

    exit_status: ClassVar[int] = 2


class ConfigError(FeedpubError):
    """The configuration or the command's arguments cannot be used."""


class SourceError(FeedpubError):
    """The source folder cannot be read, or holds no digest."""

    exit_status = 3


class OutputError(FeedpubError):
    """The feeds folder cannot be written."""

    exit_status = 3


class WorkerError(FeedpubError):
    """A process that shared the work was ended from outside."""

    exit_status = 3


class LedgerError(FeedpubError):
    """The ledger is damaged, missing where it must not be, or cannot be fetched."""

    exit_status = 3


class LockedError(FeedpubError):
    """Another run holds the lock (EX_TEMPFAIL of sysexits.h)."""

    exit_status = 75


class ChangedError(Exception):
    """A digest is no longer what it was when this build looked first; the build begins again."""
