"""Series are listed by an operator, on terms that can be used."""

from datetime import date, timedelta
from typing import Any

import pytest

from market.derivatives import EndMarginCall, ExpireSeries, ListSeries, SettleSeriesDay
from market.rules import UnknownInstrument
from market.rules.refused_series import (
    SeriesCodeInvalid,
    SeriesDatesDisordered,
    SeriesExists,
    SeriesTermsInvalid,
)
from registry.worlds import DrivenClock, RegistryError, RoleMissing, World
from tests.checked import passes, trips
from tests.market.derivatives.series_floor import FRI, MON, SERIES, THU, SeriesFloor, open_floor
from tests.market.traders import CEA

HUGE = 10**30


@pytest.fixture
def floor(world: World, clock: DrivenClock) -> SeriesFloor:
    floor = open_floor(world, clock)
    floor.open_series()
    return floor


@trips(SeriesExists, SeriesCodeInvalid, SeriesTermsInvalid, SeriesDatesDisordered)
@passes(SeriesExists, SeriesCodeInvalid, SeriesTermsInvalid, SeriesDatesDisordered)
@pytest.mark.parametrize(
    ("refusal", "changed"),
    [
        (SeriesExists, {"series": SERIES}),
        (SeriesCodeInvalid, {"series": "cea"}),
        (SeriesCodeInvalid, {"series": "A" * 25}),
        (SeriesCodeInvalid, {"series": "CEA'; DROP TABLE account"}),
        (SeriesTermsInvalid, {"contract_kind": "swap"}),
        (SeriesTermsInvalid, {"settlement": "barter"}),
        (SeriesTermsInvalid, {"strike_fen": 9_800}),
        (SeriesTermsInvalid, {"option_type": "call"}),
        (SeriesTermsInvalid, {"contract_kind": "option", "strike_fen": 9_800}),
        (SeriesTermsInvalid, {"contract_kind": "option", "option_type": "call"}),
        (
            SeriesTermsInvalid,
            {"contract_kind": "option", "option_type": "put", "strike_fen": HUGE},
        ),
        (SeriesTermsInvalid, {"size_t": -1}),
        (SeriesTermsInvalid, {"size_t": HUGE}),
        (SeriesTermsInvalid, {"initial_bp": 10_001}),
        (SeriesTermsInvalid, {"initial_bp": 500, "maintenance_bp": 501}),
        (SeriesDatesDisordered, {"last_trading_day": date(2026, 11, 20)}),
        (SeriesDatesDisordered, {"last_trading_day": FRI, "expires_on": THU}),
        (SeriesDatesDisordered, {"expires_on": FRI + timedelta(days=1)}),
        (SeriesDatesDisordered, {"expires_on": date.max}),
        (UnknownInstrument, {"instrument": "XEA-2024"}),
    ],
)
def test_a_series_is_listed_only_with_usable_terms(
    floor: SeriesFloor, refusal: type[RegistryError], changed: dict[str, Any]
) -> None:
    terms: dict[str, Any] = {
        "series": "CEA-X2611",
        "contract_kind": "future",
        "instrument": CEA,
        "last_trading_day": THU,
        "expires_on": FRI,
    }
    with pytest.raises(refusal):
        floor.operate(ListSeries(client_id="bad", **{**terms, **changed}))
    floor.operate(ListSeries(client_id="good", **terms))


def test_only_an_operator_lists_settles_and_ends(floor: SeriesFloor) -> None:
    ann = floor.venue.trader("Ann")
    listing = ListSeries(
        client_id="l",
        series="CEA-X",
        contract_kind="future",
        instrument=CEA,
        last_trading_day=THU,
        expires_on=FRI,
    )
    for command in (
        listing,
        SettleSeriesDay(client_id="s", series=SERIES, day=MON),
        EndMarginCall(client_id="c", call=1),
        ExpireSeries(client_id="e", series=SERIES),
    ):
        with pytest.raises(RoleMissing):
            floor.venue.execute(command, ann.actor)
