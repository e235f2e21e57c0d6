"""The whole of a digest whose head is known."""

from hashlib import sha256
from typing import NamedTuple

from feedpub.config import Site
from feedpub.digests import contents, digest
from feedpub.digests.digest import Digest
from feedpub.digests.notes import Notes, RefusedError
from feedpub.digests.source import Source
from feedpub.errors import ChangedError
from feedpub.findings import Finding
from feedpub.index.rows import Filed


class Body(NamedTuple):
    """A digest, the hash of its bytes, and what was noticed in it."""

    digest: Digest
    content: bytes
    findings: list[Finding]


def read(head: Filed, source: Source, site: Site) -> Body:
    """What the file says now. Raises ChangedError when it is no longer what the head says."""
    try:
        data = contents.read(source.shown(head.file), Notes(head.shown))
    except RefusedError:
        raise ChangedError(head.shown) from None
    said, findings = digest.read(data, head.path, head.shown, site)
    if said is None or not _is_same(said, head):
        raise ChangedError(head.shown)
    return Body(said, sha256(data).digest(), findings)


def _is_same(said: Digest, head: Filed) -> bool:
    return (said.title, said.published) == (head.title, head.published) and head.fingerprint in ("", said.fingerprint)
