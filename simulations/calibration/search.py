"""Search of the unit cube for the point with the least distance; the same points for any workers.

Both methods ask for whole generations at once, so that workers are kept busy and the points do
not depend on which of them answers first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from simulations.calibration.refused_calibration import SearchNotInstalled

Point = tuple[float, ...]
Distances = Callable[[Sequence[Point]], list[float]]
Method = Literal["differential_evolution", "optuna"]
_MUTATION: Final = (0.4, 0.9)
_RECOMBINATION: Final = 0.8
_DIGITS: Final = 12


@dataclass(slots=True)
class Trace:
    """Every point tried.

    Args:
        points: In the order asked for.
        distances: Of each.
        generations: How many points had been tried at the end of each generation.
    """

    points: list[Point] = field(default_factory=list)
    distances: list[float] = field(default_factory=list)
    generations: list[int] = field(default_factory=list)

    @property
    def best(self) -> int:
        """Return the place of the best point; of equals the first."""
        return int(np.argmin(self.distances))

    def best_by_generation(self) -> list[float]:
        """Return the least distance up to the end of each generation."""
        return [min(self.distances[:count]) for count in self.generations]


class _Generations:
    """Asks for the distances of a generation and notes them."""

    def __init__(self, distances: Distances, after: Callable[[Trace], None]) -> None:
        self.trace = Trace()
        self._distances = distances
        self._after = after

    def of(self, points: Sequence[Point]) -> list[float]:
        """Return the distances of some points."""
        found = self._distances(points)
        self.trace.points += points
        self.trace.distances += found
        self.trace.generations.append(len(self.trace.points))
        self._after(self.trace)
        return found


def search(  # noqa: PLR0913, PLR0917  each is a term of the search
    method: Method,
    distances: Distances,
    start: Sequence[float],
    population: int,
    generations: int,
    seed: int,
    after: Callable[[Trace], None] = lambda _: None,
) -> Trace:
    """Return every point tried; the first is the start.

    Args:
        method: Differential evolution of SciPy, or the tree-structured Parzen estimator of Optuna.
        distances: Gives the distances of the points of a generation.
        start: A point of the unit cube.
        population: Points of a generation, at least 5.
        generations: How many generations after the first.
        seed: Seed of the search.
        after: Called after every generation.

    Raises:
        SearchNotInstalled: Optuna is not installed.
    """
    asked = _Generations(distances, after)
    first = first_points(start, population, seed)
    if method == "optuna":
        _with_optuna(asked, first, generations, seed)
    else:
        _with_scipy(asked, first, generations, seed)
    return asked.trace


def first_points(start: Sequence[float], population: int, seed: int) -> list[Point]:
    """Return the first generation: the start, then a Latin hypercube."""
    from scipy.stats import qmc  # noqa: PLC0415  loaded only where it is used: workers start faster

    cube = qmc.LatinHypercube(d=len(start), rng=np.random.default_rng(seed))
    drawn = cube.random(population - 1)
    rows = [list(start), *drawn.tolist()]
    return [tuple(round(float(each), _DIGITS) for each in row) for row in rows]


def _with_scipy(asked: _Generations, first: Sequence[Point], generations: int, seed: int) -> None:
    def of_all(
        _: Callable[[Any], float], columns: Iterable[NDArray[np.float64]]
    ) -> Iterator[float]:
        points = [tuple(round(float(each), _DIGITS) for each in column) for column in columns]
        return iter(asked.of(points))

    from scipy.optimize import Bounds, differential_evolution  # noqa: PLC0415  as above

    differential_evolution(
        _never,
        bounds=Bounds(np.zeros(len(first[0])), np.ones(len(first[0]))),
        init=np.array(first),
        maxiter=generations,
        mutation=_MUTATION,
        recombination=_RECOMBINATION,
        updating="deferred",
        workers=of_all,
        polish=False,
        tol=0.0,
        rng=np.random.default_rng(seed),
    )


def _never(_: NDArray[np.float64]) -> float:
    raise AssertionError("whole generations are asked for")


def _with_optuna(asked: _Generations, first: Sequence[Point], generations: int, seed: int) -> None:
    try:
        import optuna  # noqa: PLC0415  an extra; few need it
    except ImportError:
        raise SearchNotInstalled(method="optuna") from None
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    space: dict[str, optuna.distributions.BaseDistribution] = {
        str(i): optuna.distributions.FloatDistribution(0.0, 1.0) for i in range(len(first[0]))
    }
    for point in first:
        study.enqueue_trial({str(i): value for i, value in enumerate(point)})
    for _ in range(generations + 1):
        trials = [study.ask(space) for _ in first]
        points = [tuple(trial.params[str(i)] for i in range(len(space))) for trial in trials]
        for trial, distance in zip(trials, asked.of(points), strict=True):
            study.tell(trial, distance)
