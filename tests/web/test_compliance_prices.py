"""The mean price of the month before a deadline, from the venue's own trades."""

from datetime import date
from decimal import Decimal

import pytest

from market.venue import Instrument, TradingDay
from registry.ledger import Measure, UnitKind, add_unit_type, find_unit_type
from registry.worlds import WorldSession
from web.compliance.prices import mean_price_before, month_before

DEADLINE = date(2025, 12, 31)


def traded(session: WorldSession, code: str, days: dict[date, tuple[int, int]]) -> None:
    """An instrument with days of (volume in t, turnover in fen)."""
    add_unit_type(session, code, UnitKind.ALLOWANCE, Measure.T_CO2E)
    instrument = Instrument(
        code=code,
        unit_type_id=find_unit_type(session, code).id,
        market="cn_ets",
        reference_price_fen=7_000,
        rolled_on=DEADLINE,
        opened_at=session.clock.now(),
    )
    session.add(instrument)
    session.flush()
    assert instrument.id is not None
    for day, (volume, turnover) in days.items():
        price = turnover // volume
        shared = dict.fromkeys(("open_fen", "high_fen", "low_fen", "last_fen"), price)
        session.add(
            TradingDay(
                instrument_id=instrument.id,
                business_date=day,
                previous_close_fen=7_000,
                close_fen=price,
                volume_t=volume,
                turnover_fen=turnover,
                **shared,
            )
        )
    session.flush()


def test_the_mean_is_turnover_by_volume_over_all_vintages_of_the_month(
    session: WorldSession,
) -> None:
    before, first = date(2025, 11, 30), date(2025, 12, 1)
    traded(session, "CEA-2024", {before: (9, 90_000), first: (100, 700_000)})
    traded(session, "CEA-2025", {DEADLINE: (200, 1_500_100)})
    traded(session, "SHEA-2024", {DEADLINE: (50, 100_000)})
    found = mean_price_before(session, "CEA", DEADLINE)
    assert found is not None
    assert (found.price_cny, found.volume_t) == (Decimal("73.34"), 300)
    assert (found.first, found.last) == (first, DEADLINE)


def test_without_trades_there_is_no_mean(session: WorldSession) -> None:
    traded(session, "CEA-2024", {date(2025, 11, 30): (9, 90_000)})
    assert mean_price_before(session, "CEA", DEADLINE) is None


@pytest.mark.parametrize(
    ("deadline", "first"),
    [
        (DEADLINE, date(2025, 12, 1)),
        (date(2026, 2, 28), date(2026, 2, 1)),
        (date(2026, 6, 15), date(2026, 5, 16)),
        (date(2026, 3, 30), date(2026, 2, 28)),
        (date(2026, 1, 10), date(2025, 12, 11)),
    ],
)
def test_the_month_ends_with_the_deadline(deadline: date, first: date) -> None:
    assert month_before(deadline) == first
