"""Fixtures of the web's tests."""

from tests.web.application import app, client, installed, sign_in
from tests.web.browser import chromium, live_server, seeded_instance, visit

__all__ = [
    "app",
    "chromium",
    "client",
    "installed",
    "live_server",
    "seeded_instance",
    "sign_in",
    "visit",
]
