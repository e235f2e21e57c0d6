"""What the name of a host tells: whether it is this machine's, a private network's, or below another."""

import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

# RFC 6761, RFC 6762, RFC 8375, and what routers and companies use for themselves.
_LOCAL = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "corp")
_PLAIN = re.compile(r"https?://([a-z0-9.-]*[a-z0-9-])(?=[/?#]|$)", re.ASCII)


def hostname(url: str) -> str:
    """The host of an http(s) URL in small letters, empty for what has none."""
    if plain := _PLAIN.match(url):
        return plain[1]  # nearly always, and much faster
    if not url[:8].lower().startswith(("http://", "https://")):
        return ""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def is_local(host: str) -> bool:
    """Whether a host is one of this machine, or of a network that the public does not reach."""
    if not host:
        return False
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or below(host, _LOCAL)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its very name or number."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def below(host: str, domains: tuple[str, ...]) -> bool:
    """Whether a host is one of the domains, or lies below one."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
