"""Allowances of power units and of the entities that run them, step by step.

Pure functions on MWh, GJ and tonnes. `power_plans` brings the numbers of a year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from registry.compliance.power_factors import (
    LOAD_FORMULAS,
    cooling_factor,
    heat_factor,
    load_factor_correction,
)
from registry.compliance.power_plans import GAS, Cooling, PowerPlan
from registry.compliance.rules import ONE, capped_allocation_t, floor_t
from registry.compliance.steps import Step, step
from registry.worlds.errors import words

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
ALLOCATION = words("Allowances of the unit", "机组配额量")
LOAD = words("Load factor correction Ff", "机组负荷(出力)系数修正系数 Ff")
COOLING = words("Cooling correction Fl", "冷却方式修正系数 Fl")
HEAT = words("Heat supply correction Fr", "供热量修正系数 Fr")
GAS_EXEMPTION = words("Gas unit: at least its emissions", "燃气机组：配额量不低于排放量")
GAS_OBLIGATION = words(
    "Gas unit: owes no more than its allowances", "燃气机组：清缴义务不大于配额量"
)
LEFT_OUT = words("Not under the plan", "不纳入配额管理")
AS_VERIFIED = words("Allowances equal emissions", "配额量等于排放量")
SUM = words("Sum of the entity's units", "重点排放单位所属机组配额合计")
TOPPED_UP = words("Cap on the entity's gap: 20 %", "缺口上限20%（重点排放单位层面）")
OBLIGATION = words("Obligation", "应清缴配额量")


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerUnitYear:
    """A power unit's verified year.

    Args:
        code: the unit's own name within its entity.
        unit_class: coal_large (400 MW and more), coal_small, coal_unconventional or gas.
        output_mwh: net supplied until 2022, gross generated from 2023.
        heat_gj: heat supplied.
        load_factor: output over capacity while running, a fraction from 0 to 1.
        heat_ratio: share of heat in the output, 0 to 1; it counted until 2022.
        cooling: how it is cooled; it counted until 2022.
        emissions_t: verified emissions, t CO2.
        special: a kind that the plan leaves out or gives what it emits; empty otherwise.
    """

    code: str = ""
    unit_class: str
    output_mwh: Decimal
    heat_gj: Decimal
    load_factor: Decimal
    heat_ratio: Decimal = Decimal(0)
    cooling: str = Cooling.WATER.value
    emissions_t: int
    special: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAllocation:
    """What one unit is given, and how it was found.

    Args:
        code: the unit's own name.
        allocation_t: its allowances, t.
        emissions_t: its emissions under the plan, t CO2; 0 where the plan leaves it out.
        obligation_t: what it owes, t.
        steps: how.
    """

    code: str
    allocation_t: int
    emissions_t: int
    obligation_t: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAllocation:
    """What an entity is given and owes for a year, and how it was found.

    Args:
        year: of the emissions.
        allocation_t: its allowances, t.
        emissions_t: its verified emissions under the plan, t CO2.
        obligation_t: what it has to surrender, t.
        gap_rate_percent: (emissions − allocation) / emissions, two decimals; below zero: surplus.
        units: of each unit.
        steps: from the sum of the units on.
        is_draft: the plan is only proposed.
    """

    year: int
    allocation_t: int
    emissions_t: int
    obligation_t: int
    gap_rate_percent: Decimal
    units: tuple[UnitAllocation, ...]
    steps: tuple[Step, ...]
    is_draft: bool


def power_unit_allocation(unit: PowerUnitYear, plan: PowerPlan) -> UnitAllocation:
    """Return what a unit is given: (Qe Be Fl Fr Ff + Qh Bh), rounded down to tonnes.

    Source:
        国环规气候〔2020〕3号, 〔2023〕1号 (Fl, Fr until 2022), 〔2024〕1号; draft plan of 2025–26.
    """
    if unit.special and unit.special in plan.excluded:
        left_out = step(LEFT_OUT, "A = 0; E = 0", 0, "t", plan.gap_rule, kind=unit.special)
        return _unit(unit.code, 0, 0, 0, [left_out])
    emitted = unit.emissions_t
    if unit.special and unit.special in plan.verified:
        same = step(AS_VERIFIED, "A = E", emitted, "t", plan.gap_rule, kind=unit.special, E=emitted)
        return _unit(unit.code, emitted, emitted, emitted, [same])
    steps = _correction_steps(unit, plan)
    allocation, formula = _by_formula(unit, plan)
    steps.append(formula)
    if unit.unit_class != GAS:
        return _unit(unit.code, allocation, emitted, emitted, steps)
    if plan.caps_obligation:
        owed = min(emitted, allocation)
        steps.append(
            step(GAS_OBLIGATION, "min(E, A)", owed, "t", plan.gap_rule, E=emitted, A=allocation)
        )
        return _unit(unit.code, allocation, emitted, owed, steps)
    given = max(allocation, emitted)
    steps.append(
        step(GAS_EXEMPTION, "max(A, E)", given, "t", plan.gap_rule, A=allocation, E=emitted)
    )
    return _unit(unit.code, given, emitted, emitted, steps)


def power_entity_allocation(units: Sequence[PowerUnitYear], plan: PowerPlan) -> EntityAllocation:
    """Return what an entity is given and owes: its units' sum, the gap capped over all of them.

    In 2019–20 the cap limits the obligation, min(E, A + 0.2 E); later it tops up the allowances,
    max(A, 0.8 E), and the obligation is the emissions.
    """
    parts = tuple(power_unit_allocation(unit, plan) for unit in units)
    total = sum(part.allocation_t for part in parts)
    emitted = sum(part.emissions_t for part in parts)
    owed = sum(part.obligation_t for part in parts)
    rule, share = plan.gap_rule, plan.gap_share.decimal
    steps = [step(SUM, "A = Σ A_unit", total, "t", rule, units=len(parts))]
    allocation = total
    if plan.caps_obligation:
        most = total + floor_t(share * emitted)
        steps.append(
            step(OBLIGATION, "min(Σ E, A + 0.2 E)", min(owed, most), "t", rule, E=emitted, A=total)
        )
        owed = min(owed, most)
    else:
        allocation = capped_allocation_t(total, emitted, share)
        steps.append(
            step(TOPPED_UP, "max(A, 0.8 E)", allocation, "t", plan.gap_share, A=total, E=emitted)
        )
        steps.append(step(OBLIGATION, "E", owed, "t", rule, E=emitted))
    return EntityAllocation(
        year=plan.year,
        allocation_t=allocation,
        emissions_t=emitted,
        obligation_t=owed,
        gap_rate_percent=gap_rate_percent(emitted, allocation),
        units=parts,
        steps=tuple(steps),
        is_draft=plan.is_draft,
    )


def gap_rate_percent(emissions_t: int, allocation_t: int) -> Decimal:
    """Return (E − A) / E in percent, two decimals half-up; 0 without emissions."""
    if not emissions_t:
        return Decimal("0.00")
    rate = _HUNDRED * (emissions_t - allocation_t) / Decimal(emissions_t)
    return rate.quantize(_CENT, rounding=ROUND_HALF_UP)


def _unit(
    code: str, allocation_t: int, emissions_t: int, obligation_t: int, steps: Sequence[Step]
) -> UnitAllocation:
    return UnitAllocation(
        code=code,
        allocation_t=allocation_t,
        emissions_t=emissions_t,
        obligation_t=obligation_t,
        steps=tuple(steps),
    )


def _correction_steps(unit: PowerUnitYear, plan: PowerPlan) -> list[Step]:
    fuel = "gas" if unit.unit_class == GAS else "coal"
    steps = []
    if unit.unit_class != GAS:
        found = load_factor_correction(unit.load_factor, unit.unit_class, plan)
        formula = LOAD_FORMULAS[plan.load_rule.text]
        if found == ONE:
            formula = "Ff = 1"
        steps.append(step(LOAD, formula, found, "1", plan.load_rule, F=unit.load_factor))
        if plan.cooling:
            rule = plan.cooling[unit.cooling]
            fl = cooling_factor(unit.cooling, unit.unit_class, plan)
            steps.append(step(COOLING, "Fl", fl, "1", rule, cooling=unit.cooling))
    slope = plan.heat_ratio_slope.get(fuel)
    if slope is not None:
        fr = heat_factor(unit.heat_ratio, unit.unit_class, plan)
        formula = f"Fr = 1 − {slope.text} h"
        steps.append(step(HEAT, formula, fr, "1", slope, h=unit.heat_ratio))
    return steps


def _by_formula(unit: PowerUnitYear, plan: PowerPlan) -> tuple[int, Step]:
    electricity = plan.electricity[unit.unit_class]
    heat = plan.heat["gas" if unit.unit_class == GAS else "coal"]
    ff = load_factor_correction(unit.load_factor, unit.unit_class, plan)
    fl = cooling_factor(unit.cooling, unit.unit_class, plan)
    fr = heat_factor(unit.heat_ratio, unit.unit_class, plan)
    exact = unit.output_mwh * electricity.decimal * fl * fr * ff + unit.heat_gj * heat.decimal
    values: dict[str, Decimal] = {"Qe": unit.output_mwh, "Be": electricity.decimal}
    factors = {}
    if plan.cooling and unit.unit_class != GAS:
        factors["Fl"] = fl
    if plan.heat_ratio_slope:
        factors["Fr"] = fr
    if unit.unit_class != GAS:
        factors["Ff"] = ff
    values |= factors | {"Qh": unit.heat_gj, "Bh": heat.decimal}
    formula = f"A = ⌊{' × '.join(('Qe', 'Be', *factors))} + Qh × Bh⌋"
    found = floor_t(exact)
    return found, step(ALLOCATION, formula, found, "t", electricity, **values)
