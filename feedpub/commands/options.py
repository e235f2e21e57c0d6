"""Options that several commands share."""

from pathlib import Path

import click

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default="feedpub.toml",
    show_default=True,
    help="The configuration; its folder is where relative paths start.",
)
