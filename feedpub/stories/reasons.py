"""Why a feed is empty: the first condition that nothing meets, with the known name that is most like it."""

from collections.abc import Callable, Mapping, Sequence

from feedpub.config.settings import nearest, shown
from feedpub.config.where import Where

SIMPLE = ("category", "source", "text", "link_host", "lang")


# As many names as are listed.
MANY = 12


def why_empty(where: Where | None, holds: Callable[[Where], bool], known: Mapping[str, Sequence[str]]) -> str:
    """What is wrong with a selection that selects nothing, with its repair.

    ``holds`` tells whether a selection has any story, ``known`` are the names that do, by key.
    """
    if where is None:
        return "no digest is published yet"
    return _alone(where, holds, known) or "each condition holds for a story, and all together for none; leave one out"


def _alone(where: Where, holds: Callable[[Where], bool], known: Mapping[str, Sequence[str]]) -> str:
    """The first condition that holds for nothing even alone, in this table or in those that have to hold."""
    for key in SIMPLE:
        values = getattr(where, key)
        if values and not holds(Where(**{key: values})):
            names = list(known.get(key, ()))
            value = shown(values[0] if len(values) == 1 else list(values))
            return f"no story has {key} {value}; {_repair(values[0], names)}"
    if where.any and not holds(Where(any=where.any)):
        return next(filter(None, (_alone(one, holds, known) for one in where.any)), "nothing meets any of its tables")
    return next(filter(None, (_alone(one, holds, known) for one in where.all)), "")


def _repair(value: str, names: list[str]) -> str:
    repair = nearest(value, names) if names else "write another"
    many = len(names) > MANY and repair.startswith("known here")
    return f"known here: {', '.join(names[:MANY])}, …" if many else repair
