"""Public reports as of a date, and statements of accounts: as pages and as files."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.reporting import (
    REPORTS,
    PublicReport,
    account_statement,
    public_report,
    report_day,
    report_page,
    report_rows,
    statement_lines,
)
from registry.worlds import WorldSession, reading
from web.access import public, signed_in
from web.acting import public_world
from web.registry.report_shown import columns_shown, file_rows, headings, word
from web.registry.seen_accounts import SeenAccount, seen_account
from web.registry.statement_query import statement_period, statement_query
from web.registry.unit_inputs import MEASURE_SYMBOLS
from web.registry.words import TRANSACTION_KINDS
from web.tables.downloads import FORMS, table_download
from web.tables.listings import listing
from web.tables.sheets_out import Row

pages = Blueprint("reports", __name__)

LINES = 50
DAY_CHARACTERS = 10


@pages.get("/reports")
@public
def index() -> str:
    """List the public reports."""
    return render_template("reports/index.html", reports=REPORTS)


@pages.get("/reports/<name>")
@public
def show(name: str) -> ResponseReturnValue:
    """Show a report as of a date, sorted and paged; `name.csv` and `name.xlsx` are its files."""
    plain, dot, form = name.rpartition(".")
    report = public_report(plain if dot else name)
    with reading(public_world()) as session:
        day = report_day(session, wanted_day())
        if dot:
            return _file(session, report, day, form)
        shown = listing(request.args)
        found = report_page(session, report, day, shown.sought)
    return render_template(
        "reports/report.html",
        report=report,
        columns=columns_shown(report),
        found=found,
        listing=shown,
        day=day,
        word=word,
        today=day,
    )


@pages.get("/accounts/<number>/statement")
@signed_in
def statement(number: str) -> str:
    """Show an account's statement: opening balance, lines, closing balance."""
    with reading(public_world()) as session:
        account = seen_account(session, number)
        query = statement_query(request.args)
        found = account_statement(
            session,
            account.id,
            statement_period(session, query),
            page=query.page,
            rows=LINES,
        )
    return render_template(
        "reports/statement.html", account=account, statement=found, query=query, link=_page_link
    )


@pages.get("/accounts/<number>/statement.<form>")
@signed_in
def statement_file(number: str, form: str) -> Response:
    """Send an account's statement as CSV or XLSX, with opening and closing balances."""
    if form not in FORMS:
        abort(404)
    with reading(public_world()) as session:
        account = seen_account(session, number)
        query = statement_query(request.args)
        return table_download(
            f"statement-{account.number}",
            form,
            _statement_headings(),
            _statement_rows(session, account, query),
            mark=bool(request.args.get("bom")),
        )


def wanted_day() -> date | None:
    """Return the date that the address names as `on`; anything unreadable counts as not given."""
    try:
        return date.fromisoformat(request.args.get("on", "")[:DAY_CHARACTERS])
    except ValueError:
        return None


def _file(session: WorldSession, report: PublicReport, day: date, form: str) -> Response:
    if form not in FORMS:
        abort(404)
    rows = file_rows(report, report_rows(session, report, day))
    mark = bool(request.args.get("bom"))
    return table_download(f"{report.name}-{day}", form, headings(report), rows, mark=mark)


def _page_link(page: int) -> str:
    given: dict[str, Any] = {**request.args.to_dict(), "page": page}
    return url_for(".statement", **(request.view_args or {}), **given)


def _statement_headings() -> list[str]:
    return [
        _("Date"),
        _("Time"),
        _("What happened"),
        _("Unit type"),
        _("Quantity moved"),
        _("Balance"),
        _("Measure"),
        _("Other account"),
        _("Transaction"),
        _("Memo"),
    ]


def _statement_rows(session: WorldSession, account: SeenAccount, query: Any) -> list[Row]:
    """Return opening balances, lines and closing balances as rows of one table."""
    period = statement_period(session, query)
    balances = account_statement(session, account.id, period, rows=1).balances
    rows: list[Row] = [
        _balance_row(period.first, _("Opening balance"), each.unit_type, each.opening, each.measure)
        for each in balances
    ]
    for line in statement_lines(session, account.id, period):
        kind = str(TRANSACTION_KINDS.get(line.kind, line.kind))
        rows.append(
            (
                line.business_date,
                line.recorded_at,
                kind,
                line.unit_type,
                line.quantity,
                line.balance,
                MEASURE_SYMBOLS.get(line.measure, line.measure),
                line.counterparty,
                line.transaction_id,
                line.memo,
            )
        )
    rows += [
        _balance_row(period.last, _("Closing balance"), each.unit_type, each.closing, each.measure)
        for each in balances
    ]
    return rows


def _balance_row(
    day: date, title: str, unit_type: str, quantity: int, measure: str
) -> tuple[date, datetime | None, str, str, int | None, int, str, str, str, str]:
    shown = MEASURE_SYMBOLS.get(measure, measure)
    return (day, None, title, unit_type, None, quantity, shown, "", "", "")
