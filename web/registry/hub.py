"""What the public registry leads to: the pages this installation has, each with a sentence."""

from typing import NamedTuple

from flask import current_app, url_for
from flask_babel import LazyString, lazy_gettext
from flask_security import current_user


class Place(NamedTuple):
    """A page the hub may lead to, if the application has its endpoint."""

    title: LazyString
    text: LazyString
    endpoint: str
    signed_in: bool = False


GROUPS: tuple[tuple[LazyString, tuple[Place, ...]], ...] = (
    (
        lazy_gettext("Units and their uses"),
        (
            Place(
                lazy_gettext("Serials"),
                lazy_gettext("The whole life of any unit or range of units."),
                "registry.serial",
            ),
            Place(
                lazy_gettext("Public reports"),
                lazy_gettext(
                    "Totals, holdings by class, issuance, retirement, surrender, projects."
                ),
                "reports.index",
            ),
            Place(
                lazy_gettext("Compliance"),
                lazy_gettext("Who surrendered for which year."),
                "compliance.index",
            ),
            Place(
                lazy_gettext("Green certificates"),
                lazy_gettext("Devices, monthly generation and what it backs."),
                "green_certificates.index",
            ),
            Place(
                lazy_gettext("Carbon inclusion"),
                lazy_gettext("Platforms, batches and the uses of their credits."),
                "carbon_inclusion.index",
            ),
        ),
    ),
    (
        lazy_gettext("Rules"),
        (
            Place(
                lazy_gettext("Rules"),
                lazy_gettext("Every number the registry decides by, with source and dates."),
                "rules.index",
            ),
            Place(
                lazy_gettext("Schemes"),
                lazy_gettext("The national market, the pilots and the voluntary schemes."),
                "rules.all_schemes",
            ),
            Place(
                lazy_gettext("Quotas of issuance"),
                lazy_gettext("How much of each scheme and vintage may be issued."),
                "mirrors.quotas",
            ),
            Place(
                lazy_gettext("Units of other registries"),
                lazy_gettext("Units of other registries that are kept here once."),
                "mirrors.index",
            ),
            Place(
                lazy_gettext("Numbered checks"),
                lazy_gettext("Each rule that can refuse something, and how to satisfy it."),
                "checks.index",
            ),
        ),
    ),
    (
        lazy_gettext("Proof"),
        (
            Place(
                lazy_gettext("Proof"),
                lazy_gettext("Signed checkpoints of the log, and how to check a certificate."),
                "proof.index",
            ),
            Place(
                lazy_gettext("Audit"),
                lazy_gettext("The invariants, and what the last audit found."),
                "audits.index",
            ),
        ),
    ),
    (
        lazy_gettext("Files"),
        (
            Place(
                lazy_gettext("Exports"),
                lazy_gettext("Every public table with its data dictionary."),
                "exports.index",
            ),
            Place(
                lazy_gettext("Import files"),
                lazy_gettext("Transfers, allowances and parties from CSV or XLSX."),
                "imports.index",
                signed_in=True,
            ),
        ),
    ),
)


def registry_hub() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return, by group, title, sentence and address of each place that exists for the reader."""
    found = [
        (
            str(title),
            [
                (str(place.title), str(place.text), url_for(place.endpoint))
                for place in places
                if place.endpoint in current_app.view_functions
                and (current_user.is_authenticated or not place.signed_in)
            ],
        )
        for title, places in GROUPS
    ]
    return [(title, places) for title, places in found if places]
