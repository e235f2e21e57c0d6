"""Names that people give → slugs that are safe as folders and in URLs."""

from functools import cache

from feedpub.patterns import expression

# Names that Windows reserves in every folder, whatever their suffix.
RESERVED = expression(r"(?:con|prn|aux|nul|com\d|lpt\d)")
# Ideographs and syllables are transliterated one by one: without spaces, "AI进展" would read "aijin-zhan".
_IDEOGRAPHS = (range(0x2E80, 0x3000), range(0x3400, 0x4DC0), range(0x4E00, 0xFB00), range(0x20000, 0x40000))


@cache
def slug(name: str) -> str:
    """An ASCII slug for a category's name: ``AI进展`` → ``ai-jin-zhan``. Never empty, never more than one folder."""
    from slugify import slugify

    spaced = "".join(f" {letter} " if any(ord(letter) in block for block in _IDEOGRAPHS) else letter for letter in name)
    text = slugify(spaced, max_length=80, word_boundary=True)
    text = text or "-".join(f"u{ord(letter):x}" for letter in name[:12])
    return f"{text}-category" if RESERVED.fullmatch(text) else text
