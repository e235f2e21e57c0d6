"""Dublin Core in feeds: the fifteen elements, and the terms that refine them (https://www.dublincore.org/).

In RSS 1.0's module, where feeds have them from, each element is one text; those that name people or things repeat.
"""

from feedpub.check.vocabulary.grammar import Element, Vocabulary
from feedpub.check.vocabulary.kinds import COUNT, DATE, LANGUAGE, PLAIN, TEXT

_TEXT = Element(text=TEXT)
_PLAIN = Element(text=PLAIN)
_DATE = Element(text=DATE)
# A term that points to another thing may say what it likes about it.
_ANY = Element(open=True)

DC = Vocabulary(
    namespace="http://purl.org/dc/elements/1.1/",
    prefix="dc",
    elements={
        "title": _TEXT,
        "creator": _TEXT,
        "subject": _TEXT,
        "description": _TEXT,
        "publisher": _TEXT,
        "contributor": _TEXT,
        "date": _DATE,
        "type": _TEXT,
        "format": _TEXT,
        "identifier": _TEXT,
        "source": _TEXT,
        "language": Element(text=LANGUAGE),
        "relation": _TEXT,
        "coverage": _TEXT,
        "rights": _PLAIN,
    },
    both="title? creator* subject* description? publisher* contributor* type? format? identifier* source? language? "
    "relation* coverage* rights?",
    feed="date?",
    # An item may have been written on one day, and changed on another.
    entry="date*",
)

_POINTERS_NAMES = (
    "isVersionOf hasVersion isReplacedBy replaces isRequiredBy requires isPartOf hasPart isReferencedBy "
    "references isFormatOf hasFormat conformsTo "
)
_POINTERS = _POINTERS_NAMES.split()
_STATEMENTS_NAMES = (
    "accessRights accrualMethod accrualPeriodicity accrualPolicy bibliographicCitation educationLevel "
    "instructionalMethod license provenance rightsHolder spatial temporal valid available medium title "
    "creator subject description publisher contributor date type format identifier source language "
    "relation coverage rights "
)
_STATEMENTS = _STATEMENTS_NAMES.split()

DCTERMS = Vocabulary(
    namespace="http://purl.org/dc/terms/",
    prefix="dcterms",
    elements={
        **dict.fromkeys(_POINTERS, _ANY),
        **dict.fromkeys(_STATEMENTS, _ANY),
        "alternative": _TEXT,
        "abstract": _TEXT,
        "tableOfContents": _ANY,
        "created": _DATE,
        "issued": _DATE,
        "modified": _DATE,
        "dateAccepted": _DATE,
        "dateCopyrighted": _DATE,
        "dateSubmitted": _DATE,
        "extent": Element(text=COUNT),
        "audience": _TEXT,
        "mediator": _TEXT,
    },
    both=" ".join(f"{name}*" for name in [*_POINTERS, *_STATEMENTS, "alternative", "audience"])
    + " abstract? tableOfContents? created? issued? modified? dateAccepted? dateCopyrighted? dateSubmitted? extent? "
    "mediator?",
)
