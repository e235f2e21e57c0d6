"""What is filled into a stencil is what feedgen would have written."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedpub.formats import generator, stencil
from feedpub.model import Category, Entry, Link, Person

WHOLE = Entry(
    id="tag:example.com,2025:one?a=1&b=<2>",
    title='Tom & "Jerry" <b>\t',
    published=datetime(2025, 12, 20, 20, 0, 8, tzinfo=timezone(timedelta(hours=8))),
    updated=datetime(2025, 12, 21, tzinfo=UTC),
    links=(
        Link(href="https://example.com/?a=1&b='2'", type="text/html", title='Say "yes"\nor\tno\r'),
        Link(href="https://example.com/en/", hreflang="en"),
        Link(href="https://example.org/", rel="related"),
    ),
    authors=(Person(name="Ann & Bob", email="a@example.com", url="https://example.com/a?b&c"), Person(name="小明")),
    categories=(
        Category(term="a&b", label='<"A&B">', scheme="https://example.com/c?d&e"),
        Category(term="x", label="y"),
    ),
    summary="1 < 2 &amp; 3 > 2\r\n",
    content="<p>Öl &amp; Ähnliches ]]> 𝄞\u2028</p>\n<pre>\r\n\ta</pre>",
    language="zh-CN",
    image="https://example.com/a.png?b&c",
)
PLAIN = Entry(
    id="tag:example.com,2025:one",
    title="One",
    published=datetime(2025, 12, 20, tzinfo=UTC),
    updated=datetime(2025, 12, 20, tzinfo=UTC),
    links=(Link(href="https://example.com/"),),
    summary="One.",
)
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.sampled_from("\t\n\r<>&\"'")
)
SAID = TEXTS.filter(str.strip)
PATHS = st.text("abc/?&='%", max_size=9).map("https://example.com/{}".format)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30))])
DATES = st.builds(datetime.fromtimestamp, st.integers(0, 4_000_000_000), ZONES)


def _one_or_none(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | texts


PERSONS = st.builds(Person, name=SAID, email=_one_or_none(TEXTS.map("a@{}".format)), url=_one_or_none(PATHS))
CATEGORIES = st.builds(Category, term=SAID, label=TEXTS, scheme=_one_or_none(PATHS))
LINKS = st.builds(
    Link,
    href=PATHS,
    rel=st.sampled_from(["related", "via", "self", "enclosure", "replies"]),
    type=_one_or_none(st.sampled_from(["text/html", "audio/mpeg"])),
    hreflang=_one_or_none(st.sampled_from(["en", "de"])),
    title=_one_or_none(TEXTS),
    length=st.none() | st.integers(0, 10**9),
).filter(lambda link: link.rel != "enclosure" or bool(link.type and link.length))
ENTRIES = st.builds(
    Entry,
    id=TEXTS.map("tag:{}".format),
    title=SAID,
    published=DATES,
    updated=DATES,
    links=st.tuples(st.builds(Link, href=PATHS, title=_one_or_none(TEXTS)), LINKS)
    | st.tuples(LINKS, st.builds(Link, href=PATHS)),
    authors=st.lists(PERSONS, max_size=2).map(tuple),
    categories=st.lists(CATEGORIES, max_size=3).map(tuple),
    summary=TEXTS,
    content=_one_or_none(TEXTS),
    language=_one_or_none(st.sampled_from(["en", "zh-CN"])),
    image=_one_or_none(PATHS),
)


@pytest.mark.parametrize("rss", [False, True])
@pytest.mark.parametrize("entry", [WHOLE, PLAIN])
def test_entries_are_filled_in_as_feedgen_writes_them(entry: Entry, rss: bool) -> None:
    """Every text, wherever it stands, with all that XML must escape."""
    assert stencil.fragment(entry, rss) == generator.fragment(entry, rss)


@pytest.mark.parametrize("rss", [False, True])
def test_what_could_be_taken_for_a_slot(rss: bool) -> None:
    """Texts, kinds of links and dates like those that stencils are cut by; and more texts than four digits count."""
    slot = "https://slot.invalid/@3/"
    entry = replace(WHOLE, id=slot, title=slot, content=slot, image=slot, published=datetime(1901, 1, 1, tzinfo=UTC))
    many = tuple(Category(term=f"t{number}", label=f"l{number}") for number in range(4_000))
    odd = Link(href=slot, rel="via", type="https://slot.invalid/@4/", title="1902-01-01T00:00:00+00:00")
    for one in (entry, replace(entry, categories=many), replace(entry, links=(*WHOLE.links, odd))):
        assert stencil.fragment(one, rss) == generator.fragment(one, rss)


@pytest.mark.parametrize("change", [{"language": "e\x01"}, {"image": "https://example.com/\x01"}])
def test_no_entry_holds_what_xml_cannot(change: dict[str, str]) -> None:
    """It says so itself, before anything is written."""
    with pytest.raises(ValueError, match=r"XML cannot hold|absolute http"):
        replace(WHOLE, **change)


@given(ENTRIES)
def test_whatever_they_say(entry: Entry) -> None:
    """And whichever of their parts are missing, empty, or there more than once."""
    for rss in (False, True):
        assert stencil.fragment(entry, rss) == generator.fragment(entry, rss)
