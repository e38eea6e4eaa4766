"""Recalculates what a developer files for the period it is filed for.

The registry keeps quantities and asks no methodology; this edge knows both. A calculation that
states no period stands for a whole calendar year; one that no longer gives its saved result for
the period is not filed.

FilingRefused
├── NotForUnits        the methodology earns a project no units
├── PeriodNotAYear     a calculation without a period is filed for part of a year
└── ResultDiffers      calculated for the period, it gives another quantity
"""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar

from pydantic import ValidationError

from methodologies import FactorLibrary, Methodology, estimate, find
from registry.projects import ReportView, report
from registry.worlds import reading, words
from web.acting import acting, public_world
from web.errors import InvalidInputError
from web.factors.imported import world_library
from web.projects.inputs import FileForm

MEASURES = "温室气体自愿减排交易管理办法(试行) (生态环境部、市场监管总局令第31号, 2023) 第十七条"
METHODOLOGIES = "CCER-01-001-V01, CCER-01-002-V01 §6.3"


class FilingRefused(Exception):
    """Any refusal of a calculation for a period."""

    code: ClassVar[str] = "filing.refused"
    text: ClassVar[Mapping[str, str]] = words(
        "The calculation cannot be filed.",
        "该核算结果无法申报。",
    )
    rule: ClassVar[Mapping[str, str]] = words("", "")
    source: ClassVar[str] = MEASURES
    fix: ClassVar[Mapping[str, str]] = words("", "")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text["en"].format(**facts))


class NotForUnits(FilingRefused):
    """A calculation by a methodology whose result becomes no units of a project."""

    code = "filing.not_for_units"
    text = words(
        "{methodology} earns a project no units: {estimate} neither starts one nor can be filed.",
        "{methodology} 的结果不能签发，{estimate} 不能用于建立项目或申报。",
    )
    rule = words(
        "Only reductions by a project methodology start a project and are filed for units.",
        "只有减排项目方法学的减排量可以用于建立项目和申报签发。",
    )
    fix = words(
        "Choose a calculation by a project methodology.",
        "请选择按减排项目方法学核算的结果。",
    )


class PeriodNotAYear(FilingRefused):
    """A calculation without a period of its own is filed for part of a year."""

    code = "filing.period_not_a_year"
    text = words(
        "Calculation {estimate} states no period, so it stands for a whole year, not for {period}.",
        "核算结果 {estimate} 未填核算期，只代表一个完整日历年，不能用于 {period}。",
    )
    rule = words(
        "Reductions of a year y are reported for 1 January – 31 December, "
        "unless the calculation states its own period.",
        "第 y 年减排量对应 1 月 1 日至 12 月 31 日；核算部分时段须在核算时填写核算期。",
    )
    source = METHODOLOGIES
    fix = words(
        "Choose a full calendar year, or calculate again with the start and end of the period.",
        "请选择完整日历年，或填写核算期起止日期后重新核算。",
    )


class ResultDiffers(FilingRefused):
    """Calculated for the period, the same data give another quantity."""

    code = "filing.result_differs"
    text = words(
        "For {period} the data of {estimate} give {right} t, not {quantity} t.",
        "{estimate} 的数据在 {period} 的核算结果为 {right} 吨，而非 {quantity} 吨。",
    )
    rule = words(
        "Factors and rules are those of the year of the reductions.",
        "排放因子与规则按减排量所属年度采用。",
    )
    source = METHODOLOGIES
    fix = words(
        "Calculate again with this period, save the result and file that.",
        "请按该核算期重新核算、保存后再申报。",
    )


def check_start(number: str) -> None:
    """Refuse to start a project from an own estimate whose result becomes no units.

    Raises:
        SignInRequiredError: nobody is signed in.
        UnknownRecord: there is no such estimate.
        NotForUnits: its methodology issues nothing.
    """
    with reading(public_world()) as session:
        actor = acting(session)
        saved = report(session, number)
    if saved.party.id in actor.party_ids:
        _check_units(saved)


def check_filing(asked: FileForm) -> None:
    """Refuse to file a calculation that does not give its result for the period.

    Calculations of others and periods that are disordered or not over are left to the registry,
    which refuses them.

    Raises:
        SignInRequiredError: nobody is signed in.
        UnknownRecord: there is no such calculation.
        FilingRefused: it stands for another time, or gives another result.
        MethodologyError, InvalidInputError: the methodology refuses the data for this period.
    """
    with reading(public_world()) as session:
        actor = acting(session)
        saved = report(session, asked.estimate)
        today = session.clock.today()
        factors = world_library(session)
    own = saved.kind == "estimate" and saved.party.id in actor.party_ids
    if own and asked.period_from <= asked.period_to < today:
        check_recalculated(saved, asked.period_from, asked.period_to, today, factors)


def check_recalculated(
    saved: ReportView, start: date, end: date, today: date, factors: FactorLibrary | None = None
) -> None:
    """Refuse a calculation that does not give its quantity for a period.

    Args:
        saved: the calculation.
        start: first day of the period.
        end: last day.
        today: the day of filing, which is that of the application.
        factors: the world's tables; None: those of the package.

    Raises:
        FilingRefused, MethodologyError, InvalidInputError: as for `check_filing`.
    """
    methodology = _check_units(saved)
    inputs = json.loads(saved.inputs_json)
    period = f"{start} – {end}"
    year = (date(start.year, 1, 1), date(start.year, 12, 31))
    if not inputs.get("period_start") and (start, end) != year:
        raise PeriodNotAYear(estimate=saved.number, period=period, field="period_from")
    dated = {
        "period_start": start.isoformat(),
        "period_end": end.isoformat(),
        "application_date": today.isoformat(),
    }
    try:
        result = estimate(
            saved.methodology_id, {**inputs, **dated}, saved.methodology_version, factors
        ).to_dict()
    except ValidationError as error:
        raise InvalidInputError(error) from error
    right = str(result["results"][methodology.principal.name])
    if Decimal(right) != Decimal(saved.quantity):
        raise ResultDiffers(
            estimate=saved.number,
            period=period,
            right=right,
            quantity=saved.quantity,
            field="estimate",
        )


def _check_units(saved: ReportView) -> Methodology:
    """Return the methodology of a calculation whose result becomes units."""
    methodology = find(saved.methodology_id, saved.methodology_version)
    if methodology.issues is None:
        raise NotForUnits(estimate=saved.number, methodology=methodology.document, field="estimate")
    return methodology
