"""Ways to get past a reader, from attacks.txt, and what of them is left in a fragment of HTML."""

import re
from pathlib import Path

from lxml import html as lxml_html

_LINES = (Path(__file__).parent / "attacks.txt").read_text(encoding="utf-8").splitlines()
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([nt]))")

_ELEMENTS = """
    a audio b blockquote br code del details div em h1 h2 h3 hr img ins li ol p picture pre q small source span strong
    sup table tbody td th thead tr ul video
""".split()  # noqa: SIM905
_ATTRIBUTES = "alt cite datetime dir height href hreflang id lang poster src srcset start title width".split()  # noqa: SIM905
_URLS = ("cite", "href", "poster", "src", "srcset")


def _meant(line: str) -> str:
    return _ESCAPE.sub(
        lambda match: {"n": "\n", "t": "\t"}.get(match[3] or "") or chr(int(match[1] or match[2], 16)), line
    )


ATTACKS = [_meant(line) for line in _LINES if line and not line.startswith("-- ")]


def live(fragment: str) -> list[str]:
    """What a browser would run, load, submit or style in a fragment, beyond links and images on the web."""
    elements = list(lxml_html.fragment_fromstring(fragment, create_parent="div").iter())
    alien = [str(element.tag) for element in elements if element.tag not in _ELEMENTS]
    attributes = [(str(name), str(value)) for element in elements for name, value in element.attrib.items()]
    handlers = [name for name, _ in attributes if name not in _ATTRIBUTES]
    urls = [value for name, value in attributes if name in _URLS]
    return alien + handlers + [url for url in urls if not url.startswith(("https://", "http://", "mailto:"))]
