"""How people and programs reach it: pages, `/api/v1` and the `tanlab` command."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from web.settings import Settings

__all__ = ["create_app"]


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Build the web application; without settings, from the environment."""
    from web.app import build  # noqa: PLC0415  the command line stays light
    from web.settings import Settings as FromEnvironment  # noqa: PLC0415

    return build(settings or FromEnvironment())
