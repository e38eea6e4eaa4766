from pathlib import Path

import pytest

from simulations import ScenarioInvalid, UnknownScenario
from simulations.calibration import calibration_names, load_calibration

TINY = Path(__file__).parent / "tiny.yaml"
SMALL = Path(__file__).parent.parent / "small.yaml"


def problems(tmp_path: Path, **changes: str) -> list[tuple[int, str, str]]:
    """Return line, path and sentence of what is wrong after lines of the tiny file are replaced."""
    lines = TINY.read_text().replace("../small.yaml", str(SMALL)).splitlines()
    for start, line in changes.items():
        place = next(i for i, old in enumerate(lines) if old.strip().startswith(f"{start}:"))
        lines[place] = line
    path = tmp_path / "wrong.yaml"
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(ScenarioInvalid) as refused:
        load_calibration(str(path))
    return [(p.line, p.path, p.sentence["en"]) for p in refused.value.problems]


@pytest.mark.parametrize("name", calibration_names())
def test_every_shipped_calibration_can_be_read(name: str) -> None:
    plan = load_calibration(name)
    assert plan.file.id == name
    assert len(plan.sample.agents.firms) == len(plan.scenario.agents.firms)


def test_a_file_names_its_scenario_beside_it_and_a_smaller_sample() -> None:
    plan = load_calibration(str(TINY))
    assert plan.scenario.agents.firms["power"].count == 60
    assert plan.sample.agents.firms["power"].count == 20
    assert plan.digest != load_calibration(calibration_names()[0]).digest


def test_an_unknown_key_is_named_with_its_line(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, market="marked: national\nmarket: national")
    assert found == (5, "marked", "Unknown key “marked”; did you mean “market”?")


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        market="market: hubai",
        last="    last: 2030-01-01",
        **{"agents.behaviours.quote_width": "  agents.behaviours.quote_wdth: {low: 0, high: 2}"},
    )
    assert [path for _, path, _ in found] == [
        "market",
        "levels[0].last",
        "free.agents.behaviours.quote_wdth",
    ]


def test_a_range_beyond_what_the_scenario_accepts_is_refused(tmp_path: Path) -> None:
    changes = {
        "agents.behaviours.quote_width": "  agents.behaviours.quote_width: {low: 0, high: 2}"
    }
    ((_, path, sentence),) = problems(tmp_path, **changes)
    assert (path, sentence) == (
        "free.agents.behaviours.quote_width.high",
        "It must be at most 1.0.",
    )


def test_a_name_that_nothing_has_is_refused() -> None:
    with pytest.raises(UnknownScenario):
        load_calibration("no-such-calibration")
