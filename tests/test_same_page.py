"""Two links are one page when a reader would see the same thing behind both."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedpub.same_page import host, normalised

POST = "https://x.com/dotey/status/2002287782543179996"

SAME = [
    (POST, "https://twitter.com/dotey/status/2002287782543179996"),
    (POST, "http://mobile.twitter.com/DOTEY/status/2002287782543179996?s=20&t=abc"),
    (POST, "https://x.com/i/web/status/2002287782543179996"),
    (POST, f"{POST}/photo/1"),
    ("https://example.com/a", "http://www.example.com/a/"),
    ("https://example.com/a", "https://EXAMPLE.com:443/a#part-2"),
    ("https://example.com/a", "https://m.example.com/a?utm_source=rss&utm_medium=x&fbclid=1"),
    ("https://example.com/a?id=1&page=2", "https://example.com/a?page=2&gclid=x&id=1"),
    ("https://example.com", "https://example.com/"),
]

OTHER = [
    ("https://example.com/a", "https://example.com/A"),
    ("https://example.com/?p=1", "https://example.com/?p=2"),
    ("https://example.com/?q=", "https://example.com/"),
    ("https://example.com/#/one", "https://example.com/#/two"),
    ("https://example.com:8080/", "https://example.com/"),
    ("https://m.com/", "https://com/"),
    (POST, "https://x.com/dotey/status/2002287782543179997"),
    ("https://x.com/dotey", "https://x.com/karpathy"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_links_to_one_page(one: str, other: str) -> None:
    """Whatever a link gathers on its way through the net."""
    assert normalised(one) == normalised(other) is not None


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_links_to_two_pages(one: str, other: str) -> None:
    """What servers tell apart stays apart."""
    assert normalised(one) != normalised(other)


@pytest.mark.parametrize("link", ["", "/a", "mailto:a@b.c", "https://", "http://[::1", "https://a:b/", "ftp://a.b/c"])
def test_what_leads_to_no_page(link: str) -> None:
    """Neither a page nor a host."""
    assert normalised(link) is None
    assert link == "https://a:b/" or host(link) is None


def test_hosts_have_one_name() -> None:
    """As a publisher would write it."""
    links = [
        "https://www.youtube.com/watch?v=1",
        "https://mobile.twitter.com/a",
        "http://M.Weibo.cn/1",
        "https://m.com",
    ]
    assert [host(link) for link in links] == ["youtube.com", "x.com", "weibo.cn", "m.com"]


@given(st.text(max_size=40).map("https://example.com/".__add__) | st.text(max_size=60))
@example("https://example.com/\x0c?")
@example("https://example.com/ / #a")
def test_no_text_is_too_odd(link: str) -> None:
    """It is a page or it is none; and a page is as good as its normal form."""
    known = normalised(link)
    assert known is None or normalised(f"https://{known}") in {known, None}
