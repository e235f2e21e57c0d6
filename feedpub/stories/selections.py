"""Where → a judge of pieces: what a feed of the user's own selects. Pure."""

from collections.abc import Callable

from feedpub.categories import Categories
from feedpub.config.where import Where
from feedpub.same_page import host
from feedpub.stories.patterns import matches
from feedpub.stories.pieces import Piece
from feedpub.stories.sources import Sources

Judge = Callable[[Piece], bool]


class Names:
    """What the names in a selection mean: categories by all their names, keys of sources, hosts."""

    def __init__(self, categories: Categories, sources: Sources) -> None:
        self.categories, self.sources = categories, sources

    def spellings(self, name: str) -> frozenset[str]:
        """All names in digests that mean a category, which is named by any of them, its title or its slug."""
        return self.categories.spellings(name) or frozenset((name,))

    def source(self, name: str) -> str:
        """What is the same for all spellings of a source."""
        return self.sources.key(name)

    def host(self, name: str) -> str:
        """A host as links have it."""
        return host(f"https://{name}") or name.casefold()


def judge(where: Where | None, names: Names) -> Judge:
    """Whether a piece is selected. The judge raises SlowPatternError for a pattern that does not come to an end."""
    if where is None:
        return lambda _: True
    conditions = _conditions(where, names)
    return lambda piece: all(condition(piece) for condition in conditions)


def _conditions(where: Where, names: Names) -> list[Judge]:
    found = [
        _category(frozenset().union(*map(names.spellings, where.category))),
        _source(frozenset(map(names.source, where.source))),
        _host(tuple(map(names.host, where.link_host))),
        _language(where.lang),
        _joined(where, names),
        _text(where),  # the dearest last
    ]
    return [condition for condition in found if condition is not None]


def _category(names: frozenset[str]) -> Judge | None:
    return (lambda piece: not names.isdisjoint(piece.categories)) if names else None


def _source(sources: frozenset[str]) -> Judge | None:
    return (lambda piece: piece.source in sources) if sources else None


def _host(hosts: tuple[str, ...]) -> Judge | None:
    ends = tuple(f".{host}" for host in hosts)
    return (lambda piece: piece.host in hosts or piece.host.endswith(ends)) if hosts else None


def _language(languages: tuple[str, ...]) -> Judge | None:
    # RFC 4647, section 3.3.1: "zh" is any Chinese, "zh-CN" is not "zh-TW".
    ranges = tuple(f"{language.casefold()}-" for language in languages)
    return (lambda piece: f"{piece.language.casefold()}-".startswith(ranges)) if languages else None


def _text(where: Where) -> Judge | None:
    if not where.text:
        return None
    terms, patterns = tuple(term.casefold() for term in where.terms), where.patterns
    return lambda piece: any(term in piece.said for term in terms) or any(matches(one, piece.said) for one in patterns)


def _joined(where: Where, names: Names) -> Judge | None:
    some, every, no = ([judge(one, names) for one in tables] for tables in (where.any, where.all, where.none))
    if not (some or every or no):
        return None

    def holds(piece: Piece) -> bool:
        return (
            (not some or any(one(piece) for one in some))
            and all(one(piece) for one in every)
            and not any(one(piece) for one in no)
        )

    return holds
