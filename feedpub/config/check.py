"""What the user thinks of the rules of ``feedpub check``."""

from msgspec import Struct

from feedpub.errors import ConfigError


class Check(Struct, frozen=True, kw_only=True):
    """Rules of ``feedpub check`` that are left out, or have another severity than their own."""

    ignore: tuple[str, ...] = ()
    warn: tuple[str, ...] = ()
    error: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        twice = {*self.ignore} & {*self.warn} | {*self.ignore, *self.warn} & {*self.error}
        for rule in sorted(twice):
            raise ConfigError(f'check.ignore, check.warn and check.error name "{rule}" twice; leave it in one of them')
