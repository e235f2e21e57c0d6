"""JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from feedpub.check.vocabulary.kinds import LANGUAGE, MEDIA_TYPE, TEXT, Kind


class Key(Struct, frozen=True, kw_only=True):
    """What stands at a key: a type of JSON, a kind of text, or objects of a shape, alone or in a list."""

    what: str = "a string"
    types: tuple[type[Any], ...] = (str,)
    kind: Kind = TEXT
    of: str | None = None
    each: type[Any] | None = None


_STRING = Key()
_OBJECTS = Key(what="a list of objects", types=(list,), each=dict)
_NUMBER = Key(what="a number", types=(int, float))


def _objects(shape: str) -> Key:
    return Key(what="a list of objects", types=(list,), each=dict, of=shape)


# Ids are strings; the specification has readers coerce numbers, and publishers not write them.
SHAPES: Mapping[str, Mapping[str, Key]] = {
    "feed": {
        "version!": _STRING,
        "title!": _STRING,
        "home_page_url": _STRING,
        "feed_url": _STRING,
        "description": _STRING,
        "user_comment": _STRING,
        "next_url": _STRING,
        "icon": _STRING,
        "favicon": _STRING,
        "authors": _objects("author"),
        "author": Key(what="an object", types=(dict,), of="author"),
        "language": Key(kind=LANGUAGE),
        "expired": Key(what="true or false", types=(bool,)),
        "hubs": _objects("hub"),
        "items!": _objects("item"),
    },
    "item": {
        "id": _STRING,
        "url": _STRING,
        "external_url": _STRING,
        "title": _STRING,
        "content_html": _STRING,
        "content_text": _STRING,
        "summary": _STRING,
        "image": _STRING,
        "banner_image": _STRING,
        "date_published": _STRING,
        "date_modified": _STRING,
        "authors": _objects("author"),
        "author": Key(what="an object", types=(dict,), of="author"),
        "tags": Key(what="a list of strings", types=(list,), each=str),
        "language": Key(kind=LANGUAGE),
        "attachments": _objects("attachment"),
    },
    "author": {"name": _STRING, "url": _STRING, "avatar": _STRING},
    "hub": {"type!": _STRING, "url!": _STRING},
    "attachment": {
        "url!": _STRING,
        "mime_type!": Key(kind=MEDIA_TYPE),
        "title": _STRING,
        "size_in_bytes": _NUMBER,
        "duration_in_seconds": _NUMBER,
    },
}
