"""Who trades units, by which rules, at what price."""
