"""Rules about how dates are written: each is one instant, in its format's own words."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from feedpub.check.moments import moments
from feedpub.check.moments.dated import Dated, dates, written
from feedpub.check.moments.moments import Form
from feedpub.check.reading.document import Document
from feedpub.check.rule import Problem, rule

_FORM: dict[Form, str] = {
    "atom": "2025-12-20T20:00:08+08:00",
    "json": "2025-12-20T20:00:08+08:00",
    "dc": "2025-12-20T20:00:08+08:00",
    "rss": "Sat, 20 Dec 2025 20:00:08 +0800",
}
_UPDATED = "<updated>{}</updated>"
# Examples stand inside an Atom feed; a date of RSS may be there as anybody's extension.
_PUB_DATE = '<pubDate xmlns="">{}</pubDate>'
_GOOD = _UPDATED.format("2025-12-20T20:00:08+08:00")
_GOOD_PUB_DATE = _PUB_DATE.format("Sat, 20 Dec 2025 20:00:08 +0800")


def _broken(document: Document, name: str, repair: str = "") -> Iterator[Problem]:
    """The dates of a document that break one rule."""
    for dated in dates(document):
        for fault in dated.reading.faults:
            if fault.rule == name:
                yield _problem(dated, fault.fact, repair or f"write {_better(dated)}")


def _problem(dated: Dated, fact: str, repair: str) -> Problem:
    value = dated.value
    message = f'{value.name} "{value.text}" {fact}'
    return Problem(line=value.line, message=message, repair=repair, entry=dated.entry)


def _by_clock_of(zone: ZoneInfo | None, dated: Dated) -> str | None:
    """The date with the offset that the site's timezone had; mostly it has read that clock, and lost the offset."""
    utc = moments.read(dated.value.text.strip() + (" GMT" if dated.form == "rss" else "Z"), dated.form).instant
    return written(utc.replace(tzinfo=zone), dated.form) if zone and utc else None


def _better(dated: Dated) -> str:
    """The date as it should be written, where its instant is known; else an example."""
    found = dated.reading.instant
    if found is None:
        return f"{_FORM[dated.form]} or the like"
    return written(found, dated.form)


@rule(severity="error", bad=_UPDATED.format("2025-12-20T20:00:08"), good=_GOOD)
def date_without_offset(document: Document) -> Iterator[Problem]:
    """A date without an offset is not an instant: readers take it for UTC, or for their own time.

    RFC 3339, section 5.6: ``full-time = partial-time time-offset``; RFC 822, section 5.1: ``time = hour zone``.
    """
    for dated in dates(document):
        for fault in dated.reading.faults:
            if fault.rule == "date-without-offset":
                yield _problem(dated, fault.fact, f"write {_by_clock_of(document.zone, dated) or _better(dated)}")


@rule(severity="error", bad=_UPDATED.format("2025-12-20 20:00:08 +0800"), good=_GOOD)
def date_malformed(document: Document) -> Iterator[Problem]:
    """A date that is not written as its format demands is guessed at, or dropped, by readers.

    Atom (RFC 4287, section 3.3) and JSON Feed take RFC 3339, Atom with a capital T and Z; RSS takes RFC 822 with a year
    of four digits; ``dc:date`` and its like take W3C-DTF.
    """
    yield from _broken(document, "date-malformed")


@rule(severity="error", bad=_UPDATED.format("2025-12-20T24:00:00Z"), good=_UPDATED.format("2025-12-21T00:00:00Z"))
def date_not_in_calendar(document: Document) -> Iterator[Problem]:
    """There is no 31 June, no hour 24 and no minute 60; readers drop such a date, or move it on by a day or month.

    RFC 3339, section 5.7, says how long each month is, and section 5.6 that an hour is 00 to 23. A second 60 is one of
    the leap seconds at the end of a month, in UTC.
    """
    yield from _broken(document, "date-not-in-calendar", "write a day and time of the calendar")


@rule(severity="error", bad=_UPDATED.format(" 2025-12-20T20:00:08Z "), good=_UPDATED.format("2025-12-20T20:00:08Z"))
def date_padded(document: Document) -> Iterator[Problem]:
    """Atom has no white space around a date; some readers do not see it as one.

    RFC 4287, section 3: "there MUST NOT be any white space in a Date construct or in any IRI".
    """
    yield from _broken(document, "date-padded")


@rule(severity="error", bad=_UPDATED.format("2025-12-20T20:00:08+0800"), good=_GOOD)
def offset_colon(document: Document) -> Iterator[Problem]:
    """An offset is ``+08:00`` in Atom and JSON Feed, ``+0800`` in RSS: newsboat drops a date with the other form.

    RFC 3339, section 5.6: ``time-numoffset = ("+" / "-") time-hour ":" time-minute``; RFC 822, section 5.1: ``4DIGIT``.
    """
    yield from _broken(document, "offset-colon")


@rule(severity="error", bad=_UPDATED.format("2025-12-20T20:00:08+24:00"), good=_GOOD)
def offset_out_of_range(document: Document) -> Iterator[Problem]:
    """An offset is less than a day, its minutes less than an hour: readers drop ``+2500``, or add the days.

    RFC 3339, section 5.6: ``time-hour = 2DIGIT ; 00-23``; RFC 822, section 5.1, counts in hours and minutes.
    """
    yield from _broken(document, "offset-out-of-range")


@rule(severity="warning", bad=_UPDATED.format("2025-12-20T20:00:08+19:00"), good=_GOOD)
def offset_unreal(document: Document) -> Iterator[Problem]:
    """Clocks on earth are between 12 hours behind UTC and 14 before it.

    RFC 3339, section 4.2, and RFC 5322, section 3.3, allow any offset below a day; readers believe it, and so show the
    entry at an hour that nobody meant.
    """
    yield from _broken(document, "offset-unreal", "write the offset of a place")


@rule(severity="info", bad=_UPDATED.format("2025-12-20T20:00:08+08:07"), good=_GOOD)
def offset_odd(document: Document) -> Iterator[Problem]:
    """Clocks on earth differ from UTC by quarters of an hour; other offsets are old, or a slip of the pen.

    RFC 3339, section 4.2, and RFC 5322, section 3.3, allow any minute, and readers believe it.
    """
    yield from _broken(document, "offset-odd", "write the offset of a place")


@rule(severity="info", bad=_UPDATED.format("2025-12-20T20:00:08-00:00"), good=_UPDATED.format("2025-12-20T20:00:08Z"))
def offset_unknown(document: Document) -> Iterator[Problem]:
    """``-00:00`` says that the time is in UTC, and the place unknown; readers make no difference.

    RFC 3339, section 4.3; RFC 5322, section 3.3, says the same of ``-0000``.
    """
    yield from _broken(document, "offset-unknown", "write the offset, or Z in Atom and GMT in RSS for UTC")


@rule(severity="error", bad=_PUB_DATE.format("Sat, 20 Dec 2025 12:00:08 UTC"), good=_GOOD_PUB_DATE)
def zone_unknown(document: Document) -> Iterator[Problem]:
    """RSS knows GMT, UT and four zones of America by name; others, even UTC, are read as UTC or as nothing.

    RFC 822, section 5.1, lists them all; RFC 5322, section 4.3, has all others considered equivalent to "-0000".
    """
    yield from _broken(document, "zone-unknown")


@rule(severity="warning", bad=_PUB_DATE.format("Sat, 20 Dec 2025 20:00:08 CST"), good=_GOOD_PUB_DATE)
def zone_ambiguous(document: Document) -> Iterator[Problem]:
    """``CST`` is the central time of America in every reader, so an entry from China is shown 14 hours late.

    RFC 822, section 5.1, gives CST as -0600. It also has military letters, with the wrong sign: RFC 5322, section 4.3,
    has them taken for UTC, and readers differ.
    """
    yield from _broken(document, "zone-ambiguous", "write the offset that is meant, such as +0800")


@rule(severity="info", bad=_PUB_DATE.format("Sat, 20 Dec 2025 20:00:08 EST"), good=_GOOD_PUB_DATE)
def zone_obsolete(document: Document) -> Iterator[Problem]:
    """Names of zones are obsolete, and not every reader knows them; ``Z`` is Atom's way to say UTC, not that of RSS.

    RFC 822, section 5.1, has them; RFC 5322, section 4.3, reads them as obsolete, and writes numbers alone.
    """
    yield from _broken(document, "zone-obsolete")


@rule(severity="error", bad=_PUB_DATE.format("Sun, 20 Dec 2025 20:00:08 +0800"), good=_GOOD_PUB_DATE)
def weekday_wrong(document: Document) -> Iterator[Problem]:
    """The week day is that of the date, or is left out. Readers go by the date; one of the two is a mistake.

    RFC 822, section 5.2: "If included, day-of-week must be the day implied by the date specification."
    """
    yield from _broken(document, "weekday-wrong", "correct the day or the week day")


@rule(severity="warning", bad=_PUB_DATE.format("Sat, 20 Dec 25 20:00:08 +0800"), good=_GOOD_PUB_DATE)
def year_of_two_digits(document: Document) -> Iterator[Problem]:
    """Some readers take the year 25 for 1925, others for the year 25, and sort the entry last.

    RSS 2.0: "the year may be expressed with two characters or four characters (four preferred)".
    """
    yield from _broken(document, "year-of-two-digits")


@rule(severity="info", bad=_UPDATED.format("2025-12-20T20:00:08.123456+08:00"), good=_GOOD)
def date_fractional(document: Document) -> Iterator[Problem]:
    """Fractions of a second are allowed, and a few readers drop dates that have them; nobody needs them.

    RFC 3339, section 5.3: "The format defined below includes only one rarely used option: fractions of a second."
    """
    yield from _broken(document, "date-fractional")


@rule(severity="warning", bad=_PUB_DATE.format("sat,20 dec 2025 20:00:08 +0800"), good=_GOOD_PUB_DATE)
def date_unusual(document: Document) -> Iterator[Problem]:
    """Comments, small letters and odd spaces are allowed in dates, and defeat readers that look for a fixed form.

    RFC 822, section 3.4, has the comments and spaces; RFC 3339, section 5.6, the small t and z.
    """
    yield from _broken(document, "date-unusual")
