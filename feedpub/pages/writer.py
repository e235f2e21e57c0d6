"""What feeds list → their pages, and digests → theirs."""

from collections.abc import Callable, Sequence

from markupsafe import Markup
from msgspec import Struct

from feedpub import embed
from feedpub.embed import Headline
from feedpub.model import Entry, Feed
from feedpub.pages import fragments
from feedpub.pages.activity import Activity
from feedpub.pages.look import Address, Look
from feedpub.text import excerpt

# How many entries of a feed its page shows in full.
IN_FULL = 10


class Listing(Struct, frozen=True, kw_only=True):
    """What a page shows of a feed: the feed, whose own entries are not looked at, and what it lists, newest first.

    ``folder`` is where the page stands, of which an old address is another than the feed's own. ``keys`` are hashes of
    all that an entry says, one for each of ``headlines``; ``formats`` are those that the feed is written in.
    """

    folder: str
    feed: Feed
    headlines: Sequence[Headline]
    keys: Sequence[bytes]
    formats: Sequence[str]
    activity: Activity


class Writer:
    """The pages of a site's feeds, the site's own first. Raises ConfigError where a user's template is broken."""

    def __init__(self, look: Look, listings: Sequence[Listing]) -> None:
        self.look, self.listings = look, listings

    def feed_page(self, listing: Listing, entry: Callable[[bytes], str]) -> bytes:
        """The page beside a feed; that of the site's own feed is the directory of all.

        ``entry`` gives what ``Look.entry`` made of an entry, by its key.
        """
        look, feed = self.look, listing.feed
        shown = [look.placed(entry(key), feed.location) for key in listing.keys[:IN_FULL]]
        return look.page(
            "feed.html",
            location=feed.location,
            feed=feed,
            newest=listing.headlines[0],
            title=look.name(feed),
            description=feed.subtitle,
            rhythm=listing.activity.rhythm(look.words),
            picture=Markup(listing.activity.picture(look.words)),  # noqa: S704
            entries=Markup("\n").join(shown),
            earlier=listing.headlines[IN_FULL:],
            others=[] if feed.path else self.listings[1:],
            alternates=[*look.addresses(feed), *self._of_categories(feed)],
            embeds=self._embeds(listing),
            frame=embed.FRAME,
        )

    def digest_page(self, entry: Entry) -> bytes:
        """The page of a digest that has no other, at the entry's URL; its content is all that the digest says."""
        look, home, content = self.look, self.listings[0].feed, entry.content or ""
        return look.page(
            "digest.html",
            location=entry.url,
            entry=entry,
            title=entry.title,
            content=fragments.alone(content, look.words["story"]),
            stories=fragments.stories(content),
            subscribe=look.addresses(home),
            alternates=look.addresses(home),
            description=excerpt(entry.summary),
        )

    def _of_categories(self, feed: Feed) -> list[Address]:
        return [] if feed.path else [self.look.addresses(other.feed)[0] for other in self.listings[1:]]

    def _embeds(self, listing: Listing) -> dict[str, str]:
        """The lines to paste, by tier."""
        possible = embed.possible(self.look.site, embed.Subject.of(listing.feed, listing.formats))
        return {tier: lines.strip() for tier, lines in possible.items()}
