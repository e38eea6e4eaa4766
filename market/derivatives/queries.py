"""What is shown of series; nothing here writes.

Everybody sees terms, prices and trades without names; positions, marks, calls and offers are shown
to the parties themselves, positions and marks also to operators and regulators.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, union
from sqlmodel import col, or_, select

from market.derivatives.finding import (
    CENTRAL_COUNTERPARTY,
    find_series,
    held,
    id_of,
    margin_fen,
    margin_terms,
)
from market.derivatives.margin import initial_margin_fen, maintenance_margin_fen, variation_fen
from market.derivatives.models import (
    ContractSeries,
    MarginCall,
    SeriesMark,
    SeriesOffer,
    SeriesPosition,
    SeriesSettlement,
    SeriesTrade,
)
from market.derivatives.prices import last_settlement, price_limits, reference_price
from market.derivatives.terms import terms
from market.derivatives.views import (
    MarginCallView,
    SeriesMarkView,
    SeriesOfferView,
    SeriesPage,
    SeriesPositionView,
    SeriesPriceView,
    SeriesTradeView,
    SeriesView,
)
from market.venue.models import Instrument
from registry.rules import rule_book
from registry.worlds import WORLD_METADATA, Actor, Role, WorldSession, words

ROWS: Final = 60
_OVERSEERS: Final = frozenset({Role.OPERATOR, Role.REGULATOR})


def list_series_views(session: WorldSession, *, open_only: bool = False) -> list[SeriesView]:
    """List series, open ones first, each with its last price.

    Args:
        session: a reading.
        open_only: leave out those that have expired.
    """
    statement = select(ContractSeries).order_by(
        col(ContractSeries.state).desc(), col(ContractSeries.expires_on), ContractSeries.code
    )
    if open_only:
        statement = statement.where(ContractSeries.state == "open")
    return [_view(session, each) for each in session.exec(statement).all()]


def series_page(session: WorldSession, code: str, actor: Actor | None = None) -> SeriesPage:
    """Show a series.

    Args:
        session: a reading.
        code: of the series.
        actor: whose positions and offers are shown.

    Raises:
        UnknownSeries: none has the code.
    """
    series = find_series(session, code)
    day = session.clock.today() if series.state == "open" else series.expires_on
    low_fen, high_fen = price_limits(session, series, day)
    accounts = _accounts(session)
    return SeriesPage(
        series=_view(session, series),
        terms=tuple(terms(rule_book(session), series.scheme, series.kind, day)),
        prices=_prices(session, series),
        positions=_positions(session, series, actor, accounts),
        marks=_marks(session, series, actor, accounts),
        offers=tuple(series_offers(session, actor, series)) if actor else (),
        trades=_trades(session, series),
        low_fen=low_fen,
        high_fen=high_fen,
    )


def series_offers(
    session: WorldSession,
    actor: Actor,
    series: ContractSeries | None = None,
    *,
    open_only: bool = False,
) -> list[SeriesOfferView]:
    """List the offers that an actor's parties made or received, newest first."""
    own = sorted(actor.party_ids)
    mine = or_(col(SeriesOffer.from_party_id).in_(own), col(SeriesOffer.to_party_id).in_(own))
    statement = (
        select(SeriesOffer, ContractSeries.code)
        .join(ContractSeries, col(ContractSeries.id) == col(SeriesOffer.series_id))
        .where(mine)
    )
    if series is not None:
        statement = statement.where(SeriesOffer.series_id == series.id)
    if open_only:
        statement = statement.where(
            SeriesOffer.state == "open", SeriesOffer.business_date == session.clock.today()
        )
    statement = statement.order_by(col(SeriesOffer.id).desc()).limit(ROWS)
    accounts, names = _accounts(session), _party_names(session)
    found = session.exec(statement).all()
    return [_offer(session, row, code, actor, accounts, names) for row, code in found]


def open_margin_calls(session: WorldSession, actor: Actor) -> list[MarginCallView]:
    """List the open calls on positions of an actor's parties, the earliest deadline first."""
    account = WORLD_METADATA.tables["account"]
    statement = (
        select(MarginCall, ContractSeries.code, account.c.number)
        .join(SeriesPosition, col(SeriesPosition.id) == col(MarginCall.position_id))
        .join(ContractSeries, col(ContractSeries.id) == col(SeriesPosition.series_id))
        .join(account, account.c.id == col(SeriesPosition.account_id))
        .where(MarginCall.state == "open", account.c.party_id.in_(sorted(actor.party_ids)))
        .order_by(col(MarginCall.deadline), col(MarginCall.id))
    )
    return [_call(row, code, number) for row, code, number in session.exec(statement).all()]


def _view(session: WorldSession, series: ContractSeries) -> SeriesView:
    last = last_settlement(session, series)
    price = reference_price(session, series)
    open_contracts = select(func.coalesce(func.sum(SeriesPosition.net), 0)).where(
        SeriesPosition.series_id == series.id, col(SeriesPosition.net) > 0
    )
    stored = series.model_dump(
        exclude={"id", "instrument_id", "listed_on", "listed_at", "expired_at"}
    )
    return SeriesView(
        **stored,
        instrument=session.get_one(Instrument, series.instrument_id).code,
        price_fen=price.price_fen,
        underlying_fen=price.underlying_fen,
        basis=price.basis,
        priced_on=last.business_date if last else None,
        open_contracts=int(session.exec(open_contracts).one()),
    )


def _prices(session: WorldSession, series: ContractSeries) -> tuple[SeriesPriceView, ...]:
    statement = (
        select(SeriesSettlement)
        .where(SeriesSettlement.series_id == series.id)
        .order_by(col(SeriesSettlement.id).desc())
        .limit(ROWS)
    )
    return tuple(
        SeriesPriceView(
            day=row.business_date,
            basis=row.basis,
            price_fen=row.price_fen,
            underlying_fen=row.underlying_fen,
            contracts=row.contracts,
        )
        for row in session.exec(statement).all()
    )


def _positions(
    session: WorldSession,
    series: ContractSeries,
    actor: Actor | None,
    accounts: Mapping[int, Any],
) -> tuple[SeriesPositionView, ...]:
    statement = (
        select(SeriesPosition)
        .where(
            SeriesPosition.series_id == series.id,
            (col(SeriesPosition.net) != 0) | (col(SeriesPosition.value_fen) != 0),
            *_seen(actor, accounts, col(SeriesPosition.account_id)),
        )
        .order_by(col(SeriesPosition.account_id))
        .limit(ROWS)
    )
    price = reference_price(session, series)
    found = []
    for row in session.exec(statement).all():
        at = (margin_terms(series), row.net, price.price_fen, price.underlying_fen)
        house = row.account_id == CENTRAL_COUNTERPARTY
        call = select(MarginCall).where(
            MarginCall.position_id == row.id, MarginCall.state == "open"
        )
        called = session.exec(call).first()
        number = accounts[row.account_id].number
        found.append(
            SeriesPositionView(
                series=series.code,
                account=number,
                own=_is_own(actor, accounts, row.account_id),
                house=house,
                net=row.net,
                average_fen=round(row.value_fen / (row.net * series.size_t)) if row.net else None,
                unpaid_fen=variation_fen(held(row), price.price_fen, series.size_t),
                margin_fen=margin_fen(session, row),
                needed_fen=0 if house else initial_margin_fen(*at),
                maintenance_fen=0 if house else maintenance_margin_fen(*at),
                call=_call(called, series.code, number) if called else None,
            )
        )
    return tuple(found)


def _marks(
    session: WorldSession,
    series: ContractSeries,
    actor: Actor | None,
    accounts: Mapping[int, Any],
) -> tuple[SeriesMarkView, ...]:
    statement = (
        select(SeriesMark, SeriesSettlement)
        .join(SeriesSettlement, col(SeriesSettlement.id) == col(SeriesMark.settlement_id))
        .where(
            SeriesSettlement.series_id == series.id,
            *_seen(actor, accounts, col(SeriesMark.account_id)),
        )
        .order_by(col(SeriesMark.id).desc())
        .limit(ROWS)
    )
    return tuple(
        SeriesMarkView(
            day=settlement.business_date,
            basis=settlement.basis,
            account=accounts[mark.account_id].number,
            price_fen=settlement.price_fen,
            **mark.model_dump(exclude={"id", "settlement_id", "account_id"}),
        )
        for mark, settlement in session.exec(statement).all()
    )


def _trades(session: WorldSession, series: ContractSeries) -> tuple[SeriesTradeView, ...]:
    statement = (
        select(SeriesTrade)
        .where(SeriesTrade.series_id == series.id)
        .order_by(col(SeriesTrade.id).desc())
        .limit(ROWS)
    )
    return tuple(
        SeriesTradeView(
            traded_at=row.traded_at,
            kind=row.kind,
            price_fen=row.price_fen,
            contracts=row.contracts,
        )
        for row in session.exec(statement).all()
    )


def _offer(
    session: WorldSession,
    row: SeriesOffer,
    code: str,
    actor: Actor,
    accounts: Mapping[int, Any],
    names: Mapping[int, Mapping[str, str]],
) -> SeriesOfferView:
    made = row.from_party_id in actor.party_ids
    mine, other = (
        (row.from_account_id, row.to_account_id)
        if made
        else (row.to_account_id, row.from_account_id)
    )
    late = row.state == "open" and row.business_date < session.clock.today()
    return SeriesOfferView(
        number=id_of(row.id),
        series=code,
        account=accounts[mine].number,
        other_account=accounts[other].number,
        other_name=names[row.to_party_id if made else row.from_party_id],
        made=made,
        buys=(row.side == "buy") is made,
        price_fen=row.price_fen,
        contracts=row.contracts,
        state="expired" if late else row.state,
        offered_at=row.offered_at,
    )


def _call(row: MarginCall, series: str, account: str) -> MarginCallView:
    return MarginCallView(
        number=id_of(row.id),
        series=series,
        account=account,
        amount_fen=row.amount_fen,
        deadline=row.deadline,
        state=row.state,
    )


def _seen(actor: Actor | None, accounts: Mapping[int, Any], column: Any) -> Sequence[Any]:
    """Return the condition on accounts that an actor may see."""
    if actor is not None and not actor.roles.isdisjoint(_OVERSEERS):
        return ()
    own = [id_ for id_ in accounts if _is_own(actor, accounts, id_)]
    return (column.in_(own),)


def _is_own(actor: Actor | None, accounts: Mapping[int, Any], account_id: int) -> bool:
    return actor is not None and accounts[account_id].party_id in actor.party_ids


def _accounts(session: WorldSession) -> dict[int, Any]:
    """Return number and party of the accounts that ever took part."""
    account = WORLD_METADATA.tables["account"]
    part = union(
        select(col(SeriesPosition.account_id)),
        select(col(SeriesOffer.from_account_id)),
        select(col(SeriesOffer.to_account_id)),
    )
    rows = session.connection().execute(
        account.select()
        .with_only_columns(account.c.id, account.c.number, account.c.party_id)
        .where(account.c.id.in_(part))
    )
    return {row.id: row for row in rows}


def _party_names(session: WorldSession) -> dict[int, Mapping[str, str]]:
    party = WORLD_METADATA.tables["party"]
    part = union(select(col(SeriesOffer.from_party_id)), select(col(SeriesOffer.to_party_id)))
    rows = session.connection().execute(
        party.select()
        .with_only_columns(party.c.id, party.c.name_en, party.c.name_zh)
        .where(party.c.id.in_(part))
    )
    return {row.id: words(row.name_en, row.name_zh) for row in rows}
