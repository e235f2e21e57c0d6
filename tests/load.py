"""Many readers at once: ``python -m tests.load http://127.0.0.1:8000/feeds/atom.xml --readers 200 --rounds 20``."""

import argparse
import asyncio
import sys
import time
from collections import Counter
from urllib.parse import urlsplit


async def readers(url: str, count: int, rounds: int) -> Counter[str]:
    """How often which status was answered: each reader keeps one connection, and all are open before the first asks."""
    ready = asyncio.Barrier(count)
    seen = await asyncio.gather(*(_reader(url, rounds, ready) for _ in range(count)))
    return sum(seen, Counter())


async def _reader(url: str, rounds: int, ready: asyncio.Barrier) -> Counter[str]:
    parts, seen = urlsplit(url), Counter[str]()
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    await ready.wait()
    for _ in range(rounds):
        writer.write(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept-Encoding: br\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split()[0])
        whole = len(await reader.readexactly(length)) == length
        seen[head.split()[1] if whole else "cut short"] += 1
    writer.close()
    return seen


def main() -> None:
    """Print what was answered, and how fast."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    begun = time.perf_counter()
    seen = asyncio.run(readers(options.url, options.readers, options.rounds))
    sys.stdout.write(f"{dict(seen)}, {seen.total() / (time.perf_counter() - begun):,.0f} answers a second\n")


if __name__ == "__main__":
    main()
