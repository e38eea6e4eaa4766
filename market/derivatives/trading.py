"""Trades of series, inside the caller's unit of work: offered, accepted, and taken over.

The central counterparty becomes buyer to the seller and seller to the buyer; both must have the
initial margin of their new positions before it does.
"""

from collections.abc import Mapping

from market.clearing.cash import check_alone
from market.clearing.defaulting import check_may_trade
from market.derivatives.commands import AcceptSeriesOffer, EndSeriesOffer, OfferSeriesTrade
from market.derivatives.finding import (
    account_state,
    find_series,
    find_series_offer,
    free_fen,
    held,
    hold,
    id_of,
    lock_series,
    margin_fen,
    margin_terms,
    position_of,
)
from market.derivatives.margin import (
    NOTIONAL_FEN_MAX,
    initial_margin_fen,
    margin_to_keep_fen,
    realised_loss_fen,
    traded,
)
from market.derivatives.margin_calls import end_calls, keep_margin
from market.derivatives.models import ContractSeries, SeriesOffer, SeriesTrade
from market.derivatives.prices import SettlementPrice, price_limits, reference_price
from market.derivatives.settling import days_to_settle
from market.derivatives.terms import is_shut, rate
from market.rules.orders import Side, cny_text
from market.rules.refused_series import (
    NotYourSeriesOffer,
    SeriesClosed,
    SeriesOfferNotOpen,
    SeriesPriceOffTick,
    SeriesPriceOutsideBand,
    SeriesSamePartyTwice,
    SeriesShut,
    SeriesTermsInvalid,
    SeriesTooLarge,
    SeriesUnsettled,
)
from market.venue.announcements import check_open
from market.venue.models import Instrument
from registry.ledger import AccountNotOpen
from registry.parties import AccountFacts, find_account, find_own_account
from registry.worlds import DISPOSING, Actor, WorldSession, words


def offer_series_trade(
    session: WorldSession, command: OfferSeriesTrade, actor: Actor
) -> Mapping[str, object]:
    """Offer a trade to another account; nothing is reserved until it accepts.

    Raises:
        RoleMissing, UnknownAccount, NotRepresentative, NeedsFullMandate, TradingBlocked: the actor
            may not trade for the account.
        UnknownSeries, SeriesClosed, SeriesShut, SeriesUnsettled, TradingPaused, InstrumentClosed:
            the series, or what is underneath, is not traded now.
        SeriesSamePartyTwice: the other account is the party's own, or the house's.
        SeriesTermsInvalid, SeriesTooLarge, SeriesPriceOffTick, SeriesPriceOutsideBand: a value
            cannot be used.
    """
    actor.check_role(*DISPOSING)
    series = find_series(session, command.series, lock=True)
    own = find_own_account(session, command.account, actor)
    check_alone(session, command.kind, own, actor)
    other = find_account(session, command.to_account, "to_account")
    _check_parties(own, other)
    assert own.party_id is not None
    assert other.party_id is not None
    check_may_trade(session, own.party_id)
    _check_open(session, series)
    if command.side not in set(Side):
        side = words("side", "买卖方向")
        raise SeriesTermsInvalid(term=side, value=str(command.side)[:24], field="side")
    _check_price(session, series, command.price_fen)
    _check_contracts(session, series, command.contracts)
    offer = SeriesOffer(
        series_id=id_of(series.id),
        side=Side(command.side).value,
        from_account_id=own.id,
        to_account_id=other.id,
        from_party_id=own.party_id,
        to_party_id=other.party_id,
        price_fen=command.price_fen,
        contracts=command.contracts,
        business_date=session.clock.today(),
        offered_at=session.clock.now(),
    )
    session.add(offer)
    session.flush()
    return {"offer": offer.id, "series": series.code}


def accept_series_offer(
    session: WorldSession, command: AcceptSeriesOffer, actor: Actor
) -> Mapping[str, object]:
    """Accept an offer: both sides' margin is reserved and the counterparty takes the trade over.

    Raises:
        RoleMissing, UnknownSeriesOffer, NotYourSeriesOffer, NeedsFullMandate, TradingBlocked: the
            actor may not.
        SeriesOfferNotOpen, SeriesClosed, SeriesShut, SeriesUnsettled: it is too late, or too early.
        TradingPaused, InstrumentClosed: what is underneath is not traded now.
        SeriesPriceOutsideBand, SeriesTooLarge: the trade would outrun its margin.
        MarginTooSmall, AccountNotOpen: a side cannot set the margin aside, or is frozen.
    """
    actor.check_role(*DISPOSING)
    offer = find_series_offer(session, command.offer)
    _check_concerns(offer, actor, offer.to_party_id)
    series = lock_series(session, offer.series_id)
    session.refresh(offer)
    number = account_state(session, offer.to_account_id).number
    check_alone(session, command.kind, find_own_account(session, number, actor), actor)
    _check_offer_open(session, offer)
    for party_id in (offer.from_party_id, offer.to_party_id):
        check_may_trade(session, party_id)
    _check_open(session, series)
    _check_price(session, series, offer.price_fen)
    reference = reference_price(session, series)
    buys = offer.side == Side.BUY
    buyer, seller = (
        (offer.from_account_id, offer.to_account_id)
        if buys
        else (offer.to_account_id, offer.from_account_id)
    )
    for account_id, contracts in ((buyer, offer.contracts), (seller, -offer.contracts)):
        _take_over(session, series, account_id, contracts, offer.price_fen, reference)
    trade = SeriesTrade(
        series_id=id_of(series.id),
        offer_id=offer.id,
        buyer_account_id=buyer,
        seller_account_id=seller,
        price_fen=offer.price_fen,
        contracts=offer.contracts,
        business_date=session.clock.today(),
        traded_at=session.clock.now(),
    )
    session.add(trade)
    _close(session, offer, "accepted")
    return {"trade": trade.id, "offer": offer.id, "series": series.code}


def end_series_offer(
    session: WorldSession, command: EndSeriesOffer, actor: Actor
) -> Mapping[str, object]:
    """Withdraw an own offer, or decline one.

    Raises:
        RoleMissing, UnknownSeriesOffer, NotYourSeriesOffer: the actor may not.
        SeriesOfferNotOpen: it was accepted, ended or has expired.
    """
    actor.check_role(*DISPOSING)
    offer = find_series_offer(session, command.offer)
    _check_concerns(offer, actor, offer.from_party_id, offer.to_party_id)
    series = lock_series(session, offer.series_id)
    session.refresh(offer)
    _check_offer_open(session, offer)
    _close(session, offer, "withdrawn" if offer.from_party_id in actor.party_ids else "declined")
    return {"offer": offer.id, "series": series.code, "state": offer.state}


def _take_over(
    session: WorldSession,
    series: ContractSeries,
    account_id: int,
    contracts: int,
    price_fen: int,
    reference: SettlementPrice,
) -> None:
    """Book one side against the central counterparty, with its margin."""
    account = account_state(session, account_id)
    if not account.is_open:
        raise AccountNotOpen(account=account.number, status=account.status)
    position = position_of(session, series, account_id)
    before = position.net
    hold(position, traded(held(position), contracts, price_fen, series.size_t))
    worth_fen = abs(position.net) * series.size_t * max(price_fen, reference.underlying_fen)
    if worth_fen > NOTIONAL_FEN_MAX:
        most = NOTIONAL_FEN_MAX // (series.size_t * max(price_fen, reference.underlying_fen))
        raise SeriesTooLarge(contracts=abs(position.net), contracts_max=most, field="contracts")
    dearer_fen = max(price_fen, reference.price_fen)
    initial_fen = initial_margin_fen(
        margin_terms(series), position.net, dearer_fen, reference.underlying_fen
    )
    loss_fen = realised_loss_fen(held(position), price_fen, reference.price_fen, series.size_t)
    if before * position.net < 0 or abs(position.net) > abs(before):
        keep_margin(session, position, initial_fen + loss_fen)
        end_calls(session, position, "met")
        return
    has_fen, free = margin_fen(session, position), free_fen(session, account_id)
    keep_margin(session, position, margin_to_keep_fen(initial_fen, loss_fen, has_fen, free))
    if not position.net:
        end_calls(session, position, "met")


def _check_parties(own: AccountFacts, other: AccountFacts) -> None:
    if other.party_id is None or other.party_id == own.party_id:
        raise SeriesSamePartyTwice(account=other.number, field="to_account")


def _check_open(session: WorldSession, series: ContractSeries) -> None:
    if series.state != "open" or session.clock.today() > series.last_trading_day:
        raise SeriesClosed(
            series=series.code,
            last_trading_day=series.last_trading_day.isoformat(),
            field="series",
        )
    check_open(session, session.get_one(Instrument, series.instrument_id), "series")
    if is_shut(session, series):
        raise SeriesShut(
            series=series.code, opens=series.opens, closes=series.closes, field="series"
        )
    unsettled = days_to_settle(session, series, 1)
    if unsettled and unsettled[0] < session.clock.today():
        raise SeriesUnsettled(series=series.code, day=unsettled[0].isoformat(), field="series")


def _check_price(session: WorldSession, series: ContractSeries, price_fen: int) -> None:
    if price_fen <= 0 or price_fen % series.tick_fen:
        raise SeriesPriceOffTick(
            price_cny=cny_text(price_fen), tick_cny=cny_text(series.tick_fen), field="price_fen"
        )
    low_fen, high_fen = price_limits(session, series, session.clock.today())
    if not low_fen <= price_fen <= high_fen:
        raise SeriesPriceOutsideBand(
            price_cny=cny_text(price_fen),
            low_cny=cny_text(low_fen),
            high_cny=cny_text(high_fen),
            field="price_fen",
        )


def _check_contracts(session: WorldSession, series: ContractSeries, contracts: int) -> None:
    most = int(rate(session, series, "contract_trade_max", session.clock.today()))
    if not 1 <= contracts <= most:
        raise SeriesTooLarge(contracts=str(contracts)[:20], contracts_max=most, field="contracts")


def _check_concerns(offer: SeriesOffer, actor: Actor, *party_ids: int) -> None:
    if actor.party_ids.isdisjoint(party_ids):
        raise NotYourSeriesOffer(offer=offer.id, field="offer")


def _check_offer_open(session: WorldSession, offer: SeriesOffer) -> None:
    if offer.state != "open" or offer.business_date < session.clock.today():
        raise SeriesOfferNotOpen(offer=offer.id, field="offer")


def _close(session: WorldSession, offer: SeriesOffer, state: str) -> None:
    offer.state = state
    offer.closed_at = session.clock.now()
    session.add(offer)
    session.flush()
