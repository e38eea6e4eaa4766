"""Electricity delivered to a regional grid: equations (1) to (3), shared by wind and CSP.

The two methodologies print the same three equations, the same rule for the factor year and the
same correction of meters; a later version that differs gets a module of its own.
"""

from calendar import monthrange
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, NamedTuple, Self

from pydantic import ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from methodologies.activity.metering import (
    ELECTRICITY_ERROR_PCT_MAX,
    METERS,
    Correction,
    Reading,
    check_corrections,
    corrected,
    corrected_down,
    corrected_up,
)
from methodologies.activity.refusals import AboveCapacity
from methodologies.ccer.combined_margin import (
    GridYearInputs,
    check_factor_year,
    combined_margin,
    margin_equation,
)
from methodologies.ccer.monthly_electricity import (
    MONTHS_PER_YEAR,
    MonthlyElectricity,
    MonthSpan,
    check_months,
    monthly_export,
    monthly_import,
)
from methodologies.ccer.programme import ProgrammeInputs
from methodologies.ccer.refusals import AgainstLawOrPolicy
from methodologies.engine.contract import Clause
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import ABOVE_BOUND, DECIMAL_MAX, Amount, asked, replaced_error
from methodologies.engine.trace import Calculation, N, Notice, Number, equation, plain

ENERGY_MWH_MAX = 100_000_000
HOURS_PER_DAY = 24
HOURS_PER_YEAR = 8760
FACTOR_YEAR_RULE = "CCER-01-001-V01 §7.2; CCER-01-002-V01 §7.2"


class LawfulInputs(ProgrammeInputs):
    """What every plant declares about law and policy."""

    complies_with_law_and_policy: bool | None = asked(
        "符合法律法规和行业发展政策",
        "Complies with law and industry policy",
        group="site",
        kind="boolean",
        default=None,
        help={
            "zh": "审定时以用海（用地）批复、环评批复、核准（备案）文件等证明。",
            "en": "Shown at validation by the site, environmental and project approvals.",
        },
        source="§2",
    )


class GridInputs(GridYearInputs, LawfulInputs):
    """What every grid-connected power plant reports."""

    export_mwh: Amount | None = asked(
        "上网电量",
        "Exported electricity",
        group="generation",
        kind="decimal",
        unit="MWh",
        at_most=ENERGY_MWH_MAX,
        default=None,
        help={
            "zh": "关口表计量的输送至电网的电量，单位 MWh（1 MWh = 1000 kWh）。"
            "填写逐月电量时留空，否则必填。",
            "en": "Delivered to the grid by the revenue meter, in MWh (1 MWh = 1000 kWh). "
            "Leave empty if given by month; required otherwise.",
        },
        source="§6.3 (2)",
    )
    import_mwh: Amount | None = asked(
        "下网电量",
        "Imported electricity",
        group="generation",
        kind="decimal",
        unit="MWh",
        at_most=ENERGY_MWH_MAX,
        default=None,
        help={
            "zh": "电网输送至项目的电量，单位 MWh；没有则填 0。填写逐月电量时留空，否则必填。",
            "en": "Taken from the grid, in MWh; 0 if none. "
            "Leave empty if given by month; required otherwise.",
        },
        source="§6.3 (2)",
    )
    months: tuple[MonthlyElectricity, ...] = asked(
        "逐月电量",
        "Electricity by month",
        group="generation",
        kind="rows",
        default=(),
        rows_max=MONTHS_PER_YEAR,
        help={
            "zh": "同一日历年的各月；填写后不再填写全年上网与下网电量。",
            "en": "Months of one calendar year, in place of the totals of export and import.",
        },
        source="§7.2",
    )
    installed_capacity_mw: Amount | None = asked(
        "装机容量",
        "Installed capacity",
        group="generation",
        kind="decimal",
        unit="MW",
        at_most=1_000_000,
        default=None,
        first=True,
        help={
            "zh": "填写后会检查上网电量是否超过容量 × 小时数。",
            "en": "If given, the export is checked against capacity × hours.",
        },
    )

    @model_validator(mode="wrap")
    @classmethod
    def _explained_by_capacity(cls, given: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Say of an export beyond every bound what the plant can deliver, if that is known."""
        try:
            return handler(given)
        except ValidationError as error:
            above = _above_capacity(given, error)
            if above is None:
                raise
            raise replaced_error(error, "export_mwh", above) from error

    @model_validator(mode="after")
    def _electricity_is_given(self) -> Self:
        """Ask for the totals unless there are months."""
        absent = [n for n in ("export_mwh", "import_mwh") if getattr(self, n) is None]
        if self.months or not absent:
            return self
        raise ValidationError.from_exception_data(
            type(self).__name__,
            [InitErrorDetails(type="missing", loc=(name,), input=None) for name in absent],
        )

    @property
    def year(self) -> int | None:
        """The year y: of the period, else of the months, else the one entered."""
        if self.period_start is None and self.months:
            return self.months[0].year
        return super().year

    @property
    def span(self) -> MonthSpan:
        """The months with the period in which they are expected."""
        return MonthSpan(self.months, self.period_start, self.period_end)

    @property
    def exported_mwh(self) -> Decimal:
        """The export of the period that was read, in MWh."""
        months = self.span.readings("exported_mwh").values() if self.months else ()
        return sum(months, self.export_mwh or Decimal(0))

    @property
    def imported_mwh(self) -> Decimal:
        """The import of the period that was read, in MWh."""
        months = self.span.readings("imported_mwh").values() if self.months else ()
        return sum(months, self.import_mwh or Decimal(0))


@equation(
    "(1)",
    "BE_y",
    "t CO2e",
    meaning={"zh": "基准线排放量", "en": "baseline emissions"},
    operands=("EG_PJ,y", "EF_grid,CM,y"),
    source="§6.3 (1)",
)
def equation_1(net_generation: Number, combined_margin: Number) -> Number:
    """Emissions of the grid that the net generation displaces."""
    return net_generation * combined_margin


@equation(
    "(2)",
    "EG_PJ,y",
    "MWh",
    meaning={"zh": "净上网电量", "en": "net electricity delivered"},
    operands=("EG_export,y", "EG_import,y"),
    source="§6.3 (2)",
)
def equation_2(exported: Number, imported: Number) -> Number:
    """Electricity delivered less electricity taken."""
    return exported - imported


equation_3 = margin_equation("(3)", "§6.3 (3)")


def law_and_policy(document: str) -> Clause:
    """Return the clause on law and policy, which both texts share."""
    return Clause(
        id="law_and_policy",
        article=f"{document} §2",
        text={
            "zh": "项目符合法律、法规要求，符合行业发展政策。",
            "en": "The project complies with laws, regulations and industry policy.",
        },
        fields=("complies_with_law_and_policy",),
        holds=lambda inputs: inputs.complies_with_law_and_policy,
        refusal=lambda _: AgainstLawOrPolicy(field="complies_with_law_and_policy", value="false"),
    )


class NetElectricity(NamedTuple):
    """What is needed to apply equations (1) to (3)."""

    methodology_id: str
    inputs: GridInputs
    corrections: dict[str, list[Correction]]


def baseline_emissions(
    calculation: Calculation[N], electricity: NetElectricity, factors: FactorLibrary
) -> N:
    """Apply equations (3), (2) and (1).

    Returns:
        BE_y in t CO2e.
    """
    methodology_id, inputs, corrections = electricity
    margin = combined_margin(calculation, equation_3, methodology_id, inputs, factors)
    exported = corrected(
        calculation,
        corrected_down,
        Reading("EG_export,y", inputs.exported_mwh, "export_mwh"),
        corrections.get("export", []),
        partial(monthly_export, calculation, inputs.span) if inputs.months else None,
    )
    imported = corrected(
        calculation,
        corrected_up,
        Reading("EG_import,y", inputs.imported_mwh, "import_mwh"),
        corrections.get("import", []),
        partial(monthly_import, calculation, inputs.span) if inputs.months else None,
    )
    net_generation = calculation.step(equation_2, exported, imported)
    return calculation.step(equation_1, net_generation, margin)


def by_meter(rows: Sequence[tuple[str, Correction]]) -> dict[str, list[Correction]]:
    """Sort corrections by the meter they name."""
    sorted_rows: dict[str, list[Correction]] = {}
    for meter, row in rows:
        sorted_rows.setdefault(meter, []).append(row)
    return sorted_rows


def check_electricity(electricity: NetElectricity, factors: FactorLibrary) -> list[Notice]:
    """Check year, factor year, capacity and meter corrections.

    Returns:
        Notices of months without reading, and of factors of an earlier year.

    Raises:
        InconsistentInputs: the inputs contradict each other.

    Source:
        CCER-01-001-V01 and CCER-01-002-V01 §7.2 (factor year), §7.3.4 (meters).
    """
    _, inputs, corrections = electricity
    notices = []
    if inputs.months:
        notices = check_months(inputs.span, (inputs.export_mwh, inputs.import_mwh))
    _check_capacity(inputs)
    for meter, metered in (("export", inputs.exported_mwh), ("import", inputs.imported_mwh)):
        rows = corrections.get(meter, [])
        check_corrections(METERS[meter], metered, rows, ELECTRICITY_ERROR_PCT_MAX)
    return notices + check_factor_year(inputs, factors, FACTOR_YEAR_RULE)


def _check_capacity(inputs: GridInputs) -> None:
    capacity_mw = inputs.installed_capacity_mw
    if capacity_mw is None:
        return
    hours = HOURS_PER_YEAR
    if inputs.period_start is not None and inputs.period_end is not None:
        hours = HOURS_PER_DAY * ((inputs.period_end - inputs.period_start).days + 1)
    for row in inputs.months:
        days = monthrange(row.year, row.month)[1]
        _check_export("months", row.exported_mwh or Decimal(0), capacity_mw, HOURS_PER_DAY * days)
    _check_export("export_mwh", inputs.exported_mwh, capacity_mw, hours)


def _above_capacity(given: Any, error: ValidationError) -> AboveCapacity | None:
    """Return why an export beyond every bound cannot be, None if the capacity does not tell."""
    if not any(e["type"] == ABOVE_BOUND and e["loc"] == ("export_mwh",) for e in error.errors()):
        return None
    try:
        capacity_mw, export_mwh = (
            Decimal(str(given.get(name)).strip())
            for name in ("installed_capacity_mw", "export_mwh")
        )
    except InvalidOperation:
        return None
    if not capacity_mw.is_finite() or export_mwh > DECIMAL_MAX:
        return None
    try:
        _check_export("export_mwh", export_mwh, capacity_mw, HOURS_PER_YEAR)
    except AboveCapacity as above:
        return above
    return None


def _check_export(field: str, exported_mwh: Decimal, capacity_mw: Decimal, hours: int) -> None:
    most_mwh = capacity_mw * Decimal(hours)
    if exported_mwh > most_mwh:
        raise AboveCapacity(
            field=field,
            value=plain(exported_mwh),
            exported_mwh=Decimal(plain(exported_mwh)),
            hours=hours,
            most_mwh=Decimal(plain(most_mwh)),
        )
