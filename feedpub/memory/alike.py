"""What two digests have in common, where their heads cannot tell: they are read, which is rarely needed."""

from feedpub.config import Site
from feedpub.digests import contents, digest
from feedpub.digests.digest import Digest
from feedpub.digests.notes import Notes, RefusedError
from feedpub.digests.source import Source
from feedpub.digests.stories import Prose
from feedpub.index.rows import Trace

_RUN = 5


class Texts:
    """The texts of digests, each read once."""

    def __init__(self, source: Source, site: Site) -> None:
        self._source, self._site = source, site
        self._known: dict[int, Digest | None] = {}

    def has_stories(self, one: Trace) -> bool:
        """Whether a digest is more than prose, such as "nothing new today", that may be said again."""
        said = self._of(one)
        return bool(said and said.stories)

    def same_date_or_stories(self, one: Trace, other: Trace) -> bool:
        """Whether two digests have one date, or one title above stories."""
        return one.published == other.published or (one.title == other.title and self.has_stories(one))

    def are_one_text_of_stories(self, one: Trace, other: Trace) -> bool:
        """Whether two digests consist of the very same stories."""
        return one.fingerprint is not None and one.fingerprint == other.fingerprint and self.has_stories(one)

    def alike(self, one: Trace, other: Trace) -> bool:
        """Whether two digests share half of what they say, in runs of a few letters: that works without spaces, too."""
        if one.fingerprint and one.fingerprint == other.fingerprint:
            return True
        said, again = self._runs(one), self._runs(other)
        return 2 * len(said & again) > min(len(said), len(again))

    def _runs(self, one: Trace) -> set[str]:
        said = self._of(one)
        parts = (
            part.text if isinstance(part, Prose) else f"{part.headline}{part.link}{part.summary}"
            for part in (said.parts if said else ())
        )
        text = "".join("".join(parts).split())
        return {text[at : at + _RUN] for at in range(max(1, len(text) - _RUN + 1))}

    def _of(self, one: Trace) -> Digest | None:
        if one.number not in self._known:
            self._known[one.number] = self._read(one)
        return self._known[one.number]

    def _read(self, one: Trace) -> Digest | None:
        shown = self._source.shown(one.path)
        try:
            data = contents.read(self._source.shown(one.file), Notes(shown))
        except RefusedError:
            return None  # it has gone meanwhile, and the next build will know
        return digest.read(data, one.path, shown, self._site)[0]
