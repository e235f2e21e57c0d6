"""The reference of rules, made from the rules: ``python -m feedpub.check.docs > docs/rules.md``."""

import sys
from collections.abc import Iterator

from feedpub.check import FAMILIES
from feedpub.check.rule import RULES, Rule
from feedpub.check.rules.digest_rules import RULES as OF_DIGESTS
from feedpub.check.rules.notices import NOTICES

_INTRODUCTION = """\
# Rules of `feedpub check`

Made from the rules themselves by `python -m feedpub.check.docs > docs/rules.md`; `feedpub check --explain RULE` says
the same. `[check]` in feedpub.toml leaves rules out or gives them another severity; `--ignore` and `--select` choose
rules for one run.
"""


def rules() -> str:
    """docs/rules.md: every rule by family, with severity, explanation and examples."""
    families: dict[str, list[Rule]] = {_title(module.__name__): [] for module in FAMILIES}
    for rule in RULES.values():
        families[_title((rule.over_document or rule.over_siblings).__module__)].append(rule)
    families["What cannot be read, and comparisons"] = list(NOTICES.values())
    families["Digests"] = list(OF_DIGESTS.values())
    return _INTRODUCTION + "".join(part for title, members in families.items() for part in _section(title, members))


def _title(module: str) -> str:
    """The title of a family: the name of its module."""
    return module.rpartition(".")[2].replace("_", " ").capitalize()


def _section(title: str, rules: list[Rule]) -> Iterator[str]:
    yield f"\n## {title}\n"
    for rule in sorted(rules, key=lambda rule: rule.name):
        yield f"\n### {rule.name}\n\n*{rule.severity}*\n\n{rule.explanation}\n\n"
        yield f"```\n{rule.examples}\n```\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(rules())
