"""Headline numbers of a run, from its tables."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from simulations.runs.market_curves import banking_prices_cny
from simulations.runs.records import CycleNote
from simulations.runs.results import CALIBRATION, NOTE
from simulations.scenarios import Scenario

_LAST_DAYS = timedelta(days=60)
_DIGITS = 4


def summarise(
    scenario: Scenario,
    seed: int,
    tables: Mapping[str, pa.Table],
    orders: int,
    cycles: Sequence[CycleNote],
) -> dict[str, Any]:
    """Return the summary of a run.

    Args:
        scenario: What was run.
        seed: With which seed.
        tables: Its daily, trades and firms tables.
        orders: Listed orders placed.
        cycles: The compliance cycles that were settled, in order of their deadlines.

    Returns:
        Plain JSON values: prices in CNY/t, quantities in t, shares between 0 and 1.
    """
    days = tables["daily"].to_pylist()
    firms = tables["firms"].to_pylist()
    revenue_cny = _revenue_cny(tables["trades"])
    return {
        "scenario": scenario.id,
        "scenario_digest": scenario.digest,
        "title": scenario.title.model_dump(),
        "seed": seed,
        "calibration": CALIBRATION,
        "note": dict(NOTE),
        "orders": orders,
        "trades": tables["trades"].num_rows,
        "trading_days": len({row["date"] for row in days}),
        "markets": {
            name: _prices([row for row in days if row["market"] == name])
            | {"auction_revenue_cny": revenue_cny.get(name, 0.0)}
            | _compliance([row for row in firms if row["market"] == name])
            | {"years": years_of(scenario, name, cycles, days, firms)}
            for name in scenario.markets
        },
    }


def years_of(
    scenario: Scenario,
    market: str,
    cycles: Sequence[CycleNote],
    days: list[dict[str, Any]],
    firms: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return a row for each settled cycle of a market, with the price that theory gives it.

    The price of banking needs a rate of interest: it is there where firms' expectations have one.
    """
    own = [cycle for cycle in cycles if cycle.market == market]
    terms = scenario.agents.expectations
    banking: list[float | None] = [None] * len(own)
    if terms is not None and own:
        banking = banking_prices_cny([cycle.clearing for cycle in own], terms.rate)
    return [
        _of_year(cycle, price_cny, days, firms)
        for cycle, price_cny in zip(own, banking, strict=True)
    ]


def _of_year(
    cycle: CycleNote,
    banking_cny: float | None,
    days: list[dict[str, Any]],
    firms: list[dict[str, Any]],
) -> dict[str, Any]:
    market, year = cycle.market, cycle.emission_years[-1]
    traded = [
        row
        for row in days
        if row["market"] == market and cycle.first <= row["date"] <= cycle.deadline
    ]
    settled = [row for row in firms if row["market"] == market and row["year"] == year]
    return (
        {
            "year": year,
            "emission_years": list(cycle.emission_years),
            "first": cycle.first.isoformat(),
            "deadline": cycle.deadline.isoformat(),
            "units_t": cycle.clearing.units_t,
            "equilibrium_price_cny": _rounded(cycle.clearing.price_cny),
            "banking_price_cny": _rounded(banking_cny),
        }
        | _prices(traded)
        | _compliance(settled)
    )


def _rounded(price_cny: float | None) -> float | None:
    return None if price_cny is None else round(price_cny, 2)


def _revenue_cny(trades: pa.Table) -> dict[str, float]:
    """Return what each market's regulator received for units it auctioned, CNY."""
    sold = trades.filter(pc.equal(trades["mode"], "auction"))
    value = pc.multiply(sold["price_cny"], pc.cast(sold["quantity_t"], pa.float64()))
    found = pa.table({"market": sold["market"], "value": value}).group_by("market")
    rows = found.aggregate([("value", "sum")]).to_pylist()
    return {row["market"]: round(row["value_sum"], 2) for row in rows}


def _ratio(part: float, whole: float) -> float:
    return round(part / whole, _DIGITS) if whole else 0.0


def _prices(days: list[dict[str, Any]]) -> dict[str, Any]:
    closes = [row["close_cny"] for row in days]
    months: dict[str, int] = defaultdict(int)
    for row in days:
        months[f"{row['date']:%Y-%m}"] += row["listed_volume_t"] + row["block_volume_t"]
    listed_t = sum(row["listed_volume_t"] for row in days)
    block_t = sum(row["block_volume_t"] for row in days)
    volume_t = listed_t + block_t
    last = days[-1]["date"] - _LAST_DAYS
    late_t = sum(
        row["listed_volume_t"] + row["block_volume_t"] for row in days if row["date"] > last
    )
    return {
        "price_mean_cny": round(sum(closes) / len(closes), 2),
        "price_min_cny": min(closes),
        "price_max_cny": max(closes),
        "price_last_cny": closes[-1],
        "price_volume_weighted_cny": _ratio(sum(row["turnover_cny"] for row in days), volume_t),
        "volume_t": volume_t,
        "listed_volume_t": listed_t,
        "block_volume_t": block_t,
        "auction_volume_t": sum(row["auction_volume_t"] for row in days),
        "block_share": _ratio(block_t, volume_t),
        "top_month_share": _ratio(max(months.values(), default=0), volume_t),
        "last_60_days_share": _ratio(late_t, volume_t),
        "months_volume_t": dict(sorted(months.items())),
    }


def _compliance(firms: list[dict[str, Any]]) -> dict[str, Any]:
    names = (
        "emissions_t",
        "allocation_t",
        "obligation_t",
        "abatement_t",
        "surrendered_t",
        "offsets_t",
        "carried_over_t",
        "shortfall_t",
    )
    totals: dict[str, Any] = {name: sum(row[name] for row in firms) for name in names}
    owing = [row for row in firms if row["obligation_t"] > 0]
    compliant = sum(row["shortfall_t"] == 0 for row in owing)
    bought_t = sum(max(row["net_purchases_t"], 0) for row in firms)
    return totals | {
        "firms": len({row["firm_id"] for row in firms}),
        "compliance_rate": _ratio(compliant, len(owing)),
        "net_purchases_share": _ratio(bought_t, totals["obligation_t"]),
        "abatement_cost_cny": round(sum(row["abatement_cost_cny"] for row in firms), 2),
        "penalty_cny": round(sum(row["penalty_cny"] for row in firms), 2),
    }
