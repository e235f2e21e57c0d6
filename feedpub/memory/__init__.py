"""What subscribers have seen: the ledger, which digest is which entry, and what has changed for them."""
