"""Markdown as subscribers get it: right in Chinese, absolute, safe, and nothing of the generator's own language."""

import os
import re
import signal
import subprocess

import pytest

from feedpub.rendering import safe_html
from feedpub.rendering.render import html, inline, plain
from tests.conftest import Publication

BASE = "https://example.com/posts/1/"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("出**“参差不齐”**的", "<p>出<strong>“参差不齐”</strong>的</p>"),
        ("**《书名》**：x", "<p><strong>《书名》</strong>：x</p>"),
        ("**粗体（说明）**后", "<p><strong>粗体（说明）</strong>后</p>"),
        ("~~旧~~新", "<p><del>旧</del>新</p>"),
        ("a_b_c and __init__", "<p>a_b_c and <strong>init</strong></p>"),
        ("看 https://ex.com/a_b_c，好", '<p>看 <a href="https://ex.com/a_b_c">https://ex.com/a_b_c</a>，好</p>'),
        ("(https://ex.com/x_(y)).", '<p>(<a href="https://ex.com/x_(y)">https://ex.com/x_(y)</a>).</p>'),
        ("**https://ex.com/**", '<p><strong><a href="https://ex.com/">https://ex.com/</a></strong></p>'),
        ("[https://ex.com](https://ex.com)", '<p><a href="https://ex.com/">https://ex.com</a></p>'),
        ('<a href="https://ex.com/">https://ex.com</a>', '<p><a href="https://ex.com/">https://ex.com</a></p>'),
        ("`https://ex.com`", "<p><code>https://ex.com</code></p>"),
        ("[a](../b c)", '<p><a href="https://example.com/posts/b%20c">a</a></p>'),
        ("[a](#x)", f'<p><a href="{BASE}#x">a</a></p>'),
        ("[a](//例子.com/路)", '<p><a href="https://xn--fsqu00a.com/%E8%B7%AF">a</a></p>'),
        ("[a](mailto:a@b.example)", '<p><a href="mailto:a@b.example">a</a></p>'),
        ("![图](i.png)", f'<p><img alt="图" src="{BASE}i.png"></p>'),
        ("5. five\n6. six", '<ol start="5">\n<li>five</li>\n<li>six</li>\n</ol>'),
    ],
)
def test_markdown(markdown: str, expected: str) -> None:
    """Emphasis between ideographs, bare and relative URLs, images, numbers."""
    assert html(markdown, BASE) == expected


def test_tables_and_fences() -> None:
    """As GitHub has them."""
    assert "<th>a</th>" in html("a | b\n- | -\n1 | 2", BASE)
    assert "<pre><code>&lt;b&gt;\n</code></pre>" in html("```html\n<b>\n```", BASE)


def test_footnotes_are_unique_in_an_entry(publication: Publication) -> None:
    """Defined at the end, used in two stories; each id stands once."""
    body = (
        "1. **A**：x[^1]\n2. **B**：y[^1] [^n]\n\n[^1]: First note\n    goes on.\n[^n]: Other, see [ref].\n\n[ref]: /r"
    )
    publication.digest("a.md", body)
    content = publication.item()["content_html"]
    ids = re.findall(r' id="([^"]+)"', content)
    assert len(ids) == len(set(ids)) == 8
    assert content.count("First note") == 2
    assert '<a href="https://example.com/r">ref</a>' in content
    assert "[^" not in content
    targets = re.findall(r'href="https://example\.com/a/#(\S*fn\S*)"', content)
    assert targets
    assert set(targets) <= set(ids)


def test_link_references_reach_every_story(publication: Publication) -> None:
    """And are not shown themselves; in code they are code."""
    body = "1. [A][a]\n\n   See [b].\n\n```\n[c]: code\n```\n\n[a]: https://ex.com/a\n[b]: <https://ex.com/b> 'B'"
    publication.digest("a.md", body)
    content = publication.item()["content_html"]
    assert '1. <a href="https://ex.com/a">A</a>' in content
    assert '<a href="https://ex.com/b" title="B">b</a>' in content
    assert "[c]: code" in content
    assert "[a]:" not in content


def test_every_url_attribute_is_absolute() -> None:
    """``href src srcset poster cite``, in HTML written by hand."""
    text = (
        '<a href="a">x</a><img src="b" srcset="c 1x, /d 2x"><video src="e" poster="f"></video>'
        '<blockquote cite="g">q</blockquote><q cite="/h">q</q><audio src="?i"></audio>'
    )
    found = html(text, BASE)
    urls = re.findall(r'(?:href|src|poster|cite)="([^"]*)"', found)
    assert len(urls) == 7
    assert all(url.startswith("https://example.com/") for url in urls)
    assert f'srcset="{BASE}c 1x, https://example.com/d 2x"' in found


def test_a_headline_is_plain_text_in_the_summary() -> None:
    """Without markup, with its letters."""
    assert plain(inline("**A** & `b` <c> ![alt](i.png) [l](https://ex.com) 2 < 3", BASE)) == "A & b <c> alt l 2 < 3"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Give it --to=<path> and go.", "Give it --to=<path> and go."),
        ("A Vec<u8>, a Map<K, V>.", "A Vec<u8>, a Map<K, V>."),
        ("The <input> tag.", "The <input> tag."),
        ("Remove <script> tags.\n\nMore.", "Remove <script> tags. More."),
        (
            "No <title>, no <textarea>, no <plaintext> here.\n\nMore.",
            "No <title>, no <textarea>, no <plaintext> here. More.",
        ),
        ("<style>\n\nMore.", "<style> More."),
        ("<Card title='x'>\n**A**\n\nB\n</Card> <TOC/> c", "A B c"),
        ("<svg><path d='M0'/><text>a</text></svg> b", "a b"),
        ("<center>a</center> <x-y>b</x-y>", "a b"),
        ("a<script>alert(1)</script> b", "a b"),
    ],
)
def test_no_text_is_lost_to_a_tag(markdown: str, text: str) -> None:
    """What is in angle brackets and is no tag is text; a tag of no use to a feed goes, and what is in it stays."""
    assert plain(html(markdown, BASE)) == text


@pytest.mark.parametrize("text", ["1. one", "# x", "> x", "- x", "+ x", "* x", "1) x"])
def test_a_headline_is_never_a_block(text: str) -> None:
    """Though it may look like one."""
    assert plain(inline(text, BASE)) == text


def test_a_signal_is_heard_whatever_is_at_work() -> None:
    """nh3 calls back for every link, and would lose what is raised there."""

    def heard(*_: object) -> None:
        raise LookupError

    before = signal.signal(signal.SIGTERM, heard)
    try:
        with pytest.raises(LookupError):
            _sanitise_until_called()
    finally:
        signal.signal(signal.SIGTERM, before)


def _sanitise_until_called() -> None:
    fragment = '<a href="https://example.com/b">c</a>' * 2_000
    with subprocess.Popen(["sh", "-c", f"sleep 0.05; kill -TERM {os.getpid()}"]) as caller:
        while caller.poll() is None:
            safe_html.safe(fragment, "https://example.com/")
