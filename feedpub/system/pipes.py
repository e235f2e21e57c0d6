"""Messages between two processes: their length, then their bytes."""

import fcntl
import os
from contextlib import suppress

_HEADER = 8
_WAITING = 1 << 20  # how many bytes may wait to be read, so that their writer goes on to what comes next


def pair() -> tuple[int, int, int, int]:
    """Two pipes, what is read of each before what is written to it. Raises OSError."""
    reading, writing = os.pipe()
    try:
        again = os.pipe()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    for end in (writing, again[1]):
        with suppress(OSError):  # others of this user may have taken what there is
            fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, _WAITING)
    return reading, writing, *again


def room(descriptor: int) -> int:
    """How many bytes of messages a pipe takes, for certain, before it makes their writer wait."""
    return fcntl.fcntl(descriptor, fcntl.F_GETPIPE_SZ) // 2  # a page may hold less than it could


def send(descriptor: int, message: bytes) -> None:
    """Write a message."""
    for data in (len(message).to_bytes(_HEADER, "little"), message):
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]


def receive(descriptor: int) -> bytearray:
    """Read a message. Raises EOFError where there is none any more, or it ends before its end."""
    return _exactly(descriptor, int.from_bytes(_exactly(descriptor, _HEADER), "little"))


def _exactly(descriptor: int, size: int) -> bytearray:
    data = bytearray(size)
    rest = memoryview(data)
    while rest:
        count = os.readv(descriptor, [rest])
        if not count:
            raise EOFError
        rest = rest[count:]
    return data
