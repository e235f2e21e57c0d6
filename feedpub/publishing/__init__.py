"""Listings → files: made, written, and remembered."""
