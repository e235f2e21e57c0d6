"""Links that are looked up: politely, and not again."""
