"""Pages, JSON and commands of green certificates share these: what is asked, and files."""
