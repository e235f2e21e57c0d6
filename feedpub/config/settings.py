"""A TOML table becomes a frozen Struct: every key known, every type right, or one message that says the repair."""

import json
import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import time
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from feedpub.errors import ConfigError
from feedpub.text import is_legal

T = TypeVar("T", bound=Struct)

# A list of texts that may be written as one text.
Texts = Annotated[tuple[str, ...], "or one"]

_EXAMPLES: dict[object, str] = {str: '"text"', int: "10", bool: "true", time: '"08:00"'}
_TEXTS = {"title": "My digest", "url": "https://example.com/", "tag": "example.com,2025", "slug": "google"}
_NAMES: dict[object, str] = {str: "text", int: "a whole number", bool: "true or false", time: "a time of day"}


def nearest(word: str, known: list[str]) -> str:
    """The repair for an unknown word: the known one that looks like it, else all of them."""
    from difflib import get_close_matches

    match = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return f'did you mean "{match[0]}"?' if match else f"known here: {', '.join(known)}"


class SettingError(ConfigError):
    """A value that cannot be used, by its key alone; ``table`` adds the table's name."""


def require(condition: bool, key: str, value: object, fact: str, repair: str) -> None:
    """Raise SettingError unless the condition holds."""
    if not condition:
        raise SettingError(f"{key} {shown(value)} {fact}; {repair}")


def require_known(key: str, values: Iterable[str], known: Iterable[str]) -> None:
    """Raise SettingError for the first value that is not known, with the nearest one that is."""
    names = list(known)
    for value in values:
        if value not in names:
            raise SettingError(f"{key} {shown(value)} is not known; {nearest(value, names)}")


def require_legal(**texts: str | None) -> None:
    """Raise SettingError for the first text that no feed can show."""
    for key, text in texts.items():
        require(is_legal(text or ""), key, text, "has characters that XML cannot hold", "mend that value")


def shown(value: object) -> str:
    """A value as TOML writes it, for messages."""
    return json.dumps(value, ensure_ascii=False, default=str)


def table(cls: type[T], data: object, where: str, besides: Collection[str] = ()) -> T:
    """``data``, as tomllib gives it, as a ``cls``; ``where`` is the table's name in messages.

    Fields ``besides`` those are no keys of the table.

    Raises ConfigError for an unknown or missing key and for a value of the wrong type.
    """
    if not isinstance(data, Mapping):
        raise ConfigError(f"{where} {shown(data)} is no table; write it as [{where}]")
    known = {field.name: field for field in fields(cls) if field.name not in besides}
    for key in data:
        if key not in known:
            raise ConfigError(f"{where}.{key} is no known key; {nearest(str(key), list(known))}")
    _require_all(known, data, where)
    hints = get_type_hints(cls, include_extras=True)
    values = {key: _value(hints[key], value, f"{where}.{key}") for key, value in data.items()}
    try:
        return cls(**values)
    except SettingError as error:
        raise ConfigError(f"{where}.{error}") from None
    except ValueError as error:
        raise ConfigError(f"{where}.{error}; mend that value") from None


def _require_all(known: Mapping[str, FieldInfo], data: Mapping[str, object], where: str) -> None:
    for name, field in known.items():
        if field.required and name not in data:
            example = _TEXTS.get(name, "…")
            raise ConfigError(f'{where}.{name} is missing; add {name} = "{example}" to [{where}]')


def _value(hint: Any, value: object, where: str) -> Any:
    if hint == Texts:
        return _texts([value] if isinstance(value, str) else value, where)
    options = [option for option in get_args(hint) if option is not NoneType]
    if NoneType in get_args(hint):
        return _value(options[0], value, where)
    if get_origin(hint) is tuple:
        return _texts(value, where) if options[0] is str else _list_of_tables(options[0], value, where)
    if get_origin(hint) is Mapping:
        return tables(options[1], value, where)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return table(hint, value, where)
    if hint is time and isinstance(value, str):
        value = _time(value)
    if type(value) is not hint:
        name, example = _NAMES.get(hint, "of the right type"), _EXAMPLES.get(hint, "…")
        raise ConfigError(f"{where} {shown(value)} is not {name}; write {where.rpartition('.')[2]} = {example}")
    return value


def _time(text: str) -> object:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return text


def _texts(value: object, where: str) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ConfigError(f'{where} {shown(value)} is no list of texts; write {where.rpartition(".")[2]} = ["…", "…"]')


def tables(cls: type[T], value: object, where: str) -> Mapping[str, T]:
    """Tables by names of the user's own, each as ``table`` has it. Raises ConfigError."""
    if not isinstance(value, Mapping):
        raise ConfigError(f'{where} {shown(value)} is no table; write [{where}."name"]')
    return {str(name): table(cls, item, f'{where}."{name}"') for name, item in value.items()}


def _list_of_tables(cls: Any, value: object, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ConfigError(
            f"{where} {shown(value)} is no list of tables; write {where.rpartition('.')[2]} = [{{…}}, {{…}}]"
        )
    return tuple(table(cls, item, f"{where}.{number}") for number, item in enumerate(value, start=1))


def read(path: Path) -> dict[str, Any]:
    """What a TOML file says. Raises ConfigError, with its name."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file; run feedpub init, or name one with --config") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); name a file with --config") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: this is no TOML ({error}); mend that place") from None
