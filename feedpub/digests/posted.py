"""When a link was posted, as far as its address tells: an id that counts time, or a date in its path."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from feedpub.patterns import expression

# X counts milliseconds since this instant in the upper 42 bits of an id; Mastodon counts Unix time in the upper 48,
# LinkedIn in the upper 41; TikTok counts seconds in the upper 32.
_X_EPOCH = 1_288_834_974_657
_X_POST = expression(
    r"https?://(?:www\.|mobile\.)?(?:x|twitter|fxtwitter|nitter)\.(?:com|net)/[^/]+/status(?:es)?/(\d{11,19})\b"
)
_MASTODON_POST = expression(r"https?://[^/]+/(?:@[^/]+|users/[^/]+/statuses|web/statuses)/(\d{18})\b")
_LINKEDIN_POST = expression(r"https?://(?:[a-z]+\.)?linkedin\.com/[^?#]*\b(?:activity|share|ugcPost)[-:](\d{19})\b")
_TIKTOK_POST = expression(r"https?://(?:www\.)?tiktok\.com/@[^/]+/(?:video|photo)/(\d{19})\b")
# Bluesky counts microseconds in all but the lowest 10 bits of a key, and writes them to the base of 32 in this order.
_BLUESKY_POST = expression(r"https?://bsky\.app/profile/[^/]+/post/([2-7a-j][2-7a-z]{12})\b")
_BLUESKY_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"

_PATH_DATE = expression(r"https?://[^/]+/(?:[^?#]*/)?(20\d\d)([/-])(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=[/?#.-]|$)")
_EARLIEST = timezone(timedelta(hours=14))  # where a day begins first
_DAY_ON_EARTH = timedelta(hours=50)  # from there to where it ends last


class Span(NamedTuple):
    """The earliest and the latest instant at which something can have been posted."""

    earliest: datetime
    latest: datetime

    @property
    def is_exact(self) -> bool:
        """Whether the instant is known."""
        return self.earliest == self.latest


def posted(link: str) -> Span | None:
    """When a link was posted, where its address tells."""
    for pattern, milliseconds in _IDS:
        if match := pattern.match(link):
            return _exactly(milliseconds(match[1]))
    if match := _PATH_DATE.match(link):
        try:
            begin = datetime(int(match[1]), int(match[3]), int(match[4]), tzinfo=_EARLIEST)
        except ValueError:
            return None
        return Span(begin, begin + _DAY_ON_EARTH)
    return None


def _exactly(milliseconds: int) -> Span | None:
    if not 1_262_304_000_000 < milliseconds < 4_102_444_800_000:  # 2010 to 2100
        return None
    instant = datetime.fromtimestamp(milliseconds // 1000, UTC)
    return Span(instant, instant)


def _bluesky(key: str) -> int:
    number = 0
    for digit in key:
        number = number * 32 + _BLUESKY_DIGITS.index(digit)
    return (number >> 10) // 1000


_IDS: tuple[tuple[re.Pattern[str], Callable[[str], int]], ...] = (
    (_X_POST, lambda text: (int(text) >> 22) + _X_EPOCH),
    (_LINKEDIN_POST, lambda text: int(text) >> 22),
    (_TIKTOK_POST, lambda text: (int(text) >> 32) * 1000),
    (_BLUESKY_POST, _bluesky),
    (_MASTODON_POST, lambda text: int(text) >> 16),
)
