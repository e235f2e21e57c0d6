"""Which story is which: it keeps its id for life, whatever becomes of its number, headline, link or digest's file.

The id stands below that of the digest, which does not depend on its file's name. It is minted from the page that the
story links to, which is edited least; from the headline where there is no link. So it comes out the same without a
ledger, and the ledger is asked for those that were edited since they were shown.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from itertools import count

from msgspec import Struct

from feedpub.config import Site
from feedpub.digests.stories import Story
from feedpub.identity import mint
from feedpub.memory.story_lines import StoryLine
from feedpub.same_page import normalised
from feedpub.stories.pieces import unmarked

# As alike as a headline and its correction: "Gogle releases Gemini" and "Google releases Gemini 3".
ALIKE = 0.6


class Named(Struct, frozen=True, kw_only=True):
    """A story with its id and its place in the digest (from 1 on), and what the ledger says of it, if anything."""

    story: Story
    at: int
    id: str
    line: StoryLine | None


def named(stories: Sequence[Story], digest: str, lines: Sequence[StoryLine], site: Site) -> tuple[Named, ...]:
    """The stories of a digest with their ids; ``digest`` is the id of its entry, ``lines`` are the ledger's of it.

    A story is the one that has its page and headline; else its page alone, its headline alone, or the headline that is
    most like its own. What is not unique is no evidence. Any other story is new.
    """
    matching = _Matching(stories, lines)
    taken = {line.story for line in lines}
    found = []
    for at, story in enumerate(stories, start=1):
        line = matching.of.get(at)
        name = line.story if line else _minted(story, digest, taken, site)
        taken.add(name)
        found.append(Named(story=story, at=at, id=name, line=line))
    return tuple(found)


def page(story: Story) -> str:
    """What is the same for all links to the post that a story tells of; empty where it has none."""
    return normalised(story.link) or "" if story.link else ""


def fingerprint(story: Story) -> str:
    """A hash of what a story says, white space aside; not of its number and place."""
    said = (story.headline, story.source or "", story.link or "", story.summary)
    return hashlib.sha256("\x00".join(" ".join(text.split()) for text in said).encode()).hexdigest()[:32]


def _minted(story: Story, digest: str, taken: set[str], site: Site) -> str:
    """``tag:…:digests/a.md`` and a link give ``tag:…:stories/a.md/0123456789``."""
    mark = hashlib.sha256((page(story) or _title(story)).encode()).hexdigest()[:10]
    prefix = mint(site, "digests/")
    own = digest.removeprefix(prefix)
    below = f"{mint(site, 'stories/')}{own}" if own != digest else mint(site, f"stories/{digest}")
    names = (f"{below}/{mark}~{number}" if number > 1 else f"{below}/{mark}" for number in count(1))
    return next(name for name in names if name not in taken)


def _title(story: Story) -> str:
    return unmarked(story.headline)


class _Matching:
    """Stories matched with the ledger's lines of their digest, the surest evidence first."""

    def __init__(self, stories: Sequence[Story], lines: Sequence[StoryLine]) -> None:
        self.of: dict[int, StoryLine] = {}
        self.stories = dict(enumerate(stories, start=1))
        self.lines = sorted(lines, key=lambda line: line.published, reverse=True)  # in the order of their digest
        self._by(lambda story: (page(story), _title(story)), lambda line: (line.page, line.title))
        self._by(page, lambda line: line.page)
        self._by(_title, lambda line: line.title)
        self._by_likeness()

    def _by(self, of_story: Callable[[Story], Hashable], of_line: Callable[[StoryLine], Hashable]) -> None:
        stories = Counter(of_story(story) for story in self.stories.values())
        lines = Counter(map(of_line, self.lines))
        unique = {key: line for line in self.lines if (key := of_line(line)) and lines[key] == 1}
        for at, story in list(self.stories.items()):
            key = of_story(story)
            if stories[key] == 1 and key in unique:
                self._take(at, unique[key])

    def _by_likeness(self) -> None:
        likeness = [
            (SequenceMatcher(None, _title(story), line.title).ratio(), -at, -place, line)
            for at, story in self.stories.items()
            for place, line in enumerate(self.lines)
        ]
        for alike, at, _, line in sorted(likeness, reverse=True, key=lambda row: row[:3]):
            if alike >= ALIKE and -at in self.stories and line in self.lines:
                self._take(-at, line)

    def _take(self, at: int, line: StoryLine) -> None:
        self.of[at] = line
        del self.stories[at]
        self.lines.remove(line)
