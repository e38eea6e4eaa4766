"""Fixtures of the web's tests."""

from tests.web.application import app, catalogue_url, client, installed, installed_anywhere, sign_in
from tests.web.browser import chromium, live_server, seeded_instance, visit

__all__ = [
    "app",
    "catalogue_url",
    "chromium",
    "client",
    "installed",
    "installed_anywhere",
    "live_server",
    "seeded_instance",
    "sign_in",
    "visit",
]
