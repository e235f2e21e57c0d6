"""Real servers of Debian's, run for real with what ``feedpub hosting`` prints for them."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest

from feedpub.hosting import hosting
from tests.conftest import Publication
from tests.readers import program

NGINX = """\
daemon off; pid {root}/pid; error_log {root}/error;
events {{}}
http {{
    access_log off; default_type application/octet-stream;
    client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;
    uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;
    server {{ listen 127.0.0.1:{port}; include {printed}; }}
}}
"""
CADDY = "{{\n admin off\n auto_https off\n}}\nhttp://127.0.0.1:{port} {{\n import {printed}\n}}\n"
APACHE = """\
ServerName localhost
DefaultRuntimeDir {root}
PidFile {root}/pid
ErrorLog {root}/error
Listen 127.0.0.1:{port}
{modules}
{user}
TypesConfig /etc/mime.types
DocumentRoot {root}/empty
Alias /feeds/ {root}/feeds/
<Directory {root}/feeds>
    AllowOverride All
    Require all granted
</Directory>
"""
_MODULES = ("mpm_event", "authz_core", "alias", "dir", "mime", "headers", "filter", "deflate", "brotli")
_OPTIONS = {
    "nginx": ["-c", "{main}"],
    "caddy": ["run", "--adapter", "caddyfile", "--config", "{main}"],
    "apache": ["-X", "-f", "{main}"],
}
PROGRAMS = {"nginx": "nginx", "caddy": "caddy", "apache": "apache2"}


@contextmanager
def running(name: str, publication: Publication) -> Iterator[int]:
    """A server, configured by what is printed for it, while the block runs: its port."""
    root, port = publication.root, free_port()
    printed = root / "feeds" / ".htaccess" if name == "apache" else root / "feeds.conf"
    printed.write_text(hosting(publication.site, name), encoding="utf-8")
    main = root / f"{name}.conf"
    main.write_text(_configuration(name, root, port, printed), encoding="utf-8")
    command = [program(PROGRAMS[name]), *(option.format(main=main) for option in _OPTIONS[name])]
    environment = {"HOME": str(root), "PATH": "/usr/sbin:/usr/bin:/bin"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as server:
        try:
            await_port(port, server)
            yield port
        finally:
            server.terminate()


def _configuration(name: str, root: Path, port: int, printed: Path) -> str:
    (root / "empty").mkdir(exist_ok=True)
    modules = "\n".join(f"LoadModule {one}_module /usr/lib/apache2/modules/mod_{one}.so" for one in _MODULES)
    user = "User www-data\nGroup www-data" if os.getuid() == 0 else ""
    template = {"nginx": NGINX, "caddy": CADDY, "apache": APACHE}[name]
    return template.format(root=root, port=port, printed=printed, modules=modules, user=user)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def await_port(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server listens; one that ends instead fails the test with what it said."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert server.poll() is None, server.stderr and server.stderr.read()
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server does not listen")


def get(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, HTTPMessage, bytes]:
    """What a server answers: status, headers, body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return response.status, response.headers, data
