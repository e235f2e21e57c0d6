"""Markdown as subscribers get it: right in Chinese, absolute, safe, and nothing of the generator's own language."""

import re
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from feedpub import plain_markdown
from feedpub.lists import four_spaces
from feedpub.render import html, inline, plain
from tests.conftest import Publication

BASE = "https://example.com/posts/1/"
PHRASES = st.sampled_from(
    ["**“甲”**", "乙", " ", "\n", "\n\n", "**b**", "c - d", "*", "1. ", "- ", "**", "\t", ". ", "e:", "：", "+", "---"]
)


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


@pytest.mark.parametrize("indent", [2, 3, 4])
@pytest.mark.parametrize("marker", ["-", "*", "1."])
def test_nested_lists_come_out_nested(indent: int, marker: str) -> None:
    """Indented by two, three or four spaces, three levels deep, straight after a line of text."""
    space = " " * indent
    text = f"Intro:\n{marker} a\n{space}{marker} b\n{space * 2}{marker} c\n{marker} d"
    tag = "ol" if marker == "1." else "ul"
    shape = re.sub(r"\s+", "", html(text, BASE))
    assert (
        shape == f"<p>Intro:</p><{tag}><li>a<{tag}><li>b<{tag}><li>c</li></{tag}></li></{tag}></li><li>d</li></{tag}>"
    )


def test_paragraphs_and_code_stay_in_their_item() -> None:
    """Fences, too, which the library knows only at the margin."""
    text = "- a\n\n  more\n\n  ```py\n  x = 1\n    y\n  ```\n- b"
    shape = html(text, BASE)
    assert shape.count("<ul>") == 1
    assert "<p>more</p>" in shape
    assert "<code>x = 1\n  y\n</code>" in shape


@pytest.mark.parametrize(
    "text", ["a\n\n    1. code", "```\n- a\n  - b\n```", "- - -", "* * *", "a - b\n\n- c", "2025. x"]
)
def test_what_is_no_nested_list_is_left_alone(text: str) -> None:
    """Code, rules, flat lists, years."""
    assert four_spaces(text) == text


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


@pytest.mark.parametrize(
    ("shortcode", "expected"),
    [
        ('[x]({{< ref "posts/a.md#s" >}})', '<a href="https://example.com/posts/a/#s">x</a>'),
        ('[x]({{% relref "/posts/a/index.md" %}})', '<a href="https://example.com/posts/a/">x</a>'),
        ('{{< figure src="/i.png" alt="A" caption="C" >}}', '<img alt="A" src="https://example.com/i.png"></p>\n<p>C'),
        ("{{< youtube abc-123 >}}", '<a href="https://www.youtube.com/watch?v=abc-123">'),
        ('{{< youtube id="abc" >}}', '<a href="https://www.youtube.com/watch?v=abc">'),
        ("{{< tweet user=a id=1 >}}", '<a href="https://x.com/a/status/1">'),
        ("{{< highlight go >}}\na {{ b }}\n{{< /highlight >}}", "<pre><code>a {{ b }}\n</code></pre>"),
        ("{% highlight rb %}\n**x**\n{% endhighlight %}", "<pre><code>**x**\n</code></pre>"),
        ("{% raw %}{{ x }}{% endraw %}", "<p>{{ x }}</p>"),
        ("a{% comment %}b{% endcomment %}c", "<p>ac</p>"),
        ("[x]({{ site.url }}{{ site.baseurl }}/y)", '<a href="https://example.com/y">x</a>'),
        ('[x]({{ "/y" | relative_url }})', '<a href="https://example.com/y">x</a>'),
        ("{% asset_img i.png An image %}", '<img alt="An image" src="https://example.com/a/i.png">'),
        ('{% include youtube.html id="z" %}', '<a href="https://www.youtube.com/watch?v=z">'),
        ("`{{< x >}}`", "<p><code>{{&lt; x &gt;}}</code></p>"),
        ("{{</* x */>}}", "<p>{{&lt; x &gt;}}</p>"),
        ("{{< note >}}\nText\n{{< /note >}}", "<p>Text</p>"),
        ('<iframe width=1 src="https://player.example/1"></iframe>', '<a href="https://player.example/1">'),
    ],
)
def test_shortcodes_become_what_they_mean(publication: Publication, shortcode: str, expected: str) -> None:
    """Hugo's and Jekyll's; code is left alone."""
    publication.digest("a.md", shortcode)
    report = publication.build()
    assert report.findings == ()
    assert expected in publication.item()["content_html"]


@pytest.mark.parametrize("shortcode", ["{{< mystery a=1 >}}", "{% mystery %}", "{{ page.x }}", "{{< youtube >}}"])
def test_unknown_shortcodes_are_dropped_and_told(publication: Publication, shortcode: str) -> None:
    """With their line; the text around them stays."""
    publication.digest("a.md", f"One.\n\nTwo {shortcode} three.")
    (finding,) = publication.build().findings
    assert (finding.rule, finding.severity, finding.line) == ("shortcode-unknown", "warning", 8)
    assert publication.item()["content_html"] == "<p>One.</p>\n<p>Two  three.</p>"


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


# In the style of OWASP's and DOMPurify's lists: ways to get script, style or forms past a sanitiser.
ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror\n=\n"alert(1)">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=https://evil.example><input name=a><button>go</button></form>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<video poster=javascript:alert(1)></video>",
    "<img srcset='javascript:alert(1) 1x, https://ok.example/i.png 2x'>",
    "<table background=javascript:alert(1)></table>",
    "<a href=https://ok.example onclick=alert(1)>x</a>",
    '<a href="https://ok.example/" onmouseover="alert(1)">x</a>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><script>alert(1)</script></title>",
    "<xmp><script>alert(1)</script></xmp>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "]]><script>alert(1)</script>",
    "`<script>`<script>alert(1)</script>",
    "<q cite=javascript:alert(1)>x</q>",
    "<a href='//evil.example/%0d%0aSet-Cookie:x'>x</a>",
    "<input autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<b id=x name=getElementById>x</b>",
    '1. [x](https://ok.example/"onmouseover="alert(1))',
    '1. [x"onmouseover="alert(1)](https://ok.example)',
    "1. [x - <script>alert(1)</script>](javascript:alert(1))",
    "1. **<img src=x onerror=alert(1)>**: text",
]
_SAFE = {
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "details",
    "h1",
    "h3",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "q",
    "small",
    "source",
}
_SAFE |= {"strong", "table", "tbody", "tr", "td", "ul", "video", "em", "pre", "sup", "div", "span"}


def _live(fragment: str) -> list[str]:
    """What a browser would run, load or submit in a fragment, beyond links and images on the web."""
    elements = list(lxml_html.fragment_fromstring(fragment, create_parent="div").iter())
    alien = [str(element.tag) for element in elements if element.tag not in _SAFE]
    attributes = [(str(name), str(value)) for element in elements for name, value in element.attrib.items()]
    handlers = [
        name for name, _ in attributes if name.startswith("on") or name in {"style", "srcdoc", "name", "background"}
    ]
    urls = [value for name, value in attributes if name in {"href", "src", "poster", "cite", "srcset", "action"}]
    return alien + handlers + [url for url in urls if not url.startswith(("https://", "http://", "mailto:"))]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_survives_in_content(publication: Publication, attack: str) -> None:
    """In no format, wherever in the body it stands."""
    publication.digest("a.md", f"{attack}\n\nText {attack} text\n\n1. [T]({attack})\n\n   {attack}")
    item = publication.item()
    assert _live(item["content_html"]) == []
    root = publication.site.feeds_folder
    content = Xml.parse(root / "atom.xml").findtext(".//{http://www.w3.org/2005/Atom}content")
    encoded = Xml.parse(root / "rss.xml").findtext(".//{http://purl.org/rss/1.0/modules/content/}encoded")
    assert content == encoded == item["content_html"]


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if "\x01" not in attack])
def test_no_attack_survives_in_the_other_fields(publication: Publication, attack: str) -> None:
    """Titles, authors and categories are plain text, escaped once; links and images lead to the web or are none."""
    text = " ".join(attack.split()).replace("'", "’")
    quoted = f"'{text}'"
    publication.digest(
        "a.md", title=quoted, categories=f"[{quoted}]", author=f"[{quoted}]", description=quoted, image=quoted
    )
    item = publication.item()
    assert item["title"] == item["summary"] == item["authors"][0]["name"] == text
    assert item["tags"] == [text]
    assert item.get("image", "https://").startswith("https://")
    item_xml = Xml.parse(publication.site.feeds_folder / "rss.xml").find("channel/item")
    assert item_xml is not None
    assert item_xml.findtext("title") == text
    # RSS readers take a description for HTML: there it is text of HTML.
    assert _live(item_xml.findtext("description") or "") == []
    publication.write("a.md", f"---\ntitle: t\ndate: 2025-12-20T20:00:08Z\nurl: {quoted}\n---\nx")
    publication.digest("b.md")
    publication.build()
    assert all(found["url"].startswith("https://") for found in publication.json()["items"])


def test_a_headline_is_plain_text_in_the_summary() -> None:
    """Without markup, with its letters."""
    assert plain(inline("**A** & `b` <c> ![alt](i.png) [l](https://ex.com) 2 < 3", BASE)) == "A & b <c> alt l 2 < 3"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.text("ab 1.)-+*_`#=:|~&;\t 中（）\u3000\xa0", max_size=20))
def test_a_plain_line_is_its_own_html(text: str) -> None:
    """The short way says what Markdown says."""
    with pytest.MonkeyPatch.context() as patch:
        short = inline(text, BASE)
        patch.setattr(plain_markdown, "line", lambda _: None)
        assert short == inline(text, BASE)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=60) | st.text("ab 1.-**\n中（）“，", max_size=40) | st.lists(PHRASES, max_size=12).map("".join))
def test_plain_paragraphs_are_short(text: str) -> None:
    """With bold phrases or without, the short way says what Markdown says."""
    with pytest.MonkeyPatch.context() as patch:
        short = html(text, BASE)
        patch.setattr(plain_markdown, "paragraphs", lambda _: None)
        assert short == html(text, BASE)


def test_the_seeds_stories_go_the_short_way() -> None:
    """Otherwise it would serve nobody."""
    assert plain_markdown.paragraphs("出**“参差不齐”**的特性（Ghosts vs. Animals），在**本地**。\n\n又") == (
        "<p>出<strong>“参差不齐”</strong>的特性（Ghosts vs. Animals），在<strong>本地</strong>。</p>\n<p>又</p>"
    )


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


FENCED = [
    "```js title='a.js' {1,3}\n<b>x</b>\n```",
    "```js\n<b>x</b>\n`````",
    "~~~~ {.js #id}\n<b>x</b>\n~~~~",
    "  ```js\n  <b>x</b>\n  ```",
    "```\n<b>x</b>",
]


@pytest.mark.parametrize("fenced", FENCED)
def test_code_is_code_whatever_is_beside_its_fence(fenced: str) -> None:
    """File names, lines to highlight; longer below than above, indented a little, never closed."""
    assert html(f"a\n\n{fenced}", BASE) == "<p>a</p>\n<pre><code>&lt;b&gt;x&lt;/b&gt;\n</code></pre>"


@pytest.mark.parametrize("text", ["1. one", "# x", "> x", "- x", "+ x", "* x", "1) x"])
def test_a_headline_is_never_a_block(text: str) -> None:
    """Though it may look like one."""
    assert plain(inline(text, BASE)) == text
