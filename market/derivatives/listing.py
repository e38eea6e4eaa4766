"""Listing a series, inside the caller's unit of work: its terms are those of the rules."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlmodel import select

from market.derivatives.commands import ListSeries
from market.derivatives.margin import BASIS_POINTS
from market.derivatives.models import ContractSeries
from market.derivatives.terms import KINDS, basis_points, fen, hours, term
from market.rules.market_rules import PRICE_FEN_MAX
from market.rules.refused_series import (
    SeriesCodeInvalid,
    SeriesDatesDisordered,
    SeriesExists,
    SeriesTermsInvalid,
)
from market.venue.announcements import check_open
from market.venue.finding import find_instrument
from registry.rules import rule_book, working_calendar
from registry.worlds import Actor, Role, WorldSession, words

DAYS_AHEAD_MAX: Final = timedelta(days=3653)
SIZE_T_MAX: Final = 100_000
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,22}[A-Z0-9]")

TERMS: Final[Mapping[str, Mapping[str, str]]] = {
    "contract_kind": words("kind of contract", "合约种类"),
    "settlement": words("settlement", "交割方式"),
    "strike_fen": words("strike", "行权价"),
    "option_type": words("type of option", "期权类型"),
    "size_t": words("size of a contract", "合约规模"),
    "initial_bp": words("initial margin in basis points", "初始保证金率（基点）"),
    "maintenance_bp": words("maintenance margin in basis points", "维持保证金率（基点）"),
}
"""What the terms are called where one is refused."""


def list_series(session: WorldSession, command: ListSeries, actor: Actor) -> Mapping[str, object]:
    """List a series.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownInstrument, TradingPaused, InstrumentClosed: nothing of that code is traded at spot,
            or not now.
        SeriesCodeInvalid, SeriesTermsInvalid, SeriesDatesDisordered: a term cannot be used.
        SeriesExists: the code is taken.
    """
    actor.check_role(Role.OPERATOR)
    if not _CODE.fullmatch(command.series):
        raise SeriesCodeInvalid(series=command.series[:24], field="series")
    _check_choice("contract_kind", command.contract_kind, KINDS)
    instrument = find_instrument(session, command.instrument, lock=True)
    check_open(session, instrument)
    known = select(ContractSeries.id).where(ContractSeries.code == command.series)
    if session.exec(known).first() is not None:
        raise SeriesExists(series=command.series, field="series")
    series = _series(session, command, instrument.market)
    assert instrument.id is not None
    series.instrument_id = instrument.id
    _check_terms(series)
    _check_days(session, series)
    session.add(series)
    session.flush()
    return {"series": series.code, "status": series.status}


def _series(session: WorldSession, command: ListSeries, scheme: str) -> ContractSeries:
    rules, today, kind = rule_book(session), session.clock.today(), command.contract_kind

    def of(key: str) -> Any:
        return term(rules, scheme, kind, key, today)

    opens, closes = hours(of("contract_hours"))
    return ContractSeries(
        code=command.series,
        kind=kind,
        instrument_id=0,
        scheme=scheme,
        status=of("contract_status").text,
        size_t=command.size_t or of("contract_size").whole,
        tick_fen=fen(of("contract_tick")),
        last_trading_day=command.last_trading_day,
        expires_on=command.expires_on,
        settlement=command.settlement,
        strike_fen=command.strike_fen,
        option_type=command.option_type,
        initial_bp=command.initial_bp or basis_points(of("contract_initial_margin")),
        maintenance_bp=command.maintenance_bp or basis_points(of("contract_maintenance_margin")),
        final_days=of("contract_final_days").whole,
        opens=opens,
        closes=closes,
        listed_on=today,
        listed_at=session.clock.now(),
    )


def _check_terms(series: ContractSeries) -> None:
    _check_choice("settlement", series.settlement, ("cash", "physical"))
    if series.kind == "option":
        _check_choice("option_type", series.option_type, ("call", "put"))
    elif series.option_type is not None:
        raise _invalid("option_type", series.option_type)
    strike = series.strike_fen
    if series.kind == "option":
        usable = strike is not None and 0 < strike <= PRICE_FEN_MAX
        if not usable or (strike or 0) % series.tick_fen:
            raise _invalid("strike_fen", strike)
    elif strike is not None:
        raise _invalid("strike_fen", strike)
    if not 0 < series.size_t <= SIZE_T_MAX:
        raise _invalid("size_t", series.size_t)
    if not 0 < series.initial_bp <= BASIS_POINTS:
        raise _invalid("initial_bp", series.initial_bp)
    if not 0 < series.maintenance_bp <= series.initial_bp:
        raise _invalid("maintenance_bp", series.maintenance_bp)


def _check_days(session: WorldSession, series: ContractSeries) -> None:
    today, calendar = session.clock.today(), working_calendar(session)
    last, expiry = series.last_trading_day, series.expires_on
    if not (today <= last <= expiry <= _latest(today)) or not (
        calendar.is_working_day(last) and calendar.is_working_day(expiry)
    ):
        raise SeriesDatesDisordered(
            last_trading_day=last.isoformat(),
            expires_on=expiry.isoformat(),
            field="last_trading_day",
        )


def _latest(today: date) -> date:
    return min(date.max - DAYS_AHEAD_MAX, today) + DAYS_AHEAD_MAX


def _check_choice(term_: str, value: str | None, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise _invalid(term_, value)


def _invalid(term_: str, value: object) -> SeriesTermsInvalid:
    return SeriesTermsInvalid(term=TERMS[term_], value=str(value)[:24], field=term_)
