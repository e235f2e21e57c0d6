"""What a build says of digests, explained as rules are; they run while digests are read, not over a document."""

from feedpub.check.rule import Rule
from feedpub.findings import Severity


def _digest(
    *, title: str = "News", date: str = "2025-12-20T20:00:08+08:00", more: str = "", body: str = "Text."
) -> str:
    head = [f"title: {title}" if title else "", f"date: {date}" if date else "", more]
    return "\n".join(["---", *(line for line in head if line), "---", body])


_GOOD = _digest()
_POST = "1. [Story - Source](https://x.com/dotey/status/2002287782543179996)"


def _rule(name: str, severity: Severity, explanation: str, bad: str, good: str = _GOOD) -> Rule:
    return Rule(name=name, severity=severity, explanation=explanation, bad=bad, good=good)


_DATES = (
    _rule(
        "date-missing",
        "error",
        "A digest without a date is not published: readers would show it at the moment when they first saw it.\n"
        "source.dates_from_names takes it from the file's name.",
        _digest(date=""),
    ),
    _rule(
        "date-unclear",
        "error",
        "A date with more than one meaning, or none, is not guessed at: 20/12/2025, CST, Unix time, no timezone where\n"
        "none is set. RFC 3339, section 5.6, has the form that everybody understands.",
        _digest(date="2025-12-20 20:00:08 CST"),
    ),
    _rule(
        "date-at-clock-change",
        "warning",
        "When summer begins, an hour is skipped, and when it ends, one comes twice: the time moves on by the gap,\n"
        "and of the two the first is taken. RFC 3339, section 4.2: an offset says which is meant.",
        _digest(date="1991-04-14 02:30:00 Asia/Shanghai"),
    ),
    _rule(
        "date-contradicts-title",
        "warning",
        "A stamp in the title or the file's name says another time than the date does, by the clock of site.timezone:\n"
        "mostly the date has lost its offset, and readers show the digest hours off.",
        _digest(title="2025.12.20.20 News", date="2025-12-20T20:00:08Z"),
        _digest(title="2025.12.20.20 News"),
    ),
    _rule(
        "story-newer-than-digest",
        "error",
        "A story links to a post that was written after the digest, says the post's id or address: the date is too\n"
        "early, mostly by a wrong offset. lastmod says when a story was added later.",
        _digest(date="2025-12-20T13:00:08+08:00", body=_POST),
        _digest(body=_POST),
    ),
    _rule(
        "stories-too-old",
        "warning",
        "The title promises the past hours, all stories are older, and the same clock at the site's own offset keeps\n"
        "the promise: the date has another offset than its clock.",
        _digest(title="The past 4 hours", date="2025-12-20T20:00:08Z", body=_POST),
        _digest(title="The past 4 hours", body=_POST),
    ),
    _rule(
        "updated-before-published",
        "warning",
        "A lastmod before the date is not used: nothing changes before it is there (RFC 4287, section 4.2.15).",
        _digest(more="lastmod: 2025-12-01T00:00:00Z"),
        _digest(more="lastmod: 2025-12-21T00:00:00Z"),
    ),
    _rule(
        "updated-in-future",
        "warning",
        "A lastmod that is still to come is not used: readers keep an entry of the future on top until then.",
        _digest(more="lastmod: 2999-12-21T00:00:00Z"),
        _digest(more="lastmod: 2025-12-21T00:00:00Z"),
    ),
)
_HEADS = (
    _rule(
        "front-matter-broken",
        "error",
        "What stands between the fences is no YAML, TOML or JSON, or has no end: the digest is not published. Quote\n"
        "titles with a colon, a # or brackets.",
        _digest(title="News: more"),
        _digest(title='"News: more"'),
    ),
    _rule(
        "title-missing",
        "error",
        "A digest without a title is shown by its first heading, which is told as an info, or its file's name.",
        _digest(title=""),
    ),
    _rule(
        "text-cut",
        "warning",
        'YAML takes what follows " #" for a comment: subscribers see half a title.',
        _digest(title="News #1"),
        _digest(title='"News #1"'),
    ),
    _rule(
        "language-unknown",
        "warning",
        "lang is a language tag (BCP 47); readers choose fonts and voices by it. Another is not used.",
        _digest(more="lang: zh_CN"),
        _digest(more="lang: zh-CN"),
    ),
    _rule(
        "url-broken",
        "error",
        "A url that leads nowhere would be the link of the entry, and so the digest is not published (RFC 3986).",
        _digest(more='url: "https://"'),
        _digest(more="url: /posts/1/"),
    ),
    _rule(
        "category-unclear",
        "warning",
        "YAML reads a colon in a list as a table: the category is left out, and its subscribers miss the digest.",
        _digest(more="categories: [AI: tools]"),
        _digest(more='categories: ["AI: tools"]'),
    ),
)
_BODIES = (
    _rule(
        "digest-empty",
        "error",
        "An empty file is a digest that was not written, or was lost on its way here.",
        "a file of no bytes",
        "a digest, or no file",
    ),
    _rule(
        "illegal-character",
        "warning",
        "XML 1.0, section 2.2, has no control characters but tab and line ends: they are left out of the feeds.",
        _digest(body="Text&#1;"),
    ),
    _rule(
        "shortcode-unknown",
        "warning",
        "A shortcode of Hugo or Jekyll that has no meaning outside the site is left out, with what it would show.",
        _digest(body="{{< carousel 1 >}}"),
        _digest(body='{{< figure src="https://example.com/a.png" >}}'),
    ),
    _rule(
        "story-empty",
        "warning",
        "A number without a word beside or below it is no story: subscribers would get an entry that says nothing.",
        _digest(body="1. [Story](https://x.com/)\n2."),
        _digest(body="1. [Story](https://x.com/)\n2. Another."),
    ),
    _rule(
        "story-not-understood",
        "warning",
        "A line that begins like the next story, and is none, ends up in the text of the one before.",
        _digest(body=f"{_POST}\n\n2: Two - Source"),
        _digest(body=f"{_POST}\n\n2. Two - Source"),
    ),
    _rule(
        "code-not-closed",
        "warning",
        "A fence that opens code and is never closed makes code of all that follows (CommonMark, section 4.5): the\n"
        "stories below it are no stories.",
        _digest(body=f"```\ncode\n\n{_POST}"),
        _digest(body=f"```\ncode\n```\n\n{_POST}"),
    ),
)
_FILES = (
    _rule(
        "digest-copied",
        "error",
        "Two digests say the same: subscribers would see the news twice. The first by name is published.",
        "a.md and copy of a.md",
        "a.md",
    ),
    _rule(
        "id-not-unique",
        "error",
        "Two digests claim one id: readers would take one for a new version of the other (RFC 4287, section 4.2.6).",
        "id: news in a.md and in b.md",
        "id: news in a.md alone",
    ),
    _rule(
        "permalink-not-unique",
        "error",
        "Two digests would have one address, where only one of them can be.",
        'source.permalink = "{year}/" and two digests of a year',
        'source.permalink = "{year}/{slug}/"',
    ),
    _rule(
        "categories-clash",
        "error",
        "Two categories would share a folder and an address: make one an alias of the other, or give it a slug.",
        "categories AI/ML and ai ml",
        'aliases = ["ai ml"] below [categories."AI/ML"]',
    ),
    _rule(
        "digest-not-utf-8",
        "error",
        "A digest in another encoding would be published as question marks; it is left out.",
        "a file in GB 18030",
        "the file in UTF-8",
    ),
    _rule(
        "digest-too-large",
        "error",
        "A digest of more than 10 MB is a mistake, or a feed that no reader would finish.",
        "a file of 200 MB",
        "a file of 20 KB",
    ),
    _rule(
        "digest-unreadable",
        "error",
        "A digest that this user may not read keeps its last good entry until it can be read again.",
        "chmod 000 a.md",
        "chmod 644 a.md",
    ),
    _rule(
        "file-name-not-utf-8",
        "error",
        "A file whose name is no UTF-8 has no name that a link or an id could be made of; it is left out.",
        "a name in GB 18030",
        "the name in UTF-8",
    ),
    _rule(
        "link-not-followed",
        "error",
        "A symbolic link that leaves the source folder, or leads nowhere, is not read: it could be any file.",
        "seeds/a.md -> /etc/passwd",
        "seeds/a.md",
    ),
)

RULES = {rule.name: rule for rule in (*_DATES, *_HEADS, *_BODIES, *_FILES)}
