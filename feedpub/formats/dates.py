"""Dates as RSS and OPML write them."""

from datetime import datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rfc_5322(instant: datetime) -> str:
    """An aware instant as RFC 5322, section 3.3, has it: ``Sat, 20 Dec 2025 20:00:08 +0800``, in any locale.

    As ``email.utils.format_datetime`` says, for the sake of which cron jobs need not import sockets.
    """
    day = f"{_DAYS[instant.weekday()]}, {instant.day:02} {_MONTHS[instant.month - 1]} {instant.year:04}"
    return f"{day} {instant:%H:%M:%S %z}"
