"""Each number moved alone: effects by hand, sums that add up, and every methodology."""

from decimal import Decimal
from typing import Any

import pytest

from methodologies import find, list_methodologies, numbers_of, tornado, tornado_between
from methodologies.engine.tornado import Numbers, Tornado

WIND = {
    "distance_to_shore_km": "45",
    "water_depth_m": "38",
    "grid": "south",
    "factor_year": 2019,
    "export_mwh": "1500000",
    "import_mwh": "0",
}
EXAMPLES = [
    pytest.param(methodology, inputs, id=f"{methodology.id}-{name}")
    for methodology in list_methodologies()
    for name, inputs in methodology.examples.items()
]


def wind(**changes: Any) -> Numbers:
    methodology = find("ccer-01-002")
    return numbers_of(methodology, methodology.Inputs.model_validate({**WIND, **changes}))


def effects(found: Tornado) -> dict[str, float]:
    return {swing.symbol: swing.effect for swing in found.swings}


def test_the_effect_of_a_factor_is_that_of_the_equation() -> None:
    found = tornado(wind(), Decimal(10))
    # 1,500,000 MWh × 0.5 × 0.8042 t/MWh × (110 % − 90 %)
    assert effects(found)["EF_grid,OM,y"] == pytest.approx(120_630)
    assert effects(found)["EG_export,y"] == pytest.approx(152_655)
    assert found.base == pytest.approx(763_275)


def test_the_widest_swing_comes_first_and_what_moves_nothing_is_named() -> None:
    found = tornado(wind())
    extents = [abs(swing.effect) for swing in found.swings]
    assert extents == sorted(extents, reverse=True)
    assert found.swings[0].symbol == "EG_export,y"
    assert found.unmoved == ("EG_import,y",)  # ± 10 % of nothing


def test_a_number_that_is_fixed_does_not_move() -> None:
    found = tornado(wind(), fixed={"EF_grid,OM,y"})
    assert "EF_grid,OM,y" not in effects(found)


def test_what_numbers_do_together_is_told_apart_from_their_single_effects() -> None:
    found = tornado(wind(), Decimal(10))
    low, high = found.single_sum
    assert found.base + low + found.interaction[0] == pytest.approx(found.together[0])
    assert found.base + high + found.interaction[1] == pytest.approx(found.together[1])
    assert found.together[1] == pytest.approx(763_275 * 1.1**3)  # EG × weights × factors


def test_single_effects_interaction_and_remainder_lead_from_one_variant_to_the_other() -> None:
    found = tornado_between(wind(), wind(grid="north", export_mwh="1600000"))
    assert effects(found) == pytest.approx(
        {
            "EF_grid,BM,y": 1_500_000 * 0.5 * (0.4819 - 0.2135),
            "EF_grid,OM,y": 1_500_000 * 0.5 * (0.9419 - 0.8042),
            "EG_export,y": 100_000 * 0.50885,
        }
    )
    assert found.target is not None
    assert found.remainder == pytest.approx(0, abs=1e-6)
    explained = found.base + found.single_sum[1] + found.interaction[1]
    assert explained == pytest.approx(found.target)


def test_other_equations_are_the_remainder() -> None:
    solar = find("ccer-01-001")
    inputs = dict(next(iter(solar.examples.values())))
    here = numbers_of(solar, solar.Inputs.model_validate({**inputs, "fuels": []}))
    there = numbers_of(solar, solar.Inputs.model_validate(inputs))
    found = tornado_between(here, there)
    assert found.remainder == pytest.approx(there.at({}) - here.at({}))
    assert found.remainder != 0


def test_a_variant_does_not_differ_from_itself() -> None:
    found = tornado_between(wind(), wind())
    assert found.swings == ()
    assert (found.single_sum, found.interaction, found.remainder) == ((0, 0), (0, 0), 0)


def test_factors_of_an_earlier_result_are_held() -> None:
    methodology = find("ccer-01-002")
    held = {"EF_grid,OM,y": Decimal(1), "no longer used": Decimal(7)}
    inputs = methodology.Inputs.model_validate(WIND)
    found = numbers_of(methodology, inputs, held)
    assert found.at({}) == pytest.approx(1_500_000 * (0.5 * 1 + 0.5 * 0.2135))
    assert found.values["EF_grid,OM,y"] == 1


def test_a_move_that_divides_by_zero_is_named_and_spoils_nothing_else() -> None:
    tunnel = find("ccer-07-001")
    inputs = tunnel.Inputs.model_validate(next(iter(tunnel.examples.values())))
    found = tornado(numbers_of(tunnel, inputs), Decimal(100))
    assert "U" in found.undefined  # the utilisation stands under a fraction bar
    assert found.swings
    assert "U" not in effects(found)


@pytest.mark.parametrize(("methodology", "inputs"), EXAMPLES)
def test_every_methodology_has_a_tornado_about_its_own_figure(
    methodology: Any, inputs: Any
) -> None:
    given = methodology.Inputs.model_validate(inputs)
    found = tornado(numbers_of(methodology, given))
    exact = methodology.calculate(given).results[methodology.principal.name]
    assert found.base == pytest.approx(float(exact), rel=1e-12)
    assert found.swings
    assert not found.undefined
    assert all(value for value in found.to_dict()["swings"][0].values())
    told = {s.symbol for s in found.swings} | set(found.unmoved)
    assert told == set(methodology.symbols(given))
