"""A real server on this machine that answers as a test wants it to."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(kw_only=True)
class Server:
    """Where it listens, and the paths that were asked for."""

    url: str
    asked: list[str] = field(default_factory=list)


def body(data: bytes, status: int = 200, **headers: str) -> Answer:
    """An answer with a body; ``Content_Type`` is the header Content-Type."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in ({"Content_Length": str(len(data))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def redirect(to: str) -> Answer:
    """An answer that sends elsewhere."""
    return body(b"", 302, Location=to)


@contextmanager
def serving(answers: Mapping[str, Answer]) -> Iterator[Server]:
    """A server while the block runs; a path without an answer gets that of ``"*"``, else 404."""
    server = Server(url="")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(self.path)
            try:
                (answers.get(self.path) or answers.get("*") or body(b"", 404))(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Quiet."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    server.url = f"http://127.0.0.1:{listening.server_port}/"
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
