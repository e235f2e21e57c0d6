"""The syntax of identifiers, by RFC 3986, 3987, 4151 and 8141: sound ones pass, each fault has its name."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedpub.check.addresses import iri
from feedpub.urls import path_segment

SOUND = [
    "https://example.com/",
    "http://example.com",
    "HTTP://EXAMPLE.com/%7eA",
    "http://example.com?",
    "http://example.com/#",
    "http://example.com:80/a/../b",
    "http://example.com:/",
    "http://[2001:db8::7]:8080/x",
    "http://user:pw@example.com/",
    "ftp://ftp.example.com/a",
    "mailto:a@example.com",
    "urn:isbn:0451450523",
    "tag:example.com,2025:1",
    "at://did:plc:x/app",
]


@pytest.mark.parametrize("url", SOUND)
def test_a_sound_url_has_no_fault(url: str) -> None:
    """Whatever its scheme, however unusual."""
    assert iri.fault(url) is None


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://example.com/a b", "malformed"),
        ("https://exa mple.com/", "malformed"),
        ("https://example.com/a|b", "malformed"),
        ('https://example.com/"a"', "malformed"),
        ("https://example.com/{id}", "malformed"),
        ("https://example.com/a\\b", "malformed"),
        ("https://example.com/a\nb", "malformed"),
        ("https://example.com/[a]", "malformed"),
        ("https://example.com/?a[]=1", "malformed"),
        ("https://", "malformed"),
        ("http:///a", "malformed"),
        ("http:example.com", "malformed"),
        ("http:/example.com", "malformed"),
        ("https://example.com:x/", "malformed"),
        ("https://example.com/100%", "escape-broken"),
        ("https://example.com/%zz", "escape-broken"),
        ("", "not-absolute"),
        ("/posts/1/", "not-absolute"),
        ("//example.com/a", "not-absolute"),
        ("example.com/a", "not-absolute"),
        ("1http://example.com/", "not-absolute"),
        ("https://例え.jp/", "not-ascii"),
        ("https://example.com/文章/", "not-ascii"),
    ],
)
def test_a_fault_of_a_url_has_its_name(url: str, fault: str) -> None:
    """Worst first."""
    found = iri.fault(url)
    assert found is not None
    assert found[0] == fault


TAGS = {
    "tag:example.com,2025:a": True,
    "tag:EXAMPLE.com,2025:a": True,
    "tag:a_b.c@example.com,2025-01:a": True,
    "tag:example.com,2025-12-20:": True,
    "tag:example.com,2003:3.2397#part": True,
    "tag:example.com,2025:a/b?c=%E6%96%87": True,
    "tag:example.com,2025:文": True,
    "tag:example.com:a": False,
    "tag:example.com,2025": False,
    "tag:example.com,25:a": False,
    "tag:example.com,2025-1:a": False,
    "tag:example.com,2025-13:a": False,
    "tag:example.com,2025-12-32:a": False,
    "tag:example.com,2025-12-:a": False,
    "tag:example.com, 2025:a": False,
    "tag:exa*mple.com,2025:a": False,
    "tag:example..com,2025:a": False,
    "tag:-example.com,2025:a": False,
    "tag:,2025:a": False,
    "tag:example.com,2025:a b": False,
    "tag:example.com,2025:{a}": False,
    "tag:example.com,2025:%a": False,
}


@pytest.mark.parametrize(("uri", "sound"), TAGS.items())
def test_a_tag_is_an_authority_a_date_and_a_name(uri: str, sound: bool) -> None:
    """RFC 4151, section 2.1."""
    assert (iri.tag_fault(uri) is None) == sound


URNS = {
    "urn:isbn:0451450523": True,
    "URN:ISBN:0451450523": True,
    "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a": True,
    "urn:uuid:1225C695-CFB8-4EBB-AAAA-80DA344EFA6A": True,
    "urn:example:a/b:c;d=%20": True,
    "urn:example:a?+r?s?=q/r?#f": True,
    "urn:lex:eu:council:directive:2010-03-09;2010-19-UE": True,
    "urn:a:b": False,
    "urn:ab:": False,
    "urn:ab": False,
    "urn:-ab:c": False,
    "urn:ab-:c": False,
    "urn:a/b:c": False,
    "urn:a_b:c": False,
    f"urn:{'a' * 33}:c": False,
    "urn:example:/a": False,
    "urn:example:a?b": False,
    "urn:example:a b": False,
    "urn:example:%a": False,
    "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6": False,
    "urn:uuid:1225c695cfb84ebbaaaa80da344efa6a": False,
    "urn:uuid:{1225c695-cfb8-4ebb-aaaa-80da344efa6a}": False,
    "urn:uuid:xyz": False,
}


@pytest.mark.parametrize(("uri", "sound"), URNS.items())
def test_a_urn_is_a_namespace_and_a_name(uri: str, sound: bool) -> None:
    """RFC 8141, section 2; RFC 9562, section 4."""
    assert (iri.urn_fault(uri) is None) == sound


@given(st.text())
def test_paths_are_encoded_as_python_does_it(text: str) -> None:
    """Ids and addresses stay what they are for life, so they must not depend on who encodes them."""
    assert path_segment(text) == quote(text, safe="/-._~!$&'()*+,;=:@")
