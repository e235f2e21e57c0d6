"""The printed configurations, in the real servers where Debian has them."""

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from feedpub import embed
from feedpub.cli import main
from feedpub.hosting import HOSTS, hosting
from tests.conftest import Publication
from tests.readers import program

NGINX = """\
daemon off; pid {root}/pid; error_log {root}/error;
events {{}}
http {{
    access_log off; default_type application/octet-stream;
    client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;
    uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;
    server {{ listen 127.0.0.1:{port}; include {root}/feeds.conf; }}
}}
"""
CADDY = "{{\n admin off\n auto_https off\n}}\nhttp://127.0.0.1:{port} {{\n import {root}/feeds.conf\n}}\n"


@contextmanager
def _running(name: str, publication: Publication) -> Iterator[int]:
    root = publication.root
    (root / "feeds.conf").write_text(hosting(publication.site, name), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    main_file = root / f"{name}.conf"
    main_file.write_text((NGINX if name == "nginx" else CADDY).format(root=root, port=port), encoding="utf-8")
    options = (
        ["-c", str(main_file)] if name == "nginx" else ["run", "--adapter", "caddyfile", "--config", str(main_file)]
    )
    environment = {"HOME": str(root), "PATH": "/usr/sbin:/usr/bin:/bin"}
    with subprocess.Popen([program(name), *options], env=environment, stderr=subprocess.PIPE) as server:
        try:
            _await(port, server)
            yield port
        finally:
            server.terminate()


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert server.poll() is None, server.stderr and server.stderr.read()
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server does not listen")


def _get(port: int, path: str, **headers: str) -> tuple[int, HTTPMessage, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return response.status, response.headers, data


@pytest.fixture
def published(seeded: Publication) -> Publication:
    """Feeds in a folder that a server of another user may read, with what a build writes beside them."""
    seeded.build()
    for folder in (seeded.root, *list(seeded.root.parents)[:3]):
        folder.chmod(folder.stat().st_mode | 0o055)
    for path, data in {**embed.files(), "index.html": b"<!doctype html><title>x</title>", ".hidden": b"x"}.items():
        (seeded.site.feeds_folder / path).write_bytes(data)
    return seeded


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_real_servers_answer_as_they_should(published: Publication, name: str) -> None:
    """Types, charset, CORS, lifetimes, gzip, 304, folders; nothing hidden, nothing outside."""
    kinds = {"atom.xml": "application/atom+xml", "rss.xml": "application/rss+xml", "feed.json": "application/feed+json"}
    with _running(name, published) as port:
        for folder in ("", "categories/da-mo-xing/"):
            for file, kind in kinds.items():
                status, headers, data = _get(port, f"/feeds/{folder}{file}")
                assert (status, headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
                assert headers["Access-Control-Allow-Origin"] == "*"
                assert headers.get_all("Cache-Control") == ["public, max-age=300"]
                assert data == (published.site.feeds_folder / folder / file).read_bytes()
        for script in embed.files():
            _, headers, _ = _get(port, f"/feeds/{script}")
            assert headers["Content-Type"] == "text/javascript; charset=utf-8"
            assert headers.get_all("Cache-Control") == ["public, max-age=31536000, immutable"]
            assert headers["Access-Control-Allow-Origin"] == "*"
        _, headers, _ = _get(port, "/feeds/")
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        for encoding in ("gzip", "identity"):
            _, headers, _ = _get(port, "/feeds/feed.json", Accept_Encoding=encoding)
            assert headers["Content-Encoding"] == (None if encoding == "identity" else encoding)
            asked = {"Accept_Encoding": encoding, "If_None_Match": headers["ETag"]}
            assert _get(port, "/feeds/feed.json", **asked)[0] == 304
        assert [_get(port, path)[0] for path in ("/feeds/.hidden", "/feeds/none.xml")] == [404, 404]
        (published.root / "secret").write_text("secret", encoding="utf-8")
        outside = ("/feeds/../secret", "/feeds/%2e%2e/secret", "/feeds/..%2fsecret", "/feeds../secret")
        assert not any(_get(port, path)[2] == b"secret" for path in outside)


def test_rules_of_a_headers_file_do_not_meet(published: Publication) -> None:
    """The hosts would join two values of one header; hashed files are named one by one."""
    text = hosting(published.site, "netlify")
    assert text == hosting(published.site, "cloudflare")
    rules = re.findall(r"^(/\S+)\n  (\S+): ", text, re.MULTILINE)
    assert rules[0] == ("/feeds/*", "Access-Control-Allow-Origin")
    assert len({name for place, name in rules if place.endswith("*")}) == 1
    assert {place.rpartition("/")[2] for place, name in rules if name == "Cache-Control"} == {*embed.files()}


def test_s3_commands_are_a_script(published: Publication) -> None:
    """That a shell parses, with a type for each format."""
    text = hosting(published.site, "s3")
    subprocess.run(["/bin/sh", "-n"], input=text, text=True, check=True)
    for kind in ("application/atom+xml", "application/rss+xml", "application/feed+json"):
        assert f"--content-type '{kind}; charset=utf-8'" in text


@pytest.mark.parametrize("host", HOSTS)
def test_the_command_prints_it(published: Publication, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the Python call returns it."""
    monkeypatch.chdir(published.root)
    text = '[site]\ntitle = "News"\nurl = "https://example.com/"\ntag = "example.com,2025"\n'
    Path("feedpub.toml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["hosting", host])
    assert (result.exit_code, result.output) == (0, hosting(replace(published.site, root=Path()), host))
