"""The combined margin of a regional grid, for projects that displace or save electricity."""

from typing import Literal

from methodologies.ccer.programme import ProgrammeInputs
from methodologies.ccer.refusals import FactorYearMismatch, YearMissing
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import Year, asked
from methodologies.engine.trace import Calculation, Equation, N, Notice, Number, equation

Grid = Literal["north", "northeast", "east", "central", "northwest", "south"]

GRIDS = {
    "north": {"zh": "华北区域电网", "en": "North China grid"},
    "northeast": {"zh": "东北区域电网", "en": "Northeast China grid"},
    "east": {"zh": "华东区域电网", "en": "East China grid"},
    "central": {"zh": "华中区域电网", "en": "Central China grid"},
    "northwest": {"zh": "西北区域电网", "en": "Northwest China grid"},
    "south": {"zh": "南方区域电网", "en": "South China grid"},
}


class GridYearInputs(ProgrammeInputs):
    """A project on a regional grid, in one year y."""

    grid: Grid = asked(
        "所在区域电网",
        "Regional grid",
        group="grid",
        kind="choice",
        choices=GRIDS,
        help={
            "zh": "项目并入的区域电网，决定 OM 与 BM 因子。",
            "en": "The grid the plant feeds; it sets the OM and BM factors.",
        },
        source="CCER-01-001-V01 §6.3; CCER-01-002-V01 §6.3",
    )
    factor_year: Year | None = asked(
        "年度 y",
        "Year y",
        group="grid",
        kind="integer",
        default=None,
        help={
            "zh": "电量所属年度。该年因子尚未公布时，采用此前最近年份的因子。",
            "en": "The year of the electricity. If its factors are not published yet, "
            "those of the latest year before it apply.",
        },
        source="CCER-01-001-V01 §7.2; CCER-01-002-V01 §7.2",
    )

    @property
    def year(self) -> int | None:
        """The year y: that of the period if there is one, else the one entered."""
        return self.period_start.year if self.period_start else self.factor_year


def margin_equation(number: str, source: str) -> Equation:
    """Return the weighted mean of the margins as a methodology numbers it."""
    return equation(
        number,
        "EF_grid,CM,y",
        "t CO2/MWh",
        meaning={"zh": "组合边际排放因子", "en": "combined margin emission factor"},
        operands=("EF_grid,OM,y", "ω_OM", "EF_grid,BM,y", "ω_BM"),
        source=source,
    )(_weighted_mean)


def _weighted_mean(
    operating_margin: Number,
    operating_weight: Number,
    build_margin: Number,
    build_weight: Number,
) -> Number:
    return operating_margin * operating_weight + build_margin * build_weight


def combined_margin(
    calculation: Calculation[N],
    margin: Equation,
    methodology_id: str,
    inputs: GridYearInputs,
    factors: FactorLibrary,
) -> N:
    """Weigh the two margins of the grid in year y.

    Args:
        calculation: exact or sampling.
        margin: of `margin_equation`.
        methodology_id: whose weights apply.
        inputs: grid and year.
        factors: tables with `grid_margins` and `margin_weights`.

    Returns:
        EF_grid,CM,y in t CO2/MWh.
    """
    year = inputs.year
    assert year is not None
    margins, weights = factors["grid_margins"], factors["margin_weights"]
    return calculation.step(
        margin,
        calculation.factor("EF_grid,OM,y", margins.of_year("operating_margin", inputs.grid, year)),
        calculation.factor("ω_OM", weights.get("operating_margin", methodology_id)),
        calculation.factor("EF_grid,BM,y", margins.of_year("build_margin", inputs.grid, year)),
        calculation.factor("ω_BM", weights.get("build_margin", methodology_id)),
    )


def check_factor_year(inputs: GridYearInputs, factors: FactorLibrary, source: str) -> list[Notice]:
    """Check that the year leads to published factors.

    Returns:
        A notice if the factors are of an earlier year than the electricity.

    Raises:
        YearMissing, FactorYearMismatch, NoFactor: the year is missing, or does not fit.
    """
    year = inputs.year
    if year is None:
        raise YearMissing(field="factor_year")
    margins = factors["grid_margins"]
    published = margins.of_year("operating_margin", inputs.grid, year).year
    chosen = inputs.factor_year
    if chosen is not None and chosen not in (year, published):
        raise FactorYearMismatch(
            field="factor_year", value=chosen, period_year=year, right_year=published
        )
    if published == year:
        return []
    return [
        Notice(
            "methodologies.earlier_factor_year",
            {
                "zh": f"{year} 年的电网排放因子尚未收录，采用此前最近的 {published} 年因子。",
                "en": f"Grid factors of {year} are not on record; those of {published}, "
                "the latest year before it, are used.",
            },
            source,
        )
    ]
