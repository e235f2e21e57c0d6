"""The configuration that makes a static host answer as it should: types, charset, CORS, lifetimes, compression."""

from collections.abc import Callable, Mapping

from feedpub.config import Site
from feedpub.hosting.platforms import github_pages, headers_file, s3
from feedpub.hosting.servers import apache, caddy, nginx

HOSTS: Mapping[str, Callable[[Site], str]] = {
    "nginx": nginx,
    "caddy": caddy,
    "apache": apache,
    "netlify": headers_file,
    "cloudflare": headers_file,
    "s3": s3,
    "github-pages": github_pages,
}


def hosting(site: Site, host: str) -> str:
    """The configuration for a host, one of ``HOSTS``, with what cannot be had there in its comments."""
    return HOSTS[host](site)
