"""Rules about HTML: none where plain text is due, escaped once where it is welcome, and nothing dangerous in it."""

import re
from collections.abc import Iterator

from feedpub.check.addresses.content import Text, texts
from feedpub.check.reading.document import Document
from feedpub.check.rule import Problem, rule
from feedpub.check.structure.plain import Plain, plain

_ENTRY = "<entry><title>{}</title></entry>"
_CONTENT = '<entry><content type="html">{}</content></entry>'
_NAMES = (
    "a|abbr|b|big|blockquote|center|cite|code|del|div|em|font|h[1-6]|i|li|ol|p|pre|q|s|small|span|strike|strong|sub|sup|"
    "table|td|th|tr|tt|u|ul"
)
_ELEMENT = re.compile(rf"</(?:{_NAMES})\s{{0,9}}>|<(?:br|img|hr)(?:\s[^<>]{{0,500}})?/?>", re.IGNORECASE)
_REFERENCE = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[lr]s?[dq]uo|[mn]dash|hellip|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE
)
# A tag with attributes or without; "a <b >" is none.
_ESCAPED = re.compile(rf"&lt;(?:{_NAMES}|br|img|hr)(?:\s?/|\s[^&=]{{1,100}}=[^&]{{0,200}})?&gt;", re.IGNORECASE)
_HANDLER = re.compile(r"[\s\"'/]on[a-z]{3,20}\s*=")
_IN_TAG = re.compile(r"<[a-z][^<>]*$")
_LONGEST_TAG = 2_000
# What readers take out, or refuse the whole text for.
_RISKS = ("<script", "<object", "<embed", "<applet", "<meta", "<base", "<frame", "<link", "<style")
_FULL = re.compile(r"[\s/>]")


@rule(
    severity="warning",
    bad=_ENTRY.format("&lt;b>One&lt;/b> story"),
    good='<entry><title type="html">&lt;b>One&lt;/b> story</title></entry>',
)
def html_in_plain_text(document: Document) -> Iterator[Problem]:
    """Where plain text is due, tags are shown as they are written, or taken out with what they hold.

    RFC 4287, section 3.1.1.1: text "is intended to be presented to humans in a readable fashion", without markup;
    RSS Advisory Board's profile, title, and JSON Feed 1.1, ``title`` and ``content_text``: plain text.
    """
    for text in plain(document):
        found = _ELEMENT.search(text.text) if "<" in text.text else None
        if found:
            yield _problem(text, f'holds HTML, "{found[0][:60]}"', "take the tags out" + text.instead)


@rule(
    severity="warning",
    bad=_ENTRY.format("Q &amp;amp; A"),
    good=_ENTRY.format("Q &amp; A"),
)
def escaped_twice(document: Document) -> Iterator[Problem]:
    """What is escaped twice is shown with the signs of its escaping: ``Q &amp; A`` for Q & A, tags for a text.

    XML 1.0, section 2.4: the parser undoes one escaping; HTML, in its own places, another.
    """
    for text in plain(document):
        found = _REFERENCE.search(text.text) if "&" in text.text else None
        if found:
            yield _problem(text, f'holds "{found[0]}" as text', "escape it once" + text.instead)
    for html in texts(document):
        found = _ESCAPED.search(html.html) if "&lt;" in html.html else None
        if found and not _ELEMENT.search(html.html):
            yield _in(html, f'shows its tags, "{found[0][:60]}"', "escape it once", found.start())


@rule(
    severity="warning",
    bad=_CONTENT.format("&lt;script>alert(1)&lt;/script>"),
    good=_CONTENT.format("&lt;p>One&lt;/p>"),
)
def html_dangerous(document: Document) -> Iterator[Problem]:
    """Scripts, plug-ins, handlers of events and ``javascript:`` are taken out by readers, or the text with them.

    RFC 4287, section 8.1, warns of IMG, SCRIPT, EMBED, OBJECT, FRAME, FRAMESET, IFRAME, META and LINK.
    """
    for html in texts(document):
        for what, start in _risks(html.html.lower()):
            yield _in(html, f"has {what}", "leave it out", start)


def _risks(html: str) -> Iterator[tuple[str, int]]:
    for mark in _RISKS:
        start = html.find(mark)
        if start >= 0 and _FULL.match(html, start + len(mark)):
            yield f"{mark}>", start
    start = html.find("javascript:")
    if start >= 0 and html[max(0, start - 1) : start] in ('"', "'", "="):
        yield "javascript:", start
    for handler in _HANDLER.finditer(html):
        start = html.rfind("<", max(0, handler.start() - _LONGEST_TAG), handler.start())
        if start >= 0 and _IN_TAG.match(html, start, handler.start()):
            yield f"a handler, {handler[0].strip()}", handler.start()
            return


def _problem(text: Plain, fact: str, repair: str) -> Problem:
    return Problem(line=text.line, message=f"{text.name} {fact}", repair=repair, entry=text.entry)


def _in(html: Text, fact: str, repair: str, start: int) -> Problem:
    line = html.line + (html.html.count("\n", 0, start) if html.counts_lines else 0)
    return Problem(line=line, message=f"{html.name} {fact}", repair=repair, entry=html.entry)
