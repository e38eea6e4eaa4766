"""The figures on the home page's doors, each from the same queries as the pages behind them."""

from dataclasses import dataclass

from market.data import InstrumentView, instruments
from methodologies import list_methodologies
from registry.ledger import Measure, UnitTotals, credit_tonnes, totals
from registry.worlds import reading
from simulations import ScenarioInfo, list_scenarios
from web.acting import public_world

NATIONAL_SCHEME = "CEA-"
CREDIT_KIND = "credit"
CO2E = frozenset({Measure.T_CO2E, Measure.KG_CO2E})


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """What the doors show.

    Args:
        methodologies: how many can be calculated.
        credits_issued: units of project credits issued so far.
        units_final: allowances and credits surrendered or retired so far.
        national: the vintage of national allowances most traded today, else the newest.
        instruments: how many are listed.
        scenarios: that can be run.
    """

    methodologies: int
    credits_issued: int
    units_final: int
    national: InstrumentView | None
    instruments: int
    scenarios: list[ScenarioInfo]


def home_figures() -> HomeFigures:
    """Read the figures of the public world."""
    with reading(public_world()) as session:
        listed = instruments(session)
        sums = totals(session)
    return HomeFigures(
        methodologies=len(list_methodologies()),
        credits_issued=sum(_tonnes(each, each.issued) for each in sums if each.kind == CREDIT_KIND),
        units_final=sum(_tonnes(each, _final(each)) for each in sums),
        national=max(
            (each for each in listed if each.code.startswith(NATIONAL_SCHEME)),
            key=lambda each: (each.day.volume_t, each.code),
            default=None,
        ),
        instruments=len(listed),
        scenarios=list_scenarios(),
    )


def _tonnes(sums: UnitTotals, quantity: int) -> int:
    """Return units as the figures count them: kilogram credits by whole tonnes."""
    return int(credit_tonnes(sums.measure, quantity)) if sums.measure in CO2E else quantity


def _final(sums: UnitTotals) -> int:
    return sums.surrendered + sums.retired
