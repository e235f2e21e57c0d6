"""Hosts that others run: what can be told them, and what cannot."""

import json

from feedpub import embed, headers
from feedpub.config import Site
from feedpub.hosting.servers import path

# How many folders deep feeds may lie below the feeds folder.
_DEPTH = 4


def headers_file(site: Site) -> str:
    """The file ``_headers`` of Netlify and Cloudflare Pages: no two rules set one header, as they would be joined."""
    folder = path(site)
    blocks = [_block(f"{folder}*", {"Access-Control-Allow-Origin": headers.ALLOW_ORIGIN})]
    for name, kind in headers.TYPES_BY_NAME.items():
        typed = {"Content-Type": f"{kind}; charset={headers.CHARSET}"}
        blocks += [_block(f"{folder}{place}{name}", typed) for place in _folders()]
    blocks += [
        _block(f"{folder}{name}", {"Cache-Control": headers.IMMUTABLE}) for name in (*sorted(embed.files()), "static/*")
    ]
    return (
        "# Save this as _headers at the top of the folder that is deployed. Compression is the host's own.\n"
        "# What is not named here is asked for again each time, and answered with 304 while it has not changed.\n"
        "# Print this again after an update of feedpub: the scripts of embeds are named one by one.\n" + "".join(blocks)
    )


def _folders() -> list[str]:
    """Patterns for folders, one a depth: a host's ``:name`` stands for one folder, whatever it is called."""
    names = [f":{letter}/" for letter in "abcd"[:_DEPTH]]
    return ["".join(names[:depth]) for depth in range(_DEPTH + 1)]


def s3(site: Site) -> str:
    """Commands of the AWS CLI for a bucket."""
    rules = {"CORSRules": [{"AllowedOrigins": ["*"], "AllowedMethods": ["GET", "HEAD"], "ExposeHeaders": ["ETag"]}]}
    return f"""\
#!/bin/sh
# Set BUCKET, and run this after each build: it uploads what has changed. Everybody, or CloudFront, must be allowed to
# read the bucket. What S3 cannot do: it does not compress (CloudFront does, for the types that it knows, and those of
# Atom and JSON Feed may not be among them), it answers CORS only where a request has an Origin, and it finds index.html
# in a folder only through its website endpoint, or a function of CloudFront.
set -eu
aws s3api put-bucket-cors --bucket "$BUCKET" --cors-configuration '{json.dumps(rules)}'
{_uploads(site)}
"""


def _uploads(site: Site) -> str:
    """A command for each type; first what pages load, last what readers poll."""
    suffixes = {
        f"*.{suffix}": kind for suffix, kind in headers.TYPES_BY_SUFFIX.items() if suffix not in ("json", "xml")
    }
    names = {f"*{name}": kind for name, kind in headers.TYPES_BY_NAME.items()}
    archived = {f"*archive/*.{suffix}": headers.TYPES_BY_SUFFIX[suffix] for suffix in ("json", "xml")}
    return "\n".join(
        f"aws s3 sync {site.feeds.path}/ \"s3://$BUCKET{path(site)}\" --exclude '*' --include '{pattern}' "
        f"--content-type '{kind}; charset={headers.CHARSET}' "
        # A build writes no style sheet and no script but such as hold their hash in their name.
        f"--cache-control '{headers.IMMUTABLE if pattern in ('*.css', '*.js') else headers.FRESH}'"
        for pattern, kind in (suffixes | names | archived).items()
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


def _block(place: str, fields: dict[str, str]) -> str:
    return f"{place}\n" + "".join(f"  {name}: {value}\n" for name, value in fields.items())
