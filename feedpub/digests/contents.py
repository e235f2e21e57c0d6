"""The bytes of a digest's file, or the finding that says why there are none."""

import os

from feedpub.digests.notes import Notes

MAX_BYTES = 10_000_000

_HOW = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
_OPENING = 2048
_USUAL = 65_536  # a file's size is only asked for when it has as many bytes


def opening(file: str) -> bytes:
    """The first bytes of a file, nothing where it cannot be read. What follows them may be anything."""
    try:
        descriptor = os.open(file, _HOW)
        try:
            return os.read(descriptor, _OPENING)
        finally:
            os.close(descriptor)
    except OSError:
        return b""


def read(file: str, notes: Notes) -> bytes:
    """All that the file holds. Raises RefusedError, after a note, when it is too large or cannot be read."""
    try:
        descriptor = os.open(file, _HOW)
        try:
            return _whole(descriptor, notes)
        finally:
            os.close(descriptor)
    except OSError as error:
        fact = f"the file cannot be read ({error.strerror})"
        raise notes.refuse("digest-unreadable", 1, fact, "allow this user to read it") from None


def _whole(descriptor: int, notes: Notes) -> bytes:
    data = os.read(descriptor, _USUAL)
    at_once = _USUAL if len(data) < _USUAL else _size(descriptor, notes)
    while more := os.read(descriptor, at_once):
        data += more
    return data


def _size(descriptor: int, notes: Notes) -> int:
    size = os.fstat(descriptor).st_size
    if size > MAX_BYTES:
        fact = f"the file has {size:,} bytes, more than the {MAX_BYTES:,} that a digest may have"
        raise notes.refuse("digest-too-large", 1, fact, "split it, or leave it out of source.include")
    return max(size, _USUAL)
