"""What the check says beside the rules over documents: of what cannot be read, and of feeds against something else."""

from feedpub.check.rule import Rule
from feedpub.check.rules import online_rules
from feedpub.findings import Finding


def _notice(name: str, explanation: str, bad: str, good: str) -> Rule:
    return Rule(name=name, severity="error", explanation=explanation, bad=bad, good=good)


NOTICES = {
    notice.name: notice
    for notice in (
        _notice(
            "not-well-formed",
            "XML and JSON have to be well-formed (XML 1.0, section 2.1; RFC 8259): readers show nothing of a feed\n"
            "that is cut off, holds a bare & or <, or is in another encoding than it says.",
            "<title>Q & A</title>",
            "<title>Q &amp; A</title>",
        ),
        _notice(
            "not-a-feed",
            "Subscribers get an Atom, RSS 2.0 or JSON feed at a feed's address; a page of HTML, a sitemap or a\n"
            "compressed file there ends the subscription in many readers.",
            "<!doctype html><title>Not found</title>",
            '<feed xmlns="http://www.w3.org/2005/Atom">…</feed>',
        ),
        _notice(
            "feed-too-large",
            "Readers stop reading somewhere between 1 and 20 MB, and a feed is fetched many times a day.",
            "a feed of 200 MB",
            "a feed of the newest 50 entries",
        ),
        _notice(
            "feed-unreachable",
            "A feed is an answer of 200 over http(s) within seconds, after few redirects. Readers show nothing of\n"
            "any other, and give up on it after some days.",
            "404 Not Found",
            "200 OK",
        ),
        _notice(
            "not-judged",
            "A rule met something in a feed that its makers did not foresee, and says nothing else of the feed.\n"
            "All other rules have judged it.",
            "a mistake in feedpub",
            "none",
        ),
        _notice(
            "id-changed",
            "Readers know an entry by its id (RFC 4287, section 4.2.6: it never changes). An entry with a new one is\n"
            "shown to every subscriber again, as unread. Ids are compared with those of --against\n"
            "and of the ledger.",
            "<id>https://new.example/1</id>, which was <id>https://old.example/1</id>",
            "<id>https://old.example/1</id> for life",
        ),
        _notice(
            "permalink-missing",
            "An entry's link leads to its page. --site compares the links with the folder of a built site: a page is\n"
            "a file, a file with .html, or a folder with an index.html.",
            "https://example.com/posts/1/ without public/posts/1/index.html",
            "https://example.com/posts/1/ with it",
        ),
        _notice(
            "category-ahead",
            "The site's feed holds the newest entries of all categories: an entry of a category's feed is in the\n"
            "site's, too, or older than all that are. Otherwise one of the two has not been rebuilt.",
            "an entry of today in categories/llm/atom.xml alone",
            "the entry in both",
        ),
        _notice(
            "not-fresh",
            "The feeds are what the digests would give now. --fresh builds without writing, and compares: what\n"
            "differs was not rebuilt after the digests changed, or was edited by hand.",
            "a digest changed, and no build since",
            "feedpub build",
        ),
    )
} | online_rules.RULES


def finding(rule: str, file: str, fact: str, repair: str, *, line: int | None = 1, entry: str | None = None) -> Finding:
    """The finding of a notice."""
    severity = NOTICES[rule].severity
    return Finding(rule=rule, severity=severity, file=file, line=line, message=fact, repair=repair, entry=entry)
