"""Who holds which units."""
