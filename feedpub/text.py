"""Text that XML can carry and a title line can show."""

from feedpub.patterns import expression

# XML 1.0, section 2.2: Char. lxml refuses the rest, lone surrogates and U+FFFE/U+FFFF included.
ILLEGAL = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


# The others, as many as follow one another: to pass over them is twice as fast as to look for one of those.
_LEGAL = expression("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*+")


def is_legal(value: str) -> bool:
    """Whether XML 1.0 can hold every character of a text."""
    return value.isprintable() or _LEGAL.fullmatch(value) is not None


def xml_clean(value: str) -> str:
    """The text without the characters that XML 1.0 cannot hold."""
    return value if is_legal(value) else ILLEGAL.sub("", value)


def one_line(value: str) -> str:
    """The text on one line: every run of white space is one space, none at the ends."""
    return " ".join(value.split())


def excerpt(value: str, length: int = 280) -> str:
    """The first ``length`` characters at most, cut between words where the script has words."""
    line = one_line(value)
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    head, _, tail = cut.rpartition(" ")
    return (head if head and len(tail) < length // 4 else cut).rstrip() + "…"
