"""When a build would surprise subscribers, it publishes nothing and says why."""

from collections.abc import Iterator

from feedpub.composition.listing import Composition


def reasons(composition: Composition, max_resurfacing: int) -> Iterator[str]:
    """Why a composition should not be published unseen, if it should not: one line each, with its repair.

    More than ``max_resurfacing`` old entries would be shown again as unread; or more than one entry, and more than a
    tenth of those that the site's feed held, or all feeds together, would be gone.
    """
    again, withdrawn = composition.changes.resurfaced, composition.changes.withdrawn
    if len(again) > max_resurfacing:
        fact = f"{len(again)} old entries would be shown again as unread, {again[0]} among them"
        yield f"{fact}; give them back the id, or the date and title, that they had, or publish with --accept"
    for window in composition.windows if len(withdrawn) > 1 else ():
        lost = [name for name in withdrawn if name in window]
        if len(lost) > 1 and len(lost) * 10 > len(window):
            fact = f"{len(lost)} of {len(window)} published entries would be withdrawn, {lost[0]} among them"
            yield f"{fact}; see whether source.path is mounted and source.include is right, or publish with --accept"
            return
