"""What cross-checks of meters and fuels refuse."""

from methodologies.engine.errors import InconsistentInputs, both


class AboveCapacity(InconsistentInputs, ValueError):
    """More energy than the plant could deliver in the time; inputs may refuse it as a value."""

    code = "methodologies.above_capacity"
    text = both(
        "上网电量 {exported_mwh} MWh 超过装机容量 × {hours} h = {most_mwh} MWh。",
        "An export of {exported_mwh} MWh is above capacity × {hours} h = {most_mwh} MWh.",
    )
    rule = both(
        "发电量不可能超过装机容量与小时数之积。",
        "A plant cannot deliver more than capacity times hours.",
    )
    fix = both(
        "请检查单位（是否误填 kWh？）以及装机容量（MW）。",
        "Check the unit (kWh?) and the installed capacity in MW.",
    )


class CorrectionAboveMetered(InconsistentInputs):
    """Intervals to be corrected hold more than was metered in all."""

    code = "methodologies.correction_above_metered"
    text = both(
        "“{meter}”需修正的读数合计 {value}，超过总读数 {metered}。",
        "Readings to be corrected of “{meter}” add up to {value}, above the total {metered}.",
    )
    fix = both("每个时段只填该时段的读数。", "Enter only what was metered in the interval.")


class MeterErrorMissing(InconsistentInputs):
    """A meter out of tolerance without its actual error."""

    code = "methodologies.meter_error_missing"
    text = both(
        "“{meter}”准确度超差，但未填写实际基本误差。",
        "“{meter}” is out of tolerance, but its actual error is missing.",
    )
    rule = both(
        "及时校准但准确度超过规定要求的，按实际基本误差的绝对值修正。",
        "Calibrated on time but out of tolerance: corrected by the absolute actual error.",
    )
    source = "CCER-01-001-V01 §7.3.4; CCER-01-002-V01 §7.3.4"
    fix = both("按校准报告填写误差（%）。", "Enter the error in % from the calibration report.")


class MeterWithinTolerance(InconsistentInputs):
    """An actual error that the meter's class allows."""

    code = "methodologies.meter_within_tolerance"
    text = both(
        "“{meter}”的误差 {value} % 未超过最大允许误差 {permissible} %。",
        "The error of “{meter}”, {value} %, is within its permissible {permissible} %.",
    )
    rule = both(
        "只有准确度超过规定要求时才修正。",
        "Readings are corrected only when the meter is out of tolerance.",
    )
    source = "CCER-01-001-V01 §7.3.4; CCER-01-002-V01 §7.3.4"
    fix = both("删除该时段，或改正误差。", "Remove the interval or correct the error.")


class MeterTooCoarse(InconsistentInputs):
    """An electricity meter below class 0.5."""

    code = "methodologies.meter_too_coarse"
    text = both(
        "“{meter}”的最大允许误差 {value} % 大于 0.5 %。",
        "The permissible error of “{meter}”, {value} %, is above 0.5 %.",
    )
    rule = both("电能表准确度等级不低于 0.5 级。", "Electricity meters are of class 0.5 or better.")
    source = "CCER-01-001-V01 §7.2; CCER-01-002-V01 §7.2"
    fix = both("0.5 级填 0.5，0.2 级填 0.2。", "Enter 0.5 for class 0.5, or 0.2 for class 0.2.")


class MeterWithoutReading(InconsistentInputs):
    """A correction of a fuel that is not in the list of fuels."""

    code = "methodologies.meter_without_reading"
    text = both(
        "要修正“{meter}”，但燃料清单中没有它。",
        "A correction names “{meter}”, which is not among the fuels.",
    )
    fix = both("在燃料清单中加入它，或删除该修正。", "Add the fuel or remove the correction.")


class FuelTwice(InconsistentInputs):
    """The same fuel in two rows."""

    code = "methodologies.fuel_twice"
    text = both("燃料“{value}”出现两次。", "The fuel “{value}” is listed twice.")
    fix = both("合并为一行。", "Add the rows up into one.")
