"""What pages load, and where the user's own of it are."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from feedpub.config import Site
from feedpub.errors import ConfigError

_OURS = Path(__file__).parent / "static"
NAMES = ("pages.css", "pages.js")


class Asset(Struct, frozen=True, kw_only=True):
    """A file that pages load, by its path below the feeds folder: the name holds the hash of its bytes."""

    path: str
    data: bytes


def assets(site: Site) -> Mapping[str, Asset]:
    """The style sheet and the script: the user's own where there are any."""
    own = templates_folder(site)
    return {name: _asset(name, own) for name in NAMES}


def templates_folder(site: Site) -> Path | None:
    """The folder of the user's own templates. Raises ConfigError where it is missing."""
    if site.pages.templates is None:
        return None
    folder = site.root / site.pages.templates
    if not folder.is_dir():
        raise ConfigError(f'pages.templates "{site.pages.templates}" is no folder; make it, or leave the key out')
    return folder


def _asset(name: str, own: Path | None) -> Asset:
    file = own / name if own and (own / name).is_file() else _OURS / name
    data = file.read_bytes()
    stem, _, suffix = name.rpartition(".")
    return Asset(path=f"static/{stem}.{sha256(data).hexdigest()[:12]}.{suffix}", data=data)
