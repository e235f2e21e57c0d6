"""Kinds of values: what a text or an attribute has to be, and how to tell."""

import re
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from feedpub.check.addresses import iri
from feedpub.check.moments import moments
from feedpub.check.vocabulary import languages, mail

# RFC 2045, section 5.1: what types, subtypes and parameters are made of.
_WORD = r"[^\s()<>@,;:\\\"/\[\]?=]+"
_MEDIA_TYPE = re.compile(rf'{_WORD}/{_WORD}(?:\s*;\s*{_WORD}=(?:{_WORD}|"(?:\\.|[^"\\])*"))*\s*;?')


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of value: ``what`` it is, as messages say, an ``example``, and whether a text is one.

    White space around is no part of a value, unless the kind is ``exact``; ``may_be_blank`` where nobody minds an empty
    one. Faults are told by ``rule``.
    """

    what: str
    example: str = ""
    accepts: Callable[[str], object] = lambda _: True
    rule: str = "value-malformed"
    exact: bool = False
    may_be_blank: bool = False

    def refuses(self, text: str) -> bool:
        """Whether a text is none of the kind."""
        return not self.accepts(text if self.exact else text.strip())


def pattern(what: str, example: str, expression: str, *, may_be_blank: bool = False) -> Kind:
    """A kind of texts that match an expression in full."""
    compiled = re.compile(expression, re.ASCII)
    return Kind(what=what, example=example, accepts=compiled.fullmatch, may_be_blank=may_be_blank)


def number(what: str, example: str, least: float, most: float = float("inf"), *, whole: bool = True) -> Kind:
    """A kind of numbers within limits, the limits included."""
    form = re.compile(r"[+-]?\d{1,18}" if whole else r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)

    def accepts(text: str) -> bool:
        return form.fullmatch(text) is not None and least <= float(text) <= most

    return Kind(what=what, example=example, accepts=accepts)


def one_of(*words: str, any_case: bool = False, exact: bool = False) -> Kind:
    """A kind of words that are listed."""
    known = frozenset(words)

    def accepts(text: str) -> bool:
        return (text.lower() if any_case else text) in known

    return Kind(what=f"one of {_listed(words)}", example=words[0], accepts=accepts, exact=exact)


def _listed(words: Iterable[str]) -> str:
    *most, last = list(words)[:8]
    return f"{', '.join(most)} or {last}" if most else last


TEXT = Kind(what="a text")
# Judged by rules of their own: HTML in plain text, what is dangerous in HTML; dates, URLs and ids.
PLAIN = Kind(what="a plain text")
NAME = Kind(what="a name", example="a name", accepts=bool, rule="element-empty")
TITLE = Kind(what="a title", example="News", accepts=bool, rule="element-empty")
HTML = Kind(what="HTML")
DATE = Kind(what="a date")
URL = Kind(what="a URL")
ID = Kind(what="an id")

POSITIVE = number("a whole number above 0", "60", 1)
COUNT = number("a whole number, 0 or more", "0", 0)
WHOLE = replace(number("a whole number", "1", float("-inf")), may_be_blank=True)
DECIMAL = number("a number", "1.5", float("-inf"), whole=False)
AMOUNT = number("a number, 0 or more", "1.5", 0, whole=False)
LATITUDE = number("a latitude between -90 and 90", "31.2", -90, 90, whole=False)
LONGITUDE = number("a longitude between -180 and 180", "121.5", -180, 180, whole=False)
TRUE_FALSE = one_of("true", "false", any_case=True, exact=True)
YES_NO = one_of("yes", "no", any_case=True)

LANGUAGE = Kind(
    what="a language tag of BCP 47 that says a registered language",
    example="en or zh-CN",
    accepts=languages.is_language,
    rule="language-malformed",
)
# XML 1.0, section 2.12: empty where the language is to be unsaid.
LANGUAGE_OR_NONE = Kind(
    what=LANGUAGE.what,
    example=LANGUAGE.example,
    accepts=lambda text: not text or languages.is_language(text),
    rule="language-malformed",
)
# References of RFC 3987 may be relative; what may not is judged by rules of links.
REFERENCE = Kind(
    what="a URL",
    example="https://example.com/",
    accepts=lambda text: (iri.fault(text) or ("",))[0] != "malformed",
)
WHOLE_URL = Kind(
    what="a whole URL",
    example="https://example.com/",
    accepts=lambda text: (iri.fault(text) or ("",))[0] not in ("malformed", "not-absolute"),
)
RFC_822 = Kind(
    what="a date of RFC 822",
    example="Sat, 20 Dec 2025 20:00:08 +0800",
    accepts=lambda text: moments.read(text, "rss").instant is not None,
)
MEDIA_TYPE = Kind(
    what="a media type",
    example="text/html or audio/mpeg",
    accepts=_MEDIA_TYPE.fullmatch,
    rule="media-type-malformed",
)
MAIL = Kind(
    what="a mail address and nothing else",
    example="editor@example.com",
    accepts=mail.is_address,
    rule="mail-malformed",
)
CONTACT = Kind(
    what="a mail address, with a name in brackets or without",
    example="editor@example.com (Jo Editor)",
    accepts=mail.is_contact,
    rule="mail-malformed",
)
