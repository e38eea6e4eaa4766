"""Ranges of plausible data: a notice outside the inner limits, a refusal outside the outer ones."""

from decimal import Decimal

from methodologies.engine.factors import FactorLibrary
from methodologies.engine.trace import Notice, plain
from methodologies.ets.refusals import Implausible

TABLE = "ets_plausibility"
_SHOWN_PLACES = Decimal("0.000001")


def judge(factors: FactorLibrary, figure: str, value: Decimal, field: str) -> list[Notice]:
    """Hold a figure to its range.

    Args:
        factors: the tables.
        figure: row of `ets_plausibility`, for example `clinker_heat`.
        value: in the row's unit.
        field: to be corrected.

    Returns:
        A notice if the figure is unlikely.

    Raises:
        Implausible: the figure cannot be right.
    """
    table = factors[TABLE]
    label = table.region_name(figure)
    refused_below, noticed_below, noticed_above, refused_above = (
        table.get(key, figure).value
        for key in ("refused_below", "noticed_below", "noticed_above", "refused_above")
    )
    if not refused_below <= value <= refused_above:
        raise Implausible(
            field=field,
            label=label,
            value=shown(value),
            least=plain(refused_below),
            most=plain(refused_above),
        )
    if noticed_below <= value <= noticed_above:
        return []
    least, most = plain(noticed_below), plain(noticed_above)
    return [
        Notice(
            "methodologies.unlikely",
            {
                "zh": f"{label['zh']}为 {shown(value)}，通常在 {least} 至 {most} 之间，请核对。",
                "en": f"{label['en']} is {shown(value)}, usually between {least} and {most}; "
                "please check.",
            },
            table.source,
        )
    ]


def shown(value: Decimal) -> str:
    """Return a figure for reading, at most six decimals."""
    return plain(value.quantize(_SHOWN_PLACES)) if abs(value) < Decimal(10) ** 30 else plain(value)
