import pytest

from simulations import ScenarioInvalid, load_scenario
from web.refusals import Language, Refusal
from web.simulations.overrides import known_keys, overrides_refusal, read_overrides

SCENARIO = "cn-national-2024"


def refused(text: str, language: Language = "en") -> Refusal:
    """Return how a scenario with these overrides is refused."""
    typed = read_overrides(text)
    with pytest.raises(ScenarioInvalid) as caught:
        load_scenario(f"builtin:{SCENARIO}", [override.text for override in typed])
    return overrides_refusal(
        caught.value, typed, known_keys(load_scenario(SCENARIO).settings), language
    )


def test_empty_lines_and_comments_are_left_out_but_counted() -> None:
    typed = read_overrides("\n# a comment\n  a.b = 1 \n\nc=2")
    assert [(override.line, override.text) for override in typed] == [(3, "a.b = 1"), (5, "c=2")]
    assert typed[0].key == "a.b"


@pytest.mark.parametrize(
    "key", ["agents.firms.powr.count", "agents.frms.power.count", "agents.firms.power.cont"]
)
def test_an_unknown_key_is_one_problem_with_the_nearest_key(key: str) -> None:
    [part] = refused(f"{key}=3").fields
    assert part.field == "overrides.0"
    assert part.value == f"{key}=3"
    assert part.sentence == (
        f"Line 1: Unknown key “{key}”; did you mean “agents.firms.power.count”?"
    )


def test_every_line_is_judged_at_once_in_the_readers_language() -> None:
    shown = refused("foo\nseed=-1\nhorizon.end=2025-02-30", "zh")
    assert [part.sentence.partition("：")[0] for part in shown.fields] == [
        "第 1 行",
        "第 2 行",
        "第 3 行",
    ]
    assert shown.sentence == "覆盖项有 3 处问题。"


def test_a_contradiction_elsewhere_names_the_key_it_is_about() -> None:
    [part] = refused("horizon.end=2025-06-30").fields
    assert part.field == "markets.national.compliance.deadline"
    assert "deadline" in part.sentence
