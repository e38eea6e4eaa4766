"""Words of schemes in the reader's language: kinds of unit, uses, how a scheme stands."""

from typing import Final

from flask_babel import lazy_gettext

KIND_TEXTS: Final = {
    "allowance": lazy_gettext("Allowances"),
    "credit": lazy_gettext("Credits"),
    "certificate": lazy_gettext("Green certificates"),
}
"""Headings of the list of schemes, in order."""

USE_TEXTS: Final = {
    "surrender": lazy_gettext("surrender"),
    "cancellation": lazy_gettext("voluntary cancellation"),
    "carbon_neutrality": lazy_gettext("carbon neutrality"),
    "public_good": lazy_gettext("public good"),
    "green_power_use": lazy_gettext("green power use"),
    "compliance": lazy_gettext("offset in compliance"),
    "ecological_compensation": lazy_gettext("compensation of ecological damage"),
    "voluntary": lazy_gettext("voluntary offset"),
    "donation": lazy_gettext("donation"),
}

STATUS_TEXTS: Final = {
    "operating": lazy_gettext("operating"),
    "planned": lazy_gettext("planned"),
    "closed": lazy_gettext("closed"),
}

MEASURE_TEXTS: Final = {
    "t_co2e": lazy_gettext("1 t CO2e"),
    "kg_co2e": lazy_gettext("1 kg CO2e"),
    "mwh": lazy_gettext("1 MWh (1,000 kWh)"),
}
"""What one unit of a scheme stands for."""

VALUE_HELP: Final = {
    "1": lazy_gettext("A plain number; five percent is 0.05."),
    "choice": lazy_gettext("One word, as in the values before."),
    "date": lazy_gettext("A day, for example 2026-12-31."),
    "list": lazy_gettext("Words apart by blanks, as in the values before."),
    "month_day": lazy_gettext("Month and day, for example 12-31."),
}
"""How values of a unit are written."""
