"""Hugo's shortcodes and Jekyll's Liquid become the Markdown that they mean; what is not known is told."""

import pytest

from tests.conftest import Publication


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
