"""The printed configurations: in the real servers where Debian has them, else by the hosts' own tools."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from subprocess import DEVNULL

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from feedpub import embed
from feedpub.cli import main
from feedpub.config import Pages
from feedpub.config.offers import Feeds
from feedpub.hosting import HOSTS, hosting
from tests.conftest import ROOT, Publication
from tests.hosts import await_port, free_port, get, running
from tests.node import tool

KINDS = {"atom.xml": "application/atom+xml", "rss.xml": "application/rss+xml", "feed.json": "application/feed+json"}
# Feeds of stories, of periods and of the user's own may lie deeper than those of categories.
FOLDERS = ("", "categories/da-mo-xing/", "stories/", "stories/categories/da-mo-xing/", "a/b/c/d/")
STYLE = "static/pages.0123456789ab.css"


@pytest.fixture
def published(seeded: Publication) -> Publication:
    """Feeds in a folder that a server of another user may read, with what a build writes beside them."""
    seeded.build()
    feeds = seeded.site.feeds_folder
    for folder in FOLDERS:
        (feeds / folder).mkdir(parents=True, exist_ok=True)
        for name in KINDS:
            (feeds / folder / name).write_bytes((feeds / name).read_bytes())
    files = {"index.html": b"<!doctype html><title>x</title>", ".hidden": b"x", STYLE: b"a { color: red }" * 99}
    for path, data in {**embed.files(), **files}.items():
        (feeds / path).parent.mkdir(exist_ok=True)
        (feeds / path).write_bytes(data)
    for folder_ in (seeded.root, *list(seeded.root.parents)[:3]):
        folder_.chmod(folder_.stat().st_mode | 0o055)
    return seeded


@pytest.mark.parametrize("name", ["nginx", "caddy", "apache"])
def test_real_servers_answer_as_they_should(published: Publication, name: str) -> None:
    """Types, charset, CORS, lifetimes, gzip, 304, HEAD, folders; nothing hidden, nothing outside."""
    with running(name, published) as port:
        for file, kind in [(folder + file, kind) for folder in FOLDERS for file, kind in KINDS.items()]:
            status, headers, data = get(port, f"/feeds/{file}")
            assert (status, headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
            assert headers["Access-Control-Allow-Origin"] == "*"
            assert headers.get_all("Cache-Control") == ["public, max-age=300"]
            assert data == (published.site.feeds_folder / file).read_bytes()
        for hashed, kind in [*((script, "text/javascript") for script in embed.files()), (STYLE, "text/css")]:
            _, headers, _ = get(port, f"/feeds/{hashed}")
            assert headers["Content-Type"] == f"{kind}; charset=utf-8"
            assert headers.get_all("Cache-Control") == ["public, max-age=31536000, immutable"]
            assert headers["Access-Control-Allow-Origin"] == "*"
        assert get(port, "/feeds/")[1]["Content-Type"] == "text/html; charset=utf-8"
        status, headers, data = get(port, "/feeds/feed.json", "HEAD")
        assert (status, headers["Content-Type"], data) == (200, "application/feed+json; charset=utf-8", b"")
        (published.root / "secret").write_text("secret", encoding="utf-8")
        outside = ("/feeds/../secret", "/feeds/%2e%2e/secret", "/feeds/..%2fsecret", "/feeds../secret")
        assert not any(get(port, path)[2] == b"secret" for path in outside)
        assert get(port, "/feeds/.hidden")[0] in {403, 404}
        assert get(port, "/feeds/none.xml")[0] == 404


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize("name", ["nginx", "caddy", "apache"])
def test_real_servers_answer_304(published: Publication, name: str, encoding: str) -> None:
    """By the ETag or the date that they sent, compressed or not; and 200 again when the file has changed."""
    with running(name, published) as port:
        _, headers, _ = get(port, "/feeds/feed.json", Accept_Encoding=encoding)
        assert headers["Content-Encoding"] == (None if encoding == "identity" else encoding)
        for known in ({"If_None_Match": headers["ETag"]}, {"If_Modified_Since": headers["Last-Modified"]}):
            assert get(port, "/feeds/feed.json", Accept_Encoding=encoding, **known)[0] == 304
        (published.site.feeds_folder / "feed.json").write_bytes(b"{}" * 999)
        again = {"Accept_Encoding": encoding, "If_None_Match": headers["ETag"]}
        assert get(port, "/feeds/feed.json", **again)[0] == 200


def test_rules_of_a_headers_file_do_not_meet(published: Publication) -> None:
    """The hosts would join two values of one header; and Cloudflare takes a hundred rules, no more."""
    text = hosting(published.site, "netlify")
    assert text == hosting(published.site, "cloudflare")
    rules = re.findall(r"^(/\S+)\n  (\S+): ", text, re.MULTILINE)
    assert len(rules) <= 100
    assert [(place, name) for place, name in rules if place.endswith("*")] == [
        ("/feeds/*", "Access-Control-Allow-Origin"),
        ("/feeds/static/*", "Cache-Control"),
    ]
    assert {place.rpartition("/")[2] for place, name in rules if name == "Cache-Control"} == {*embed.files(), "*"}


def test_netlify_understands_its_file(published: Publication, tmp_path: Path) -> None:
    """Every rule, by Netlify's own parser."""
    file = tmp_path / "_headers"
    file.write_text(hosting(published.site, "netlify"), encoding="utf-8")
    code = (
        f"import {{ parseAllHeaders as parse }} from {json.dumps(str(tool('@netlify/headers-parser/lib/index.js')))};"
        f"console.log(JSON.stringify(await parse({{ headersFiles: [{json.dumps(str(file))}], minimal: true,"
        " configHeaders: [] })))"
    )
    run = subprocess.run(["node", "--input-type=module", "-e", code], check=True, capture_output=True, text=True)
    found = json.loads(run.stdout)
    assert found["errors"] == []
    assert len(found["headers"]) == file.read_text(encoding="utf-8").count("\n/")
    typed = {one["for"]: one["values"].get("Content-Type") for one in found["headers"]}
    assert typed["/feeds/:a/:b/atom.xml"] == "application/atom+xml; charset=utf-8"


@contextmanager
def _cloudflare(root: Path) -> Iterator[int]:
    port = free_port()
    command = [str(tool(".bin/wrangler")), "pages", "dev", ".", "--ip", "127.0.0.1", "--port", str(port)]
    environment = {**os.environ, "WRANGLER_SEND_METRICS": "false", "HOME": str(root)}
    options = ["--compatibility-date", "2025-01-01", "--inspector-port", "0"]
    with subprocess.Popen([*command, *options], cwd=root, env=environment, stdout=DEVNULL, stderr=DEVNULL) as server:
        try:
            await_port(port, server)
            yield port
        finally:
            server.terminate()


def test_cloudflare_answers_as_it_should(published: Publication) -> None:
    """Its own server, run here: types in every folder, CORS, lifetimes, 304."""
    (published.root / "_headers").write_text(hosting(published.site, "cloudflare"), encoding="utf-8")
    with _cloudflare(published.root) as port:
        for file, kind in [(folder + file, kind) for folder in FOLDERS for file, kind in KINDS.items()]:
            status, headers, _ = get(port, f"/feeds/{file}")
            assert (status, headers["Content-Type"]) == (200, f"{kind}; charset=utf-8"), file
            assert headers["Access-Control-Allow-Origin"] == "*"
            assert get(port, f"/feeds/{file}", If_None_Match=headers["ETag"])[0] == 304
        for hashed in (*embed.files(), STYLE):
            assert get(port, f"/feeds/{hashed}")[1]["Cache-Control"] == "public, max-age=31536000, immutable"


AWS = ROOT / ".venv" / "aws" / "bin"
READABLE = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::news/*"}


@contextmanager
def _bucket(root: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """An empty bucket that all may read: the port of its server, and the environment in which the AWS CLI finds it."""
    if not (AWS / "moto_server").exists():
        reason = "moto is not there (see .ci/run)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    port = free_port()
    keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
    environment = keys | {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "BUCKET": "news",
        "HOME": str(root),
        "PATH": f"{AWS}:{os.environ['PATH']}",
    }
    with subprocess.Popen([AWS / "moto_server", "-p", str(port)], stdout=DEVNULL, stderr=DEVNULL) as server:
        try:
            await_port(port, server)
            policy = json.dumps({"Statement": [READABLE]})
            for command in (
                ["s3", "mb", "s3://news"],
                ["s3api", "put-bucket-policy", "--bucket=news", "--policy", policy],
            ):
                subprocess.run([AWS / "aws", *command], check=True, env=environment, capture_output=True)
            yield port, environment
        finally:
            server.terminate()


def _run(script: str, folder: Path, environment: dict[str, str]) -> str:
    command = ["/bin/sh", "-c", script]
    return subprocess.run(command, check=True, cwd=folder, env=environment, capture_output=True, text=True).stdout


def test_s3_is_told_of_every_file(publication: Publication) -> None:
    """Archives of any feed included."""
    publication.configure(feeds=Feeds(limit=1, archive="month"), pages=Pages())
    for month in (10, 11, 12):
        publication.digest(f"{month}.md", date=f"2025-{month}-20T20:00:08+08:00", categories="[llm]")
    publication.build()
    patterns = re.findall("--include '(.*?)'", hosting(publication.site, "s3"))
    root = publication.site.feeds_folder
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert {"archive/2025-10.xml", "categories/llm/archive/2025-10.json", "stories/archive/2025-10.rss"} < files
    assert {file for file in files if not any(fnmatch(file, pattern) for pattern in patterns)} == set()


def test_s3_holds_what_was_published(published: Publication) -> None:
    """The commands run as they are: every file has its type, lifetime and CORS; a second run uploads nothing."""
    script = hosting(published.site, "s3")
    with _bucket(published.root) as (port, environment):
        runs = [_run(script, published.root, environment) for _ in range(2)]
        for file, kind in [(folder + file, kind) for folder in FOLDERS for file, kind in KINDS.items()]:
            status, headers, _ = get(port, f"/news/feeds/{file}")
            assert (status, headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
            assert headers["Cache-Control"] == "public, max-age=300"
        cors = _run("aws s3api get-bucket-cors --bucket news", published.root, environment)
        assert json.loads(cors)["CORSRules"][0]["AllowedOrigins"] == ["*"]
        for hashed in (*embed.files(), STYLE):
            assert get(port, f"/news/feeds/{hashed}")[1]["Cache-Control"] == "public, max-age=31536000, immutable"
        assert get(port, "/news/feeds/.hidden")[0] == 404
    uploaded = {line.split(" to ")[0].removeprefix("upload: ").strip() for line in re.findall("upload: .*", runs[0])}
    files = {path for path in published.site.feeds_folder.rglob("*") if path.is_file() and path.name != ".hidden"}
    assert uploaded == {path.relative_to(published.root).as_posix() for path in files}
    assert "upload" not in runs[1]


@pytest.mark.parametrize("host", HOSTS)
def test_the_command_prints_it(published: Publication, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the Python call returns it."""
    monkeypatch.chdir(published.root)
    text = '[site]\ntitle = "News"\nurl = "https://example.com/"\ntag = "example.com,2025"\n'
    Path("feedpub.toml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["hosting", host])
    assert (result.exit_code, result.output) == (0, hosting(replace(published.site, root=Path()), host))


def test_what_is_only_to_be_known_is_all_comments(published: Publication) -> None:
    """GitHub Pages takes no configuration, so that none is printed."""
    assert all(line.startswith("# ") for line in hosting(published.site, "github-pages").splitlines())
