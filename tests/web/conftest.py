"""Fixtures of the web's tests."""

from tests.web.application import (
    app,
    catalogue_url,
    client,
    installed,
    installed_anywhere,
    migrated_instance,
    new_catalogue_url,
    sign_in,
)
from tests.web.browser import (
    chromium,
    live_server,
    preloaded,
    seeded_instance,
    served_instance,
    visit,
)
from tests.web.demo_site import as_person, demo_app
from tests.web.trading_floor import buyer, floor, floor_anywhere, seller, visitor

__all__ = [
    "app",
    "as_person",
    "buyer",
    "catalogue_url",
    "chromium",
    "client",
    "demo_app",
    "floor",
    "floor_anywhere",
    "installed",
    "installed_anywhere",
    "live_server",
    "migrated_instance",
    "new_catalogue_url",
    "preloaded",
    "seeded_instance",
    "seller",
    "served_instance",
    "sign_in",
    "visit",
    "visitor",
]
