"""Markdown → HTML that any feed can carry."""
