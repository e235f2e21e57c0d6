"""How fast feedpub is, measured: corpora by seed and shape, the rivals, and one command, ``python -m benchmarks``."""
