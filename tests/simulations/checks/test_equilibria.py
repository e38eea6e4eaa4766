import pytest

from simulations import EmissionsOutlook
from simulations.checks import equilibria
from simulations.checks.equilibria import equilibrium_checks


def test_every_check_of_the_solvers_passes() -> None:
    checks = list(equilibrium_checks())
    assert [check for check in checks if not check.ok] == []
    assert {check.id for check in checks} == set(range(1, 19))
    assert {check.layer for check in checks} == {"S"}


def test_a_solver_that_forgets_half_the_news_fails_check_18(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The planted bug: deviations taken twice as large."""

    def wrong(mean_t: float, sd_t: float) -> EmissionsOutlook:
        return EmissionsOutlook(mean_t, 2 * sd_t)

    monkeypatch.setattr(equilibria, "EmissionsOutlook", wrong)
    assert [check.id for check in equilibrium_checks() if not check.ok] == [18]
