"""Which feeds there are, and what each says and lists."""
