"""What the command line consists of, besides its list of commands."""
