"""What the user named → documents, as a subscriber gets them."""
