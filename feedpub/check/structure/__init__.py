"""Rules about structure and text: what documents may hold, and how what they hold is written."""

from feedpub.check.structure import shape, values

FAMILIES = (shape, values)
