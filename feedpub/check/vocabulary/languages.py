"""Language tags (BCP 47): well-formed, and of a language that is registered."""

import re

_FORM = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
# ISO 639-1: nearly all that feeds say. Any other is looked up in the registry, which takes time to load.
_COMMON_WORDS = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu
ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na
nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so
sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def is_language(text: str) -> bool:
    """Whether a text is a language tag whose language is registered; regions and variants may be anything."""
    if not _FORM.fullmatch(text):
        return False
    language = text.partition("-")[0].lower()
    if language in _COMMON or language == "x":
        return True
    from langcodes import tag_is_valid

    return tag_is_valid(language) or (language == "i" and tag_is_valid(text))


def is_country(text: str) -> bool:
    """Whether a text is a country's code of ISO 3166, in small letters or capitals."""
    from langcodes import tag_is_valid

    return re.fullmatch(r"[A-Za-z]{2}", text, re.ASCII) is not None and tag_is_valid(f"und-{text}")
