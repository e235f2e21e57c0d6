"""What is asked of the operating system: whole files, a lock, processes."""
