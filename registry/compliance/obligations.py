"""Which units meet an obligation: for which scheme and year, by their kind and vintage."""

from registry.compliance.refused_compliance import ComplianceYearAhead, VintageSpent, VintageTooLate
from registry.ledger.units import UnitKind
from registry.rules.schemes import NATIONAL
from registry.worlds.refused_values import QuantityOutOfRange

COMPLIANCE_YEAR_MIN = 2013
COMPLIANCE_YEAR_MAX = 2100
CARRIED_OVER_UP_TO = 2024
"""Last vintage of national allowances that must be carried over to count later."""


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
