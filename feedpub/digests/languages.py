"""Which language a digest is in: its own word, the folder that it is in, or the site's."""

from functools import lru_cache

from feedpub.config import LANGUAGE_TAG, Site


def of_folder(path: str, languages: tuple[str, ...]) -> str | None:
    """The language that the first folder of a path is named by: ``en/a.md``, ``pt-br/a.md`` → ``pt-BR``.

    Only of those that are expected: ``it/`` may hold news of computers.
    """
    first, inside, _ = path.partition("/")
    return _named(first, languages) if inside else None


@lru_cache(1000)
def _named(folder: str, languages: tuple[str, ...]) -> str | None:
    tag = folder.replace("_", "-")
    primary, _, region = tag.partition("-")
    if primary.lower() not in languages or not LANGUAGE_TAG.fullmatch(tag):
        return None
    return f"{primary.lower()}-{region.upper()}" if region else primary.lower()


def folder(language: str) -> str:
    """The folder of the feed in a language, below the feeds folder."""
    return f"languages/{language.lower()}"


def offered(found: dict[str, int], site: Site) -> tuple[str, ...]:
    """The languages that have a feed of their own: all in which there are digests, if these are several.

    ``found`` counts the digests by their own language, ``""`` those that say none and are in the site's.
    """
    named = {language or site.language or "" for language, count in found.items() if count}
    return tuple(sorted(named - {""})) if len(named) > 1 else ()
