"""The commands that show feeds to people: embed, serve, hosting."""

from pathlib import Path

import click

from feedpub import printing
from feedpub.options import config_option


@click.command()
@click.argument("category", required=False)
@config_option
@click.option(
    "--tier",
    type=click.Choice(["element", "iframe", "fragment", "rss"]),
    default="element",
    show_default=True,
    help="An element, a frame that needs no script, an include of the server, or a block of WordPress.",
)
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="How many entries are shown.")
@click.option("--resize", is_flag=True, help="With --tier iframe: as high as its content, by a script.")
def embed(category: str | None, config: Path, tier: str, limit: int, resize: bool) -> None:
    """Print the lines that show a feed on another page.

    CATEGORY is its name, title, alias or slug; without one, it is the feed of the whole site.
    """
    from feedpub import embed as room
    from feedpub.config import Site

    site = Site.from_file(config)
    wanted = next(known for known in room.TIERS if known == tier)
    click.echo(room.lines(site, room.subject(site, category), wanted, limit=limit, resize=resize), nl=False)
    if tier == "rss":
        printing.remark("WordPress reads a feed once in 12 hours: its readers see new entries that much later")


COMMANDS = (embed,)
