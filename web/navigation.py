"""The one navigation bar: which sections there are, and which one the reader is in."""

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import LazyString, lazy_gettext
from flask_security import current_user


@dataclass(frozen=True, slots=True)
class Section:
    """One entry: an endpoint, the blueprints that belong to it, whether it takes a sign-in."""

    title: LazyString
    endpoint: str
    blueprints: frozenset[str]
    signed_in: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A section as the current page shows it."""

    title: str
    href: str
    current: bool


SECTIONS = (
    Section(lazy_gettext("Home"), "home.index", frozenset({"home"})),
    Section(
        lazy_gettext("Estimate"),
        "estimate_chooser.index",
        frozenset(
            {
                "estimate_batches",
                "estimate_chooser",
                "estimate_comparisons",
                "estimate_drafts",
                "estimate_reports",
                "estimate_revenue",
                "estimate_uncertainty",
                "estimate_workbooks",
                "estimate_years",
                "estimates",
                "factor_imports",
                "factors",
                "saved_estimates",
                "shared_estimates",
            }
        ),
    ),
    Section(
        lazy_gettext("Registry"),
        "registry.index",
        frozenset(
            {
                "registry",
                "projects",
                "certificates",
                "carbon_inclusion",
                "compliance",
                "compliance_accounts",
                "compliance_register",
                "compliance_steps",
                "green_certificates",
                "inclusion_uploads",
                "mirrors",
                "proof",
                "rule_amendments",
                "rules",
            }
        ),
    ),
    Section(
        lazy_gettext("Market"),
        "market.index",
        frozenset(
            {"market", "bulletins", "market_data", "trading", "auctions", "blocks", "surveillance"}
        ),
    ),
    Section(
        lazy_gettext("Lab"),
        "lab.index",
        frozenset(
            {
                "lab",
                "lab_calibration",
                "lab_comparison",
                "lab_questions",
                "lab_ensembles",
                "lab_scenarios",
                "lab_whatif",
                "simulations",
            }
        ),
    ),
    Section(lazy_gettext("Accounts"), "accounts.index", frozenset({"accounts", "unit_uses"}), True),
    Section(lazy_gettext("Tasks"), "tasks.index", frozenset({"tasks"}), True),
)


def init_app(app: Flask) -> None:
    """Give templates `navigation()`: the sections whose pages the app has."""

    def navigation() -> list[Entry]:
        here = request.blueprint or ""
        return [
            Entry(str(section.title), url_for(section.endpoint), here in section.blueprints)
            for section in SECTIONS
            if section.endpoint in app.view_functions
            and (current_user.is_authenticated or not section.signed_in)
        ]

    app.jinja_env.globals["navigation"] = navigation
    app.jinja_env.globals["has_endpoint"] = lambda endpoint: endpoint in app.view_functions
