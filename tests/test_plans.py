"""Which feeds a site has: by default few, by configuration all that each reader wants."""

from typing import Any

import pytest

from feedpub.composition.plans import Plan, plans
from feedpub.config import CategorySettings, Site, SourceSettings
from feedpub.config.offers import Feeds, Offer
from feedpub.config.where import Where
from feedpub.digests import languages
from feedpub.model import Category

LLM, APPS = Category(term="llm", label="大模型"), Category(term="apps", label="AI应用")


def _site(feeds: Feeds | None = None, **changes: Any) -> Site:
    fields = {"title": "News", "url": "https://example.com/", "tag": "example.com,2025", "timezone": "Asia/Shanghai"}
    return Site(**(fields | changes), feeds=feeds or Feeds())


def _folders(made: tuple[Plan, ...]) -> list[tuple[str, str, int]]:
    return [(plan.folder, plan.entries, plan.limit) for plan in made]


def test_by_default() -> None:
    """The site and its categories as digests, and all stories."""
    made = plans(_site(), [LLM, APPS], {"宝玉": 1000})
    assert _folders(made) == [
        ("", "digest", 50),
        ("stories", "story", 50),
        ("categories/llm", "digest", 50),
        ("categories/apps", "digest", 50),
    ]
    assert [plan.title for plan in made] == ["News", "News · stories", "News · 大模型", "News · AI应用"]
    assert [plan.where for plan in made] == [None, None, Where(category=("llm",)), Where(category=("apps",))]


def test_other_feeds_of_the_whole_site() -> None:
    """Days and weeks in smaller numbers, as each is large; sources with enough stories."""
    feeds = Feeds(also=("daily", "weekly", "sources"), sources_minimum=10)
    sources = {"Clement Delangue": 10, "宝玉": 30, "merve": 9}
    made = plans(_site(feeds, sources={"宝玉": SourceSettings(slug="dotey")}), [], sources)
    assert _folders(made) == [
        ("", "digest", 50),
        ("daily", "day", 7),
        ("weekly", "week", 4),
        ("sources/dotey", "story", 50),
        ("sources/clement-delangue", "story", 50),
    ]
    assert made[3].where == Where(source=("宝玉",))


def test_two_sources_of_one_slug() -> None:
    """Have one feed, of the one that tells more, until the other is given a slug."""
    made = plans(_site(Feeds(also=("sources",))), [], {"保玉": 11, "宝玉": 12})
    assert [(plan.folder, plan.title) for plan in made[1:]] == [("sources/bao-yu", "News · 宝玉")]


def test_titles_speak_the_sites_language() -> None:
    """Chinese or English."""
    made = plans(_site(Feeds(also=("stories", "daily", "weekly")), language="zh-TW"), [], {})
    assert [plan.title for plan in made[1:]] == ["News · 逐条新闻", "News · 每日汇总", "News · 每周汇总"]


def test_granularity_of_all_or_of_one_category() -> None:
    """One idea for any feed."""
    site = _site(Feeds(entries="week", also=()), categories={"大模型": CategorySettings(entries="day")})
    assert _folders(plans(site, [LLM, APPS], {})) == [
        ("", "week", 4),
        ("categories/llm", "day", 7),
        ("categories/apps", "week", 4),
    ]


def test_the_order_is_that_of_a_directory() -> None:
    """The whole site, then one's own, then languages, categories and sources."""
    site = _site(Feeds(also=("daily", "sources")), offers=(Offer(slug="google"),))
    made = plans(site, [LLM], {"宝玉": 10}, ("en", "zh-CN"))
    assert [plan.folder for plan in made] == [
        *("", "daily", "google", "languages/en", "languages/zh-cn", "categories/llm", "sources/bao-yu"),
    ]


def test_a_feed_of_ones_own() -> None:
    """With what it says of itself, and the rest as it is for all."""
    where = Where(text=("Gemini", "谷歌"))
    feeds = Feeds(also=(), formats=("atom",), archive="month", max_bytes=500_000, group="category")
    offers = (Offer(slug="google", where=where), Offer(slug="g", title="G", entries="day", limit=90, formats=("json",)))
    made = plans(_site(feeds, offers=offers), [], {})[1:]
    assert made[0] == Plan(
        folder="google",
        title="News · google",
        subtitle="News · google",
        entries="digest",
        limit=50,
        formats=("atom",),
        where=where,
        group="category",
        archive="month",
        max_bytes=500_000,
    )
    assert (made[1].title, made[1].entries, made[1].limit, made[1].formats) == ("G", "day", 90, ("json",))


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("en/a.md", "en"),
        ("zh-cn/2025/a.md", "zh-CN"),
        ("pt_BR/a.md", "pt-BR"),
        ("EN/a.md", "en"),
        ("en.md", None),
        ("it/a.md", None),
        ("posts/en/a.md", None),
        ("english/a.md", None),
        ("zh-x/a.md", None),
    ],
)
def test_folders_that_are_languages(path: str, language: str | None) -> None:
    """The first folder, where its name is a language that is expected."""
    assert languages.of_folder(path, _site().source.languages) == language


def test_languages_have_feeds_where_there_are_several() -> None:
    """What says none is in the site's."""
    assert languages.offered({"": 5}, _site(language="zh-CN")) == ()
    assert languages.offered({"": 5, "zh-CN": 2}, _site(language="zh-CN")) == ()
    assert languages.offered({"": 5, "en": 2, "ja": 0}, _site(language="zh-CN")) == ("en", "zh-CN")
    assert languages.offered({"": 5, "en": 2}, _site()) == ("en",)
    made = plans(_site(Feeds(also=())), [], {}, ("en", "zh-CN"))
    assert [(plan.folder, plan.title, plan.where) for plan in made[1:]] == [
        ("languages/en", "News (en)", Where(lang=("en",))),
        ("languages/zh-cn", "News (zh-CN)", Where(lang=("zh-CN",))),
    ]
