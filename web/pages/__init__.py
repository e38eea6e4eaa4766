"""Pages: one blueprint per noun, one folder of templates per blueprint."""

from flask import Flask

from web.pages import documents, estimates, home, lab, market


def init_app(app: Flask) -> None:
    """Register every blueprint of pages."""
    for blueprint in (home.pages, estimates.pages, documents.pages, lab.pages, market.pages):
        app.register_blueprint(blueprint)
