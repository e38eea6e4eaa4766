"""Areas of sink projects, which people know in mu and in square metres."""

from collections.abc import Iterable
from decimal import Decimal

from methodologies.engine.factors import FactorLibrary
from methodologies.engine.trace import Notice, plain

TABLE = "forest_plausibility"


def check_area(
    areas_ha: Iterable[Decimal], methodology_id: str, factors: FactorLibrary
) -> list[Notice]:
    """Ask for the unit of an area that is larger than such projects are.

    Args:
        areas_ha: of the strata, in hectares.
        methodology_id: row of `forest_plausibility`.
        factors: the tables.

    Returns:
        A notice if the sum exceeds what is usual.
    """
    area_ha = sum(areas_ha, Decimal(0))
    usual = factors[TABLE].get("area_usual", methodology_id)
    if area_ha <= usual.value:
        return []
    shown, most = plain(area_ha), plain(usual.value)
    return [
        Notice(
            "methodologies.unusual_area",
            {
                "zh": f"面积合计 {shown} 公顷，通常不超过 {most} 公顷，请核对单位"
                "（1 公顷 = 15 亩 = 10,000 m²）。",
                "en": f"The area adds up to {shown} ha, usually at most {most} ha; check the unit "
                "(1 ha = 15 mu = 10,000 m²).",
            },
            usual.source,
        )
    ]
