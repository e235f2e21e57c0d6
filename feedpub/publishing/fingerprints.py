"""The fingerprints that a ledger's new lines lack: known once an entry is made, since that reads the whole digest."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from feedpub.composition.listing import Composition
from feedpub.config import Site
from feedpub.digests.source import Source
from feedpub.index.hashing import Hashing
from feedpub.index.heads import Heads
from feedpub.index.rows import Filed


def completed(composition: Composition, heads: Heads, source: Source, site: Site) -> Composition:
    """The composition with a fingerprint in every line of its ledger. Raises ChangedError."""
    lines = composition.ledger.entries
    shown = {one.id: one.of for one in (*composition.told, *composition.entries.values())}
    lacking = {name: head for name, head in shown.items() if isinstance(head, Filed) and not lines[name].hash}
    if not lacking:
        return composition
    hashes = _fingerprints(lacking, heads, Hashing(heads, source, site))
    entries = {
        name: msgspec.structs.replace(line, hash=hashes[name]) if name in hashes else line
        for name, line in lines.items()
    }
    return replace(composition, ledger=replace(composition.ledger, entries=entries))


def _fingerprints(lacking: Mapping[str, Filed], heads: Heads, hashing: Hashing) -> dict[str, str]:
    known = heads.fingerprints(head.number for head in lacking.values())
    return {name: known.get(head.number) or hashing.filed(head).fingerprint for name, head in lacking.items()}
