from collections.abc import Sequence

import pytest

from simulations.calibration.search import Method, Point, Trace, first_points, search

BEST = (0.3, 0.7)


def distances(points: Sequence[Point]) -> list[float]:
    return [sum((a - b) ** 2 for a, b in zip(point, BEST, strict=True)) for point in points]


def found_by(method: Method, generations: int, seed: int = 1) -> Trace:
    return search(method, distances, (0.9, 0.1), 12, generations, seed)


@pytest.mark.parametrize(("method", "error"), [("differential_evolution", 0.01), ("optuna", 0.1)])
def test_a_search_comes_near_the_best_point(method: Method, error: float) -> None:
    trace = found_by(method, 25)
    assert trace.points[trace.best] == pytest.approx(BEST, abs=error)


@pytest.mark.parametrize("method", ["differential_evolution", "optuna"])
def test_a_search_asks_for_whole_generations_and_is_the_same_every_time(method: Method) -> None:
    trace = found_by(method, 3)
    assert trace.generations == [12, 24, 36, 48]
    assert trace.points[0] == (0.9, 0.1)
    assert trace == found_by(method, 3)
    assert trace.points != found_by(method, 3, seed=2).points


def test_the_least_distance_never_rises() -> None:
    least = found_by("differential_evolution", 10).best_by_generation()
    assert least == sorted(least, reverse=True)


def test_without_generations_only_the_first_points_are_tried() -> None:
    trace = found_by("differential_evolution", 0)
    assert trace.points == first_points((0.9, 0.1), 12, 1)


def test_every_range_is_covered_evenly_by_the_first_points() -> None:
    points = first_points((0.5, 0.5), 11, 1)[1:]
    for axis in range(2):
        assert sorted(int(point[axis] * 10) for point in points) == list(range(10))
