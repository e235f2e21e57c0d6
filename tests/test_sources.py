"""A source is one, however it signs and whomever it repeats."""

import pytest

from feedpub.config import SourceSettings
from feedpub.errors import ConfigError
from feedpub.stories.sources import Sources

KNOWN = Sources(
    {"Clement Delangue": SourceSettings(aliases=("clem 🤗", "Clem via HF")), "宝玉": SourceSettings(slug="dotey")}
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("宝玉", "宝玉"),
        ("clem 🤗 (RT NVIDIAAIDev)", "Clement Delangue"),
        ("CLEM  🤗", "Clement Delangue"),
        ("clement delangue（RT x）", "Clement Delangue"),
        ("Clem via HF", "Clement Delangue"),
        ("Bob via Alice", "Bob"),
        ("Peter H. Diamandis, MD", "Peter H. Diamandis, MD"),
        ("Via Appia", "Via Appia"),
        ("(RT x)", "(RT x)"),
        ("Ann (Reuters)", "Ann (Reuters)"),
    ],
)
def test_who_is_meant(written: str, name: str) -> None:
    """The one that posted it, under the name that the configuration gives."""
    assert KNOWN.name(written) == name
    assert KNOWN.key(written) == name.casefold()


def test_folders_of_sources() -> None:
    """From the name, unless the configuration says another."""
    assert [KNOWN.slug(name) for name in ("宝玉", "Clement Delangue", "clem 🤗")] == [
        "dotey",
        "clement-delangue",
        "clem",
    ]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"A": SourceSettings(aliases=("c",)), "B": SourceSettings(aliases=("C",))},
            'sources."B".aliases "C" belongs to "A" already; remove one of the two',
        ),
        ({"A": SourceSettings(slug="../x")}, 'sources."A".slug "../x" is no safe slug; write "x"'),
        (
            {"A b": SourceSettings(), "a-b": SourceSettings()},
            'sources."a-b" and sources."A b" share the slug "a-b"; give one another slug, or make "a-b" an alias',
        ),
    ],
)
def test_sources_that_contradict_each_other_are_refused(settings: dict[str, SourceSettings], message: str) -> None:
    """Two that claim a name or a folder."""
    with pytest.raises(ConfigError) as caught:
        Sources(settings)
    assert str(caught.value).startswith(message)
