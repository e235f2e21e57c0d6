"""Which links lead to one page: scheme, www, trailing slash, fragment and tracking parameters make no other of it."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from feedpub.patterns import expression

# What senders of newsletters, advertisers and social networks add to a link.
TRACKING_NAMES = (
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|_hsenc|_hsmi|mkt_tok"
    r"|spm|ref_src|ref_url"
)

_TRACKING = expression(TRACKING_NAMES)
_MOBILE = expression(r"(?:www|m|mobile|amp)\.(?=[^.]+\.)")
_X = {"twitter.com", "x.com", "fxtwitter.com", "vxtwitter.com", "fixupx.com"}
_STATUS = expression(r"/(?:i/web|[^/]+)/status(?:es)?/(\d+).*")
_ROUTE = ("!", "/")
_END = expression(r"(?<![\s/])[\s/]+\Z")


def normalised(url: str) -> str | None:
    """What is the same for all http(s) links to one page: host, path and the query that means something.

    ``None`` for what is no web address. A post on X is known by its number, whichever name and host it stands under.
    """
    try:
        parts = urlsplit(url.strip())
        name, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not name:
        return None
    host = _host(name)
    if host == "x.com":
        return host + _STATUS.sub(r"/i/status/\1", _END.sub("", parts.path))
    place = host if port in {None, 80, 443} else f"{host}:{port}"
    query = _query(parts.query) if parts.query else ""
    # A fragment that is a route is the page's address; any other is a place in it.
    route = f"#{parts.fragment}" if parts.fragment.startswith(_ROUTE) else ""
    return place + _END.sub("", parts.path) + query + route


def host(url: str) -> str | None:
    """The host of an http(s) link in small letters, without ``www`` or ``m``; ``x.com`` for twitter.com."""
    try:
        parts = urlsplit(url.strip())
        return _host(parts.hostname) if parts.scheme in {"http", "https"} and parts.hostname else None
    except ValueError:
        return None


def _host(name: str) -> str:
    host = _MOBILE.sub("", name.rstrip("."), count=1) if name.startswith(("www.", "m", "amp.")) else name.rstrip(".")
    return "x.com" if host in _X else host


def _query(query: str) -> str:
    kept = sorted(pair for pair in parse_qsl(query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0]))
    return f"?{urlencode(kept)}" if kept else ""
