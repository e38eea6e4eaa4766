"""What an experiment states against what a run of it measures."""

import math
from pathlib import Path

import pytest

from simulations import FindingsUnavailable, found_again, read_ensemble, run_ensemble
from simulations.ensembles import Interval, load_plan
from simulations.experiments.findings import rounded

TINY = Path(__file__).parents[1] / "ensembles" / "tiny.yaml"
HEAD = """
schema: tanlab/scenario@1
extends: {tiny}
experiments:
  blocks:
    design:
      kind: cases
      cases:
        base: {{}}
        no_blocks: {{markets.national.trading.block.enabled: false}}
    replications: 3
    metrics: [national.block_volume_t, national.compliance_rate]
    tables: []
    findings:
      none_left:
        metric: national.block_volume_t
        case: no_blocks
        against: base
        mean: {mean}
        low: {low}
        high: {high}
        says: {{zh: 没有大宗交易, en: No block is traded.}}
"""


def stated(tmp_path: Path, mean: float, low: float, high: float) -> Path:
    path = tmp_path / "blocks.yaml"
    path.write_text(HEAD.format(tiny=TINY, mean=mean, low=low, high=high), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((1234.567, 1200.049, 1269.085), (1235.0, 1200.0, 1269.0)),
        ((0.000123456, 0.0001, 0.00015), (0.0001235, 0.0001, 0.00015)),
        ((-7_654_321.0, -8_000_000.0, -7_000_000.0), (-7_654_000.0, -8_000_000.0, -7_000_000.0)),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    ],
)
def test_numbers_are_recorded_to_four_digits_of_the_largest(
    numbers: tuple[float, float, float], shown: tuple[float, float, float]
) -> None:
    assert rounded(Interval(3, numbers[0], math.nan, *numbers[1:])) == shown


def test_a_run_that_measures_what_was_stated_finds_it_again(tmp_path: Path) -> None:
    first = stated(tmp_path, 5.0, 4.0, 6.0)
    run_ensemble(load_plan(f"{first}:blocks"), tmp_path / "first")
    (other,) = found_again(read_ensemble(tmp_path / "first"))
    assert not other.same
    assert not other.stands
    mean, low, high = rounded(other.measured)
    assert mean < 0
    assert math.isfinite(low)
    run_ensemble(load_plan(f"{stated(tmp_path, mean, low, high)}:blocks"), tmp_path / "second")
    (again,) = found_again(read_ensemble(tmp_path / "second"))
    assert again.same
    assert again.stands


def test_an_experiment_that_states_nothing_cannot_be_held_against_anything(tmp_path: Path) -> None:
    run_ensemble(load_plan(f"{TINY}:two_policies"), tmp_path / "out")
    with pytest.raises(FindingsUnavailable, match="states none"):
        found_again(read_ensemble(tmp_path / "out"))
