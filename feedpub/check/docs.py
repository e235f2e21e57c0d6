"""The reference of rules, made from the rules: ``python -m feedpub.check.docs > docs/rules.md``."""

import sys
from collections.abc import Iterator

from feedpub.check.digest_rules import RULES as OF_DIGESTS
from feedpub.check.notices import NOTICES
from feedpub.check.rule import RULES, Rule

_INTRODUCTION = """\
# Rules of `feedpub check`

Made from the rules themselves by `python -m feedpub.check.docs > docs/rules.md`; `feedpub check --explain RULE` says
the same. `[check]` in feedpub.toml leaves rules out or gives them another severity; `--ignore` and `--select` choose
rules for one run.
"""


def rules() -> str:
    """docs/rules.md: every rule by family, with severity, explanation and examples."""
    families: dict[str, list[Rule]] = {}
    for rule in RULES.values():
        families.setdefault(_family(rule), []).append(rule)
    families["What cannot be read, and comparisons"] = list(NOTICES.values())
    families["Digests"] = list(OF_DIGESTS.values())
    return _INTRODUCTION + "".join(part for title, members in families.items() for part in _section(title, members))


def _family(rule: Rule) -> str:
    """The title of a rule's family: the name of its module."""
    name = (rule.over_document or rule.over_siblings).__module__.rpartition(".")[2]
    return name.replace("_", " ").capitalize()


def _section(title: str, rules: list[Rule]) -> Iterator[str]:
    yield f"\n## {title}\n"
    for rule in sorted(rules, key=lambda rule: rule.name):
        yield f"\n### {rule.name}\n\n*{rule.severity}*\n\n{rule.explanation}\n\n"
        yield f"```\n{rule.examples}\n```\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(rules())
