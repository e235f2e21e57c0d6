"""Rules about structure and text: what documents may hold, and how what they hold is written."""

from feedpub.check.structure import atom, encodings, json_feed, markup, namespaces, prolog, shape, values

FAMILIES = (shape, values, atom, json_feed, namespaces, prolog, encodings, markup)
