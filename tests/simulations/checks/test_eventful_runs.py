from simulations.checks.eventful_runs import eventful_checks


def test_rules_and_books_hold_in_runs_in_which_much_happens() -> None:
    checks = list(eventful_checks())
    assert {check.id for check in checks} == {23, 24}
    assert {check.layer for check in checks} == {"R"}
    assert [check.name for check in checks if not check.ok] == []
