"""What holds for every date and every identifier, however odd."""

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from feedpub.check.addresses import iri
from feedpub.check.moments.moments import Form, read
from feedpub.check.moments.readers import READERS
from tests.vectors import VECTORS

FORMS = st.sampled_from(get_args(Form))
# Sound dates and broken ones, cut, doubled and mixed with anything.
PIECES = (
    st.sampled_from([vector.raw for vector in VECTORS])
    | st.text(max_size=6)
    | st.text("0123456789:+-TZ .,", max_size=9)
)
TEXTS = st.lists(PIECES, max_size=3).map("".join) | st.sampled_from([vector.raw for vector in VECTORS])
QUARTERS = st.integers(-48, 56).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
INSTANTS = st.datetimes(datetime(1991, 1, 1), datetime(2100, 1, 1), timezones=QUARTERS)  # noqa: DTZ001


@given(TEXTS, FORMS)
def test_any_text_is_a_date_or_has_a_fault(text: str, form: Form) -> None:
    """Never an exception; without an instant there is a fault, save for a day of Dublin Core."""
    found = read(text, form)
    assert found.instant is not None or found.faults or form == "dc"


@given(TEXTS, FORMS)
def test_any_text_is_shown_somehow(text: str, form: Form) -> None:
    """By every reader."""
    assert all(reader.read(text, form) for reader in READERS)


@given(INSTANTS)
def test_a_date_of_any_format_is_read_back(moment: datetime) -> None:
    """At its instant, without a fault, by the specification and by every reader that reads the format."""
    whole = moment.replace(microsecond=0)
    written: dict[Form, str] = {"atom": whole.isoformat(), "rss": format_datetime(whole)}
    for form, text in written.items():
        found = read(text, form)
        assert (found.instant, [fault.rule for fault in found.faults]) == (whole, [])
        assert {reader.read(text, form) for reader in READERS} == {whole}


@given(st.text(max_size=40) | st.text("htps:/.%[]@#?tagurn,20-", max_size=40))
def test_any_text_is_judged_as_an_identifier(text: str) -> None:
    """Never an exception; what is sound as a URL has a scheme."""
    iri.tag_fault(f"tag:{text}")
    iri.urn_fault(f"urn:{text}")
    assert iri.fault(text) is not None or iri.scheme_of(text)
