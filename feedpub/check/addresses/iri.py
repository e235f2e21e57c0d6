"""The syntax of identifiers: IRIs (RFC 3987), URLs on the web, tag: URIs (RFC 4151) and URNs (RFC 8141)."""

import re
import string
from functools import lru_cache
from typing import Literal
from urllib.parse import quote

# "not-absolute" and "not-ascii" are well-formed references; only "malformed" is none.
Fault = Literal["malformed", "escape-broken", "not-absolute", "not-ascii"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):", re.ASCII)
# RFC 3986, section 2: what is neither reserved nor unreserved. Square brackets belong to IPv6 hosts.
_FOREIGN = re.compile(r'[\x00-\x20\x7f\ud800-\udfff"<>\\^`{|}]')
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})", re.ASCII)
_WEB = re.compile(
    r"(?:https?|ftp)://(?:[^/?#@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^/?#:\[\]@]+)(?::\d*)?(?:[/?#][^\[\]]*)?",
    re.ASCII | re.IGNORECASE,
)
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?", re.ASCII)
# RFC 3986, section 3.3.
_PCHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_FRAGMENT = rf"(?:#(?:{_PCHAR}|[/?])*)?"
# RFC 4151, section 2.1: small letters are but recommended for domains.
_DNS = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_TAG = re.compile(
    rf"tag:(?:[\w.-]+@)?{_DNS}(?:\.{_DNS})*,\d{{4}}(?:-\d\d(?:-\d\d)?)?:(?:{_PCHAR}|[/?])*{_FRAGMENT}", re.ASCII
)
_TAG_DATE = re.compile(r"tag:[^,]*,\d{4}(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?:", re.ASCII)
# RFC 8141, section 2; of an r-component and a q-component, each may be left out.
_URN = re.compile(
    rf"urn:[a-z0-9][a-z0-9-]{{0,30}}[a-z0-9]:{_PCHAR}(?:{_PCHAR}|/)*"
    rf"(?:\?\+{_PCHAR}(?:{_PCHAR}|/|\?(?!=))*)?(?:\?={_PCHAR}(?:{_PCHAR}|[/?])*)?{_FRAGMENT}",
    re.ASCII | re.IGNORECASE,
)
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


@lru_cache(maxsize=16384)
def fault(text: str) -> tuple[Fault, str] | None:
    """What is wrong with a URL as a reference that is absolute and ASCII, worst first; ``None`` for nothing."""
    if _PLAIN.fullmatch(text):
        return None  # nearly always
    if found := _FOREIGN.search(text):
        return "malformed", f"holds {_named(found[0])}, which no URL may hold"
    scheme = scheme_of(text)
    if scheme in ("http", "https", "ftp") and not _WEB.fullmatch(text):
        return "malformed", "names no host" if not re.match(r"\w+://[^/?#]", text) else "is no URL of the web"
    if _ESCAPE.search(text):
        return "escape-broken", "has a % that two hexadecimal digits do not follow"
    if scheme is None:
        return "not-absolute", "is no absolute URL"
    return None if text.isascii() else ("not-ascii", "has letters beyond ASCII")


def is_malformed(text: str) -> bool:
    """Whether a text holds what no reference, relative or not, may hold."""
    found = fault(text)
    return found is not None and found[0] == "malformed"


def scheme_of(text: str) -> str | None:
    """The scheme of a URI in small letters, ``None`` for a relative reference."""
    match = _SCHEME.match(text)
    return match[1].lower() if match else None


def tag_fault(text: str) -> str | None:
    """What is wrong with a ``tag:`` URI, ``None`` for nothing."""
    if _TAG.fullmatch(_encoded(text)) is None:
        return "is not tag:AUTHORITY,DATE:NAME, with a domain or address and a date on which it was theirs"
    return None if _TAG_DATE.match(text) else "has a date that is none"


def urn_fault(text: str) -> str | None:
    """What is wrong with a URN, ``None`` for nothing."""
    if text.lower().startswith("urn:uuid:"):
        return None if _UUID.fullmatch(text) else "is no UUID: 8-4-4-4-12 hexadecimal digits"
    found = _URN.fullmatch(_encoded(text))
    return None if found else "is not urn:NAMESPACE:NAME, the namespace of letters, digits and hyphens"


def _encoded(text: str) -> str:
    """An IRI as a URI (RFC 3987, section 3.1); domains, which need punycode, are not seen here."""
    return text if text.isascii() else quote(text, safe=string.punctuation + " ", errors="replace")


def _named(character: str) -> str:
    return (
        "white space" if character.isspace() else f"“{character}”" if character.isprintable() else "a control character"
    )
