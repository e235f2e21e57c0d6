"""feedpub.toml: what is wrong in it is said in one line, with key, value and repair."""

from pathlib import Path

import pytest

from feedpub.categories import Categories
from feedpub.config import Site, SourceSettings
from feedpub.config.offers import Offer
from feedpub.config.where import Where
from feedpub.errors import ConfigError

SITE = '[site]\ntitle = "News"\nurl = "https://example.com/"\ntag = "example.com,2025"\n'

WRONG = [
    ('titel = "x"', "site.titel is no known key", 'did you mean "title"?'),
    ('zzz = "x"', "site.zzz is no known key", "known here: title, url, tag"),
    ("description = 3", "site.description 3 is not text", 'write description = "text"'),
    ('timezone = "Asia/Shangai"', 'site.timezone "Asia/Shangai" is no IANA timezone', 'did you mean "Asia/Shanghai"?'),
    ('timezone = "CST"', 'site.timezone "CST" is no IANA timezone', ""),
    ('timezone = "../../etc/passwd"', "is no IANA timezone", "write it like"),
    ('language = "zh_CN"', 'site.language "zh_CN" is no language tag', 'write "zh-CN"'),
    ('language = "Chinese language"', "is no language tag", 'write it like "en"'),
    ('feeds_url = "feeds/"', 'site.feeds_url "feeds/" is no absolute http(s) URL', "write it like https://"),
    ('feeds_url = "https://a.b/?x=1"', "has a query or a fragment", "write it like https://"),
    ('feeds_url = "https://"', "is no absolute http(s) URL", "write it like https://"),
    ('author = "宝玉"', 'site.author "宝玉" is no table', "write it as [site.author]"),
    ('author = {nam = "x"}', "site.author.nam is no known key", 'did you mean "name"?'),
    ("author = {}", "site.author.name is missing", 'add name = "…" to [site.author]'),
    ('author = {name = "x", email = "y"}', 'site.author.email "y" has no @', "mend that value"),
    ('author = {name = "x", url = "/me"}', 'site.author.url "/me" is no absolute http(s) URL', "mend that value"),
    ('author = {name = "x", url = "https://a.b/\\u0001"}', "site.author.url", "mend that value"),
    ('description = "\\u0001"', "site.description", "has characters that XML cannot hold; mend that value"),
    ('[categories."A"]\ntitle = "\\u0001"', 'categories."A".title', "XML cannot hold; mend that value"),
    ('[[feed]]\nslug = "a"\ntitle = "\\u0001"', 'feed "a".title', "XML cannot hold; mend that value"),
    ("[source]\npath = 3", "source.path 3 is not text", 'write path = "text"'),
    ('[source]\ninclude = "*.md"', 'source.include "*.md" is no list of texts', 'write include = ["…", "…"]'),
    ("[source]\ninclude = []", "source.include [] matches nothing", 'write ["**/*.md"]'),
    ('[source]\npermalink = "{sluk}/"', 'source.permalink field "sluk" is not known', 'did you mean "slug"?'),
    ('[source]\npermalink = "{slug/"', "is no template", "write it like"),
    ('[source]\npermalink = "{year}/"', "gives every digest of a day one URL", "write it like"),
    ('[feeds]\nformats = ["atom", "jsno"]', 'feeds.formats "jsno" is not known', 'did you mean "json"?'),
    ("[feeds]\nformats = []", "feeds.formats [] writes nothing", "write"),
    ('[feeds]\nlimit = "50"', 'feeds.limit "50" is not a whole number', "write limit = 10"),
    ("[feeds]\nlimit = true", "feeds.limit true is not a whole number", "write limit = 10"),
    ("[feeds]\nlimit = 0", "feeds.limit 0 leaves feeds empty", "write 50"),
    ('[feeds]\ncontent = "ful"', 'feeds.content "ful" is not known', 'did you mean "full"?'),
    ('[pages]\nenabled = "no"', 'pages.enabled "no" is not true or false', "write enabled = true"),
    ('[pages]\ntemplate = "x"', "pages.template is no known key", 'did you mean "templates"?'),
    ("[feed]\nlimit = 1", "[feed] is one table", "write [[feed]]"),
    ('[[feed]]\ntitle = "x"', "feed 1.slug is missing", 'add slug = "google"'),
    ('[[feed]]\nslug = "A b"', 'feed "A b".slug "A b" is no safe slug', "write small letters"),
    ('[[feed]]\nslug = "daily"', 'feed "daily".slug "daily" is the folder of other feeds', "write another"),
    ('[[feed]]\nslug = "a"\n[[feed]]\nslug = "a"', 'feed "a".slug is that of another feed', "give one of them another"),
    ('[[feed]]\nslug = "a"\nentries = "stories"', 'feed "a".entries "stories" is not known', 'did you mean "story"?'),
    ('[[feed]]\nslug = "a"\nlimit = 0', 'feed "a".limit 0 leaves the feed empty', "write 50"),
    ('[[feed]]\nslug = "a"\nformats = ["xml"]', 'feed "a".formats "xml" is not known', "known here: atom, rss, json"),
    ('[[feed]]\nslug = "a"\narchive = "year"', 'feed "a".archive "year" is not known', "known here: month"),
    ('[[feed]]\nslug = "a"\nmax_bytes = 9', 'feed "a".max_bytes 9 has no room for entries', "write 10000 or more"),
    (
        '[[feed]]\nslug = "a"\nentries = "day"',
        'feed "a".entries "day" needs to know when a day ends',
        "set site.timezone",
    ),
    ('[[feed]]\nslug = "a"\nwhere = "x"', 'feed "a".where "x" is no table', 'write it as [feed "a".where]'),
    ('[[feed]]\nslug = "a"\nwhere = {}', 'feed "a".where.category is missing', "write one of category, source, text"),
    ('[[feed]]\nslug = "a"\nwhere = {sauce = "x"}', 'feed "a".where.sauce is no known key', 'did you mean "source"?'),
    ('[[feed]]\nslug = "a"\nwhere = {text = 3}', 'feed "a".where.text 3 is no list of texts', "write text = "),
    ('[[feed]]\nslug = "a"\nwhere = {text = " "}', 'feed "a".where.text " " is empty', "write what it is"),
    ('[[feed]]\nslug = "a"\nwhere = {text = "/(/"}', 'feed "a".where.text "/(/" is no regular expression', "mend it"),
    ('[[feed]]\nslug = "a"\nwhere = {link_host = "x.com/a"}', '"x.com/a" is no host', "write it like example.com"),
    ('[[feed]]\nslug = "a"\nwhere = {any = {text = "x"}}', "where.any", "is no list of tables; write any = [{…}, {…}]"),
    (
        '[[feed]]\nslug = "a"\nwhere = {any = [{text = "x"}, {txt = "y"}]}',
        'feed "a".where.any.2.txt is no known key',
        'did you mean "text"?',
    ),
    ('[feeds]\nalso = ["week"]', 'feeds.also "week" is not known', 'did you mean "weekly"?'),
    ('[feeds]\nalso = ["daily"]', 'feeds.also.daily "daily" needs to know when a day ends', "set site.timezone"),
    ("[feeds]\nsources_minimum = 0", "feeds.sources_minimum 0 is no count", "write 10"),
    ('[feeds]\nstory_links = "post"', 'feeds.story_links "post" is not known', "known here: digest, external"),
    ('[feeds]\ngroup = "categories"', 'feeds.group "categories" is not known', 'did you mean "category"?'),
    ("[sources]\nx = 3", 'sources."x" 3 is no table', "write it as"),
    ('[categories.AI]\nslag = "x"', 'categories."AI".slag is no known key', 'did you mean "slug"?'),
    ("[categories]\nAI = 3", 'categories."AI" 3 is no table', "write it as"),
]


@pytest.mark.parametrize(("text", "fact", "repair"), WRONG, ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_one_line(tmp_path: Path, text: str, fact: str, repair: str) -> None:
    """The file, the key, the value, what is wrong with it and what to write."""
    path = tmp_path / "feedpub.toml"
    path.write_text(SITE + text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Site.from_file(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert fact in message
    assert repair in message.split(fact)[1]
    assert "\n" not in message


@pytest.mark.parametrize(
    "tag",
    [
        "example.com",
        "example.com,2025-13",
        "example.com,2025-00",
        "example.com,2025-01-32",
        "example.com,25",
        "example,2025",
        "a b.com,2025",
        "",
    ],
)
def test_a_malformed_tag_says_what_a_tag_is(tag: str) -> None:
    """RFC 4151: an authority, a comma, a date."""
    with pytest.raises(ConfigError, match=r'site\.tag ".*" is no tagging entity .*"example\.com,2025"'):
        Site(title="t", url="https://example.com/", tag=tag)


@pytest.mark.parametrize("tag", ["example.com,2025", "me@example.com,2025-01", "a.b.example,2025-01-31"])
def test_good_tags_pass(tag: str) -> None:
    """Domain or email address; year, month or day."""
    assert Site(title="t", url="https://example.com", tag=tag).tag == tag


@pytest.mark.parametrize("missing", ["title", "url", "tag"])
def test_what_has_to_be_there_is_asked_for(tmp_path: Path, missing: str) -> None:
    """Three keys cannot be guessed."""
    path = tmp_path / "feedpub.toml"
    path.write_text("".join(line for line in SITE.splitlines(True) if missing not in line), encoding="utf-8")
    with pytest.raises(ConfigError, match=f"site.{missing} is missing; add {missing} = "):
        Site.from_file(path)


def test_a_broken_or_absent_file_is_named(tmp_path: Path) -> None:
    """No TOML, no UTF-8, no file, a folder."""
    path = tmp_path / "feedpub.toml"
    with pytest.raises(ConfigError, match="there is no such file; run feedpub init"):
        Site.from_file(path)
    path.write_text("[site\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"this is no TOML \(.*line 1"):
        Site.from_file(path)
    path.write_bytes(b'[site]\ntitle = "\xff"')
    with pytest.raises(ConfigError, match="byte 16 is not UTF-8"):
        Site.from_file(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        Site.from_file(tmp_path)


def test_defaults_are_those_of_the_readme(tmp_path: Path) -> None:
    """URLs end in a slash and are ASCII; the feeds are served below the site; paths start at the file's folder."""
    path = tmp_path / "feedpub.toml"
    path.write_text(SITE.replace("example.com/", "例子.com/博客"), encoding="utf-8")
    site = Site.from_file(path)
    assert site.url == "https://xn--fsqu00a.com/%E5%8D%9A%E5%AE%A2/"
    assert site.feeds_location == site.url + "feeds/"
    assert site.source_folder == tmp_path / "seeds"
    assert (site.feeds.limit, site.feeds.content, site.feeds.formats) == (50, "full", ("atom", "rss", "json"))


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[categories.A]\nslug = "../x"', r'categories."A".slug "../x" is no safe slug; write "x"'),
        ('[categories.A]\nslug = "con"', r'"con" is no safe slug; write "con-category"'),
        ('[categories.A]\nslug = "x"\n[categories.B]\nslug = "x"', 'categories."B" and categories."A" share'),
        ('[categories."AI/ML"]\n[categories."ai ml"]', 'share the slug "ai-ml"; give one another slug'),
        ('[categories.A]\naliases = ["c"]\n[categories.B]\naliases = ["c"]', '"c" belongs to "A" already'),
    ],
)
def test_categories_that_contradict_each_other_are_refused(tmp_path: Path, toml: str, message: str) -> None:
    """A slug is a folder and an address: safe, and one category's."""
    path = tmp_path / "feedpub.toml"
    path.write_text(SITE + toml, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Categories(Site.from_file(path))
    assert message in str(caught.value)


def test_feeds_of_ones_own_are_read(tmp_path: Path) -> None:
    """Each key where it belongs; one text stands for a list of one; what is left out is as [feeds] has it."""
    path = tmp_path / "feedpub.toml"
    path.write_text(
        SITE
        + """
[feeds]
also = ["stories", "sources"]

[[feed]]
slug = "google"
title = "Google"
entries = "story"
limit = 20
formats = ["json"]
archive = "month"
max_bytes = 500_000
where = { text = ["Gemini", "谷歌"], none = [{ source = "宝玉" }, { text = "/rumou?r/" }] }

[[feed]]
slug = "everything"

[sources."Clement Delangue"]
aliases = ["clem 🤗"]
""",
        encoding="utf-8",
    )
    site = Site.from_file(path)
    unwanted = (Where(source=("宝玉",)), Where(text=("/rumou?r/",)))
    assert site.offers == (
        Offer(
            slug="google",
            title="Google",
            entries="story",
            limit=20,
            formats=("json",),
            archive="month",
            max_bytes=500_000,
            where=Where(text=("Gemini", "谷歌"), none=unwanted),
        ),
        Offer(slug="everything"),
    )
    assert site.sources == {"Clement Delangue": SourceSettings(aliases=("clem 🤗",))}
    assert site.feeds.also == ("stories", "sources")
    assert [one.terms for one in site.offers[0].where.tables()] == [("Gemini", "谷歌"), (), ()]  # type: ignore[union-attr]
