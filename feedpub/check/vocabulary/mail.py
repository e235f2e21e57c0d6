"""Mail addresses as feeds write them: alone (RFC 4287), or with a name (RSS 2.0)."""

import re

# RFC 5322, section 3.4.1, without quoted local parts; letters beyond ASCII by RFC 6532.
_ADDRESS = r"[^\s@()<>,;:\\\"\[\]]+@[^\W_](?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)*"
_ALONE = re.compile(_ADDRESS)
# Names stand beside it in every way: jo@example.com (Jo) as RSS 2.0 has it, Jo <jo@example.com> as mail has it.
_COMMENT = re.compile(r"\([^()]*\)\s*$")
_SOMEWHERE = re.compile(rf"(?:^|[\s<,;:]){_ADDRESS}(?:$|[\s>,;(])")


def is_address(text: str) -> bool:
    """Whether a text is a mail address and nothing else."""
    return _ALONE.fullmatch(text) is not None


def is_contact(text: str) -> bool:
    """Whether a text is a mail address, with the name of a person or without."""
    return _SOMEWHERE.search(_COMMENT.sub("", text)) is not None
