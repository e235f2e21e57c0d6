"""When an entry was published, for rules that compare entries."""

from datetime import datetime

from feedpub.check.document import Document, Item, Value
from feedpub.check.moments import MalformedError, WithoutOffsetError, instant


def moment(document: Document, entry: Item) -> tuple[Value, datetime] | None:
    """The date of an entry, as it stands and as an instant; ``None`` where none can be told."""
    value = entry.published or entry.updated
    try:
        return (value, instant(document, value)) if value else None
    except (MalformedError, WithoutOffsetError):
        return None
