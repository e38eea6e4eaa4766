"""CCER-10-001-V01: clauses, intervals, energy and properties."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methodologies import MethodologyError, Result
from methodologies.activity.refusals import CorrectionAboveMetered, FuelTwice
from methodologies.ccer.intervals import (
    IntervalOutsidePeriod,
    IntervalsOverlap,
    IntervalTooLong,
)
from methodologies.ccer.mine_gas import EXAMPLE, MINE_GAS_V01
from methodologies.ccer.mine_gas_clauses import month_later
from methodologies.ccer.mine_gas_refusals import (
    AgainstMineSafety,
    BeforeNetworking,
    DilutedOnPurpose,
    GasTooRich,
    HeatNotUsed,
    MoreEnergyThanMethane,
    MoreGasThanDrained,
    NotAWorkingUndergroundMine,
    NotFlamelessOxidation,
    NotNetworked,
    OutletAboveInlet,
    TrialTooShort,
)
from tests.methodologies.examples import PERIOD, codes

ROW = EXAMPLE["flows"][0]
DRAINED = {
    "gas": "drained_gas",
    "drained_ch4_pct": "7.9",
    "diluted_on_purpose": False,
    "flows": [{**ROW, "delivery_flow_m3_h": "30000", "drained_flow_m3_h": "30000"}],
}
IDLE = {"generated_mwh": "0", "heat_gj": "0", "auxiliary_mwh": "0"}
TRIAL = {"networked": True, "trial_start": "2023-11-15", "trial_end": "2023-12-31"}


def mine_gas(**changes: Any) -> Result:
    given_inputs = {**EXAMPLE, **changes}
    kept = {name: value for name, value in given_inputs.items() if value is not None}
    return MINE_GAS_V01.calculate(MINE_GAS_V01.Inputs.model_validate(kept))


def reductions(result: Result) -> Decimal:
    return result.results["emission_reductions_t_co2e"]


def row(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**ROW, **changes}.items() if value is not None}


@pytest.mark.parametrize(
    ("refusal", "changes", "field"),
    [
        (NotAWorkingUndergroundMine, {"mine": "abandoned_or_closed"}, "mine"),
        (NotAWorkingUndergroundMine, {"mine": "surface"}, "mine"),
        (NotFlamelessOxidation, {"technique": "other"}, "technique"),
        (HeatNotUsed, {"heat_use": "none"}, "heat_use"),
        (GasTooRich, {**DRAINED, "drained_ch4_pct": "8"}, "drained_ch4_pct"),
        (DilutedOnPurpose, {**DRAINED, "diluted_on_purpose": True}, "diluted_on_purpose"),
        (AgainstMineSafety, {"complies_with_mine_safety": False}, "complies_with_mine_safety"),
        (NotNetworked, {"networked": False}, "networked"),
        (TrialTooShort, {**TRIAL, "trial_end": "2023-12-13"}, "trial_end"),
        (
            BeforeNetworking,
            {**TRIAL, **PERIOD, "factor_year": None, "trial_end": "2024-01-01"},
            "period_start",
        ),
        (
            MoreGasThanDrained,
            {
                **DRAINED,
                "flows": [row(delivery_flow_m3_h="30000.1", drained_flow_m3_h="30000")],
            },
            "flows",
        ),
    ],
)
def test_each_clause_refuses_with_its_article(
    refusal: type[MethodologyError], changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        mine_gas(**changes)
    assert "CCER-10-001-V01" in caught.value.source
    assert caught.value.facts["field"] == field


def test_every_clause_is_refused_once_in_these_tests() -> None:
    refusals = {
        NotAWorkingUndergroundMine,
        NotFlamelessOxidation,
        HeatNotUsed,
        GasTooRich,
        DilutedOnPurpose,
        AgainstMineSafety,
        NotNetworked,
        TrialTooShort,
        BeforeNetworking,
        MoreGasThanDrained,
    }
    assert len(MINE_GAS_V01.clauses) == len(refusals)
    names = {field.name for field in MINE_GAS_V01.fields}
    for clause in MINE_GAS_V01.clauses:
        assert "not seen" in clause.article
        assert set(clause.fields) <= names


def test_drained_gas_just_below_the_limit_is_admitted() -> None:
    result = mine_gas(**DRAINED, **TRIAL, complies_with_mine_safety=True)
    assert result.issuable_units == 360359


def test_ventilation_air_is_not_asked_about_drained_gas() -> None:
    declared = mine_gas(**TRIAL, **PERIOD, factor_year=None, complies_with_mine_safety=True)
    assert "methodologies.undeclared_clause" not in codes(declared)
    silent = mine_gas(**{**DRAINED, "drained_ch4_pct": None})
    assert "methodologies.undeclared_clause" in codes(silent)


@pytest.mark.parametrize(
    ("start", "end"), [("2023-11-15", "2023-12-14"), ("2024-01-31", "2024-02-29")]
)
def test_a_trial_of_exactly_a_month_is_long_enough(start: str, end: str) -> None:
    assert mine_gas(trial_start=start, trial_end=end).issuable_units == 360359


def test_a_row_from_before_the_end_of_the_trial_is_refused_without_a_period_too() -> None:
    early = row(hours_h="24", first_day="2023-12-31", last_day="2023-12-31")
    with pytest.raises(BeforeNetworking) as caught:
        mine_gas(**TRIAL, flows=[early])
    assert caught.value.facts["field"] == "flows"


def test_reductions_count_from_the_day_after_the_trial() -> None:
    assert mine_gas(**TRIAL, **PERIOD, factor_year=None).issuable_units == 360359


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ("2024-01-31", "2024-03-01"),
        ("2023-01-29", "2023-03-01"),
        ("2024-12-31", "2025-01-31"),
        ("2024-02-29", "2024-03-29"),
    ],
)
def test_a_month_later(day: str, later: str) -> None:
    assert month_later(date.fromisoformat(day)) == date.fromisoformat(later)


@pytest.mark.parametrize("missing", ["inlet_flow_m3_h", "inlet_ch4_pct", "outlet_ch4_pct"])
def test_an_interval_without_data_earns_nothing_and_says_so(missing: str) -> None:
    half = row(hours_h="3800")
    whole = mine_gas(flows=[half, half])
    gap = mine_gas(flows=[half, row(hours_h="3800", **{missing: None})])
    steps = {step.symbol: step.value for step in gap.steps}
    assert steps["M_in,y"] == Decimal("6864.0768")
    assert reductions(gap) < reductions(whole)
    assert "methodologies.interval_not_credited" in codes(gap)
    assert "methodologies.interval_not_credited" not in codes(whole)


def test_a_year_without_any_data_earns_no_methane() -> None:
    result = mine_gas(flows=[row(outlet_ch4_pct=None)])
    steps = {step.symbol: step.value for step in result.steps}
    assert steps["M_in,y"] == steps["M_out,y"] == 0
    assert "η_y" not in steps


def test_days_of_the_period_without_rows_are_named() -> None:
    months = [
        row(hours_h="700", first_day="2024-01-01", last_day="2024-01-31"),
        row(hours_h="700", first_day="2024-03-01", last_day="2024-03-31"),
    ]
    gap = mine_gas(flows=months, **PERIOD, factor_year=None, **IDLE)
    notice = next(w for w in gap.warnings if w.code == "methodologies.days_not_covered")
    assert "304 days" in notice.text["en"]
    year = [row(first_day="2024-01-01", last_day="2024-12-31")]
    assert "methodologies.days_not_covered" not in codes(
        mine_gas(flows=year, **PERIOD, factor_year=None)
    )


def test_twelve_months_add_up_to_the_year() -> None:
    months = [row(hours_h="600")] * 12
    year = mine_gas(flows=[row(hours_h="7200")])
    assert reductions(mine_gas(flows=months)) == reductions(year)


@pytest.mark.parametrize(
    ("refusal", "flows"),
    [
        (OutletAboveInlet, [row(outlet_ch4_pct="0.43")]),
        (OutletAboveInlet, [row(outlet_ch4_pct="0.42", outlet_flow_m3_h="600001")]),
        (IntervalTooLong, [row(hours_h="25", first_day="2024-05-01", last_day="2024-05-01")]),
        (IntervalTooLong, [row(hours_h="4393"), row(hours_h="4392")]),
        (IntervalOutsidePeriod, [row(hours_h="1", first_day="2024-05-01")]),
        (
            IntervalOutsidePeriod,
            [row(hours_h="1", first_day="2024-05-02", last_day="2024-05-01")],
        ),
        (
            IntervalsOverlap,
            [
                row(hours_h="1", first_day="2024-05-01", last_day="2024-05-02"),
                row(hours_h="1", first_day="2024-05-02", last_day="2024-05-03"),
            ],
        ),
    ],
)
def test_rows_that_contradict_themselves_are_refused(
    refusal: type[MethodologyError], flows: list[dict[str, Any]]
) -> None:
    with pytest.raises(refusal) as caught:
        mine_gas(flows=flows)
    assert caught.value.facts["field"] == "flows"
    assert caught.value.facts["row"]


@pytest.mark.parametrize(
    ("first", "last"), [("2023-12-31", "2024-01-31"), ("2024-12-01", "2025-01-01")]
)
def test_an_interval_outside_the_period_is_refused(first: str, last: str) -> None:
    with pytest.raises(IntervalOutsidePeriod):
        mine_gas(
            flows=[row(hours_h="1", first_day=first, last_day=last)], **PERIOD, factor_year=None
        )


def test_two_oxidisers_may_run_on_the_same_days() -> None:
    days = {"hours_h": "7600", "first_day": "2024-01-01", "last_day": "2024-12-31"}
    both_run = mine_gas(flows=[row(**days), row(**days, oxidiser=2)])
    steps = {step.symbol: step.value for step in both_run.steps}
    assert steps["M_in,y"] == 2 * Decimal("13728.1536")


@pytest.mark.parametrize("changes", [{"generated_mwh": "36500000"}, {"heat_gj": "42000000"}])
def test_kwh_or_mj_typed_for_mwh_or_gj_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(MoreEnergyThanMethane) as caught:
        mine_gas(**changes)
    assert "kWh" in caught.value.fix["en"]


def test_a_concentration_above_8_percent_is_out_of_bounds() -> None:
    with pytest.raises(ValueError, match="less than or equal to 8"):
        mine_gas(flows=[row(inlet_ch4_pct="4200")])


def test_the_density_follows_the_reference_temperature() -> None:
    warm = mine_gas(reference_temperature="celsius_20")
    steps = {step.symbol: step.value for step in warm.steps}
    assert steps["M_in,y"] == Decimal("12831.84")
    assert reductions(warm) < reductions(mine_gas())


@pytest.mark.parametrize(("report", "potential"), [("ar4", "25"), ("ar5", "28"), ("ar6", "27")])
def test_the_warming_potential_is_of_the_chosen_report(report: str, potential: str) -> None:
    result = mine_gas(gwp_set=report)
    steps = {step.symbol: step.value for step in result.steps}
    assert steps["BE_CH4,y"] == Decimal("13728.1536") * Decimal(potential)


def test_an_assumed_coefficient_can_be_replaced_with_its_source() -> None:
    own = {"symbol": "EF_heat", "value": "0.1", "source": "boiler test 2024-17"}
    result = mine_gas(replaced_factors=[own])
    steps = {step.symbol: step.value for step in result.steps}
    assert steps["BE_HG,y"] == 4200
    assert {a.symbol for a in result.assumptions} == {"EF_heat", "ω_OM", "ω_BM"}


def test_a_doubtful_gas_meter_counts_less_in_and_more_out() -> None:
    doubtful = mine_gas(flows=[row(meter_error_pct="2")])
    steps = {step.symbol: step.value for step in doubtful.steps}
    assert steps["c_in,1"] == Decimal("0.4116")
    assert steps["c_out,1"] == Decimal("0.01224")
    assert reductions(doubtful) < reductions(mine_gas())


@pytest.mark.parametrize("meter", ["generated", "heat", "auxiliary"])
def test_a_doubtful_energy_meter_is_corrected_conservatively(meter: str) -> None:
    late = {"meter": meter, "metered": "100", "calibration": "late"}
    assert reductions(mine_gas(meter_corrections=[late])) < reductions(mine_gas())
    with pytest.raises(CorrectionAboveMetered):
        mine_gas(meter_corrections=[{**late, "metered": "99999"}])


def test_fuel_to_start_the_oxidisers_is_a_project_emission() -> None:
    burned = mine_gas(fuels=[{"fuel": "diesel", "quantity": "18.6"}])
    steps = {step.symbol: step.value for step in burned.steps}
    assert round(steps["PE_FC,y"], 10) == Decimal("57.5839192544")
    with pytest.raises(FuelTwice):
        mine_gas(fuels=[{"fuel": "diesel", "quantity": "1"}] * 2)


def test_no_activity_earns_nothing() -> None:
    result = mine_gas(flows=[row(hours_h="0")], **IDLE)
    assert set(result.results.values()) == {Decimal(0)}
    assert result.issuable_units == 0


@given(
    hours=st.decimals(0, 4000, places=3),
    inlet=st.decimals(0, "1.5", places=4),
    share=st.decimals(0, 1, places=4),
)
def test_methane_alone_scales_and_never_costs(
    hours: Decimal, inlet: Decimal, share: Decimal
) -> None:
    through = {"inlet_ch4_pct": inlet, "outlet_ch4_pct": inlet * share}
    once = mine_gas(flows=[row(hours_h=hours, **through)], **IDLE)
    twice = mine_gas(flows=[row(hours_h=hours * 2, **through)], **IDLE)
    assert reductions(once) >= 0
    assert reductions(twice) == 2 * reductions(once)


@given(
    outlet=st.decimals(0, "0.2", places=4),
    more=st.decimals(0, "0.2", places=4),
    power=st.decimals(0, 10_000, places=3),
)
def test_more_outlet_or_own_use_never_earns_more(
    outlet: Decimal, more: Decimal, power: Decimal
) -> None:
    clean = mine_gas(flows=[row(outlet_ch4_pct=outlet)])
    assert reductions(mine_gas(flows=[row(outlet_ch4_pct=outlet + more)])) <= reductions(clean)
    hungry = mine_gas(auxiliary_mwh=Decimal(9800) + power)
    assert reductions(hungry) <= reductions(mine_gas())


def test_decimals_and_arrays_agree() -> None:
    doubtful = {"meter": "heat", "metered": "100", "calibration": "late"}
    inputs = MINE_GAS_V01.Inputs.model_validate(
        {
            **EXAMPLE,
            "flows": [row(hours_h="3000"), row(hours_h="4000", meter_error_pct="1.5")],
            "fuels": [{"fuel": "diesel", "quantity": "18.6"}],
            "meter_corrections": [doubtful],
        }
    )
    exact = MINE_GAS_V01.calculate(inputs)
    arrays = MINE_GAS_V01.sample(inputs, {"c_in,1": np.full(4, 0.42)})
    for name, expected in exact.results.items():
        np.testing.assert_allclose(
            np.broadcast_to(arrays[name], 4), np.full(4, float(expected)), rtol=1e-12
        )
