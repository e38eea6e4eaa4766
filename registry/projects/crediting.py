"""Which projects and reductions the programme registers: when built, generated and filed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.projects.refused_projects import (
    ConstructionTooEarly,
    CreditingPeriodInvalid,
    DesignIncomplete,
    InsideQuotaControl,
    MethodologyNotPublished,
)
from registry.projects.refused_reports import (
    OutsideCrediting,
    PeriodOfEstimateDiffers,
    PeriodSpansYears,
    ReductionsTooEarly,
    ReductionsTooOld,
)
from registry.rules.book import RuleBook
from registry.worlds.errors import words
from registry.worlds.refused_values import PeriodInvalid

SCHEME = "ccer"
OFFICIAL = "official"
RECONSTRUCTED = "reconstructed"
PUBLISHABLE = frozenset({OFFICIAL, RECONSTRUCTED})
"""Statuses of methodologies that the ministry published, read in full or put together again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRules:
    """The numbers of the programme on one day.

    Args:
        construction_after: construction begins after this day.
        reductions_after: reductions are generated after this day.
        application_years_max: and within so many years before the application.
        crediting_years_max: length of a crediting period under the project's methodology.
        design_publicity_days: working days for which a design is published.
        report_publicity_days: working days for which a report is published.
        registration_review_days: working days in which the registry decides on a project.
        reduction_review_days: working days in which it decides on reductions.
    """

    construction_after: date
    reductions_after: date
    application_years_max: int
    crediting_years_max: int
    design_publicity_days: int
    report_publicity_days: int
    registration_review_days: int
    reduction_review_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What a design says that rules look at; None: nothing."""

    project: str
    methodology: str
    methodology_status: str
    construction_start: date | None
    crediting_from: date | None
    crediting_to: date | None
    outside_quota: bool | None


def programme_rules(book: RuleBook, day: date, methodology_id: str) -> ProgrammeRules:
    """Return the numbers that hold on a day for projects of a methodology.

    Raises:
        RuleNotInForce: one has no value on the day.
    """
    crediting = book.parameter(SCHEME, "crediting_years_max", day, methodology_key(methodology_id))
    return ProgrammeRules(
        construction_after=book.parameter(SCHEME, "construction_after", day).day,
        reductions_after=book.parameter(SCHEME, "reductions_after", day).day,
        application_years_max=book.parameter(SCHEME, "application_years_max", day).whole,
        crediting_years_max=crediting.whole,
        design_publicity_days=book.parameter(SCHEME, "design_publicity", day).whole,
        report_publicity_days=book.parameter(SCHEME, "report_publicity", day).whole,
        registration_review_days=book.parameter(SCHEME, "registration_review", day).whole,
        reduction_review_days=book.parameter(SCHEME, "reduction_review", day).whole,
    )


def methodology_key(methodology_id: str) -> str:
    """Return how the rule files name a methodology, such as `ccer_01_002`."""
    return methodology_id.lower().replace("-", "_")


def check_design(design: Design, rules: ProgrammeRules) -> None:
    """Refuse a design that cannot be published.

    Raises:
        MethodologyNotPublished, DesignIncomplete, InsideQuotaControl, ConstructionTooEarly,
        CreditingPeriodInvalid: what the programme asks of a design.

    Source:
        Measures for voluntary emission reduction trading (trial), Art. 10.
    """
    if design.methodology_status not in PUBLISHABLE:
        raise MethodologyNotPublished(
            methodology=design.methodology, status=design.methodology_status, field="methodology"
        )
    for name, what in _NEEDED.items():
        if getattr(design, name) is None:
            raise DesignIncomplete(project=design.project, what=what, field=name)
    if not design.outside_quota:
        raise InsideQuotaControl(project=design.project, field="outside_quota")
    check_construction(design.construction_start, rules)
    check_crediting(design.crediting_from, design.crediting_to, rules, design.methodology)


def check_construction(start: date | None, rules: ProgrammeRules) -> None:
    """Refuse a project that was begun too early.

    Raises:
        ConstructionTooEarly: on or before the day of the rule.
    """
    if start is not None and start <= rules.construction_after:
        raise ConstructionTooEarly(
            value=start.isoformat(),
            after=rules.construction_after.isoformat(),
            field="construction_start",
        )


def check_crediting(
    start: date | None, end: date | None, rules: ProgrammeRules, methodology: str
) -> None:
    """Refuse a crediting period that is disordered or longer than the methodology allows.

    Raises:
        CreditingPeriodInvalid: it is.
    """
    if start is None or end is None:
        return
    last = years_after(start, rules.crediting_years_max) - timedelta(days=1)
    if not start <= end <= last:
        raise CreditingPeriodInvalid(
            period=f"{start} – {end}",
            years=rules.crediting_years_max,
            methodology=methodology,
            value=end.isoformat(),
            field="crediting_to",
        )


def check_within_crediting(
    start: date, end: date, crediting_from: date | None, crediting_to: date | None
) -> None:
    """Refuse a report on days outside the project's crediting period, if it has one.

    Raises:
        OutsideCrediting: some are.
    """
    if crediting_from is None or crediting_to is None:
        return
    if start < crediting_from or end > crediting_to:
        raise OutsideCrediting(
            period=f"{start} – {end}",
            crediting=f"{crediting_from} – {crediting_to}",
            value=start.isoformat(),
            field="period_from",
        )


def check_period(
    start: date | None,
    end: date | None,
    today: date,
    others: Sequence[tuple[date, date]],
    rules: ProgrammeRules,
) -> None:
    """Refuse a period whose reductions the programme does not register.

    Args:
        start: its first day.
        end: its last day.
        today: the world's date, on which the report is filed; the period ended before.
        others: periods of the project's other reports, except ended ones.
        rules: the numbers of the programme.

    Raises:
        PeriodInvalid: it is disordered, not over, or reported already.
        ReductionsTooEarly, ReductionsTooOld, PeriodSpansYears: a rule of the programme.

    Source:
        Measures for voluntary emission reduction trading (trial), Art. 17.
    """
    period = f"{start} – {end}"
    if start is None or end is None or end < start:
        reason = words("it ends before it starts", "结束早于开始")
        raise PeriodInvalid(period=period, reason=reason, field="period_to")
    if end >= today:
        reason = words("it has not ended", "尚未结束")
        raise PeriodInvalid(period=period, reason=reason, field="period_to")
    check_programme(start, end, today, rules)
    for other_start, other_end in others:
        if start <= other_end and other_start <= end:
            reason = words(
                f"{other_start} – {other_end} was reported before",
                f"{other_start} – {other_end} 已申报",
            )
            raise PeriodInvalid(period=period, reason=reason, field="period_from")


def check_stated_period(inputs_json: str, estimate: str, start: date, end: date) -> None:
    """Refuse a period other than the one that an estimate was calculated for.

    Args:
        inputs_json: the estimate's inputs; `period_start` and `period_end` if it states them.
        estimate: its number, for the refusal.
        start: first day of the reported period.
        end: its last day.

    Raises:
        PeriodOfEstimateDiffers: the estimate states another period.
    """
    stated = stated_period(inputs_json)
    if any(stated) and stated != [start.isoformat(), end.isoformat()]:
        raise PeriodOfEstimateDiffers(
            period=f"{start} – {end}",
            estimate=estimate,
            stated=" – ".join(stated),
            value=start.isoformat(),
            field="period_from",
        )


def stated_period(inputs_json: str) -> list[str]:
    """Return the first and last day that an estimate's inputs state, two blanks if none."""
    try:
        inputs = json.loads(inputs_json)
    except ValueError:
        inputs = None
    given = inputs if isinstance(inputs, dict) else {}
    return [str(given.get(name) or "") for name in ("period_start", "period_end")]


def years_before(day: date, years: int) -> date:
    """Return the same day some years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def years_after(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


def check_programme(start: date, end: date, applied: date, rules: ProgrammeRules) -> None:
    """Refuse reductions that the programme does not register on the day of application.

    Raises:
        ReductionsTooEarly, ReductionsTooOld, PeriodSpansYears: a rule of the programme.
    """
    period = f"{start} – {end}"
    if start <= rules.reductions_after:
        raise ReductionsTooEarly(
            period=period,
            value=start.isoformat(),
            after=rules.reductions_after.isoformat(),
            field="period_from",
        )
    earliest = years_before(applied, rules.application_years_max)
    if start < earliest:
        raise ReductionsTooOld(
            period=period,
            value=start.isoformat(),
            earliest=earliest.isoformat(),
            years=rules.application_years_max,
            field="period_from",
        )
    if start.year != end.year:
        raise PeriodSpansYears(period=period, value=end.isoformat(), field="period_to")


_NEEDED = {
    "construction_start": words("start of construction", "开工日期"),
    "crediting_from": words("first day of the crediting period", "计入期起始日"),
    "crediting_to": words("last day of the crediting period", "计入期截止日"),
    "outside_quota": words(
        "declaration that it is outside quota control", "不属于配额管理设施的声明"
    ),
}
