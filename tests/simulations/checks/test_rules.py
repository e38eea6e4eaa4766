from typing import Any

import pytest

from simulations.checks import rules
from simulations.checks.rules import rule_checks


def test_every_check_of_the_rules_passes() -> None:
    checks = list(rule_checks())
    assert [check for check in checks if not check.ok] == []
    assert {(check.id, check.layer) for check in checks} == {(19, "R"), (20, "R"), (23, "R")}


def test_a_book_that_forgets_time_priority_fails_check_20(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: one trade in the reference is reported for another order."""
    original = rules.ReferenceBook.apply

    def wrong(self: Any, step: Any) -> list[tuple[int, int, int]]:
        return [(price, t, number + 1) for price, t, number in original(self, step)]

    monkeypatch.setattr(rules.ReferenceBook, "apply", wrong)
    assert not all(check.ok for check in rule_checks() if check.id == 20)
