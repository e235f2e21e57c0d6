"""The commands that show feeds to people: embed, feeds, serve, hosting."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedpub.commands import printing
from feedpub.commands.answering import Manner, answer
from feedpub.commands.options import config_option
from feedpub.errors import ConfigError

if TYPE_CHECKING:
    from feedpub.report import BuildReport


@click.command()
@click.argument("feed", required=False)
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
def embed(feed: str | None, config: Path, tier: str, limit: int, resize: bool) -> None:
    """Print the lines that show a feed on another page.

    FEED is a category's name, title, alias or slug, a source, a language, or the folder or address of any feed, such
    as stories; without one, it is the feed of the whole site.
    """
    from feedpub import embed as room
    from feedpub.config import Site

    site = Site.from_file(config)
    wanted = next(known for known in room.TIERS if known == tier)
    click.echo(room.lines(site, room.subject(site, feed), wanted, limit=limit, resize=resize), nl=False)
    if tier == "rss":
        printing.remark("WordPress reads a feed once in 12 hours: its readers see new entries that much later")


@click.command()
@config_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
def serve(config: Path, host: str, port: int) -> None:
    """Preview the feeds: build, serve them on this machine, and build again when a digest changes.

    Needs the extra: pip install 'feedpub[serve]'.
    """
    try:
        from feedpub import serve as room
    except ModuleNotFoundError as error:
        if error.name not in {"brotli", "starlette", "uvicorn", "watchfiles"}:
            raise
        raise ConfigError(f"{error.name} is not installed; run pip install 'feedpub[serve]'") from None
    room.serve(
        config,
        host=host,
        port=port,
        ready=lambda url: printing.remark(f"serving {url} until Ctrl-C"),
        built=_built,
        failed=lambda message: printing.remark(f"feedpub: {message}"),
    )


def _built(report: "BuildReport") -> None:
    printing.answered(answer(report, Manner(watched=sys.stdout.isatty())))


@click.command()
@click.argument("host", type=click.Choice(["nginx", "caddy", "apache", "netlify", "cloudflare", "s3", "github-pages"]))
@config_option
def hosting(host: str, config: Path) -> None:
    """Print the configuration that makes a static host answer as it should.

    Types, charset, CORS, cache lifetimes and compression; what a host cannot do is said in the comments.
    """
    from feedpub import hosting as room
    from feedpub.config import Site

    click.echo(room.hosting(Site.from_file(config), host), nl=False)


@click.command()
@config_option
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or a list for machines.",
)
def feeds(config: Path, output_format: str) -> None:
    """List all feeds: the address of each, how many entries it holds, the newest, and why an empty one is empty."""
    import feedpub

    found = feedpub.feeds(feedpub.Site.from_file(config))
    if output_format == "json":
        printing.as_json({"feeds": [feed.as_dict() for feed in found]})
    for feed in found if output_format == "text" else ():
        click.echo(str(feed))


COMMANDS = (embed, feeds, serve, hosting)
