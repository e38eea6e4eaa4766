"""Illustrative data of `tanlab demo`: users, fictitious parties, projects, a market with depth."""

from web.demo.seeding import seed

__all__ = ["seed"]
