"""What is wrong with the structure of a document: found in one walk, told by the rules."""

from feedpub.check.reading.document import Document
from feedpub.check.reading.once import once
from feedpub.check.structure import keys, walk
from feedpub.check.structure.walk import Faults


@once
def faults(document: Document) -> Faults:
    """All that is wrong with the structure of a document, by the rule that says so."""
    return walk.walked(document.root) if document.root is not None else keys.walked(document)
