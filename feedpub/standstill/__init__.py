"""Nothing has moved since the last run: found out before anything is imported that this does not take.

Modules in here import nothing but what Python has in itself, neither ``typing`` nor ``pathlib``: each costs a run that
has nothing to do as much as looking at a thousand files.
"""
