"""The bytes of a digest's file, or the finding that says why there are none."""

import os

from feedpub.digests.notes import Notes

MAX_BYTES = 10_000_000


def read(file: str, notes: Notes) -> bytes:
    """All that the file holds. Raises RefusedError, after a note, when it is too large or cannot be read."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            size = os.fstat(descriptor).st_size
            if size > MAX_BYTES:
                fact = f"the file has {size:,} bytes, more than the {MAX_BYTES:,} that a digest may have"
                raise notes.refuse("digest-too-large", 1, fact, "split it, or leave it out of source.include")
            return _whole(descriptor, size)
        finally:
            os.close(descriptor)
    except OSError as error:
        fact = f"the file cannot be read ({error.strerror})"
        raise notes.refuse("digest-unreadable", 1, fact, "allow this user to read it") from None


def _whole(descriptor: int, size: int) -> bytes:
    data = os.read(descriptor, size + 1)
    while more := os.read(descriptor, MAX_BYTES) if len(data) != size else b"":
        data += more
    return data
