"""Who a story comes from: the names that digests write → the source that each one means, with a safe slug."""

import re
from collections.abc import Mapping
from functools import lru_cache

from feedpub.config import SourceSettings
from feedpub.config.offers import SLUG
from feedpub.errors import ConfigError
from feedpub.patterns import expression
from feedpub.slugs import slug
from feedpub.text import one_line

# "宝玉 (RT OpenAI)", "Bob via Alice": who passed it on is the source, and stands first.
_PASSED_ON = expression(r"\s*[（(]\s*(?:RT|via)\b[^()（）]*[)）]\s*$|\s+via\s+\S.*$", re.IGNORECASE)


class Sources:
    """The sources of a site by the names that digests write. Raises ConfigError where two claim one name or slug."""

    def __init__(self, settings: Mapping[str, SourceSettings]) -> None:
        self.settings = settings
        self._named = lru_cache(4096)(self._name)
        self.canonical: dict[str, str] = {}
        slugs: dict[str, str] = {}
        for name, known in settings.items():
            for alias in (name, *known.aliases):
                if self.canonical.setdefault(_key(alias), name) != name:
                    owner = self.canonical[_key(alias)]
                    fact = f'"{alias}" belongs to "{owner}" already'
                    raise ConfigError(f'sources."{name}".aliases {fact}; remove one of the two')
            if known.slug is not None and not SLUG.fullmatch(known.slug):
                raise ConfigError(f'sources."{name}".slug "{known.slug}" is no safe slug; write "{slug(known.slug)}"')
            if (other := slugs.setdefault(self.slug(name), name)) != name:
                repair = f'give one another slug, or make "{name}" an alias of "{other}"'
                raise ConfigError(
                    f'sources."{name}" and sources."{other}" share the slug "{self.slug(name)}"; {repair}'
                )

    def name(self, written: str) -> str:
        """The source that a digest means, without whom it repeats: ``clem 🤗 (RT x)`` is ``Clement Delangue``."""
        return self._named(written)

    def _name(self, written: str) -> str:
        line = one_line(written)
        plain = _PASSED_ON.sub("", line) or line
        return self.canonical.get(_key(line)) or self.canonical.get(_key(plain)) or plain

    def key(self, written: str) -> str:
        """What is the same for all spellings of one source."""
        return _key(self.name(written))

    def slug(self, name: str) -> str:
        """The folder of a source's feed."""
        return self.settings.get(name, SourceSettings()).slug or slug(name)


def _key(name: str) -> str:
    return one_line(name).casefold()
