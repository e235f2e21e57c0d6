"""Templates of the user's own: what they replace, and how their mistakes are told."""

import re

import pytest
from lxml import html

from feedpub.config import Pages
from feedpub.errors import ConfigError
from feedpub.pages import Look
from tests.conftest import Publication
from tests.examples import feed
from tests.faces import page_of, template

pytestmark = pytest.mark.pages


def _shown(publication: Publication) -> bytes:
    return page_of(publication.site, feed())


def test_a_template_of_ones_own_replaces_or_extends(publication: Publication) -> None:
    """By its name, or by a block; what it says is escaped."""
    template(publication, "feed.html", "{{ feed.title }} {{ '<' }}")
    assert _shown(publication) == b"Feed &lt;"
    template(publication, "feed.html", '{% extends "feedpub/feed.html" %}{% block title %}Mine{% endblock %}')
    assert html.document_fromstring(_shown(publication)).findtext(".//title") == "Mine"


def test_a_style_sheet_of_ones_own_replaces_feedpubs(publication: Publication) -> None:
    """Under a name that holds its own hash."""
    template(publication, "pages.css", "body { color: red }")
    asset = Look(publication.site).assets["pages.css"]
    assert asset.data == b"body { color: red }"
    assert asset.path.encode() in _shown(publication)


BROKEN = [
    ("{% if %}", "feed.html:1: Expected an expression, got 'end of statement block'"),
    ("\n{{ nothing }}", "feed.html:2: 'nothing' is undefined"),
    ("\n\n{{ feed.nothing }}", "feed.html:3: 'feedpub.model.Feed object' has no attribute 'nothing'"),
    ("{{ 1 + feed.title }}", "feed.html:1: unsupported operand type(s) for +: 'int' and 'str'"),
    ("{{ feed.authors[99].name }}", "feed.html:1: tuple object has no element 99"),
    ("{{ 1 // 0 }}", "feed.html:1: integer division or modulo by zero"),
    ("{{ feed.title | nothing }}", "feed.html:1: No filter named 'nothing'."),
    ("\n{% include 'nothing.html' %}", 'feed.html:2: there is no template "nothing.html"'),
    ("{% extends 'feed.html' %}", "feed.html:1: maximum recursion depth exceeded"),
    (
        "{% extends 'feedpub/feed.html' %}\n{% block page %}{{ site() }}{% endblock %}",
        "feed.html:2: 'Site' object is not",
    ),
    ("{{ words['nothing'] }}", "feed.html:1: 'feedpub.pages.words.Words object' has no"),
    (b"\n\xff", "feed.html:2: byte 1 is not UTF-8"),
]


@pytest.mark.parametrize(("text", "fact"), BROKEN, ids=[str(row[0]) for row in BROKEN])
def test_a_broken_template_is_told_with_its_place(publication: Publication, text: str | bytes, fact: str) -> None:
    """In one line that says file, line and repair, whatever went wrong in it."""
    path = template(publication, "feed.html", text)
    with pytest.raises(ConfigError) as caught:
        _shown(publication)
    assert str(caught.value).startswith(f"{path.parent}/{fact}")
    assert re.search(r"; mend the template\Z", str(caught.value))
    assert "\n" not in str(caught.value)


def test_a_broken_part_is_told_by_its_own_name(publication: Publication) -> None:
    """Not by that of the template that includes it."""
    path = template(publication, "byline.html", "\n\n{{ entry.nothing }}")
    with pytest.raises(ConfigError, match=re.escape(f"{path}:3: ")):
        _shown(publication)


def test_a_folder_of_templates_is_there(publication: Publication) -> None:
    """Else it is told."""
    publication.configure(pages=Pages(templates="nowhere"))
    with pytest.raises(ConfigError, match=r'pages\.templates "nowhere" is no folder; make it, or leave the key out'):
        _shown(publication)
