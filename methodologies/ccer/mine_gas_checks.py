"""Cross-checks of a mine-gas project: intervals, methane in and out, energy, missing data."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from methodologies.activity.fuels import FUELS
from methodologies.activity.metering import Correction, check_corrections
from methodologies.activity.refusals import FuelTwice
from methodologies.ccer.combined_margin import check_factor_year
from methodologies.ccer.mine_gas_flows import HOURS_PER_LEAP_YEAR, STRUCTURE, GasFlow, stated
from methodologies.ccer.mine_gas_inputs import ENERGY_METERS, MineGasInputs
from methodologies.ccer.mine_gas_refusals import (
    IntervalOutsidePeriod,
    IntervalsOverlap,
    IntervalTooLong,
    MoreEnergyThanMethane,
    OutletAboveInlet,
)
from methodologies.ccer.programme import check_programme
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.trace import Notice, plain

HOURS_PER_DAY = 24
GJ_PER_MWH = Decimal("3.6")
FACTOR_YEAR_RULE = "CCER-10-001-V01, as CCER-01-001-V01 §7.2"

NumberedFlow = tuple[int, GasFlow]


def check(inputs: MineGasInputs, factors: FactorLibrary) -> list[Notice]:
    """Apply the programme's rules and the cross-checks of fields.

    Returns:
        What the reader must know: an earlier factor year, intervals and days that earn nothing.

    Raises:
        MethodologyError: a date breaks a rule, or the inputs contradict each other.
    """
    notices = check_programme(inputs) + check_factor_year(inputs, factors, FACTOR_YEAR_RULE)
    for oxidiser in _by_oxidiser(inputs).values():
        _check_intervals(inputs, oxidiser)
    _check_outlets(inputs)
    _check_fuels(inputs)
    _check_meters(inputs)
    _check_energy(inputs, factors)
    return notices + list(_missing(inputs)) + list(_uncovered(inputs))


def corrections(inputs: MineGasInputs) -> dict[str, list[Correction]]:
    """Sort the corrections of energy meters by meter."""
    found: dict[str, list[Correction]] = {meter: [] for meter in ENERGY_METERS}
    for row in inputs.meter_corrections:
        found[row.meter].append(row)
    return found


def _by_oxidiser(inputs: MineGasInputs) -> dict[int, list[NumberedFlow]]:
    found: dict[int, list[NumberedFlow]] = {}
    for number, row in enumerate(inputs.flows, start=1):
        found.setdefault(row.oxidiser, []).append((number, row))
    return found


def _period_days(inputs: MineGasInputs) -> int | None:
    if inputs.period_start is None or inputs.period_end is None:
        return None
    return (inputs.period_end - inputs.period_start).days + 1


def _check_intervals(inputs: MineGasInputs, rows: list[NumberedFlow]) -> None:
    for number, row in rows:
        _check_days(inputs, number, row)
    dated = sorted(
        (row.first_day, row.last_day, number)
        for number, row in rows
        if row.first_day is not None and row.last_day is not None
    )
    for (_, last, number), (first, _, other) in pairwise(dated):
        if first <= last:
            raise IntervalsOverlap(field="flows", row=number, other=other)
    days = _period_days(inputs)
    most_h = HOURS_PER_LEAP_YEAR if days is None else HOURS_PER_DAY * days
    hours_h = sum((row.hours_h for _, row in rows), Decimal(0))
    if hours_h > most_h:
        raise IntervalTooLong(field="flows", row=rows[-1][0], value=plain(hours_h), most_h=most_h)


def _check_days(inputs: MineGasInputs, number: int, row: GasFlow) -> None:
    first, last = row.first_day, row.last_day
    if first is None and last is None:
        return
    start, end = inputs.period_start, inputs.period_end
    if (
        first is None
        or last is None
        or last < first
        or (start is not None and first < start)
        or (end is not None and last > end)
    ):
        raise IntervalOutsidePeriod(
            field="flows",
            row=number,
            start="…" if first is None else first.isoformat(),
            value="…" if last is None else last.isoformat(),
        )
    most_h = HOURS_PER_DAY * ((last - first).days + 1)
    if row.hours_h > most_h:
        raise IntervalTooLong(field="flows", row=number, value=plain(row.hours_h), most_h=most_h)


def _check_outlets(inputs: MineGasInputs) -> None:
    for number, row in inputs.measured_flows:
        inlet_m3_h, outlet_pct = stated(row.inlet_flow_m3_h), stated(row.outlet_ch4_pct)
        outlet_m3_h = inlet_m3_h if row.outlet_flow_m3_h is None else row.outlet_flow_m3_h
        if outlet_m3_h * outlet_pct > inlet_m3_h * stated(row.inlet_ch4_pct):
            raise OutletAboveInlet(field="flows", row=number, value=plain(outlet_pct))


def _check_fuels(inputs: MineGasInputs) -> None:
    used: set[str] = set()
    for use in inputs.fuels:
        if use.fuel in used:
            raise FuelTwice(field="fuels", value=FUELS[use.fuel])
        used.add(use.fuel)


def _check_meters(inputs: MineGasInputs) -> None:
    metered = {
        "generated": inputs.generated_mwh,
        "heat": inputs.heat_gj,
        "auxiliary": inputs.auxiliary_mwh,
    }
    for meter, rows in corrections(inputs).items():
        check_corrections(ENERGY_METERS[meter], metered[meter], rows, None)


def _check_energy(inputs: MineGasInputs, factors: FactorLibrary) -> None:
    """Hold power and heat to the heat of the methane that enters.

    Where an interval lacks data, its energy may still be metered, and nothing can be held.
    """
    if len(inputs.measured_flows) < len(inputs.flows):
        return
    table = factors["mine_gas"]
    density = table.get("density", inputs.reference_temperature).value
    methane_m3 = sum(
        (
            row.hours_h * stated(row.inlet_flow_m3_h) * stated(row.inlet_ch4_pct) / 100
            for _, row in inputs.measured_flows
        ),
        Decimal(0),
    )
    most_gj = methane_m3 * density / 1000 * table.get("gross_heat", "methane").value
    used_gj = inputs.generated_mwh * GJ_PER_MWH + inputs.heat_gj
    if used_gj > most_gj:
        raise MoreEnergyThanMethane(
            field="generated_mwh", value=plain(used_gj), most_gj=plain(round(most_gj, 1))
        )


def _missing(inputs: MineGasInputs) -> Iterator[Notice]:
    numbers = [n for n, row in enumerate(inputs.flows, start=1) if not row.measured]
    if numbers:
        rows = ", ".join(str(number) for number in numbers)
        yield Notice(
            "methodologies.interval_not_credited",
            {
                "zh": f"流量第 {rows} 行缺测，该时段甲烷不计减排量（保守假设，方法学规定未见）。",
                "en": f"Gas flow rows {rows} lack data; their methane earns nothing "
                "(a conservative assumption; the methodology's own rule was not seen).",
            },
            STRUCTURE,
        )


def _uncovered(inputs: MineGasInputs) -> Iterator[Notice]:
    days = _period_days(inputs)
    if days is None:
        return
    for oxidiser, rows in _by_oxidiser(inputs).items():
        spans = [(row.first_day, row.last_day) for _, row in rows]
        covered = sum((b - a).days + 1 for a, b in spans if a is not None and b is not None)
        dated = all(a is not None for a, _ in spans)
        if dated and covered < days:
            yield Notice(
                "methodologies.days_not_covered",
                {
                    "zh": f"{oxidiser} 号装置有 {days - covered} 天没有数据，不计减排量。",
                    "en": f"Oxidiser {oxidiser} has no data on {days - covered} days of the "
                    "period; they earn nothing.",
                },
                STRUCTURE,
            )
