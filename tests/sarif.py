"""The part of the schema of SARIF 2.1.0 that feedpub writes, as strict as OASIS has it: no property beside these.

Taken by hand from https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json.
"""

from typing import Any

LEVEL = {"enum": ["none", "note", "warning", "error"]}
POSITIVE = {"type": "integer", "minimum": 1}


def _object(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def _list(items: Any, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


MESSAGE = _object(("text",), text={"type": "string"})
REGION = _object(startLine=POSITIVE, startColumn=POSITIVE)
PLACE = _object(artifactLocation=_object(uri={"type": "string", "format": "uri-reference"}), region=REGION)
RULE = _object(
    ("id",),
    id={"type": "string"},
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=_object(level=LEVEL),
)
RESULT = _object(
    ("message",),
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": -1},
    level=LEVEL,
    message=MESSAGE,
    locations=_list(_object(physicalLocation=PLACE)),
    properties={"type": "object"},
)
DRIVER = _object(
    ("name",),
    name={"type": "string"},
    semanticVersion={"type": "string"},
    informationUri={"type": "string", "format": "uri"},
    rules=_list(RULE),
)
RUN = _object(
    ("tool",),
    tool=_object(("driver",), driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=_list(RESULT),
)
SCHEMA = _object(
    ("version", "runs"),
    **{"$schema": {"type": "string", "format": "uri"}, "version": {"enum": ["2.1.0"]}, "runs": _list(RUN)},
)
