"""The one navigation bar: which sections there are, and which one the reader is in."""

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import LazyString, lazy_gettext


@dataclass(frozen=True, slots=True)
class Section:
    """One entry: an endpoint and the blueprints that belong to it."""

    title: LazyString
    endpoint: str
    blueprints: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A section as the current page shows it."""

    title: str
    href: str
    current: bool


SECTIONS = (
    Section(lazy_gettext("Home"), "home.index", frozenset({"home"})),
    Section(lazy_gettext("Estimate"), "estimates.catalogue", frozenset({"estimates"})),
    Section(
        lazy_gettext("Registry"),
        "registry.index",
        frozenset({"registry", "projects", "accounts", "certificates", "inbox"}),
    ),
    Section(lazy_gettext("Market"), "market.index", frozenset({"market", "trading"})),
    Section(lazy_gettext("Lab"), "lab.index", frozenset({"lab", "simulations"})),
)


def init_app(app: Flask) -> None:
    """Give templates `navigation()`: the sections whose pages the app has."""

    def navigation() -> list[Entry]:
        here = request.blueprint or ""
        return [
            Entry(str(section.title), url_for(section.endpoint), here in section.blueprints)
            for section in SECTIONS
            if section.endpoint in app.view_functions
        ]

    app.jinja_env.globals["navigation"] = navigation
    app.jinja_env.globals["has_endpoint"] = lambda endpoint: endpoint in app.view_functions
