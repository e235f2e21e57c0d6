"""Tags of podcasts beside Apple's: Podcasting 2.0 (https://podcasting2.org/docs/podcast-namespace) and Google's."""

from feedpub.check.vocabulary.grammar import Element, Vocabulary
from feedpub.check.vocabulary.kinds import MEDIA_TYPE, TEXT, URL, YES_NO, one_of

_ANY = Element(open=True)

# It grows: what it lacks is no fault, and most of what it has may hold more than this says.
PODCAST = Vocabulary(
    namespace="https://podcastindex.org/namespace/1.0",
    prefix="podcast",
    elements={
        "locked": Element(text=YES_NO, open=True, any_attribute=True, attributes={"owner": TEXT}),
        "transcript": Element(open=True, any_attribute=True, attributes={"url!": URL, "type!": MEDIA_TYPE}),
        "chapters": Element(open=True, any_attribute=True, attributes={"url!": URL, "type!": MEDIA_TYPE}),
        "funding": Element(text=TEXT, open=True, any_attribute=True, attributes={"url!": URL}),
        "soundbite": Element(
            text=TEXT, open=True, any_attribute=True, attributes={"startTime!": TEXT, "duration!": TEXT}
        ),
        "guid": Element(text=TEXT),
        "medium": Element(text=TEXT),
    },
    feed="locked? funding* guid? medium?",
    entry="transcript* chapters? soundbite* funding*",
    closed=False,
)

GOOGLE_PLAY = Vocabulary(
    namespace="http://www.google.com/schemas/play-podcasts/1.0",
    prefix="googleplay",
    elements={
        "author": Element(text=TEXT),
        "block": Element(text=one_of("yes", "no", any_case=True)),
        "category": Element(open=True),
        "description": Element(text=TEXT),
        "email": Element(text=TEXT),
        "explicit": Element(text=TEXT),
        "image": Element(open=True),
        "new-feed-url": Element(text=URL),
        "owner": Element(text=TEXT),
    },
    both="author* block* category* description* explicit* image* email* new-feed-url* owner*",
    closed=False,
)
