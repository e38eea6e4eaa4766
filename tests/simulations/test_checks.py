from typing import Any

import pytest

from simulations import check_rules, validate
from simulations.checks.rules import rule_checks
from simulations.checks.simple_market import QuotingFirm, SimpleMarket


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return validate()


def test_every_check_passes(report: dict[str, Any]) -> None:
    assert [check for check in report["checks"] if not check["ok"]] == []
    assert report["failed"] == 0
    assert report["passed"] == len(report["checks"])


def test_the_checks_of_this_version_exist(report: dict[str, Any]) -> None:
    found = {(check["id"], check["layer"]) for check in report["checks"]}
    assert found >= {(1, "S"), (1, "B"), (2, "S"), (2, "B"), (4, "S"), (5, "S")}
    assert found >= {(19, "R"), (20, "R"), (22, "R"), (23, "R"), (24, "R")}
    expected = {"id", "layer", "name", "expected", "obtained", "tolerance", "ok"}
    assert all(set(check) == expected for check in report["checks"])


def test_a_book_that_forgets_time_priority_fails_check_20(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: one trade in the reference is reported for another order."""
    original = check_rules.ReferenceBook.apply

    def wrong(self: Any, step: Any) -> list[tuple[int, int, int]]:
        return [(price, t, number + 1) for price, t, number in original(self, step)]

    monkeypatch.setattr(check_rules.ReferenceBook, "apply", wrong)
    assert not all(check.ok for check in rule_checks() if check.id == 20)


def test_one_firm_alone_does_not_trade() -> None:
    outcome = SimpleMarket([QuotingFirm(10_000, 8_000, 0.01)], 1, 20, 10).run()
    assert outcome.volume_t == 0


def test_identical_firms_stop_trading() -> None:
    firms = [QuotingFirm(10_000, 8_000, 0.01)] * 5
    assert SimpleMarket(firms, 1, 50, 10).run().volume_t < 200
