"""Conservative correction of readings taken with a doubtful meter, CCER-01-00x-V01 §7.3.4."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from methodologies.activity.refusals import (
    CorrectionAboveMetered,
    MeterErrorMissing,
    MeterTooCoarse,
    MeterWithinTolerance,
)
from methodologies.engine.inputs import Amount, MethodologyInputs, asked
from methodologies.engine.trace import (
    Calculation,
    Equation,
    N,
    Number,
    Text,
    equation,
    plain,
    total,
)

RENEWABLES = "CCER-01-001-V01, CCER-01-002-V01"
"""The two texts whose rules on meters were read; others are held to them."""

ELECTRICITY_ERROR_PCT_MAX = Decimal("0.5")

ElectricityMeter = Literal["export", "import"]
Calibration = Literal["out_of_tolerance", "uncalibrated", "late"]

CALIBRATIONS = {
    "out_of_tolerance": {
        "zh": "及时校准，但准确度超过规定要求",
        "en": "calibrated on time, but out of tolerance",
    },
    "uncalibrated": {"zh": "未校准", "en": "not calibrated"},
    "late": {"zh": "延迟校准（延迟的时段）", "en": "calibrated late (the days of delay)"},
}
METERS = {
    "export": {"zh": "上网电量", "en": "Exported electricity"},
    "import": {"zh": "下网电量", "en": "Imported electricity"},
}


class Correction(MethodologyInputs):
    """One interval in which a meter was out of tolerance or not calibrated."""

    metered: Amount = asked(
        "该时段的读数",
        "Reading in the interval",
        group="meters",
        kind="decimal",
        unit="MWh",
        at_most=100_000_000,
        help={
            "zh": "只填受影响时段内的读数，单位与总量相同。",
            "en": "Only what was metered in the interval, in the unit of the total.",
        },
        source=f"{RENEWABLES} §7.3.4",
    )
    calibration: Calibration = asked(
        "校准情况",
        "Calibration",
        group="meters",
        kind="choice",
        choices=CALIBRATIONS,
        source=f"{RENEWABLES} §7.3.4",
    )
    error_pct: Amount | None = asked(
        "实际基本误差",
        "Actual error",
        group="meters",
        kind="decimal",
        unit="%",
        at_least=-20,
        at_most=20,
        default=None,
        help={
            "zh": "校准报告中的误差，仅在超差时填写。",
            "en": "From the calibration report; only for a meter out of tolerance.",
        },
        source=f"{RENEWABLES} §7.3.4",
    )
    permissible_error_pct: Amount = asked(
        "最大允许误差",
        "Permissible error",
        group="meters",
        kind="decimal",
        unit="%",
        at_most=20,
        default=Decimal("0.5"),
        help={
            "zh": "准确度等级对应的误差：0.5 级填 0.5。",
            "en": "The error of the meter's class: 0.5 for class 0.5.",
        },
        source=f"{RENEWABLES} §7.2",
    )

    @property
    def error_field(self) -> str:
        """The field of the error to correct by."""
        stated = self.calibration == "out_of_tolerance"
        return "error_pct" if stated else "permissible_error_pct"

    @property
    def applied_error_pct(self) -> Decimal:
        """The error to correct by, in %: the actual one, or the permissible one."""
        if self.calibration == "out_of_tolerance":
            assert self.error_pct is not None
            return self.error_pct
        return self.permissible_error_pct


class MeterCorrection(Correction):
    """A correction of an electricity meter."""

    meter: ElectricityMeter = asked(
        "计量对象",
        "Meter",
        group="meters",
        kind="choice",
        choices=METERS,
        first=True,
    )


@equation(
    "§7.3.4 a)",
    "EG_export,y",
    "MWh",
    meaning={"zh": "修正后的上网电量", "en": "corrected export"},
    operands=("EG_metered", "EG_k", "error_k"),
    each=("EG_k", "error_k"),
    source="§7.3.4 a)",
)
def corrected_down(metered: Number, affected: Sequence[Number], errors: Sequence[Number]) -> Number:
    """Reduce the readings of the affected intervals k by their error in %."""
    untouched = metered - total(affected)
    return untouched + total(
        reading * (1 - abs(error) / 100) for reading, error in zip(affected, errors, strict=True)
    )


@equation(
    "§7.3.4 b)",
    "EG_import,y",
    "MWh",
    meaning={"zh": "修正后的下网电量", "en": "corrected import"},
    operands=("EG_metered", "EG_k", "error_k"),
    each=("EG_k", "error_k"),
    source="§7.3.4 b)",
)
def corrected_up(metered: Number, affected: Sequence[Number], errors: Sequence[Number]) -> Number:
    """Increase the readings of the affected intervals k by their error in %."""
    untouched = metered - total(affected)
    return untouched + total(
        reading * (1 + abs(error) / 100) for reading, error in zip(affected, errors, strict=True)
    )


@equation(
    "§7.3.4 c)",
    "FC_i,y",
    "t, 10^4 Nm3",
    meaning={"zh": "修正后的化石燃料消耗量", "en": "corrected fuel consumption"},
    operands=("FC_metered", "FC_k", "error_k"),
    each=("FC_k", "error_k"),
    source="§7.3.4 c)",
)
def corrected_fuel(metered: Number, affected: Sequence[Number], errors: Sequence[Number]) -> Number:
    """Increase the readings of the affected intervals k by their error in %."""
    untouched = metered - total(affected)
    return untouched + total(
        reading * (1 + abs(error) / 100) for reading, error in zip(affected, errors, strict=True)
    )


class Reading(NamedTuple):
    """What a meter showed in the whole period."""

    symbol: str
    metered: Decimal
    field: str
    unit: str = ""


def corrected(
    calculation: Calculation[N],
    correction: Equation,
    reading: Reading,
    rows: Sequence[Correction],
    metered_by: Callable[[str], N] | None = None,
) -> N:
    """Carry a reading into the calculation, corrected where its meter was doubtful.

    Args:
        calculation: exact or sampling.
        correction: the equation that corrects this kind of reading.
        reading: of the whole period, as metered.
        rows: corrections of this meter; none leaves the reading as it is.
        metered_by: calculates the reading under a symbol, for example as the sum of months;
            without it the reading is an input.
    """
    symbol, metered, field, unit = reading
    read = metered_by or (lambda known: calculation.given(known, metered, field))
    if not rows:
        return read(symbol)
    name = "meter_corrections"
    numbered = list(enumerate(rows, start=1))
    return calculation.step(
        correction,
        read(f"{symbol},metered"),
        [calculation.given(f"{symbol},{k}", row.metered, f"{name}.metered") for k, row in numbered],
        [
            calculation.given(
                f"error_{symbol},{k}", row.applied_error_pct, f"{name}.{row.error_field}"
            )
            for k, row in numbered
        ],
        symbol=symbol,
        unit=unit,
    )


def check_corrections(
    meter: Text, metered: Decimal, rows: Sequence[Correction], error_pct_max: Decimal | None
) -> None:
    """Check the corrections of one meter against its total reading and its class.

    Args:
        meter: its name, zh and en.
        metered: total reading of the period.
        rows: corrections of this meter.
        error_pct_max: largest permissible error of the class required, in %.

    Raises:
        InconsistentInputs: a correction does not fit the meter.
    """
    for row in rows:
        _check_error(meter, row, error_pct_max)
    affected = sum((row.metered for row in rows), Decimal(0))
    if affected > metered:
        raise CorrectionAboveMetered(
            field="meter_corrections", meter=meter, value=plain(affected), metered=plain(metered)
        )


def _check_error(meter: Text, row: Correction, error_pct_max: Decimal | None) -> None:
    field = "meter_corrections"
    permissible = row.permissible_error_pct
    if error_pct_max is not None and permissible > error_pct_max:
        raise MeterTooCoarse(field=field, meter=meter, value=plain(permissible))
    if row.calibration != "out_of_tolerance":
        return
    if row.error_pct is None:
        raise MeterErrorMissing(field=field, meter=meter)
    if abs(row.error_pct) <= permissible:
        raise MeterWithinTolerance(
            field=field,
            meter=meter,
            value=plain(row.error_pct),
            permissible=plain(permissible),
        )
