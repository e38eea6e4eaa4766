"""Conservative correction of doubtful meters."""

from decimal import Decimal
from typing import Any

import pytest

from methodologies import (
    CorrectionAboveMetered,
    MeterErrorMissing,
    MeterTooCoarse,
    MeterWithinTolerance,
)
from tests.methodologies.examples import wind


def row(meter: str, metered: Any, calibration: str, **more: Any) -> dict[str, Any]:
    return {"meter": meter, "metered": metered, "calibration": calibration, **more}


def readings(*rows: dict[str, Any]) -> dict[str, Decimal]:
    return {step.symbol: step.value for step in wind(meter_corrections=list(rows)).steps}


def test_a_meter_out_of_tolerance_is_corrected_by_its_actual_error() -> None:
    values = readings(row("export", 1500000, "out_of_tolerance", error_pct="-0.7"))
    assert values["EG_export,y"] == Decimal("1489500")


@pytest.mark.parametrize("calibration", ["uncalibrated", "late"])
def test_a_meter_not_or_lately_calibrated_is_corrected_by_its_class(calibration: str) -> None:
    values = readings(row("export", 1500000, calibration, permissible_error_pct="0.2"))
    assert values["EG_export,y"] == Decimal("1497000")


def test_the_class_is_half_a_percent_unless_stated() -> None:
    assert readings(row("import", 3200, "uncalibrated"))["EG_import,y"] == Decimal("3216")


def test_only_the_affected_interval_is_corrected() -> None:
    values = readings(row("export", 100000, "late"), row("export", 50000, "uncalibrated"))
    assert values["EG_export,y"] == Decimal("1499250")


def test_several_intervals_with_different_errors_add_up() -> None:
    values = readings(
        row("export", 100000, "out_of_tolerance", error_pct="1"),
        row("export", 200000, "late"),
        row("import", 1000, "out_of_tolerance", error_pct="2"),
    )
    assert values["EG_export,y"] == Decimal("1498000")
    assert values["EG_import,y"] == Decimal("3220")


def test_the_trace_shows_the_correction() -> None:
    result = wind(meter_corrections=[row("export", 1500000, "out_of_tolerance", error_pct="0.7")])
    step = next(step for step in result.steps if step.symbol == "EG_export,y")
    assert step.equation == "§7.3.4 a)"
    assert step.expression == "1500000 − 1500000 + 1500000 × (1 − |0.7|/100)"


def test_an_actual_error_must_be_given() -> None:
    with pytest.raises(MeterErrorMissing):
        wind(meter_corrections=[row("export", 1, "out_of_tolerance")])


@pytest.mark.parametrize("error", ["0.5", "-0.5", "0"])
def test_an_error_within_tolerance_is_no_reason_to_correct(error: str) -> None:
    with pytest.raises(MeterWithinTolerance):
        wind(meter_corrections=[row("export", 1, "out_of_tolerance", error_pct=error)])


def test_electricity_meters_are_of_class_half_or_better() -> None:
    with pytest.raises(MeterTooCoarse):
        wind(meter_corrections=[row("export", 1, "late", permissible_error_pct="1")])


def test_the_intervals_cannot_hold_more_than_was_metered() -> None:
    with pytest.raises(CorrectionAboveMetered):
        wind(meter_corrections=[row("import", 3000, "late"), row("import", 201, "late")])
