import numpy as np
from SALib.sample.sobol import sample as saltelli

from simulations.ensembles.designs import case_count, problem_of, seeds_of
from tests.simulations.ensembles.plans import plan


def test_a_grid_takes_every_combination_the_last_factor_fastest() -> None:
    cases = plan("grid").cases()
    assert len(cases) == case_count(plan("grid").experiment) == 6
    assert [tuple(case.settings.values()) for case in cases[:4]] == [
        (0.2, "net_sales"),
        (0.2, "unlimited"),
        (0.2, "none"),
        (0.8, "net_sales"),
    ]
    assert [case.name for case in cases[:2]] == ["case-000000", "case-000001"]


def test_a_latin_hypercube_fills_every_stratum_and_keeps_whole_numbers_and_fen() -> None:
    cases = plan("latin").cases()
    for column, (low, high) in enumerate([(5, 25), (0, 1), (50, 150)]):
        unit = [(case.point[column] - low) / (high - low) for case in cases]
        assert sorted(int(x * 5) for x in unit) == [0, 1, 2, 3, 4]
    for case in cases:
        firms, hoarding, price = case.settings.values()
        assert isinstance(firms, int)
        assert hoarding == case.point[1]
        assert round(float(str(price)), 2) == price


def test_a_sobol_design_is_the_one_that_salib_draws() -> None:
    experiment = plan("sobol").experiment
    cases = plan("sobol").cases()
    direct = saltelli(problem_of(experiment.factors), 4, calc_second_order=True, seed=7)
    assert len(cases) == case_count(experiment) == 4 * (2 * 2 + 2)
    assert np.array_equal(np.array([case.point for case in cases]), direct)


def test_morris_moves_one_factor_at_a_time() -> None:
    cases = plan("morris").cases()
    assert len(cases) == case_count(plan("morris").experiment) == 9
    points = np.array([case.point for case in cases]).reshape(3, 3, 2)
    assert (np.count_nonzero(np.diff(points, axis=1), axis=2) == 1).all()


def test_more_replications_leave_the_earlier_seeds_as_they_are() -> None:
    assert seeds_of(7, 50)[:10] == seeds_of(7, 10)
    assert len(set(seeds_of(7, 50))) == 50
    assert set(seeds_of(8, 50)).isdisjoint(seeds_of(7, 50))
    assert all(0 <= seed < 2**63 for seed in seeds_of(7, 50))
