"""Who trades them, at what price."""
