"""In what an instrument is counted and priced: tonnes, or megawatt-hours by the certificate."""

from typing import NamedTuple

from flask_babel import gettext as _

from registry.ledger import Measure


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
