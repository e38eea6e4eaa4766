"""What one installation has: settings, catalogue, worlds and jobs, opened when first needed."""

from dataclasses import dataclass

from flask import current_app

from web.catalogue_sessions import CatalogueSessions
from web.jobs import Jobs
from web.settings import Settings
from web.worlds import Worlds


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything outside the application that it works with."""

    settings: Settings
    catalogue: CatalogueSessions
    worlds: Worlds
    jobs: Jobs

    def close(self) -> None:
        """Close every connection this process holds."""
        self.jobs.close()
        self.worlds.close()
        self.catalogue.close()


def install(settings: Settings) -> Installation:
    """Put the parts of an installation together; nothing connects yet."""
    catalogue = CatalogueSessions(settings.catalogue_url)
    worlds = Worlds(settings, catalogue)
    return Installation(settings, catalogue, worlds, Jobs(settings, catalogue, worlds))


def installation() -> Installation:
    """Return the installation of the current application."""
    found = current_app.extensions["tanlab"]
    assert isinstance(found, Installation)
    return found
