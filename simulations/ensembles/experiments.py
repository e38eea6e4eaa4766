"""What an experiment says: a design over dotted keys of a scenario, replications, what to keep."""

from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue

from simulations.scenarios import Part, Slug, Words

TABLES: Final = ("daily", "events", "firms", "trades")
CASES_MAX: Final = 200_000
RUNS_MAX: Final = 1_000_000
FACTORS_MAX: Final = 100
SEED_END: Final = 2**63

Key = Annotated[str, Field(min_length=1, max_length=300)]
Settings = dict[Key, JsonValue]
Seed = Annotated[int, Field(ge=0, lt=SEED_END)]


class LongWords(Part):
    """A paragraph in both languages."""

    zh: str = Field(min_length=1, max_length=4_000)
    en: str = Field(min_length=1, max_length=4_000)


class NamedCases(Part):
    """Cases written out: each a name and the values it changes."""

    kind: Literal["cases"]
    cases: dict[Slug, Settings] = Field(min_length=1, max_length=1_000)


class Grid(Part):
    """Every combination of the values that the factors list; the last factor varies fastest."""

    kind: Literal["grid"]


class LatinHypercube(Part):
    """Points of which each factor's range is covered evenly (McKay, Beckman and Conover, 1979)."""

    kind: Literal["latin_hypercube"]
    n: int = Field(ge=1, le=CASES_MAX)
    seed: Seed


class SobolDesign(Part):
    """Saltelli's cross-sampled Sobol points, for variance-based indices (Saltelli, 2002)."""

    kind: Literal["sobol"]
    n: int = Field(ge=2, le=CASES_MAX)
    seed: Seed
    second_order: bool = True


class MorrisDesign(Part):
    """Trajectories that move one factor at a time, for elementary effects (Morris, 1991)."""

    kind: Literal["morris"]
    trajectories: int = Field(ge=2, le=10_000)
    levels: Literal[4, 6, 8, 10, 12]
    seed: Seed


Sampled = LatinHypercube | SobolDesign | MorrisDesign
Design = Annotated[NamedCases | Grid | Sampled, Field(discriminator="kind")]
DESIGNS: Final[dict[str, type[Part]]] = {
    "cases": NamedCases,
    "grid": Grid,
    "latin_hypercube": LatinHypercube,
    "morris": MorrisDesign,
    "sobol": SobolDesign,
}


class Finding(Part):
    """What an experiment found of one metric: a case less another, run by run.

    The mean and its 95 % interval are of the differences between runs with the same seed; they
    are recorded from a run of the experiment, so a later one can be held against them.
    """

    metric: Key
    case: Slug
    against: Slug
    mean: float
    low: float
    high: float
    says: LongWords


class Experiment(Part):
    """One experiment of a scenario file.

    Factors are dotted keys of the scenario: to a list of values in a grid, to ``[low, high]`` in
    a sampled design. Replication r of every case runs with the same seed, so that cases differ
    by their settings only (common random numbers). The seeds are drawn from the scenario's own,
    unless ``seeds`` lists one for each replication.
    """

    title: Words | None = None
    question: LongWords | None = None
    findings: dict[Slug, Finding] | None = Field(default=None, max_length=20)
    falsified_by: LongWords | None = None
    objections: tuple[LongWords, ...] | None = Field(default=None, max_length=20)
    design: Design
    replications: int = Field(ge=1, le=100_000)
    seeds: tuple[Seed, ...] | None = Field(default=None, min_length=1, max_length=100_000)
    factors: dict[Key, Annotated[list[JsonValue], Field(min_length=1, max_length=1_000)]] = Field(
        default_factory=dict, max_length=FACTORS_MAX
    )
    metrics: tuple[str, ...] = Field(min_length=1, max_length=200)
    tables: tuple[Literal["daily", "events", "firms", "trades"], ...] = Field(max_length=4)
