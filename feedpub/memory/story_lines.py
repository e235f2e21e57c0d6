"""What the ledger remembers of stories and periods that feeds have shown: one line each, like an entry's."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated

import msgspec

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class StoryLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False, forbid_unknown_fields=True):
    """A story ever published, as subscribers last saw it.

    ``story`` is its id, ``digest`` the id of its digest's entry; ``page`` what is the same for all links to the post,
    ``hash`` that of its headline, source, link and text.
    """

    story: str
    digest: str
    title: str
    published: Moment
    updated: Moment
    hash: str
    page: str = ""


class PeriodLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False, forbid_unknown_fields=True):
    """A day or week ever published: its id, and the hash of the stories that it gathered, in no order."""

    period: str
    published: Moment
    updated: Moment
    hash: str


def by_digest(lines: Iterable[StoryLine], replaced: Mapping[str, str]) -> Mapping[str, Sequence[StoryLine]]:
    """The lines of stories by the ids of their digests; ``replaced`` tells old ids of these and the present ones."""
    found: dict[str, list[StoryLine]] = {}
    for line in lines:
        found.setdefault(replaced.get(line.digest, line.digest), []).append(line)
    return found
