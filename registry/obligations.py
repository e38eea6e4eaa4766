"""Which units meet an obligation: for which scheme and year, by their kind and vintage."""

from collections.abc import Mapping

from registry.errors import words
from registry.refused_moves import ComplianceYearAhead, VintageSpent, VintageTooLate
from registry.refused_values import QuantityOutOfRange
from registry.units import UnitKind

NATIONAL = "CEA"
COMPLIANCE_YEAR_MIN = 2013
COMPLIANCE_YEAR_MAX = 2100
CARRIED_OVER_UP_TO = 2024
"""Last vintage of national allowances that must be carried over to count later."""

SCHEME_NAMES: Mapping[str, Mapping[str, str]] = {
    NATIONAL: words("National carbon market", "全国碳市场"),
    "BEA": words("Beijing pilot", "北京试点碳市场"),
    "CQEA": words("Chongqing pilot", "重庆试点碳市场"),
    "FJEA": words("Fujian market", "福建碳市场"),
    "GDEA": words("Guangdong pilot", "广东试点碳市场"),
    "HBEA": words("Hubei pilot", "湖北试点碳市场"),
    "SHEA": words("Shanghai pilot", "上海试点碳市场"),
    "SZEA": words("Shenzhen pilot", "深圳试点碳市场"),
    "TJEA": words("Tianjin pilot", "天津试点碳市场"),
}


def check_compliance_year(year: object, current_year: int) -> int:
    """Return a compliance year that has begun.

    Args:
        year: as entered.
        current_year: of the world's date.

    Raises:
        QuantityOutOfRange: it is no year of any Chinese carbon market.
        ComplianceYearAhead: it has not begun.
    """
    if type(year) is not int or not COMPLIANCE_YEAR_MIN <= year <= COMPLIANCE_YEAR_MAX:
        raise QuantityOutOfRange(
            value=str(year)[:40],
            minimum=COMPLIANCE_YEAR_MIN,
            maximum=COMPLIANCE_YEAR_MAX,
            field="compliance_year",
        )
    if year > current_year:
        raise ComplianceYearAhead(
            compliance_year=year, latest=current_year, value=str(year), field="compliance_year"
        )
    return year


def check_vintage(kind: str, scheme: str, vintage: int | None, year: int) -> None:
    """Refuse allowances whose vintage does not count for a compliance year.

    Args:
        kind: of the units; credits have no such rule here.
        scheme: of the allowances, for example `CEA`.
        vintage: their year; None counts for any.
        year: the compliance year.

    Raises:
        VintageTooLate: they are of a later year.
        VintageSpent: national allowances of before 2025 that were not carried over.

    Source:
        Allocation plan for power 2023-2024 (国环规气候〔2024〕1号): vintages of an obligation, and
        annex 5 on carry-over.
    """
    if kind != UnitKind.ALLOWANCE or vintage is None:
        return
    if vintage > year:
        raise VintageTooLate(vintage=vintage, compliance_year=year, field="compliance_year")
    if scheme == NATIONAL and vintage <= CARRIED_OVER_UP_TO < year:
        raise VintageSpent(vintage=vintage, compliance_year=year, field="compliance_year")


def obligation_scheme(kind: str, scheme: str) -> Mapping[str, str]:
    """Return the names of the market whose obligation surrendered units meet.

    Args:
        kind: of the units; credits meet obligations of the national market.
        scheme: of the units.
    """
    of = scheme if kind == UnitKind.ALLOWANCE else NATIONAL
    return SCHEME_NAMES.get(of, words(of, of))
