"""Cross-checks of a mine-gas project: intervals, methane in and out, energy, missing data."""

from collections.abc import Iterator
from decimal import Decimal

from methodologies.activity.fuels import FUELS
from methodologies.activity.metering import Correction, check_corrections
from methodologies.activity.refusals import FuelTwice
from methodologies.ccer.combined_margin import check_factor_year
from methodologies.ccer.intervals import (
    IntervalTooLong,
    check_intervals,
    days_without_rows,
    hours_max,
)
from methodologies.ccer.mine_gas_flows import STRUCTURE, GasFlow, stated
from methodologies.ccer.mine_gas_inputs import ENERGY_METERS, MineGasInputs
from methodologies.ccer.mine_gas_refusals import (
    MoreEnergyThanMethane,
    OutletAboveInlet,
)
from methodologies.ccer.programme import check_programme
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.trace import Notice, plain

GJ_PER_MWH = Decimal("3.6")
FACTOR_YEAR_RULE = "按 CCER-01-001-V01 §7.2 · as in CCER-01-001-V01 §7.2"

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
        _check_hours(inputs, oxidiser)
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


def _check_hours(inputs: MineGasInputs, rows: list[NumberedFlow]) -> None:
    check_intervals("flows", rows, inputs)
    for number, row in rows:
        _hold_hours(number, row.hours_h, hours_max(row, inputs))
    undated = [(number, row) for number, row in rows if row.first_day is None]
    if undated:
        number, row = undated[-1]
        total_h = sum((row.hours_h for _, row in undated), Decimal(0))
        _hold_hours(number, total_h, hours_max(row, inputs))


def _hold_hours(number: int, hours_h: Decimal, most_h: int) -> None:
    if hours_h > most_h:
        raise IntervalTooLong(field="flows", row=number, value=plain(hours_h), most_h=most_h)


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
    for oxidiser, rows in _by_oxidiser(inputs).items():
        days = days_without_rows(rows, inputs)
        if days:
            yield Notice(
                "methodologies.days_not_covered",
                {
                    "zh": f"{oxidiser} 号装置有 {days} 天没有数据，不计减排量。",
                    "en": f"Oxidiser {oxidiser} has no data on {days} days of the period; "
                    "they earn nothing.",
                },
                STRUCTURE,
            )
