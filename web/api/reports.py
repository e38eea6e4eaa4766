"""`/reports` and statements: the same tables as the pages, in JSON."""

from datetime import date, datetime
from decimal import Decimal

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict, Field, field_validator

from registry.reporting import account_statement, public_report, report_day, report_page
from registry.worlds import reading
from web.access import public, signed_in
from web.acting import public_world
from web.api.registry_shapes import Shape
from web.api.specification import answers, specification
from web.errors import validated
from web.registry.seen_accounts import seen_account
from web.registry.statement_query import StatementQuery, statement_period, statement_query
from web.tables.listings import ListingQuery, listing

api = Blueprint("reports", __name__)

LINES = 100


class ReportQuery(ListingQuery):
    """A page of a report, as of a date."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    on: date | None = Field(None, description="As of this date; default today.")

    @field_validator("on", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value


class ReportAnswer(BaseModel):
    """A page of a public report; each row has the columns that are named."""

    report: str
    on: date
    columns: list[str]
    rows: list[dict[str, str | int | date | None]]
    total: int
    page: int
    pages: int


class BalanceShape(Shape):
    """Units of one type over the period: closing = opening + received - sent."""

    unit_type: str
    kind: str
    measure: str
    opening: int
    received: int
    sent: int
    closing: int


class EntryShape(Shape):
    """One posting, signed, and what the account held of the type after it."""

    posting_id: int
    transaction_id: str
    kind: str
    recorded_at: datetime
    business_date: date
    unit_type: str
    measure: str
    quantity: int
    balance: int
    counterparty: str
    memo: str


class StatementAnswer(BaseModel):
    """An account's statement: balances, and one page of its lines, oldest first."""

    account: str
    first: date
    last: date
    recorded_by: datetime | None
    balances: list[BalanceShape]
    lines: list[EntryShape]
    total: int
    page: int
    pages: int


@api.get("/reports/<name>")
@specification.validate(query=ReportQuery, resp=answers(ReportAnswer, 404, 422), tags=["registry"])
@public
def show_report(name: str) -> ReportAnswer:
    """Show a page of a public report as of a date."""
    query = validated(ReportQuery, dict(request.args.items()))
    report = public_report(name)
    with reading(public_world()) as session:
        day = report_day(session, query.on)
        found = report_page(session, report, day, listing(request.args).sought)
    columns = [column.name for column in report.columns]
    rows = [{name: _plain(row._mapping[name]) for name in columns} for row in found.rows]
    return ReportAnswer(
        report=report.name,
        on=day,
        columns=columns,
        rows=rows,
        total=found.total,
        page=found.page,
        pages=found.pages,
    )


@api.get("/accounts/<number>/statement")
@specification.validate(
    query=StatementQuery, resp=answers(StatementAnswer, 401, 403, 404, 422), tags=["accounts"]
)
@signed_in
def show_statement(number: str) -> StatementAnswer:
    """Show an account's statement."""
    query = statement_query(request.args)
    with reading(public_world()) as session:
        account = seen_account(session, number)
        period = statement_period(session, query)
        found = account_statement(session, account.id, period, page=query.page, rows=LINES)
    return StatementAnswer(
        account=account.number,
        first=period.first,
        last=period.last,
        recorded_by=period.recorded_by,
        balances=[BalanceShape.model_validate(each) for each in found.balances],
        lines=[EntryShape.model_validate(line) for line in found.lines.rows],
        total=found.lines.total,
        page=found.lines.page,
        pages=found.lines.pages,
    )


def _plain(value: object) -> str | int | date | None:
    if isinstance(value, Decimal):
        return int(value)
    assert value is None or isinstance(value, (str, int, date))
    return value
