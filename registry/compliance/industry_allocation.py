"""Allowances of steel, cement and aluminium, with the balance value that makes them add up.

Pure functions. A line is what the plan allocates to: a steel maker, a cement clinker line, an
aluminium electrolysis.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal, localcontext

from registry.compliance.refused_cycle import NothingToBalance
from registry.compliance.rules import industry_adjustment, industry_allocation_t
from registry.compliance.steps import Step, step
from registry.rules.benchmarks import SCHEME
from registry.rules.book import RuleBook, RuleParameter
from registry.worlds.errors import words

SECTORS = ("steel", "cement", "aluminium")
AS_VERIFIED_KINDS = frozenset({"white_cement", "gypsum_acid"})
_BALANCE_DECIMALS = Decimal("1e-18")
_PRECISION = 60
AS_VERIFIED = words("Allowances equal verified emissions", "配额量等于经核查排放量")
INTENSITY = words("Emission intensity I", "碳排放强度 I")
DEVIATION = words("Deviation X from the balance value", "与平衡值的偏离度 X")
ADJUSTMENT = words("Adjustment α", "调整系数 α")
LINE_ALLOCATION = words("Allowances", "配额量")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineYear:
    """A line's verified year.

    Args:
        code: its own name within its entity.
        emissions_t: verified emissions that allowances are given for, t CO2e.
        intensity_emissions_t: those counted for the intensity (steel: ironmaking and sintering).
        product_t: product they are divided by, t.
        special: white_cement or gypsum_acid; empty otherwise.
        carbide_slag_share: share of raw material replaced by carbide slag, 0 to 1.
    """

    code: str = ""
    emissions_t: int
    intensity_emissions_t: Decimal
    product_t: Decimal
    special: str = ""
    carbide_slag_share: Decimal = Decimal(0)

    @property
    def intensity(self) -> Decimal:
        """Return t CO2e per t of product."""
        return self.intensity_emissions_t / self.product_t


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryPlan:
    """What the plan of one year says of a sector.

    Args:
        rule: whether allowances equal verified emissions, or follow the balance value.
        slope: α per unit of deviation; None where they equal emissions.
        deviation_max: most the deviation counts; None likewise.
        carbide_slag_share_max: above it a clinker line is given what it emits; None: no such rule.
    """

    year: int
    sector: str
    rule: RuleParameter
    slope: RuleParameter | None
    deviation_max: RuleParameter | None
    carbide_slag_share_max: RuleParameter | None

    @property
    def needs_balance(self) -> bool:
        """Return whether a balance value is needed."""
        return self.rule.text == "balance"

    @property
    def is_draft(self) -> bool:
        """Return whether the plan was proposed and is not in force."""
        return self.rule.confidence == "draft"


def industry_plan(rules: RuleBook, year: int, sector: str) -> IndustryPlan:
    """Return the plan of a year for a sector.

    Raises:
        RuleNotInForce: there is none for this year.
    """
    day = date(year, 12, 31)
    return IndustryPlan(
        year=year,
        sector=sector,
        rule=rules.parameter(SCHEME, "industry_rule", day, "industry"),
        slope=rules.find(SCHEME, "industry_slope", day, "industry"),
        deviation_max=rules.find(SCHEME, "industry_deviation_max", day, "industry"),
        carbide_slag_share_max=rules.find(SCHEME, "carbide_slag_share_max", day, sector),
    )


def given_as_verified(line: LineYear, plan: IndustryPlan) -> bool:
    """Return whether a line is given what it emits, whatever its intensity."""
    most = plan.carbide_slag_share_max
    return (
        not plan.needs_balance
        or not line.emissions_t
        or line.special in AS_VERIFIED_KINDS
        or (most is not None and line.carbide_slag_share > most.decimal)
    )


def balance_value(lines: Sequence[LineYear], plan: IndustryPlan) -> Decimal:
    """Return the balance value BP: at it the sector's allowances equal its emissions.

    Σ E α(BP) never falls as BP rises; it is at most 0 at the least intensity and at least 0 at the
    highest, so halving the interval finds it.

    Args:
        lines: of the whole sector.
        plan: of the year and sector.

    Returns:
        t CO2e per t of product, to 18 decimals, from below: no more is given than was emitted.

    Raises:
        NothingToBalance: no line follows the balance value.

    Source:
        国环规气候〔2025〕2号: 平衡值.
    """
    counted = [line for line in lines if not given_as_verified(line, plan)]
    if not counted or plan.slope is None or plan.deviation_max is None:
        raise NothingToBalance(sector=plan.sector, year=plan.year)
    slope, most = plan.slope.decimal, plan.deviation_max.decimal
    with localcontext(prec=_PRECISION):
        known = [(line.emissions_t, line.intensity) for line in counted]

        def excess(value: Decimal) -> Decimal:
            return sum(
                (emitted * industry_adjustment(i, value, slope, most) for emitted, i in known),
                Decimal(0),
            )

        low, high = min(i for _, i in known), max(i for _, i in known)
        while high - low > _BALANCE_DECIMALS:
            middle = (low + high) / 2
            if excess(middle) > 0:
                high = middle
            else:
                low = middle
        return low.quantize(_BALANCE_DECIMALS, rounding=ROUND_FLOOR)


def line_allocation(
    line: LineYear, plan: IndustryPlan, balance: Decimal | None
) -> tuple[int, tuple[Step, ...]]:
    """Return a line's allowances, t, and how they were found.

    Args:
        line: its year.
        plan: of the year and sector.
        balance: the sector's balance value; None where allowances equal emissions.
    """
    emitted = line.emissions_t
    if given_as_verified(line, plan):
        kind = line.special or ("carbide_slag" if plan.needs_balance else "all")
        return emitted, (step(AS_VERIFIED, "A = E", emitted, "t", plan.rule, kind=kind, E=emitted),)
    assert balance is not None
    assert plan.slope is not None
    assert plan.deviation_max is not None
    intensity = line.intensity
    deviation = (balance - intensity) / balance
    adjustment = industry_adjustment(
        intensity, balance, plan.slope.decimal, plan.deviation_max.decimal
    )
    found = industry_allocation_t(emitted, adjustment)
    shown = (_shown(intensity), _shown(balance), _shown(deviation), _shown(adjustment))
    return found, (
        step(
            INTENSITY, "I = E_I / Q", shown[0], "t/t", plan.rule,
            E_I=line.intensity_emissions_t, Q=line.product_t,
        ),
        step(DEVIATION, "X = (BP − I) / BP", shown[2], "1", plan.rule, BP=shown[1], I=shown[0]),
        step(
            ADJUSTMENT, "α = 0.15 X (|X| < 20 %); ±0.03 (|X| ≥ 20 %)", shown[3], "1", plan.slope,
            X=shown[2],
        ),
        step(LINE_ALLOCATION, "A = ⌊E × (1 + α)⌋", found, "t", plan.rule, E=emitted, α=shown[3]),
    )  # fmt: skip


def _shown(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.000001"))
