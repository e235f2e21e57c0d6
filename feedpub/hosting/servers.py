"""Web servers of one's own."""

from urllib.parse import unquote, urlsplit

from feedpub import headers
from feedpub.config import Site


def path(site: Site) -> str:
    """The path of the feeds folder, with a slash at the end."""
    return urlsplit(site.feeds_location).path


def nginx(site: Site) -> str:
    """A part of a ``server`` block."""
    cors = f'add_header Access-Control-Allow-Origin "{headers.ALLOW_ORIGIN}" always; '
    types = "\n".join(f"        {kind} {suffix};" for suffix, kind in headers.TYPES_BY_SUFFIX.items())
    named = "\n".join(
        f"    location ~ /{name.replace('.', chr(92) + '.')}$ {{ types {{}} default_type {kind}; }}"
        for name, kind in headers.TYPES_BY_NAME.items()
    )
    # text/html is compressed, and has its charset, in any case: nginx warns when it is told so twice.
    kinds = " ".join(kind for kind in headers.TYPES if kind != "text/html")
    return f"""\
# Include this in the server block of {urlsplit(site.feeds_location).hostname}.
# nginx compresses by gzip; br needs the module ngx_brotli. Pages that include the fragment need "ssi on".
location {unquote(path(site))} {{
    alias "{site.feeds_folder.resolve()}/";
    index index.html;
    types {{
{types}
    }}
    charset {headers.CHARSET};
    charset_types {kinds};
    gzip on;
    gzip_vary on;
    gzip_proxied any;
    gzip_min_length 512;
    gzip_types {kinds};
    {cors}
    add_header Cache-Control "{headers.FRESH}";
{named}
    location ~ "{headers.HASHED}" {{
        {cors}
        add_header Cache-Control "{headers.IMMUTABLE}";
    }}
    location ~ /\\. {{ return 404; }}
}}
""".replace("; \n", ";\n")


def caddy(site: Site) -> str:
    """A part of a site block."""
    # No two of these meet: the order in which Caddy heeds them depends on their paths. It knows .json and .xml itself.
    patterns = {suffix: f"*.{suffix}" for suffix in headers.TYPES_BY_SUFFIX if suffix not in {"json", "xml"}}
    patterns |= {name.rpartition(".")[0]: f"*/{name}" for name in headers.TYPES_BY_NAME}
    types = "\n".join(
        f'    @{name} path {pattern}\n    header @{name} Content-Type "{_typed(headers.media_type(pattern) or "")}"'
        for name, pattern in patterns.items()
    )
    kinds = "\n".join(f"            header Content-Type {kind}*" for kind in headers.TYPES)
    return f"""\
# Put this into the site block of {urlsplit(site.feeds_location).hostname}.
# Caddy compresses by gzip and zstd; br needs a module.
handle_path {unquote(path(site))}* {{
    root * "{site.feeds_folder.resolve()}"
    encode zstd gzip {{
        minimum_length 512
        match {{
{kinds}
        }}
    }}
    header Access-Control-Allow-Origin "{headers.ALLOW_ORIGIN}"
    @fresh not path_regexp `{headers.HASHED}`
    @hashed path_regexp `{headers.HASHED}`
    header @fresh Cache-Control "{headers.FRESH}"
    header @hashed Cache-Control "{headers.IMMUTABLE}"
{types}
    file_server {{
        hide .*
    }}
}}
"""


def apache(site: Site) -> str:
    """A ``.htaccess`` of the feeds folder, or the inside of its ``Directory`` block."""
    named = "\n".join(
        f'<Files "{name}">\n    ForceType "{_typed(kind)}"\n</Files>' for name, kind in headers.TYPES_BY_NAME.items()
    )
    types = "\n".join(f'AddType "{_typed(kind)}" .{suffix}' for suffix, kind in headers.TYPES_BY_SUFFIX.items())
    kinds = " ".join(headers.TYPES)
    return f"""\
# Put this into .htaccess in {site.feeds.path}/ on the server, or into the Directory block of that folder.
# It needs AllowOverride All there, mod_headers, and mod_filter with mod_deflate; mod_brotli where there is one.
DirectoryIndex index.html
{types}
{named}
<IfModule mod_headers.c>
    # Apache marks the ETag of a compressed answer, and does not know it again: without the mark, it answers 304.
    RequestHeader edit* If-None-Match "-(?:gzip|br)\\"" "\\""
    Header always set Access-Control-Allow-Origin "{headers.ALLOW_ORIGIN}"
    Header set Cache-Control "{headers.FRESH}"
    <FilesMatch "{headers.HASHED}">
        Header set Cache-Control "{headers.IMMUTABLE}"
    </FilesMatch>
</IfModule>
<IfModule mod_deflate.c>
    AddOutputFilterByType DEFLATE {kinds}
</IfModule>
<IfModule mod_brotli.c>
    AddOutputFilterByType BROTLI_COMPRESS {kinds}
</IfModule>
<FilesMatch "^\\.">
    Require all denied
</FilesMatch>
"""


def _typed(kind: str) -> str:
    return f"{kind}; charset={headers.CHARSET}"
