"""The venue for pages and JSON: the trading room, its live stream, its words."""
