"""The reader of digests under fire: real digests, cut, doubled and spliced with what parsers are made of."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedpub.config import Site, Source
from feedpub.digests import digest
from feedpub.rendering import render
from tests.attacks import ATTACKS
from tests.conftest import SEED

SITE = Site(
    title="News",
    url="https://example.com/",
    tag="example.com,2025",
    timezone="Asia/Shanghai",
    source=Source(dates_from_names=True),
)
TOML = (
    '+++\ntitle = "t"\ndate = 2025-12-20\n[taxonomies]\ntags = ["a"]\n+++\n# H\n\n1) a\n2) b\n\n> q\n\n| a |\n| - |\n'
)
JSON = (
    '{"title": "t", "date": "2025-12-20 08:00", "tags": ["a", {"b": "c"}]}\n\n'
    "### 1. [A](https://x.example)\n\nText[^1]\n\n[^1]: n"
)
SEEDS = st.sampled_from([SEED[:1500], SEED[-900:], TOML, JSON])
SPLICES = st.sampled_from(
    [
        *ATTACKS,
        *(
            "---\n",
            "+++\n",
            "{",
            "}",
            "[",
            "]",
            '"',
            "'",
            ":",
            ": ",
            "- ",
            "\n\n",
            "\t",
            "```\n",
            "~~~",
            "1. ",
            "（2）",
        ),
        *(
            "# ",
            "> ",
            "|",
            "[^1]",
            "[^1]: ",
            "](",
            "**",
            "{{< ",
            ">}}",
            "{% ",
            "%}",
            "&#0;",
            "&a",
            "*a",
            "!!x ",
            "\ufeff",
        ),
        *(
            "\r",
            "\x00",
            "\x85",
            "\u2028",
            "\ud800",
            "\ufffe",
            "🤗",
            "date: ",
            "date: 2025-13-45\n",
            "title: |\n",
            "<!--",
        ),
    ]
)
PLACE = st.floats(0, 1)
EDIT = st.one_of(
    st.tuples(st.just("splice"), PLACE, SPLICES | st.text(max_size=8)),
    st.tuples(st.sampled_from(["cut", "double"]), PLACE, PLACE),
)


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SEEDS, st.lists(EDIT, max_size=8))
def test_a_damaged_digest_is_read_or_told(text: str, edits: list[tuple[str, float, str | float]]) -> None:
    """It is a digest that can be rendered, or an error with its line, or a draft; nothing is raised."""
    for edit, place, other in edits:
        at = int(place * len(text))
        if isinstance(other, str):
            text = text[:at] + other + text[at:]
        else:
            end = max(at, int(other * len(text)))
            text = text[:at] + (text[end:] if edit == "cut" else text[at:end] + text[at:])
    found, findings = digest.read(text.encode("utf-8", "surrogatepass"), "2025-12-20.md", "a.md", SITE)
    for finding in findings:
        assert finding.line
        assert finding.line <= text.count("\n") + text.count("\r") + 1
        assert finding.repair
        assert "\n" not in str(finding)
    if found is None:
        assert any(finding.severity == "error" for finding in findings) or "draft" in text
    else:
        assert "<script" not in render.article(found.parts, found.references, "https://example.com/a/")
