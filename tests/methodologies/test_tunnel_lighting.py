"""CCER-07-001-V01: clauses, luminance, LED, missing readings and properties."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methodologies import MethodologyError, NoFactor, Result, library
from methodologies.ccer.intervals import IntervalOutsidePeriod, IntervalsOverlap
from methodologies.ccer.tunnel_lighting import EXAMPLE, TUNNEL_LIGHTING_V01
from methodologies.ccer.tunnel_lighting_refusals import (
    AgainstLawOrGuideline,
    ConsumptionIncomplete,
    ConsumptionUnknown,
    EntranceLuminanceMissing,
    LightingHoursTooLong,
    LightingNotMetered,
    MoreThanInstalled,
    NotAHighwayTunnel,
)
from methodologies.engine.errors import NotCalculable
from tests.methodologies.examples import PERIOD, codes

BASIC = {"kind": "basic", "length_m": "1700"}
LED = {"light_source": "led", "colour_rendering_index": "70", "colour_temperature_k": "4000"}


def lighting(**changes: Any) -> Result:
    given_inputs = {**EXAMPLE, **changes}
    kept = {name: value for name, value in given_inputs.items() if value is not None}
    return TUNNEL_LIGHTING_V01.calculate(TUNNEL_LIGHTING_V01.Inputs.model_validate(kept))


def reductions(result: Result) -> Decimal:
    return result.results["emission_reductions_t_co2e"]


def values(result: Result) -> dict[str, Decimal]:
    return {step.symbol: step.value for step in result.steps}


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (NotAHighwayTunnel, {"site": "other"}),
        (LightingNotMetered, {"separately_metered": False}),
        (AgainstLawOrGuideline, {"complies_with_law_and_guideline": False}),
    ],
)
def test_each_clause_refuses_with_its_article(
    refusal: type[MethodologyError], changes: dict[str, Any]
) -> None:
    with pytest.raises(refusal) as caught:
        lighting(**changes)
    assert "CCER-07-001-V01" in caught.value.source
    assert caught.value.facts["field"] in changes


def test_every_clause_names_its_article_and_existing_fields() -> None:
    names = {field.name for field in TUNNEL_LIGHTING_V01.fields}
    assert len(TUNNEL_LIGHTING_V01.clauses) == 3
    for clause in TUNNEL_LIGHTING_V01.clauses:
        assert "not seen" in clause.article
        assert set(clause.fields) <= names


def test_what_is_declared_leaves_no_warning() -> None:
    declared = lighting(separately_metered=True, complies_with_law_and_guideline=True)
    assert codes(declared) == {"methodologies.period_missing"}


@pytest.mark.parametrize("speed", ["kmh_120", "kmh_100", "kmh_80", "kmh_60", "kmh_20_40"])
def test_faster_and_denser_traffic_is_never_lit_less(speed: str) -> None:
    table = library()["tunnel_luminance"]
    found = [
        values(lighting(design_speed=speed, design_traffic=traffic))["L_5"]
        for traffic in ("dense", "medium", "sparse")
    ]
    assert found == sorted(found, reverse=True)
    assert found[0] == table.get("dense", speed, 2014).value


def test_a_year_before_the_guideline_has_no_luminance() -> None:
    table = library()["tunnel_luminance"]
    with pytest.raises(NoFactor):
        table.of_year("dense", "kmh_80", 2013)


def test_good_led_halves_the_basic_luminance_and_spares_the_entrance() -> None:
    led, other = values(lighting(**LED)), values(lighting())
    assert led["L_5"] == Decimal("1.75")
    assert led["L_6"] == Decimal("5.25")
    assert led["L_1"] == other["L_1"]


@pytest.mark.parametrize("speed", ["kmh_20_40", "kmh_60"])
def test_led_never_goes_below_the_least_luminance(speed: str) -> None:
    assert values(lighting(**LED, design_speed=speed, design_traffic="sparse"))["L_5"] == 1


@pytest.mark.parametrize(
    "colour",
    [
        {"colour_rendering_index": "64.9"},
        {"colour_temperature_k": "3499"},
        {"colour_temperature_k": "6501"},
    ],
)
def test_led_of_poor_colour_is_not_halved(colour: dict[str, str]) -> None:
    assert values(lighting(**{**LED, **colour}))["L_5"] == Decimal("3.5")


@pytest.mark.parametrize("rendering", ["65", None])
def test_led_at_the_limits_or_not_stated_is_halved(rendering: str | None) -> None:
    limits = {"colour_rendering_index": rendering, "colour_temperature_k": "3500"}
    result = lighting(light_source="led", **limits)
    assert values(result)["L_5"] == Decimal("1.75")
    assert ("methodologies.led_colour_assumed" in codes(result)) == (rendering is None)


def test_a_design_below_the_guideline_counts_and_one_above_does_not() -> None:
    low = lighting(sections=[{**BASIC, "luminance_cd_m2": "3"}])
    high = lighting(sections=[{**BASIC, "luminance_cd_m2": "30"}])
    assert values(low)["L_1"] == 3
    assert values(high)["L_1"] == Decimal("3.5")


def test_a_section_may_have_its_own_width() -> None:
    wide = lighting(sections=[{**BASIC, "width_m": "20.5"}])
    narrow = values(lighting(sections=[BASIC]))["P_1"]
    np.testing.assert_allclose(float(values(wide)["P_1"]), float(2 * narrow), rtol=1e-15)


def test_assumed_coefficients_can_be_replaced() -> None:
    rows = [{"symbol": "M", "value": "0.8", "source": "cleaning plan 2025"}]
    kept = lighting(replaced_factors=[])
    assert values(lighting(replaced_factors=rows))["P"] < values(kept)["P"]
    assert {"M", "k_E", "L_basic", "ω_OM"} <= {a.symbol for a in kept.assumptions}


def test_an_entrance_without_its_luminance_is_refused() -> None:
    with pytest.raises(EntranceLuminanceMissing) as caught:
        lighting(entrance_reduction=None)
    assert caught.value.facts["row"] == 1
    assert lighting(entrance_reduction=None, sections=[BASIC]).issuable_units is not None


def test_months_add_up_to_the_year() -> None:
    months = [{"metered_mwh": "14.0375"}] * 12
    assert reductions(lighting(consumption=months)) == reductions(lighting())


def test_a_missing_reading_counts_at_full_power_and_says_so() -> None:
    rows = [{"metered_mwh": "150"}, {"hours_h": "744"}]
    result = lighting(consumption=rows, installed_power_kw="40")
    assert values(result)["E_PJ,2"] == Decimal("29.76")
    assert values(result)["E_PJ,y"] == Decimal("179.76")
    assert "methodologies.interval_at_full_power" in codes(result)


def test_a_missing_reading_takes_its_hours_from_its_days() -> None:
    rows = [
        {"first_day": "2024-01-01", "last_day": "2024-11-30", "metered_mwh": "150"},
        {"first_day": "2024-12-01", "last_day": "2024-12-31"},
    ]
    dated = {**PERIOD, "factor_year": None}
    result = lighting(consumption=rows, installed_power_kw="40", **dated)
    assert values(result)["E_PJ,2"] == Decimal("29.76")
    with pytest.raises(ConsumptionIncomplete) as caught:
        lighting(consumption=rows[:1], **dated)
    assert caught.value.facts["value"] == 31


@pytest.mark.parametrize(
    "changes",
    [
        {"consumption": []},
        {"consumption": [{"hours_h": "744"}]},
        {"consumption": [{}], "installed_power_kw": "40"},
    ],
)
def test_a_missing_reading_that_cannot_be_estimated_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ConsumptionUnknown):
        lighting(**changes)


@pytest.mark.parametrize(
    ("refusal", "first", "last"),
    [
        (IntervalsOverlap, "2024-05-31", "2024-06-30"),
        (IntervalOutsidePeriod, "2024-06-01", "2025-01-01"),
        (IntervalOutsidePeriod, "2024-06-01", None),
    ],
)
def test_intervals_fit_the_period_and_each_other(
    refusal: type[MethodologyError], first: str, last: str | None
) -> None:
    rows = [
        {"first_day": "2024-01-01", "last_day": "2024-05-31", "metered_mwh": "60"},
        {"first_day": first, "last_day": last, "metered_mwh": "60"},
    ]
    with pytest.raises(refusal):
        lighting(consumption=rows, **PERIOD, factor_year=None)


def test_kwh_typed_for_mwh_is_refused_by_the_installed_power() -> None:
    with pytest.raises(MoreThanInstalled) as caught:
        lighting(consumption=[{"metered_mwh": "168450"}], installed_power_kw="67")
    assert "kWh" in caught.value.fix["en"]
    assert "kWh" in caught.value.fix["zh"]


def test_kwh_typed_for_mwh_earns_nothing_without_the_installed_power() -> None:
    result = lighting(consumption=[{"metered_mwh": "168450"}])
    assert result.issuable_units == 0
    assert "methodologies.no_reduction" in codes(result)


@pytest.mark.parametrize("field", ["basic_hours_h", "enhanced_hours_h"])
def test_more_hours_than_the_period_has_are_refused(field: str) -> None:
    january = {"period_start": "2024-01-01", "period_end": "2024-01-31", "factor_year": None}
    hours = {"basic_hours_h": "744", "enhanced_hours_h": "744", field: "744.1"}
    with pytest.raises(LightingHoursTooLong):
        lighting(**january, **hours)


def test_luminaires_without_light_cannot_be_calculated() -> None:
    with pytest.raises(NotCalculable):
        lighting(utilisation="0")


def test_a_doubtful_meter_counts_more_electricity() -> None:
    doubtful = lighting(consumption=[{"metered_mwh": "168.45", "meter_error_pct": "0.5"}])
    assert values(doubtful)["E_PJ,1"] == Decimal("169.29225")
    assert reductions(doubtful) < reductions(lighting())


@pytest.mark.parametrize("sections", [[], EXAMPLE["sections"]])
def test_no_activity_earns_nothing(sections: list[Any]) -> None:
    idle = {"basic_hours_h": "0", "enhanced_hours_h": "0", "consumption": [{"metered_mwh": "0"}]}
    result = lighting(sections=sections, replaced_factors=[], **idle)
    assert set(result.results.values()) == {Decimal(0)}
    assert result.issuable_units == 0


@given(
    length=st.decimals(0, 10_000, places=2),
    hours=st.decimals(0, 4_000, places=2),
    metered=st.decimals(0, 1_000, places=4),
    more=st.decimals(0, 1_000, places=4),
)
def test_longer_earns_more_and_more_electricity_less(
    length: Decimal, hours: Decimal, metered: Decimal, more: Decimal
) -> None:
    def earned(length_m: Decimal, metered_mwh: Decimal) -> Decimal:
        sections = [{"kind": "basic", "length_m": length_m}]
        rows = [{"metered_mwh": metered_mwh}]
        return reductions(lighting(sections=sections, basic_hours_h=hours, consumption=rows))

    base = earned(length, metered)
    assert earned(length + more, metered) >= base
    assert earned(length, metered + more) <= base
    np.testing.assert_allclose(
        float(earned(2 * length, 2 * metered)), float(2 * base), rtol=1e-15, atol=1e-12
    )


@pytest.mark.parametrize("lamps", [LED, {"light_source": "other"}])
def test_decimals_and_arrays_agree(lamps: dict[str, str]) -> None:
    rows = [{"metered_mwh": "150", "meter_error_pct": "0.5"}, {"hours_h": "744"}]
    sections = [*EXAMPLE["sections"], {**BASIC, "luminance_cd_m2": "3"}]
    changes = {**lamps, "consumption": rows, "installed_power_kw": "40", "sections": sections}
    inputs = TUNNEL_LIGHTING_V01.Inputs.model_validate({**EXAMPLE, **changes})
    exact = TUNNEL_LIGHTING_V01.calculate(inputs)
    arrays = TUNNEL_LIGHTING_V01.sample(inputs, {"l_5": np.full(4, 1700.0)})
    for name, expected in exact.results.items():
        np.testing.assert_allclose(
            np.broadcast_to(arrays[name], 4), np.full(4, float(expected)), rtol=1e-12
        )
