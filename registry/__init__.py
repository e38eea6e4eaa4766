"""Who holds what, and proves it."""
