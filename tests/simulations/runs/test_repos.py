"""Repo: firms sell surplus units to liquidity providers and buy them back in the same cycle."""

import pytest

from simulations import ScenarioInvalid
from tests.simulations.runs.happened import events, run_small, total_t
from tests.simulations.runs.test_traders import PROVIDERS, listed_t
from tests.simulations.scenarios import small

RICH = PROVIDERS.replace("cash_cny: 50_000_000", "cash_cny: 900_000_000")
REPO = (
    "agents.repos={{spring: {{market: national, provider: desk, start: {start}, end: {end}, "
    "surplus_share: 0.5, quantity_t_max: 100_000, rate: 0.04, day_count: 360}}}}"
)
SPRING = REPO.format(start="07-15", end="11-14")
BANK = "agents.firms.power.opening_bank_share=0.02"


def test_what_is_sold_comes_back_on_the_day_agreed() -> None:
    result = run_small(RICH, BANK, SPRING)
    (sold,), (returned,) = events(result, "repo"), events(result, "repo_return")
    short_t = total_t(result, "repo_cash")
    assert (str(sold["date"]), str(returned["date"])) == ("2025-07-15", "2025-11-14")
    assert 0 < sold["quantity_t"] <= 100_000
    assert returned["quantity_t"] + short_t == sold["quantity_t"]


def test_what_is_open_at_the_deadline_comes_back_on_it() -> None:
    result = run_small(RICH, BANK, REPO.format(start="07-15", end="03-01"))
    (returned,) = events(result, "repo_return")
    assert str(returned["date"]) == "2025-12-31"


def test_a_firm_counts_what_it_has_sold_on_repo_as_its_own() -> None:
    """Else it would buy on the market what comes back anyway."""
    bare, lending = run_small(RICH, BANK), run_small(RICH, BANK, SPRING)
    net_t = [
        sum(row["net_purchases_t"] for row in result.firms.to_pylist())
        for result in (bare, lending)
    ]
    sold_t = total_t(lending, "repo")
    assert abs(net_t[1] - net_t[0]) < sold_t


def test_a_provider_quotes_more_deeply_while_it_holds_units_of_others() -> None:
    bare, lending = run_small(RICH, BANK), run_small(RICH, BANK, SPRING)
    depths = [
        [
            row["depth_t"]
            for row in result.daily.to_pylist()
            if "2025-07-16" <= str(row["date"]) <= "2025-11-13"
        ]
        for result in (bare, lending)
    ]
    assert sum(depths[1]) > sum(depths[0])
    assert listed_t(lending) != listed_t(bare)


def test_units_and_cash_are_conserved_and_draws_are_shared() -> None:
    bare, lending = run_small(RICH, BANK), run_small(RICH, BANK, SPRING)
    issued_t = total_t(lending, "opening", "pre_issue", "final_issue")
    assert issued_t == total_t(lending, "surrender", "carry_over", "cancelled")
    names = ("firm_id", "emissions_t", "allocation_t")
    rows = [
        [tuple(row[name] for name in names) for row in result.firms.to_pylist()]
        for result in (bare, lending)
    ]
    assert rows[0] == rows[1]


@pytest.mark.parametrize(
    ("repo", "said"),
    [
        (SPRING.replace("provider: desk", "provider: disk"), "did you mean “desk”"),
        (SPRING.replace("market: national", "market: nation"), "did you mean “national”"),
        (SPRING.replace("end: 11-14", "end: 07-15"), "ends after it began"),
    ],
)
def test_a_repo_that_cannot_be_is_refused_with_its_key(repo: str, said: str) -> None:
    with pytest.raises(ScenarioInvalid, match=r"agents\.repos\.spring") as refused:
        small(PROVIDERS, repo)
    assert said in str(refused.value)
