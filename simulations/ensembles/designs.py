"""The cases of an experiment: written out, a grid, or points sampled from ranges."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from simulations.ensembles.experiments import (
    Experiment,
    Grid,
    LatinHypercube,
    NamedCases,
    Sampled,
    SobolDesign,
)
from simulations.ensembles.varying import rounded_like, value_at
from simulations.streams import Streams

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One set of settings.

    Args:
        number: From 0, in the order of the design.
        name: Its name; ``case-000012`` unless the experiment gives one.
        settings: Dotted keys and values, as they are laid over the scenario.
        point: What was sampled for each factor, before whole numbers and fen were rounded.
    """

    number: int
    name: str
    settings: Mapping[str, JsonValue]
    point: tuple[float, ...] = ()


def case_count(experiment: Experiment) -> int:
    """Return the number of cases without making them."""
    design, factors = experiment.design, experiment.factors
    if isinstance(design, NamedCases):
        return len(design.cases)
    if isinstance(design, Grid):
        return math.prod(len(values) for values in factors.values())
    if isinstance(design, LatinHypercube):
        return design.n
    if isinstance(design, SobolDesign):
        return design.n * (2 * len(factors) + 2 if design.second_order else len(factors) + 2)
    return design.trajectories * (len(factors) + 1)


def cases_of(experiment: Experiment, base: Mapping[str, Any]) -> list[Case]:
    """Return the cases of an experiment, the same for the same experiment.

    Args:
        experiment: A checked experiment.
        base: ``Scenario.canonical()`` of the scenario it varies.
    """
    design, factors = experiment.design, experiment.factors
    if isinstance(design, NamedCases):
        named = enumerate(design.cases.items())
        return [Case(number, name, settings) for number, (name, settings) in named]
    if isinstance(design, Grid):
        rows = enumerate(itertools.product(*factors.values()))
        return [Case(i, _name(i), dict(zip(factors, row, strict=True))) for i, row in rows]
    now = [value_at(base, key) for key in factors]
    return [
        Case(i, _name(i), _settings(list(factors), now, row), tuple(float(x) for x in row))
        for i, row in enumerate(_sample(design, factors))
    ]


def _name(number: int) -> str:
    return f"case-{number:06d}"


def _settings(keys: Sequence[str], now: Sequence[object], row: Points) -> dict[str, JsonValue]:
    triples = zip(keys, now, row, strict=True)
    return {key: rounded_like(value, float(number)) for key, value, number in triples}


def problem_of(factors: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Return the factors as SALib describes a problem."""
    bounds = [[float(low), float(high)] for low, high in factors.values()]
    return {"num_vars": len(factors), "names": list(factors), "bounds": bounds}


def _sample(design: Sampled, factors: Mapping[str, Sequence[Any]]) -> Points:
    """Return one row for each case, one column for each factor.

    SALib is imported here because it loads pandas, and most runs need neither.
    """
    problem = problem_of(factors)
    if isinstance(design, LatinHypercube):
        from scipy.stats import qmc  # noqa: PLC0415

        generator = np.random.default_rng(design.seed)
        cube = qmc.LatinHypercube(len(factors), rng=generator).random(design.n)
        low, high = np.array(problem["bounds"]).T
        return np.asarray(qmc.scale(cube, low, high), dtype=np.float64)
    if isinstance(design, SobolDesign):
        from SALib.sample.sobol import sample as saltelli  # noqa: PLC0415

        order = design.second_order
        points = saltelli(problem, design.n, calc_second_order=order, seed=design.seed)
    else:
        from SALib.sample.morris import sample as trajectories  # noqa: PLC0415

        points = trajectories(
            problem, design.trajectories, num_levels=design.levels, seed=design.seed
        )
    return np.asarray(points, dtype=np.float64)


def seeds_of(seed: int, replications: int) -> list[int]:
    """Return the seed of each replication; more replications leave the earlier ones as they are.

    Args:
        seed: The scenario's own seed.
        replications: How many.
    """
    streams = Streams(seed)
    return [
        int(streams.generator("replication", str(r)).integers(2**63)) for r in range(replications)
    ]
