import pytest

from simulations.checks import markets
from simulations.checks.markets import market_checks
from simulations.markets import ReserveMove


def test_every_check_of_auctions_and_reserve_passes() -> None:
    checks = list(market_checks())
    assert [check for check in checks if not check.ok] == []
    assert {(check.id, check.layer) for check in checks} == {(19, "R"), (22, "R")}


def test_a_reserve_that_forgets_its_buffer_fails_check_22(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: 24 % of all circulation from the first threshold on."""
    original = markets.reserve_move

    def wrong(circulating_t: int, *rest: object) -> ReserveMove:
        move = original(circulating_t, *rest)
        return move._replace(withheld_t=circulating_t * 24 // 100) if move.withheld_t else move

    monkeypatch.setattr(markets, "reserve_move", wrong)
    assert {check.id for check in market_checks() if not check.ok} == {22}
