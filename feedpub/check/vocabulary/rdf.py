"""RSS 1.0 (and 0.90): an RDF document of channel, image, items and textinput side by side.

https://web.resource.org/rss/1.0/spec
"""

from feedpub.check.vocabulary.grammar import Element, Vocabulary
from feedpub.check.vocabulary.kinds import HTML, PLAIN, TEXT, URL

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

_ABOUT = {"rdf:about!": URL}
_RESOURCE = Element(attributes={"rdf:resource!": URL, "resource": URL})

# Elements of RSS 1.0 are read without their namespace, as those of RSS 2.0; the root tells them apart.
RSS_1 = Vocabulary(
    namespace="",
    prefix="",
    elements={
        "RDF": Element(children="channel! image? item* textinput?"),
        "channel": Element(children="title! link! description! image? items! textinput?", attributes=_ABOUT),
        "image": Element(children="title! url! link! description?", attributes=_ABOUT),
        "channel/image": _RESOURCE,
        "item": Element(children="title! link! description?", attributes=_ABOUT),
        "items": Element(children="", attributes={"rdf:parseType": TEXT}),
        "textinput": Element(children="title! description! name! link!", attributes=_ABOUT),
        "channel/textinput": _RESOURCE,
        "title": Element(text=PLAIN),
        "link": Element(text=URL),
        "url": Element(text=URL),
        "description": Element(text=TEXT),
        "item/description": Element(text=HTML),
        "name": Element(text=TEXT),
    },
)
