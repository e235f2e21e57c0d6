"""Looking up links: against a real local server that has seen better days."""

import socket
import ssl
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep

import pytest
from msgspec.structs import replace

from feedpub.check import judge
from feedpub.check.lookups import lookup
from feedpub.check.lookups.ask import NoAnswerError
from feedpub.check.lookups.lookup import Options
from feedpub.check.lookups.online import Link, external, findings
from feedpub.check.reading import read_xml
from feedpub.check.rules.online_rules import RULES
from tests.readers import program

QUICK = Options(cache=None, timeout=0.4, pause=0.0, backoff=0.01, wait_limit=0.5, private=True)


class Server(ThreadingHTTPServer):
    """Remembers what it was asked, and how many asked at once."""

    daemon_threads = True
    url = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, float]] = []
        self.lock, self.now, self.crowd = threading.Lock(), 0, 0
        self.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what this is about."""

    @property
    def methods(self) -> list[str]:
        return [method for method, _, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        with self.server.lock:
            self.server.now += 1
            self.server.crowd = max(self.server.crowd, self.server.now)
            self.server.asked.append((self.command, self.path, monotonic()))
            times = Counter(path for _, path, _ in self.server.asked)[self.path]
        with suppress(OSError):
            self.respond(self.path.strip("/").split("/"), times)
        with self.server.lock:
            self.server.now -= 1

    do_GET = do_HEAD  # noqa: N815

    def respond(self, words: list[str], times: int) -> None:  # noqa: C901 - a table of bad habits
        match words:
            case ["to", status, *rest]:
                self.say(int(status), Location="/" + "/".join(rest))
            case ["circle"]:
                self.say(302, Location="/circle")
            case ["away", scheme]:
                self.say(302, Location=f"{scheme}:///etc/passwd")
            case ["later", seconds]:
                self.say(429 if times == 1 else 200, **{"Retry-After": seconds})
            case ["once", status]:
                self.say(int(status) if times == 1 else 200)
            case ["get-only", status]:
                self.say(int(status) if self.command == "HEAD" else 200)
            case ["silent", *_]:
                sleep(1.5)
            case ["dripping"]:
                for _ in range(30):
                    self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: " if _ == 0 else b"x")
                    sleep(0.1)
            case ["slow-body"]:
                self.say(405 if self.command == "HEAD" else 200)
                sleep(1.5)
            case _:
                self.say(int(words[0]))

    def say(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


@contextmanager
def _serving(server: Server) -> Iterator[Server]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    with _serving(Server()) as server:
        yield server


def _links(*urls: str) -> list[Link]:
    return [Link(url=url, file="atom.xml", line=line, entry="urn:x:1") for line, url in enumerate(urls, 1)]


def _told(url: str, options: Options = QUICK) -> list[tuple[str, str]]:
    return [(finding.rule, finding.message.replace(url, "URL", 1)) for finding in findings(_links(url), options)]


@pytest.mark.parametrize(
    ("path", "rule", "fact"),
    [
        ("/404", "link-dead", "answers 404"),
        ("/410", "link-dead", "answers 410"),
        ("/403", "link-refused", "answers 403"),
        ("/429", "link-unreachable", "answers 429"),
        ("/503", "link-unreachable", "answers 503"),
        ("/later/3600", "link-unreachable", "answers 429 and asks to wait 3600 s"),
        ("/silent", "link-unreachable", "does not answer in time"),
        ("/dripping", "link-unreachable", "does not answer in time"),
        (
            "/away/file",
            "link-refused",
            'redirects to "file:///etc/passwd", which is no http(s) URL and was not followed',
        ),
        ("/to/301/200", "link-moved", "has moved for good"),
        ("/to/302/404", "link-dead", 'leads to "SERVER/404", which answers 404'),
    ],
)
def test_what_is_wrong_with_a_link_is_told(server: Server, path: str, rule: str, fact: str) -> None:
    """The rule, the link and what its server did."""
    options = replace(QUICK, attempts=2)
    assert _told(server.url + path, options) == [(rule, f'link "URL" {fact.replace("SERVER", server.url)}')]


@pytest.mark.parametrize(
    "path",
    ["/200", "/to/302/200", "/once/500", "/later/0", "/get-only/405", "/get-only/404", "/slow-body", "/200#part"],
)
def test_a_link_that_a_reader_can_follow_is_fine(server: Server, path: str) -> None:
    """Temporary redirects, a bad moment, servers that refuse HEAD, and bodies that nobody reads."""
    start = monotonic()
    assert _told(server.url + path) == []
    assert monotonic() - start < 1.2


def test_a_permanent_redirect_names_the_new_address(server: Server) -> None:
    """As far as the chain is permanent, and no further."""
    (found,) = findings(_links(f"{server.url}/to/301/to/308/to/302/200"), QUICK)
    assert (found.severity, found.repair) == ("info", f"write {server.url}/to/302/200")


def test_endless_redirects_end(server: Server) -> None:
    """After some, or where they come back to; nothing is asked twice."""
    long = f"{server.url}/to/302/" + "to/302/" * 20 + "200"
    assert _told(long) == [("link-refused", 'link "URL" redirects more than 10 times')]
    assert len(server.asked) == QUICK.redirects + 1
    server.asked.clear()
    assert _told(f"{server.url}/circle") == [("link-refused", 'link "URL" redirects in a circle')]
    assert server.methods == ["HEAD"]


def test_retry_after_is_honoured(server: Server) -> None:
    """The second request comes when the server wants it."""
    assert _told(f"{server.url}/later/1", replace(QUICK, wait_limit=2)) == []
    (_, _, first), (_, _, second) = server.asked
    assert second - first >= 0.95


def test_a_host_is_asked_one_thing_at_a_time(server: Server) -> None:
    """With a pause between two."""
    links = _links(*(f"{server.url}/200/{number}" for number in range(6)))
    assert findings(links, replace(QUICK, pause=0.05)) == []
    times = [time for _, _, time in server.asked]
    assert server.crowd == 1
    assert all(later - earlier >= 0.045 for earlier, later in pairwise(times))


def test_an_address_is_asked_once_with_head(server: Server) -> None:
    """However often it is linked to, and with whatever fragment."""
    url = f"{server.url}/200"
    assert findings(_links(url, f"{url}#a", url), QUICK) == []
    assert server.methods == ["HEAD"]


def test_every_place_of_a_dead_link_is_told(server: Server) -> None:
    """One request, a finding for each line."""
    url = f"{server.url}/410"
    assert [finding.line for finding in findings(_links(url, url), QUICK)] == [1, 2]


def test_a_closed_port_is_a_warning() -> None:
    """The host is there, so the network is not dead."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    found = findings(_links(f"{url}/1", f"{url}/2"), QUICK)
    assert [finding.rule for finding in found] == ["link-unreachable"] * 2
    assert "refuses the connection" in found[0].message


def test_a_self_signed_certificate_is_told(tmp_path: Path) -> None:
    """And asked for once: it will not be better a second later."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    program("openssl")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -days 2"
    subprocess.run([*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    server = Server()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with _serving(server):
        ((rule, message),) = _told(f"https://127.0.0.1:{server.server_port}/200")
    assert (rule, server.asked) == ("link-untrusted", [])
    assert "certificate that is not trusted (self" in message


def test_a_dead_network_is_no_dead_link(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One warning instead of a hundred, and nothing is remembered."""

    def nobody(*_: object, **__: object) -> None:
        raise NoAnswerError("is at a host whose name is not known", reached=False)

    monkeypatch.setattr(lookup, "ask", nobody)
    options = replace(QUICK, cache=tmp_path / "links.sqlite")
    found = findings(_links(*(f"https://{number}.example.com/" for number in range(100))), options)
    assert [(finding.rule, finding.severity) for finding in found] == [("network-dead", "warning")]
    assert not (tmp_path / "links.sqlite").exists()


def test_what_is_remembered_is_not_asked_again(server: Server, tmp_path: Path) -> None:
    """Within its age, unless all is wanted; what was out of reach is looked up again."""
    options = replace(QUICK, cache=tmp_path / ".feedpub" / "links.sqlite")
    links = _links(f"{server.url}/404", f"{server.url}/to/301/200", f"{server.url}/503")
    first = findings(links, options)
    server.asked.clear()
    assert findings(links, options) == first
    assert {path for _, path, _ in server.asked} == {"/503"}
    for other in (replace(options, again=True), replace(options, max_age=-1)):
        server.asked.clear()
        assert findings(links, other) == first
        assert {"/404", "/to/301/200"} <= {path for _, path, _ in server.asked}


def test_a_broken_cache_stops_nobody(server: Server, tmp_path: Path) -> None:
    """It is speed, not truth."""
    cache = tmp_path / "links.sqlite"
    cache.write_bytes(b"no database" * 100)
    assert findings(_links(f"{server.url}/200"), replace(QUICK, cache=cache)) == []


def test_private_networks_are_left_alone(server: Server) -> None:
    """Somebody else's feed cannot make us ask the router."""
    ((rule, message),) = _told(f"{server.url}/200", replace(QUICK, private=False))
    assert (rule, server.asked) == ("link-refused", [])
    assert "private address 127.0.0.1" in message


def test_the_writer_of_a_feed_may_link_to_this_machine(server: Server, tmp_path: Path) -> None:
    """Where the feed lies here, too, and the link says so openly."""
    links = f'<entry><link href="{server.url}/404"/></entry><entry><link href="{server.url}/to/302/410"/></entry>'
    (tmp_path / "a.xml").write_text(f'<feed xmlns="http://www.w3.org/2005/Atom">{links}</feed>', encoding="utf-8")
    options = replace(QUICK, private=False)
    found = [finding.rule for finding in judge([tmp_path], look_up=options).findings]
    assert [rule for rule in found if rule in RULES] == ["link-dead", "link-dead"]
    assert not replace(options, loopback=True).may_ask_privately("http://router.example/")
    assert not replace(options, loopback=True).may_ask_privately("http://192.168.0.1/")
    assert not options.may_ask_privately(server.url)


def test_a_silent_host_is_not_waited_for_a_hundred_times(server: Server) -> None:
    """After three links without an answer the rest share their fate."""
    options = replace(QUICK, timeout=0.1, attempts=2)
    found = findings(_links(*(f"{server.url}/silent/{number}" for number in range(50))), options)
    assert len(found) == 50
    assert len(server.asked) == 6


def test_the_check_looks_up_the_links_of_feeds(server: Server, tmp_path: Path) -> None:
    """Where it is asked to, and only then."""
    entries = f'<entry><link href="{server.url}/404"/></entry>'
    (tmp_path / "a.xml").write_text(f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>', encoding="utf-8")
    assert "link-dead" not in {finding.rule for finding in judge([tmp_path]).findings}
    assert server.asked == []
    found = [finding for finding in judge([tmp_path], look_up=QUICK).findings if finding.rule == "link-dead"]
    assert [(finding.file, finding.line) for finding in found] == [(str(tmp_path / "a.xml"), 1)]


def test_external_links_lead_away_from_the_site() -> None:
    """Absolute, to another host than the feed's own, each with its place; those of the stories, too."""
    text = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://example.com/"/><entry><id>urn:x:1</id>
    <link href="https://elsewhere.example/a"/><link href="mailto:a@example.com"/><link href="/b"/><content type="html">
    &lt;a href="https://x.com/a/status/1">a&lt;/a> &lt;img srcset="https://img.example/1 1x, https://img.example/2 2x">
    &lt;a href="https://example.com/2/">b&lt;/a> &lt;a href="#c">c&lt;/a></content></entry></feed>"""
    document = read_xml.read(text, "atom.xml", "https://example.com/atom.xml")
    places = [
        ("https://elsewhere.example/a", 2),
        ("https://x.com/a/status/1", 3),
        ("https://img.example/1", 3),
        ("https://img.example/2", 3),
    ]
    assert external([document]) == [Link(url=url, file="atom.xml", line=line, entry="urn:x:1") for url, line in places]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_look_up_rule_explains_itself(rule: object) -> None:
    """Long enough to be of use."""
    assert len(getattr(rule, "explanation", "")) > 60
