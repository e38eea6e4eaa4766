"""The fast mode against the book: the same firms and shocks, fifty seeds, bounds on the means."""

from statistics import correlation, fmean

import pytest

from simulations import run
from tests.simulations.scenarios import small

SEEDS = range(50)
Outcome = dict[str, list[float]]


def outcome(matching: str) -> Outcome:
    scenario = small(f"matching={matching}", "agents.firms.power.count=30")
    markets = [run(scenario, seed=seed).summary["markets"]["national"] for seed in SEEDS]
    return {
        name: [float(market[name]) for market in markets]
        for name in ("price_mean_cny", "volume_t", "abatement_t", "block_share", "compliance_rate")
    }


@pytest.fixture(scope="module")
def modes() -> tuple[Outcome, Outcome]:
    return outcome("book"), outcome("call")


@pytest.mark.parametrize(
    ("name", "share_max"), [("price_mean_cny", 0.01), ("volume_t", 0.06), ("abatement_t", 0.06)]
)
def test_the_call_agrees_with_the_book_within_bounds(
    modes: tuple[Outcome, Outcome], name: str, share_max: float
) -> None:
    book, call = modes
    assert fmean(call[name]) == pytest.approx(fmean(book[name]), rel=share_max)


@pytest.mark.parametrize("name", ["block_share", "compliance_rate"])
def test_the_call_keeps_shares_within_two_hundredths(
    modes: tuple[Outcome, Outcome], name: str
) -> None:
    book, call = modes
    assert fmean(call[name]) == pytest.approx(fmean(book[name]), abs=0.02)


@pytest.mark.parametrize(("name", "least"), [("volume_t", 0.9), ("abatement_t", 0.9)])
def test_the_call_ranks_seeds_as_the_book_does(
    modes: tuple[Outcome, Outcome], name: str, least: float
) -> None:
    book, call = modes
    assert correlation(book[name], call[name]) > least


def test_all_listed_trades_of_a_day_have_one_price() -> None:
    result = run(small("matching=call", "agents.firms.power.count=30"))
    prices: dict[object, set[float]] = {}
    for row in result.trades.to_pylist():
        if row["mode"] == "listed":
            prices.setdefault(row["date"], set()).add(row["price_cny"])
    assert prices
    assert all(len(found) == 1 for found in prices.values())
