"""Structure and text: each vocabulary by the letter of its specification, in feeds as people write them."""

import re
from pathlib import Path

import pytest

import feedpub
from feedpub.check import structure
from feedpub.check.rule import RULES
from feedpub.findings import Finding
from tests.conftest import ROOT

WILD = sorted((ROOT / "tests" / "wild").iterdir())

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "admin": "http://webns.net/mvcb/",
    "blogChannel": "http://backend.userland.com/blogChannelModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "gml": "http://www.opengis.net/gml",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "l": "http://purl.org/rss/1.0/modules/link/",
    "media": "http://search.yahoo.com/mrss/",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "trackback": "http://madskills.com/public/xml/rss/module/trackback/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "x": "https://ours.io/extension/",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
_CHANNEL = "<title>News</title><link>https://news.io/</link><description>All of it</description>"
_FEED = (
    "<title>News</title><id>https://news.io/</id><updated>2025-12-20T12:00:00Z</updated>"
    "<author><name>Jo</name></author>"
)
_ENTRY = "<title>One</title><id>https://news.io/1</id><updated>2025-12-20T12:00:00Z</updated>"
_LINK = '<link href="https://news.io/1"/>'
_PLACES = {
    "rss": "{}",
    "channel": f'<rss version="2.0" {_DECLARED}><channel>{_CHANNEL}{{}}</channel></rss>',
    "item": f'<rss version="2.0" {_DECLARED}><channel>{_CHANNEL}<item><title>One</title>{{}}</item></channel></rss>',
    "feed": f'<feed xmlns="http://www.w3.org/2005/Atom" {_DECLARED}>{_FEED}{{}}</feed>',
    "entry": (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {_DECLARED}>{_FEED}<entry>{_ENTRY}{_LINK}{{}}</entry></feed>'
    ),
    "opml": '<opml version="2.0"><head/><body>{}</body></opml>',
}
OURS = {
    name
    for name, rule in RULES.items()
    if rule.over_document and rule.over_document.__module__.startswith(structure.__name__)
}


def _judged(folder: Path, text: str, name: str = "feed.xml") -> list[Finding]:
    """What is wrong with a document's structure and text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [finding for finding in feedpub.check([path]) if finding.rule in OURS and finding.severity != "info"]


FAULTS = """
rss     attribute-missing    <rss><channel><title>a</title><link>https://news.io/</link><description/></channel></rss>
rss     value-malformed      <rss version="3"><channel><title>a</title><link>https://news.io/</link><description/></channel></rss>
rss     attribute-undefined  <rss version="2.0" lang="en"><channel><title>a</title><link>https://news.io/</link><description/></channel></rss>
rss     element-missing      <rss version="2.0"><channel><title>a</title><link>https://news.io/</link></channel></rss>
rss     element-missing      <rss version="2.0"><channel><title>a</title><description/></channel></rss>
rss     element-missing      <rss version="2.0"><channel><link>https://news.io/</link><description/></channel></rss>
rss     element-duplicate    <rss version="2.0"><channel><title>a</title><link>https://news.io/</link><description/></channel><channel><title>a</title><link>https://news.io/</link><description/></channel></rss>
channel element-duplicate    <title>News</title>
channel element-duplicate    <link>https://news.io/</link>
channel element-duplicate    <generator>a</generator><generator>b</generator>
channel element-duplicate    <docs>https://news.io/</docs><docs>https://news.io/</docs>
channel element-duplicate    <webMaster>a@news.io</webMaster><webMaster>b@news.io</webMaster>
channel element-duplicate    <image><url>https://news.io/a.png</url><title>a</title><link>https://news.io/</link></image><image><url>https://news.io/a.png</url><title>a</title><link>https://news.io/</link></image>
channel element-duplicate    <skipDays><day>Monday</day></skipDays><skipDays><day>Friday</day></skipDays>
channel element-misplaced    <guid>https://news.io/</guid>
channel element-out-of-place <atom:published>2025-12-20T12:00:00Z</atom:published>
channel element-undefined    <summary>All</summary>
channel element-undefined    <textinput/>
channel element-undefined    <webmaster>a@news.io</webmaster>
channel element-undefined    <x:a><b/></x:a>
channel element-undefined    <title2/>
channel text-misplaced       stray
channel value-malformed      <ttl>0</ttl>
channel value-malformed      <ttl>an hour</ttl>
channel value-malformed      <ttl/>
channel value-malformed      <skipHours><hour>25</hour></skipHours>
channel value-malformed      <skipHours><hour>noon</hour></skipHours>
channel value-repeated       <skipHours><hour>7</hour><hour>07</hour></skipHours>
channel value-malformed      <skipDays><day>sunday</day></skipDays>
channel value-malformed      <skipDays><day>Mo</day></skipDays>
channel element-undefined    <skipDays><hour2>1</hour2></skipDays>
channel attribute-missing    <cloud domain="news.io" port="80" path="/" protocol="soap"/>
channel value-malformed      <cloud domain="news.io" port="http" path="/" protocol="soap" registerProcedure="a"/>
channel attribute-undefined  <cloud domain="news.io" port="80" path="/" protocol="soap" registerProcedure="a" host="b"/>
channel element-missing      <image><title>a</title><link>https://news.io/</link></image>
channel element-missing      <image><url>https://news.io/a.png</url><link>https://news.io/</link></image>
channel value-malformed      <image><url>https://news.io/a.png</url><title>a</title><link>https://news.io/</link><width>145</width></image>
channel value-malformed      <image><url>https://news.io/a.png</url><title>a</title><link>https://news.io/</link><height>401</height></image>
channel element-undefined    <image><url>https://news.io/a.png</url><title>a</title><link>https://news.io/</link><alt>a</alt></image>
channel element-missing      <textInput><title>a</title><name>q</name><link>https://news.io/</link></textInput>
channel value-malformed      <textInput><title>a</title><description>b</description><name>1</name><link>https://news.io/</link></textInput>
channel language-malformed   <language>english</language>
channel language-malformed   <language/>
channel language-malformed   <language>de_DE</language>
channel language-malformed   <dc:language>xx</dc:language>
channel mail-malformed       <managingEditor>Jo</managingEditor>
channel mail-malformed       <webMaster>jo(at)news.io</webMaster>
channel value-malformed      <sy:updatePeriod>minutely</sy:updatePeriod>
channel value-malformed      <sy:updateFrequency>0</sy:updateFrequency>
channel element-duplicate    <sy:updatePeriod>daily</sy:updatePeriod><sy:updatePeriod>daily</sy:updatePeriod>
channel element-duplicate    <dc:title>a</dc:title><dc:title>b</dc:title>
channel element-undefined    <dc:author>Jo</dc:author>
channel element-undefined    <dc:creator><b>Jo</b></dc:creator>
channel element-misplaced    <itunes:duration>10</itunes:duration>
channel element-misplaced    <content:encoded>a</content:encoded>
channel element-undefined    <itunes:link>https://news.io/</itunes:link>
channel element-duplicate    <itunes:image href="https://news.io/a.png"/><itunes:image href="https://news.io/a.png"/>
channel attribute-missing    <itunes:image/>
channel attribute-missing    <itunes:category/>
channel category-unknown     <itunes:category text="Blogs"/>
channel category-unknown     <itunes:category text="Arts"><itunes:category text="Golf"/></itunes:category>
channel category-former      <itunes:category text="Audio Blogs"/>
channel element-missing      <itunes:owner><itunes:name>Jo</itunes:name></itunes:owner>
channel mail-malformed       <itunes:owner><itunes:email>Jo</itunes:email></itunes:owner>
channel value-malformed      <itunes:type>weekly</itunes:type>
channel value-malformed      <itunes:block>maybe</itunes:block>
channel element-duplicate    <blogChannel:blink>https://news.io/</blogChannel:blink><blogChannel:blink>https://news.io/</blogChannel:blink>
channel element-duplicate    <opensearch:totalResults>1</opensearch:totalResults><opensearch:totalResults>1</opensearch:totalResults>
channel value-malformed      <opensearch:itemsPerPage>-1</opensearch:itemsPerPage>
channel attribute-missing    <feedburner:info/>
channel attribute-missing    <feedburner:feedFlare src="https://news.io/">a</feedburner:feedFlare>
channel media-type-malformed <atom:link rel="self" type="rss" href="https://news.io/feed"/>
channel attribute-undefined  <atom:link rel="self" url="https://news.io/feed" href="https://news.io/feed"/>
item    element-duplicate    <title>Two</title>
item    element-duplicate    <link>https://news.io/</link><link>https://news.io/</link>
item    element-duplicate    <guid>https://news.io/</guid><guid>https://news.io/</guid>
item    element-duplicate    <author>a@news.io</author><author>a@news.io</author>
item    element-misplaced    <image>https://news.io/</image>
item    element-undefined    <pubdate>a</pubdate>
item    attribute-undefined  <guid permalink="true">https://news.io/</guid>
item    text-misplaced       stray
item    attribute-missing    <enclosure url="https://news.io/1.mp3" type="audio/mpeg"/>
item    attribute-missing    <enclosure length="1" type="audio/mpeg"/>
item    attribute-missing    <enclosure url="https://news.io/1.mp3" length="1"/>
item    value-malformed      <enclosure url="https://news.io/1.mp3" length="-1" type="audio/mpeg"/>
item    value-malformed      <enclosure url="https://news.io/1.mp3" length="1 MB" type="audio/mpeg"/>
item    value-malformed      <enclosure url="https://news.io/1.mp3" length="" type="audio/mpeg"/>
item    media-type-malformed <enclosure url="https://news.io/1.mp3" length="1" type="mp3"/>
item    media-type-malformed <enclosure url="https://news.io/1.mp3" length="1" type=""/>
item    element-repeated     <enclosure url="https://news.io/1.mp3" length="1" type="audio/mpeg"/><enclosure url="https://news.io/2.mp3" length="1" type="audio/mpeg"/>
item    attribute-missing    <source>News</source>
item    mail-malformed       <author>Jo Editor</author>
item    mail-malformed       <author/>
item    element-undefined    <category><b>One</b></category>
item    element-duplicate    <content:encoded>a</content:encoded><content:encoded>b</content:encoded>
item    element-duplicate    <slash:comments>1</slash:comments><slash:comments>1</slash:comments>
item    value-malformed      <slash:comments>many</slash:comments>
item    value-malformed      <slash:hit_parade>1;2</slash:hit_parade>
item    element-duplicate    <wfw:commentRss>https://news.io/</wfw:commentRss><wfw:commentRss>https://news.io/</wfw:commentRss>
item    element-duplicate    <trackback:ping>https://news.io/</trackback:ping><trackback:ping>https://news.io/</trackback:ping>
item    element-misplaced    <sy:updatePeriod>daily</sy:updatePeriod>
item    element-misplaced    <itunes:category text="Arts"/>
item    value-malformed      <itunes:explicit>maybe</itunes:explicit>
item    value-malformed      <itunes:episode>0</itunes:episode>
item    value-malformed      <itunes:season>one</itunes:season>
item    value-malformed      <itunes:duration>1:2</itunes:duration>
item    value-malformed      <itunes:duration>ten minutes</itunes:duration>
item    value-malformed      <itunes:episodeType>Full</itunes:episodeType>
item    value-malformed      <geo:lat>north</geo:lat>
item    value-malformed      <geo:long>180.5</geo:long>
item    element-missing      <geo:Point><geo:lat>1</geo:lat></geo:Point>
item    value-malformed      <georss:point>45</georss:point>
item    value-malformed      <georss:line>45 1</georss:line>
item    value-malformed      <georss:elev>high</georss:elev>
item    value-malformed      <media:content url="https://news.io/1.mp4" fileSize="big"/>
item    value-malformed      <media:content url="https://news.io/1.mp4" height="0"/>
item    value-malformed      <media:content url="https://news.io/1.mp4" isDefault="yes"/>
item    value-malformed      <media:content url="https://news.io/1.mp4" expression="part"/>
item    value-malformed      <media:content url="https://news.io/1.mp4" framerate="fast"/>
item    media-type-malformed <media:content url="https://news.io/1.mp4" type="mp4"/>
item    language-malformed   <media:content url="https://news.io/1.mp4" lang="xx"/>
item    attribute-undefined  <media:content url="https://news.io/1.mp4" size="1"/>
item    attribute-empty      <media:content url="https://news.io/1.mp4" width=""/>
item    attribute-missing    <media:thumbnail width="1"/>
item    attribute-missing    <media:restriction type="country">us</media:restriction>
item    value-malformed      <media:restriction relationship="permit" type="country">us</media:restriction>
item    value-malformed      <media:restriction relationship="allow" type="country">us yy</media:restriction>
item    value-malformed      <media:restriction relationship="allow">us</media:restriction>
item    value-malformed      <media:credit role="Author">Jo</media:credit>
item    value-malformed      <media:credit role="blogger">Jo</media:credit>
item    value-malformed      <media:rating scheme="urn:mpaa">soft</media:rating>
item    value-malformed      <media:text start="soon">a</media:text>
item    value-malformed      <media:adult>yes</media:adult>
item    element-duplicate    <media:title>a</media:title><media:title>b</media:title>
item    value-malformed      <thr:total>-1</thr:total>
item    media-type-malformed <thr:in-reply-to ref="https://news.io/1" type="html"/>
item    attribute-missing    <l:link rdf:resource="https://news.io/1"/>
item    item-without-text    </item><item><link>https://news.io/</link>
feed    element-duplicate    <updated>2025-12-20T12:00:00Z</updated>
feed    element-duplicate    <logo>a.png</logo><logo>b.png</logo>
feed    element-duplicate    <rights>a</rights><rights>b</rights>
feed    element-misplaced    <summary>a</summary>
feed    element-undefined    <tagline>a</tagline>
feed    element-missing      <contributor><uri>https://news.io/</uri></contributor>
feed    element-duplicate    <author><name>a</name><name>b</name></author>
feed    element-undefined    <author><name>a</name><homepage>https://news.io/</homepage></author>
feed    element-undefined    <author><name><b>a</b></name></author>
feed    element-empty        <author><name/></author>
feed    mail-malformed       <author><name>a</name><email>Jo &lt;jo@news.io&gt;</email></author>
feed    mail-malformed       <author><name>a</name><email>mailto:jo@news.io</email></author>
feed    attribute-undefined  <author mail="jo@news.io"><name>a</name></author>
feed    attribute-missing    <category label="a"/>
feed    attribute-undefined  <category term="a" domain="b"/>
feed    attribute-undefined  <generator url="https://news.io/">a</generator>
feed    language-malformed   <link href="https://news.io/" hreflang="xx"/>
feed    value-malformed      <link href="https://news.io/" length="big"/>
feed    attribute-undefined  <link rel="self" href="https://news.io/" thr:count="1"/>
feed    text-type-unknown    <subtitle type="text/html">a</subtitle>
feed    text-type-unknown    <subtitle type="HTML">a</subtitle>
feed    element-undefined    <subtitle type="html"><b>a</b></subtitle>
feed    element-undefined    <subtitle><b>a</b></subtitle>
feed    xhtml-without-div    <subtitle type="xhtml"><p xmlns="http://www.w3.org/1999/xhtml">a</p></subtitle>
feed    element-undefined    <subtitle type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><b xmlns="">a</b></x:div></subtitle>
feed    text-misplaced       stray
feed    attribute-undefined  <icon size="1">a.png</icon>
feed    value-malformed      <icon xml:base="http://[news">a.png</icon>
feed    language-malformed   <subtitle xml:lang="xx">a</subtitle>
feed    history-contradicts  <fh:complete/><link rel="prev-archive" href="https://news.io/"/>
entry   element-duplicate    <title>a</title>
entry   element-duplicate    <summary>a</summary><summary>b</summary>
entry   element-duplicate    <published>2025-12-20T12:00:00Z</published><published>2025-12-20T12:00:00Z</published>
entry   element-misplaced    <subtitle>a</subtitle>
entry   element-misplaced    <source><entry/></source>
entry   element-undefined    <issued>2025-12-20T12:00:00Z</issued>
entry   media-type-malformed <content type="multipart/alternative">a</content><summary>a</summary>
entry   media-type-malformed <content type="markdown">a</content>
entry   media-type-malformed <content type="html" src="https://news.io/1"/><summary>a</summary>
entry   summary-missing      <content type="text/html" src="https://news.io/1"/>
entry   summary-missing      <content type="image/png">aGVsbG8=</content>
entry   content-not-base64   <content type="image/png">no</content><summary>a</summary>
entry   text-misplaced       <content type="text/html" src="https://news.io/1">a</content><summary>a</summary>
entry   element-undefined    <content type="text/html"><b>a</b></content>
entry   metadata-after-entry </entry><subtitle>a</subtitle><entry><title>b</title><id>https://news.io/2</id><link href="https://news.io/2"/><updated>2025-12-20T12:00:00Z</updated>
opml    attribute-missing    <outline/>
opml    attribute-missing    <outline type="rss" text="a"/>
opml    attribute-missing    <outline type="link" text="a"/>
opml    value-malformed      <outline text="a" isComment="no"/>
opml    value-malformed      <outline text="a" created="today"/>
opml    element-undefined    <outline text="a"><feed/></outline>
"""


def _rows(table: str, columns: int) -> list[list[str]]:
    return [line.split(maxsplit=columns - 1) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("place", "rule", "text"), _rows(FAULTS, 3), ids=lambda part: part[:60])
def test_a_fault_is_told_by_its_rule(tmp_path: Path, place: str, rule: str, text: str) -> None:
    """And by no other of structure and text."""
    found = _judged(tmp_path, _PLACES[place].replace("{}", text))
    assert [finding.rule for finding in found] == [rule]


SOUND = """
channel <language>en</language>
channel <language>zh-Hant-TW</language>
channel <language>ast</language>
channel <language>x-klingon</language>
channel <language>i-default</language>
channel <managingEditor>jo@news.io (Jo Editor)</managingEditor>
channel <webMaster>Jo Editor &lt;jo@news.io&gt;</webMaster>
channel <webMaster>mailto:jo@news.io</webMaster>
channel <ttl> 60 </ttl>
channel <skipHours><hour>0</hour><hour>23</hour></skipHours>
channel <skipHours/>
channel <skipDays><day>Saturday</day><day>Sunday</day></skipDays>
channel <cloud domain="news.io" port="80" path="/RPC2" registerProcedure="pingMe" protocol="soap"/>
channel <image><url>https://news.io/a.png</url><title>a</title><link>https://news.io/</link><width>144</width><height>400</height><description>b</description></image>
channel <textInput><title>a</title><description>b</description><name>q</name><link>https://news.io/q</link></textInput>
channel <rating>(PICS-1.1 "http://www.rsac.org/ratingsv01.html" l r (n 0 s 0 v 0 l 0))</rating>
channel <category domain="https://news.io/">a</category><category>b</category>
channel <x:anything depth="1">text <x:inside/></x:anything>
channel <description2 xmlns="https://ours.io/">a</description2>
channel <dc:creator>Jo</dc:creator><dc:creator>Ann</dc:creator><dc:date>2025-12-20</dc:date>
channel <dc:date.Taken>2025-12-20</dc:date.Taken>
channel <dcterms:modified>2025-12-20</dcterms:modified><dcterms:isPartOf rdf:resource="https://news.io/"/>
channel <admin:generatorAgent rdf:resource="https://news.io/?v=1"/>
channel <creativeCommons:license>https://creativecommons.org/licenses/by/4.0/</creativeCommons:license>
channel <atom:link rel="self" type="application/rss+xml" href="https://news.io/feed"/><atom:link rel="hub" href="https://hub.news.io/"/>
channel <atom:author><atom:name>Jo</atom:name></atom:author><atom:updated>2025-12-20T12:00:00Z</atom:updated>
channel <itunes:category text="Arts"><itunes:category text="Books"/><itunes:category text="Design"/></itunes:category>
channel <itunes:complete>Yes</itunes:complete><itunes:new-feed-url>https://news.io/</itunes:new-feed-url>
channel <podcast:newest tag="1">a</podcast:newest>
channel <fh:complete/>
channel <opensearch:Query role="request" searchTerms="a" startPage="1"/>
item    <guid isPermaLink="false">a-1</guid><source url="https://news.io/">News</source>
item    <enclosure url="https://news.io/1.mp3" length="0" type="audio/mpeg; codecs=&quot;mp3&quot;"/>
item    <author>jo@news.io</author><comments>https://news.io/1#comments</comments>
item    <content:encoded>&lt;p&gt;One&lt;/p&gt;</content:encoded><slash:comments>0</slash:comments>
item    <itunes:explicit>false</itunes:explicit><itunes:duration>3600</itunes:duration>
item    <itunes:duration>75:30</itunes:duration><itunes:episodeType>bonus</itunes:episodeType>
item    <geo:Point><geo:lat>-90</geo:lat><geo:long>180</geo:long></geo:Point>
item    <georss:point>45.256 -71.92</georss:point><georss:box>42.9 -71.0 43.0 -69.8</georss:box>
item    <georss:where><gml:Point><gml:pos>45.256 -71.92</gml:pos></gml:Point></georss:where>
item    <georss:polygon>45.2 -110.4 46.4 -109.4 43.8 -109.8 45.2 -110.4</georss:polygon>
item    <media:group><media:content url="https://news.io/1.mp4" type="video/mp4" isDefault="true" duration="12.5"/><media:content url="https://news.io/1.webm"/></media:group>
item    <media:content url="https://news.io/1.jpg"><media:credit role="photographer">Jo</media:credit><media:hash algo="md5">dfdec888b72151965a34b4b59031290a</media:hash></media:content>
item    <media:credit role="host" scheme="urn:yvs">Jo</media:credit><media:rating scheme="urn:v-chip">tv-y7-fv</media:rating>
item    <media:restriction relationship="deny" type="country">au us</media:restriction><media:restriction relationship="deny" type="sharing"/>
item    <media:text type="html" lang="en" start="00:00:03.000" end="00:00:10.000">&lt;b&gt;a&lt;/b&gt;</media:text>
item    <media:status state="active"/><media:community><media:statistics views="5"/></media:community>
item    <thr:in-reply-to ref="tag:news.io,2025:1" href="https://news.io/1" type="text/html"/><thr:total>2</thr:total>
item    <l:link rdf:resource="https://news.io/1" l:rel="https://news.io/rel" l:type="text/html" l:lang="en"/>
feed    <link rel="self" href="atom.xml" type="application/atom+xml; charset=utf-8" hreflang="en" title="a" length="1"/>
feed    <link href="https://news.io/"><x:note/></link>
feed    <title2 xmlns="https://ours.io/"/>
feed    <ours xmlns="">text</ours>
feed    <subtitle type="html">&lt;b&gt;a&lt;/b&gt;</subtitle>
feed    <subtitle type="xhtml"> <div xmlns="http://www.w3.org/1999/xhtml">a <b>b</b></div> </subtitle>
feed    <subtitle xml:lang="" xml:base="https://news.io/" xml:space="preserve" xml:id="a">a</subtitle>
feed    <generator uri="/about" version="1.0">a</generator><icon>a.ico</icon><logo>a.png</logo>
feed    <category term="a" scheme="https://news.io/" label="A"/><contributor><name>a</name><uri>/a</uri><email>a+b@news.io</email></contributor>
feed    <author><name>Jo</name><x:page>https://news.io/jo</x:page></author>
feed    <rdf:Description rdf:about="https://news.io/"><dcterms:isPartOf rdf:resource="https://news.io/a"/></rdf:Description>
entry   <content type="application/xml"><x:a/></content>
entry   <content type="text/plain">a</content><rights type="html">&amp;copy;</rights>
entry   <content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg></content>
entry   <content type="application/pdf">JVBERi0=</content><summary>a</summary>
entry   <content src="https://news.io/1.mp4" type="video/mp4"/><summary>a</summary>
entry   <source><id>https://ann.io/</id><title>Ann</title><updated>2025-12-20T12:00:00Z</updated><author><name>Ann</name></author></source>
entry   <link rel="replies" href="https://news.io/1/replies" thr:count="5" thr:updated="2025-12-20T12:00:00Z"/>
opml    <outline text="a" anything="b"><outline type="rss" text="a" xmlUrl="https://news.io/feed" language="en"/></outline>
opml    <outline text="a" isComment="true" created="Sat, 20 Dec 2025 12:00:00 GMT" category="/a/b"/>
"""


@pytest.mark.parametrize(("place", "text"), _rows(SOUND, 2), ids=lambda part: part[:60])
def test_what_a_specification_allows_is_sound(tmp_path: Path, place: str, text: str) -> None:
    """No error, no warning."""
    assert _judged(tmp_path, _PLACES[place].replace("{}", text)) == []


# What these services themselves write against the specifications.
_KNOWN_FAULTS = {"youtube.xml": ["element-misplaced"]}


@pytest.mark.parametrize("path", WILD, ids=lambda path: path.name)
def test_feeds_as_services_write_them_are_sound(path: Path) -> None:
    """WordPress, Ghost, Substack, Blogger, GitHub and others: accused of nothing that a specification allows."""
    found = [finding for finding in feedpub.check([path]) if finding.rule in OURS and finding.severity != "info"]
    assert [finding.rule for finding in found] == _KNOWN_FAULTS.get(path.name, [])


_JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "News", %s}'
_ITEM = _JSON % '"items": [{"id": "1", "content_text": "a", %s}]'


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("key-missing", _JSON % '"home_page_url": "https://news.io/"'),
        ("key-missing", '{"version": "https://jsonfeed.org/version/1.1", "items": []}'),
        ("key-missing", _JSON % '"items": [{"id": "1"}]'),
        ("key-missing", _ITEM % '"attachments": [{"url": "https://news.io/1.mp3"}]'),
        ("key-missing", _JSON % '"items": [], "hubs": [{"type": "WebSub"}]'),
        ("key-malformed", _JSON % '"items": {}'),
        ("key-malformed", _JSON % '"items": ["a"]'),
        ("key-malformed", _JSON % '"items": [{"id": 1, "content_text": "a"}]'),
        ("key-malformed", _JSON % '"items": [], "expired": "no"'),
        ("key-malformed", _ITEM % '"tags": "a, b"'),
        ("key-malformed", _ITEM % '"tags": ["a", 1]'),
        ("key-malformed", _ITEM % '"authors": {"name": "Jo"}'),
        ("key-malformed", _ITEM % '"authors": [{"name": ["Jo"]}]'),
        ("key-malformed", _ITEM % '"title": null'),
        ("key-malformed", _ITEM % '"attachments": [{"url": "u", "mime_type": "a/b", "size_in_bytes": true}]'),
        ("media-type-malformed", _ITEM % '"attachments": [{"url": "u", "mime_type": "mp3"}]'),
        ("language-malformed", _JSON % '"items": [], "language": "de_DE"'),
        ("html-in-plain-text", _ITEM % '"title": "<b>One</b>"'),
        ("escaped-twice", _ITEM % '"title": "Q &amp; A"'),
    ],
)
def test_a_fault_in_json_is_told_by_its_rule(tmp_path: Path, rule: str, text: str) -> None:
    """In its line."""
    found = _judged(tmp_path, text.replace('"title"', '\n"title"'), "feed.json")
    assert [finding.rule for finding in found] == [rule]


def test_every_fault_of_the_tables_has_its_rule() -> None:
    """What a walk finds and no rule tells would be lost."""
    folder = Path(structure.__file__).parent
    text = "".join(
        path.read_text(encoding="utf-8") for path in [*folder.glob("*.py"), *folder.parent.glob("vocabulary/*.py")]
    )
    told = set(re.findall(r'faults\(document\)\.get\("([a-z0-9-]+)"', text))
    found = set(re.findall(r'(?:yield |rule=|_add\(|rule = )"([a-z0-9]+(?:-[a-z0-9]+)+)"', text))
    assert found - {rule for rule in found if rule in OURS} == set()
    assert told <= OURS
