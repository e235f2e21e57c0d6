"""When a build would surprise subscribers, it publishes nothing and says why."""

from collections.abc import Iterator

from feedpub.listing import Composition

MAX_RESURFACING = 3


def reasons(composition: Composition, max_resurfacing: int) -> Iterator[str]:
    """Why a composition should not be published unseen, if it should not: one line each, with its repair.

    More than ``max_resurfacing`` old entries would be shown again as unread; or more than one entry, and more than a
    tenth of those that the feeds held, would be gone.
    """
    again, lost = composition.changes.resurfaced, composition.changes.withdrawn
    if len(again) > max_resurfacing:
        fact = f"{len(again)} old entries would be shown again as unread, {again[0]} among them"
        yield f"{fact}; give them back the id, or the date and title, that they had, or publish with --accept"
    if len(lost) > 1 and len(lost) * 10 > composition.visible:
        fact = f"{len(lost)} of {composition.visible} published entries have lost their digest, {lost[0]} among them"
        yield f"{fact}; see whether source.path is mounted and source.include is right, or publish with --accept"
