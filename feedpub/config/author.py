"""Who answers for the feeds."""

from msgspec import Struct

from feedpub.config.settings import require, require_legal
from feedpub.urls import is_web_address


class Author(Struct, frozen=True, kw_only=True):
    """The author of what names none (a person construct, RFC 4287, section 3.2)."""

    name: str
    email: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        mend = "mend that value"
        require(bool(self.name.strip()), "name", self.name, "is empty", mend)
        require(self.email is None or "@" in self.email, "email", self.email, "has no @", mend)
        require(
            self.url is None or is_web_address(self.url), "url", self.url, "is no absolute http(s) URL in ASCII", mend
        )
        require_legal(name=self.name, email=self.email)
