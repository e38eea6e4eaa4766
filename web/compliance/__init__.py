"""Pages and JSON of the compliance cycle share these: what is asked, shown and called what."""
