"""Public reports: tables that anybody may read, as of a business date, from the ledger alone."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, literal_column

from registry.reporting import report_queries as queries
from registry.reporting.holder_classes import holdings_by_class
from registry.reporting.report_queries import Asked
from registry.rules.amendments import rule_book
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownRecord, words
from registry.worlds.paging import Found, Sought, cut, extent

ROWS_AT_ONCE = 1_000


class UnknownReportTable(UnknownRecord):
    """There is no public report with this name (facts: report)."""

    code = "registry.unknown_report_table"
    number = 2516
    text = words("There is no public report {report}.", "不存在公开报告 {report}。")
    fix = words("Choose one from the list of reports.", "请从报告列表中选择。")


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column: its name in files, its title for people, and how its values are shown.

    `shown` is text, whole, day, or the name of a list of words: unit_kind, holder, use, purpose,
    project_state, measure, unit_type, certificate, project, serials.
    """

    name: str
    title: Mapping[str, str]
    shown: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReport:
    """One report: what it is called, what it says, its columns and its query."""

    name: str
    title: Mapping[str, str]
    note: Mapping[str, str]
    columns: tuple[ReportColumn, ...]
    query: Callable[[Asked], Select[Any]]
    order: str
    descending: bool = False


def _column(name: str, en: str, zh: str, shown: str = "text") -> ReportColumn:
    return ReportColumn(name, words(en, zh), shown)


UNIT_TYPE = _column("unit_type", "Unit type", "单位类别", "unit_type")
KIND = _column("kind", "Kind", "种类", "unit_kind")
VINTAGE = _column("vintage", "Vintage", "年度", "year")
MEASURE = _column("measure", "Measure", "计量单位", "measure")
QUANTITY = _column("quantity", "Quantity", "数量", "whole")
DAY = _column("business_date", "Date", "日期", "day")
CERTIFICATE = _column("certificate", "Certificate", "证书", "certificate")
HOLDER_ZH = _column("holder_zh", "Holder (Chinese)", "持有人（中文）", "chinese")
HOLDER_EN = _column("holder_en", "Holder (English)", "持有人（英文）", "english")

REPORTS: tuple[PublicReport, ...] = (
    PublicReport(
        name="units",
        title=words("Units and totals", "单位与总量"),
        note=words(
            "What was issued, and where it is: issued units are held, used, cancelled, expired,"
            " carried over or immobilised.",
            "签发总量及其去向：持有、清缴、注销、取消、失效、结转或锁定。",
        ),
        columns=(
            UNIT_TYPE,
            KIND,
            VINTAGE,
            _column("issued", "Issued", "已签发", "whole"),
            _column("held", "Held", "持有", "whole"),
            _column("surrendered", "Surrendered", "已清缴", "whole"),
            _column("retired", "Retired", "已注销", "whole"),
            _column("cancelled", "Cancelled", "已取消", "whole"),
            _column("expired", "Expired", "已失效", "whole"),
            _column("carried_over", "Carried over", "已结转", "whole"),
            _column("immobilised", "Immobilised", "已锁定", "whole"),
            MEASURE,
        ),
        query=queries.units,
        order="unit_type",
    ),
    PublicReport(
        name="holdings",
        title=words("Holdings by class of holder", "按持有人类别的持有量"),
        note=words(
            "Classes with fewer holders than the threshold are joined, so that nobody's holding"
            " can be read off.",
            "持有人数低于门槛的类别合并列示，避免披露个别主体的持有量。",
        ),
        columns=(
            UNIT_TYPE,
            KIND,
            _column("holder", "Class of holder", "持有人类别", "holder"),
            _column("holders", "Holders", "持有人数", "whole"),
            QUANTITY,
            MEASURE,
        ),
        query=holdings_by_class,
        order="unit_type",
    ),
    PublicReport(
        name="issuance",
        title=words("Issuance", "签发"),
        note=words(
            "Every creation of units, with the serials given out.", "每次签发及其编码区间。"
        ),
        columns=(
            DAY,
            UNIT_TYPE,
            KIND,
            QUANTITY,
            MEASURE,
            _column("serial_first", "First serial", "首个编码", "serial"),
            _column("serial_last", "Last serial", "末个编码", "serial"),
            _column("project", "Project", "项目", "project"),
        ),
        query=queries.issuance,
        order="business_date",
        descending=True,
    ),
    PublicReport(
        name="retirement",
        title=words("Retirement", "注销"),
        note=words(
            "Every retirement with its beneficiary and purpose.", "每次注销及其受益方与用途。"
        ),
        columns=(
            DAY,
            CERTIFICATE,
            HOLDER_ZH,
            HOLDER_EN,
            _column("beneficiary", "Beneficiary", "受益方"),
            _column("purpose", "Purpose", "用途", "purpose"),
            UNIT_TYPE,
            QUANTITY,
            MEASURE,
        ),
        query=queries.retirement,
        order="business_date",
        descending=True,
    ),
    PublicReport(
        name="surrender",
        title=words("Surrender", "清缴"),
        note=words(
            "Every surrender for a compliance year; sums by holder and year are its lines added.",
            "各履约年度的每次清缴记录；按主体与年度汇总即各行之和。",
        ),
        columns=(
            DAY,
            CERTIFICATE,
            HOLDER_ZH,
            HOLDER_EN,
            _column("compliance_year", "Compliance year", "履约年度", "year"),
            UNIT_TYPE,
            QUANTITY,
            MEASURE,
        ),
        query=queries.surrender,
        order="business_date",
        descending=True,
    ),
    PublicReport(
        name="projects",
        title=words("Projects", "项目"),
        note=words("Every project that left its draft.", "已提交的全部项目。"),
        columns=(
            _column("project", "Project", "项目", "project"),
            _column("name", "Name", "名称"),
            _column("scheme", "Scheme", "机制"),
            HOLDER_ZH,
            HOLDER_EN,
            _column("methodology", "Methodology", "方法学"),
            _column("state", "State", "状态", "project_state"),
            _column("issued", "Issued", "已签发", "whole"),
        ),
        query=queries.projects,
        order="project",
        descending=True,
    ),
    PublicReport(
        name="research-compliance",
        title=words("Compliance data of other registries", "其他登记系统的履约数据"),
        note=words(
            "Files read in for research, each labelled by its source; not part of this register.",
            "为研究导入的文件，均注明来源；不属于本登记系统的记录。",
        ),
        columns=(
            _column("dataset", "Data set", "数据集"),
            _column("operator", "Operator", "运营者编号"),
            _column("operator_name", "Name", "名称"),
            _column("year", "Year", "年度", "year"),
            _column("allocated", "Allocated", "配额", "whole"),
            _column("verified", "Verified emissions", "经核查排放量", "whole"),
            _column("surrendered", "Surrendered", "已清缴", "whole"),
            _column("status", "Status", "状态"),
            _column("source", "Source", "来源"),
        ),
        query=queries.research_compliance,
        order="dataset",
    ),
)
_NAMED = {report.name: report for report in REPORTS}


def public_report(name: str) -> PublicReport:
    """Return a report.

    Raises:
        UnknownReportTable: there is none with this name.
    """
    if name not in _NAMED:
        raise UnknownReportTable(report=name[:40], field="report")
    return _NAMED[name]


def report_day(session: WorldSession, wanted: date | None) -> date:
    """Return the date of a report: the one wanted, but no later than today."""
    today = session.clock.today()
    return today if wanted is None else min(wanted, today)


def report_page(
    session: WorldSession, report: PublicReport, day: date, sought: Sought
) -> Found[Row[Any]]:
    """Return one page of a report as of a date, sorted and cut in the database."""
    query = _query(session, report, day)
    counted = extent(session, query, sought)
    orders: dict[str, Any] = {column.name: literal_column(column.name) for column in report.columns}
    wanted = sought if sought.order in orders else _own(report, sought)
    page = cut(query, wanted, counted, orders, literal_column("row_key"))
    return counted.found(list(session.connection().execute(page)))


def report_rows(session: WorldSession, report: PublicReport, day: date) -> Iterator[Row[Any]]:
    """Return every row of a report as of a date, in its own order."""
    query = _query(session, report, day)
    order: Any = literal_column(report.order)
    if report.descending:
        order = order.desc()
    ordered = query.order_by(order, literal_column("row_key"))
    yield from session.connection().execute(ordered, execution_options={"yield_per": ROWS_AT_ONCE})


def _own(report: PublicReport, sought: Sought) -> Sought:
    return Sought(
        order=report.order, descending=report.descending, page=sought.page, rows=sought.rows
    )


def _query(session: WorldSession, report: PublicReport, day: date) -> Select[Any]:
    today = session.clock.today()
    holders_min = rule_book(session).parameter("control", "holders_shown_min", today).whole
    return report.query(Asked(day, today, holders_min))
