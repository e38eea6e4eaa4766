from simulations.agents import WakeUp, WakeUps
from simulations.scenarios import Cycle
from simulations.scenarios import WakeUp as Hazard
from tests.simulations.agents.markets import TestMarket, open_market
from tests.simulations.scenarios import small

CYCLE = Cycle(0, (2024,), 0, 241, 0, 0, 0, 0)
HAZARD = Hazard(base_per_day=0.02, deadline_per_day=0.25, scale_days=25.0, last_call_days=0)


def awake(market: TestMarket, activity: float, hazard: Hazard = HAZARD) -> list[list[WakeUp]]:
    """Return by day who looks at the market."""
    wake_ups = WakeUps(CYCLE, market.firms, hazard, market.streams, lambda _day: activity)
    days = range(CYCLE.first, CYCLE.deadline + 1)
    return [[*wake_ups.on(day, 0), *wake_ups.on(day, 1)] for day in days]


def test_firms_crowd_toward_the_deadline() -> None:
    days = [len(day) for day in awake(open_market(small()), 1.0)]
    assert sum(days[-20:]) > 3 * sum(days[:20])


def test_livelier_days_wake_more_firms_and_the_same_ones() -> None:
    market = open_market(small())
    calm, lively = awake(market, 0.5), awake(market, 2.0)
    for few, many in zip(calm, lively, strict=True):
        assert {place for _, place, _ in few} <= {place for _, place, _ in many}
    assert sum(map(len, lively)) > 2.5 * sum(map(len, calm))
    assert sum(map(len, awake(market, 0.0))) == 0


def test_everybody_looks_on_the_days_of_the_last_call() -> None:
    market = open_market(small())
    days = awake(market, 0.0, HAZARD.model_copy(update={"last_call_days": 5}))
    assert [len(day) for day in days[-6:]] == [0] + [len(market.firms)] * 5
    assert all(late for _, _, late in days[-1])


def test_a_firm_that_is_added_leaves_the_days_of_others_as_they_were() -> None:
    few, many = open_market(small()), open_market(small("agents.firms.power.count=61"))
    known = [firm.account for firm in few.firms]

    def accounts(market: TestMarket) -> list[set[str]]:
        days = awake(market, 1.0)
        return [{market.firms[place].account for _, place, _ in day} for day in days]

    for one, other in zip(accounts(few), accounts(many), strict=True):
        assert one == {account for account in other if account in known}
