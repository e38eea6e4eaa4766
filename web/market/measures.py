"""In what an instrument is counted and priced: tonnes, or megawatt-hours by the certificate."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from flask_babel import gettext as _

from registry.ledger import Measure
from web.forms import Form

CERTIFICATES: Final = "gec"
"""The market whose units are certificates of a megawatt-hour; those of the others are tonnes."""


class MeasureWords(NamedTuple):
    """What stands behind a quantity and behind a price."""

    quantity: str
    price: str


def measure_words(measure: str) -> MeasureWords:
    """Return the words for the measure of an instrument's units, in the reader's language.

    Args:
        measure: of the unit type.
    """
    if measure == Measure.MWH:
        return MeasureWords("MWh", str(_("CNY per certificate")))
    if measure == Measure.KG_CO2E:
        return MeasureWords("kg", str(_("CNY/kg")))
    return MeasureWords("t", str(_("CNY/t")))


def market_words(markets: Iterable[str]) -> MeasureWords:
    """Return the words for the units of some markets, in the reader's language; each word once."""
    measures = {Measure.MWH if each == CERTIFICATES else Measure.T_CO2E for each in markets}
    found = [measure_words(each) for each in sorted(measures or {Measure.T_CO2E}, reverse=True)]
    return MeasureWords(
        " · ".join(each.quantity for each in found), " · ".join(each.price for each in found)
    )


def counted(form: Form, measure: MeasureWords) -> Form:
    """Let a form made for tonnes ask in the words of a measure; return it."""
    words = {"t": measure.quantity, "CNY/t": measure.price}
    for field in form.fields:
        cells = [cell for row in field.rows for cell in row]
        for shown in (field, *field.columns, *cells):
            shown.unit = words.get(shown.unit, shown.unit)
    return form
