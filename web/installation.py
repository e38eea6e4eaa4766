"""What one installation has: settings, catalogue and worlds, each opened when first needed."""

from dataclasses import dataclass

from flask import current_app

from web.catalogue_sessions import CatalogueSessions
from web.settings import Settings


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything outside the application that it works with."""

    settings: Settings
    catalogue: CatalogueSessions


def installation() -> Installation:
    """Return the installation of the current application."""
    found = current_app.extensions["tanlab"]
    assert isinstance(found, Installation)
    return found
