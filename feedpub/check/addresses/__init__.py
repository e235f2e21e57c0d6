"""Where the URLs of a document stand, and how they are written."""
