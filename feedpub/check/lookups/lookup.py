"""The fate of one link: asked with HEAD, then with GET, followed through redirects, with patience."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from feedpub.check.addresses.hostnames import hostname, is_loopback
from feedpub.check.lookups.ask import Answer, NoAnswerError, PrivateError, UntrustedError, ask
from feedpub.check.lookups.manners import Manners
from feedpub.urls import absolute, web_address

Kind = Literal["fine", "moved", "dead", "refused", "untrusted", "unreachable"]
PERMANENT = {301, 308}
REDIRECTS = {301, 302, 303, 307, 308}


class Options(Struct, frozen=True, kw_only=True):
    """How links are looked up. Seconds throughout.

    ``cache`` is where fates are remembered (``None``: nowhere), ``again`` looks up even what is remembered,
    ``private`` allows hosts of private networks, ``loopback`` links to this machine that say so openly,
    ``wait_limit`` bounds what Retry-After may ask.
    """

    cache: Path | None = Path(".feedpub/links.sqlite")
    max_age: float = 7 * 86400.0
    again: bool = False
    workers: int = 16
    timeout: float = 8.0
    pause: float = 0.5
    attempts: int = 3
    backoff: float = 1.0
    wait_limit: float = 30.0
    redirects: int = 10
    private: bool = False
    loopback: bool = False

    def may_ask_privately(self, url: str) -> bool:
        """Whether a link may lead to an address that is not the public's."""
        return self.private or (self.loopback and is_loopback(hostname(url)))


class Fate(Struct, frozen=True, kw_only=True):
    """What became of a link: ``fact`` continues the sentence "the link …", ``address`` is where it has moved for good.

    ``at`` is the URL that answered last, ``wait`` what it asked for; ``reached`` is false where there was nobody, and
    ``final`` true where asking again, or in another way, tells nothing more.
    """

    url: str
    kind: Kind
    fact: str = ""
    address: str | None = None
    at: str = ""
    wait: float | None = None
    reached: bool = True
    final: bool = False


def look_up(url: str, options: Options, manners: Manners) -> Fate:
    """The fate of a link. What HEAD is denied, GET is asked; what fails is tried again, later each time."""
    fate = _follow(url, "HEAD", options, manners)
    for attempt in range(1, max(2, options.attempts)):
        if fate.kind in ("fine", "moved") or fate.final or (fate.kind in ("dead", "refused") and attempt > 1):
            break
        if fate.kind == "unreachable":
            wait = options.backoff * 2 ** (attempt - 1) if fate.wait is None else fate.wait
            if wait > options.wait_limit:
                break
            manners.rest(host(fate.at), wait)
        fate = _follow(url, "GET", options, manners)
    return fate


def host(url: str) -> str:
    """The host of a URL and its port: what politeness is owed to."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def _follow(url: str, method: str, options: Options, manners: Manners) -> Fate:
    """The fate of one attempt: through redirects, to whatever is at their end."""
    at, moved, permanent = url, None, True
    seen: set[str] = set()
    while at not in seen and len(seen) <= options.redirects:
        seen.add(at)
        found = _ask(at, method, options.timeout, options.may_ask_privately(url), manners)
        if isinstance(found, Fate):
            return _blamed(replace(found, url=url), at)
        if found.status not in REDIRECTS or not found.location:
            return _blamed(_judged(url, found, moved), at)
        try:
            at = _next(found.location, at)
        except ValueError:
            fact = f'redirects to "{found.location}", which is no http(s) URL and was not followed'
            return Fate(url=url, kind="refused", fact=fact, at=at, final=True)
        permanent = permanent and found.status in PERMANENT
        moved = at if permanent else moved
    fact = "redirects in a circle" if at in seen else f"redirects more than {options.redirects} times"
    return Fate(url=url, kind="refused", fact=fact, at=at, final=True)


def _ask(at: str, method: str, timeout: float, private: bool, manners: Manners) -> Answer | Fate:
    try:
        with manners.turn(host(at)):
            return ask(at, method, timeout=timeout, private=private)
    except UntrustedError as error:
        fact = f"has a certificate that is not trusted ({error})"
        return Fate(url=at, kind="untrusted", fact=fact, final=True)
    except PrivateError as error:
        fact = f"is at the private address {error} and was not asked"
        return Fate(url=at, kind="refused", fact=fact, final=True)
    except NoAnswerError as error:
        return Fate(url=at, kind="unreachable", fact=str(error), reached=error.reached)


def _judged(url: str, answer: Answer, moved: str | None) -> Fate:
    fact = f"answers {answer.status}"
    if answer.status < 400:
        return Fate(url=url, kind="moved" if moved else "fine", fact="has moved for good", address=moved)
    if answer.status in (404, 410):
        return Fate(url=url, kind="dead", fact=fact)
    if answer.status in (408, 425, 429) or answer.status >= 500:
        asks = f" and asks to wait {answer.wait:.0f} s" if answer.wait else ""
        return Fate(url=url, kind="unreachable", fact=fact + asks, wait=answer.wait)
    return Fate(url=url, kind="refused", fact=fact)


def _blamed(fate: Fate, at: str) -> Fate:
    """The fate, with the place that decided it in its fact where that is not the link itself."""
    led = at != fate.url and fate.kind not in ("fine", "moved")
    fact = f'leads to "{at}", which {fate.fact}' if led else fate.fact
    return replace(fate, at=at, fact=fact, reached=fate.reached or at != fate.url)


def _next(location: str, at: str) -> str:
    return web_address(absolute(location, at)).partition("#")[0]
