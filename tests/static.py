"""Static web servers of other people, started on this machine."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.readers import program

_NGINX = """\
{user} daemon off; pid {root}/pid; error_log {root}/error;
events {{}}
http {{
    access_log off; default_type application/octet-stream; gzip on; gzip_types *; gzip_min_length 0;
    client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;
    uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;
    server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


@contextmanager
def python(folder: Path, _: Path) -> Iterator[str]:
    """Python's http.server: the URL where it serves ``folder``."""
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(folder), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        port = re.search(r" port (\d+)", server.stdout.readline())
        assert port
        try:
            yield f"http://127.0.0.1:{port[1]}/"
        finally:
            server.kill()


@contextmanager
def nginx(folder: Path, root: Path) -> Iterator[str]:
    """nginx, which keeps its own files in ``root``: the URL where it serves ``folder``."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    user = "user root;" if os.geteuid() == 0 else ""  # else its workers may not enter a test's folders
    (root / "conf").write_text(_NGINX.format(user=user, root=root, port=port, folder=folder), encoding="utf-8")
    with subprocess.Popen([program("nginx"), "-c", str(root / "conf")], stderr=subprocess.DEVNULL) as server:
        try:
            _await(port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def _await(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the server does not listen")


SERVERS = {"python": python, "nginx": nginx}
