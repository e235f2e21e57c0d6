"""``python -m feedpub`` is the command ``feedpub``."""

from feedpub.cli import main

main()
