"""The chain of the catalogue's schema: users, worlds, jobs."""
