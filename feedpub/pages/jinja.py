"""The one room that meets Jinja2: templates of the user's own first, then those that come with feedpub."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)

from feedpub.config import Site
from feedpub.errors import ConfigError

_FOLDER = Path(__file__).parent
ASSETS = ("pages.css", "pages.js")


class Templates:
    """The templates of a site, each compiled once; and the files that pages load, by names that hold their hash.

    A user's template replaces the one of its name, or extends it by the name ``feedpub/…``. Raises ConfigError where
    the folder is missing.
    """

    def __init__(self, site: Site) -> None:
        self.folder = site.root / site.pages.templates if site.pages.templates else None
        if self.folder is not None and not self.folder.is_dir():
            raise ConfigError(f'pages.templates "{site.pages.templates}" is no folder; make it, or leave the key out')
        self.environment = _environment(self.folder)
        self.assets = {name: self._asset(name) for name in ASSETS}

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """A page. Raises ConfigError where a user's template is broken, with its place."""
        try:
            return self.environment.get_template(name).render(values)
        except TemplateError as error:
            raise ConfigError(f"{self._place(name, error)}: {error}; mend the template") from None

    def files(self) -> dict[str, bytes]:
        """The style sheet and the script, by their paths below the feeds folder."""
        return dict(self.assets.values())

    def paths(self) -> dict[str, str]:
        """Where they are, below the feeds folder."""
        return {name: path for name, (path, _) in self.assets.items()}

    def _asset(self, name: str) -> tuple[str, bytes]:
        own = self.folder / name if self.folder else None
        data = (own if own and own.is_file() else _FOLDER / "static" / name).read_bytes()
        stem, _, suffix = name.rpartition(".")
        return f"static/{stem}.{sha256(data).hexdigest()[:12]}.{suffix}", data

    def _place(self, name: str, error: TemplateError) -> str:
        if isinstance(error, TemplateSyntaxError):
            return f"{error.filename or name}:{error.lineno}"
        trace, place = error.__traceback__, name
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            place = f"{file}:{trace.tb_lineno}" if file.endswith(".html") else place
            trace = trace.tb_next
        return place


@cache
def _environment(folder: Path | None) -> Environment:
    ours = FileSystemLoader(_FOLDER / "templates")
    loaders = [ours, PrefixLoader({"feedpub": ours})]
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(folder), *loaders] if folder else loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
