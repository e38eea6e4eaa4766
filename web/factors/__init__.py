"""The factors of a world: packaged tables with what the world imported."""
