"""What a look-up may find, explained as rules are; they run over the network, not over a document."""

from feedpub.check.rule import Rule

_LINK = '<entry><link href="https://example.com/{}"/></entry>'

RULES = {
    rule.name: rule
    for rule in (
        Rule(
            name="link-dead",
            severity="error",
            explanation="The server says 404 or 410: whoever follows the link finds nothing (RFC 9110, 15.5.5).",
            bad=_LINK.format("gone"),
            good=_LINK.format("here"),
        ),
        Rule(
            name="link-moved",
            severity="info",
            explanation="The server says 301 or 308: the page has a new address for good (RFC 9110, 15.4.2).\n\n"
            "Readers are led there as long as the old server lasts.",
            bad=_LINK.format("old"),
            good=_LINK.format("new"),
        ),
        Rule(
            name="link-refused",
            severity="info",
            explanation="The link was not answered to a program: 401, 403 and the like, endless redirects, a redirect\n"
            "away from http(s), or a private address. Subscribers with a browser may get further.",
            bad=_LINK.format("members-only"),
            good=_LINK.format("for-everybody"),
        ),
        Rule(
            name="link-untrusted",
            severity="warning",
            explanation="The certificate is expired, self-signed or another host's: browsers show a warning.",
            bad='<entry><link href="https://expired.example.com/"/></entry>',
            good='<entry><link href="https://example.com/"/></entry>',
        ),
        Rule(
            name="link-unreachable",
            severity="warning",
            explanation="No answer, or one that tells of trouble (429, 5xx), though it was tried several times.\n\n"
            "That may pass; it is not remembered, so the next run looks again.",
            bad=_LINK.format("overloaded"),
            good=_LINK.format("here"),
        ),
        Rule(
            name="network-dead",
            severity="warning",
            explanation="Not one of the links could be reached: that is about the network here, not the links.",
            bad=_LINK.format("any"),
            good=_LINK.format("any"),
        ),
    )
}
