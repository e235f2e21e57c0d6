"""Hosts that others run: what can be told them, and what cannot."""

import json
from collections.abc import Iterable

from feedpub import embed, headers
from feedpub.config import Site
from feedpub.hosting.servers import path


def headers_file(site: Site) -> str:
    """The file ``_headers`` of Netlify and Cloudflare Pages: no two rules set one header, as they would be joined."""
    folder = path(site)
    blocks = [_block(f"{folder}*", {"Access-Control-Allow-Origin": headers.ALLOW_ORIGIN})]
    for name, kind in headers.TYPES_BY_NAME.items():
        typed = {"Content-Type": f"{kind}; charset={headers.CHARSET}"}
        blocks += [_block(f"{folder}{place}{name}", typed) for place in ("", "categories/:category/")]
    blocks += [_block(f"{folder}{name}", {"Cache-Control": headers.IMMUTABLE}) for name in _hashed(site)]
    return (
        "# Save this as _headers at the top of the folder that is deployed. Compression is the host's own.\n"
        "# What is not named here is asked for again each time, and answered with 304 while it has not changed.\n"
        "# Print this again after an update of feedpub: hashed files are named one by one.\n" + "".join(blocks)
    )


def s3(site: Site) -> str:
    """Commands of the AWS CLI for a bucket."""
    rules = {"CORSRules": [{"AllowedOrigins": ["*"], "AllowedMethods": ["GET", "HEAD"], "ExposeHeaders": ["ETag"]}]}
    target = f'"s3://$BUCKET{path(site)}"'
    return f"""\
#!/bin/sh
# Set BUCKET, and run this after each build. What S3 cannot do: it does not compress (CloudFront does, for the types
# that it knows, and those of Atom and JSON Feed may not be among them), it answers CORS only where a request has an
# Origin, and it finds index.html in a folder only through its website endpoint, or a function of CloudFront.
set -eu
aws s3api put-bucket-cors --bucket "$BUCKET" --cors-configuration '{json.dumps(rules)}'
{_copies(site, target)}
"""


def _copies(site: Site, target: str) -> str:
    fresh = {
        **{f"*{name}": kind for name, kind in headers.TYPES_BY_NAME.items()},
        **{f"*.{suffix}": kind for suffix, kind in headers.TYPES_BY_SUFFIX.items() if suffix not in ("json", "xml")},
    }
    copies = [(pattern, kind, headers.FRESH) for pattern, kind in fresh.items()]
    copies += [(name, headers.media_type(name) or "", headers.IMMUTABLE) for name in _hashed(site)]
    return "\n".join(
        f"aws s3 cp {site.feeds.path}/ {target} --recursive --exclude '*' --include '{pattern}' "
        f"--content-type '{kind}; charset={headers.CHARSET}' --cache-control '{lifetime}'"
        for pattern, kind, lifetime in copies
    )


def github_pages(_: Site) -> str:
    """What there is to know."""
    return """\
# GitHub Pages cannot be configured: it has no headers of one's own. What that means:
# - atom.xml and rss.xml are answered as application/xml, feed.json as application/json; readers take them.
# - Everything may be kept for ten minutes, also what never changes; a new entry may be seen that much later.
# - Any site may read the feeds, answers are compressed by gzip, and an unchanged file is answered with 304.
# - Where a branch is published, and not an artifact of a workflow, add an empty file .nojekyll to its top.
# For types and lifetimes of your own, put a host that can be told in front of it, or in its place.
"""


def _hashed(site: Site) -> list[str]:
    """The files whose names hold their hash: those of the embeds, and those that a build has written."""
    found: Iterable[str] = (file.relative_to(site.feeds_folder).as_posix() for file in site.feeds_folder.rglob("*.*.*"))
    return sorted({*embed.files(), *filter(headers.is_immutable, found)})


def _block(place: str, fields: dict[str, str]) -> str:
    return f"{place}\n" + "".join(f"  {name}: {value}\n" for name, value in fields.items())
