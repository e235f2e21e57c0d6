"""The scripts that pages of others load: each version published for good, under a name that holds its hash."""

from base64 import b64encode
from functools import cache
from hashlib import sha256, sha384
from pathlib import Path

from msgspec import Struct

_FOLDER = Path(__file__).parent / "scripts"


class Script(Struct, frozen=True, kw_only=True):
    """A script's bytes, and the name that they are published under."""

    filename: str
    data: bytes

    @property
    def integrity(self) -> str:
        """What a page says of the script (Subresource Integrity)."""
        return "sha384-" + b64encode(sha384(self.data).digest()).decode()


@cache
def script(name: str) -> Script:
    """The newest version of ``feedpub-embed`` or ``feedpub-resize``."""
    return _versions(name)[-1]


@cache
def files() -> dict[str, bytes]:
    """Every version of every script, by its path below the feeds folder: who has pasted an old line keeps it."""
    found = (made for name in ("feedpub-embed", "feedpub-resize") for made in _versions(name))
    return {made.filename: made.data for made in found}


def _versions(name: str) -> list[Script]:
    paths = sorted(_FOLDER.glob(f"{name}.*.js"), key=lambda path: int(path.name.split(".")[1]))
    return [_script(name, path.read_bytes()) for path in paths]


def _script(name: str, data: bytes) -> Script:
    return Script(filename=f"{name}.{sha256(data).hexdigest()[:12]}.js", data=data)
