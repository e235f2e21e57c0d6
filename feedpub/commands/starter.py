"""The first feedpub.toml: commented, with what can be guessed from the folder, the clock and the language filled in."""

import datetime
import json
import locale
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from feedpub.config import LANGUAGE_TAG, Site
from feedpub.errors import ConfigError, OutputError

_FOLDERS = ("seeds", "content/posts", "content", "_posts", "source/_posts", "posts", "src/posts", "digests")

_SCRIPTS = {"ja": "[\u3041-\u30ff]", "ko": "[\uac00-\ud7af]", "zh-CN": "[\u4e00-\u9fff]", "ru": "[\u0400-\u04ff]"}

_TEMPLATE = """\
# feedpub.toml: what the feeds are called, where they live, and where the digests are.

[site]
title = {title}
url = {url}  # where the pages of the digests live
tag = {tag}  # ids are minted from this: your domain, and a date on which it was yours. Never change it.
language = {language}  # BCP 47
{timezone}  # IANA; dates without an offset are in this zone
# description = "One sentence about the site"
# feeds_url = {feeds_url}  # where the folder of feeds is served

# [site.author]
# name = "Your name"
# email = "you@example.com"
# url = "https://example.com/about/"

[source]
path = {source}  # the folder of the digests
# include = ["**/*.md", "**/*.markdown", "**/*.txt"]  # "!**/README.md" leaves files out
# permalink = "posts/{{slug}}/"  # the digests' pages below site.url, if they have any; else feedpub writes them

[feeds]
path = "feeds"
# formats = ["atom", "rss", "json"]
# limit = 50  # entries in a feed
# content = "full"  # or "summary"
# also = ["stories"]  # and "daily", "weekly", "sources"
# archive = "month"  # a page for each month, with all that is older

# [[feed]]  # a feed of your own, in feeds/google/
# slug = "google"
# title = "Google and Gemini"
# entries = "story"  # or "digest", "day", "week"
# where = {{ text = ["Gemini", "Google"] }}

# [categories."Machine Learning"]
# slug = "ml"  # the feed is feeds/categories/ml/
# title = "Machine learning"
# description = "Papers, models and tools"
# aliases = ["ML", "machine-learning"]
"""


def write(path: Path, title: str, url: str, timezone: str | None = None, language: str | None = None) -> Site:
    """Write a commented feedpub.toml and return the site that it describes.

    Raises ConfigError when the file is there already or a value cannot be used, OutputError when it cannot be written.
    """
    # The values are judged before anything is written.
    site = Site(
        title=title,
        url=url,
        tag=_tag(url),
        timezone=timezone,
        language=language or _language(path.parent / _source(path.parent)),
    )
    zone = f"timezone = {_quoted(timezone)}" if timezone else '# timezone = "Asia/Shanghai"'
    text = _TEMPLATE.format(
        title=_quoted(title),
        url=_quoted(site.url),
        tag=_quoted(site.tag),
        language=_quoted(site.language or "en"),
        timezone=zone,
        feeds_url=_quoted(site.feeds_location),
        source=_quoted(_source(path.parent)),
    )
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise ConfigError(f"{path}: there is one already; edit it, or name another with --config") from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); allow this user to write here") from None
    return Site.from_file(path)


def system_timezone() -> str | None:
    """The IANA name of this machine's timezone; ``None`` for UTC, which is rarely where the writer lives."""
    name = os.environ.get("TZ", "").lstrip(":") or os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    known = name.removeprefix("posix/")
    return known if "/" in known and not known.startswith("Etc/") else None


def _tag(url: str) -> str:
    today = datetime.datetime.now(datetime.UTC)
    return f"{urlsplit(url).hostname or 'example.com'},{today:%Y}"


def _language(source: Path) -> str:
    """The language of the digests that are there, by their script; else that of this machine."""
    for path in sorted(source.rglob("*.md"))[:3]:
        text = path.read_text(encoding="utf-8", errors="replace")
        for language, letters in _SCRIPTS.items():
            if len(re.findall(letters, text)) * 5 > len(text):
                return language
    name = (locale.getlocale()[0] or "").replace("_", "-")
    return name if LANGUAGE_TAG.fullmatch(name) and name != "C" else "en"


def _source(root: Path) -> str:
    return next((folder for folder in _FOLDERS if (root / folder).is_dir()), "seeds")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
