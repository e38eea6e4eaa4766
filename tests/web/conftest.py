"""Fixtures of the web's tests."""

from tests.web.browser import chromium, live_server, seeded_instance, visit

__all__ = ["chromium", "live_server", "seeded_instance", "visit"]
