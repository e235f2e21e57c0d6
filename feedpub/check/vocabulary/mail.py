"""Mail addresses as feeds write them: alone (RFC 4287), or with a name (RSS 2.0)."""

import re

# RFC 5322, section 3.4.1, without quoted local parts; letters beyond ASCII by RFC 6532.
_ADDRESS = r"[^\s@()<>,;:\\\"\[\]]+@[^\W_](?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)*"
_ALONE = re.compile(_ADDRESS)
_CONTACT = re.compile(
    rf"(?:mailto:)?{_ADDRESS}\s*(?:\(.*\))?"  # jo@example.com (Jo), as RSS 2.0 has it
    rf"|[^<>]*<(?:mailto:)?{_ADDRESS}>"  # Jo <jo@example.com>, as mail has it
    rf"|[^()<>@]*[\s,]{_ADDRESS}",
    re.DOTALL,
)


def is_address(text: str) -> bool:
    """Whether a text is a mail address and nothing else."""
    return _ALONE.fullmatch(text) is not None


def is_contact(text: str) -> bool:
    """Whether a text is a mail address, with the name of a person or without."""
    return _CONTACT.fullmatch(text) is not None
