"""The chain of a world's schema: registry and market."""
