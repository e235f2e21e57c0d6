"""One file of Markdown → a digest: what its head says, its stories, what is doubtful about it. Renders nothing."""
