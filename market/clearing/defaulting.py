"""When one that owes cannot pay: the settlement reserve pays first, and claims it back.

Contracts call `pay_due` where a payment falls due, or `cover_shortfall` where they post the payment
themselves. A party with an open claim does not trade: `check_may_trade`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func
from sqlmodel import col, select

from market.clearing.models import DefaultClaim, DefaultRecovery
from market.clearing.refused_clearing import TradingBlocked, UnknownClaim
from market.rules.orders import OrderState, cny_text
from market.venue.days import record_event
from market.venue.house_accounts import reserve_account
from market.venue.models import Instrument, MarketOrder
from market.venue.resale import available_t
from registry.ledger import CASH_UNIT_TYPE_ID, Leg, Transaction, post, void_many
from registry.worlds import WORLD_METADATA, WorldSession, fetch, next_yearly

_ANY_CLAIM = "SELECT 1 FROM default_claim WHERE party_id = ? LIMIT 1"

ENDS: dict[str, Callable[[WorldSession, int], None]] = {}
"""What ends with the open orders of a party that cannot pay, by area; `market.services` enters it.

Each is called with the party's id and frees what was set aside. Sealed bids stay: they bind.
"""


class Covered(NamedTuple):
    """What the reserve did about a shortfall.

    Attributes:
        claim: number of the claim recorded against the defaulter.
        covered_fen: what the reserve paid into the defaulter's account, fen.
        unpaid_fen: what the reserve could not cover, fen.
    """

    claim: str
    covered_fen: int
    unpaid_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A payment that was due, and how it was made.

    Attributes:
        paid_fen: what the creditor received, fen.
        own_fen: of it out of the payer's own cash, fen.
        covered_fen: of it advanced by the settlement reserve, fen.
        unpaid_fen: what the creditor did not receive, fen; part of the claim.
        transaction_id: of the payment; None if nothing could be paid.
        claim: number of the claim on the payer; None if it paid all itself.
    """

    paid_fen: int
    own_fen: int
    covered_fen: int
    unpaid_fen: int
    transaction_id: str | None
    claim: str | None

    @property
    def defaulted(self) -> bool:
        """Tell whether the payer could not pay all of it."""
        return self.claim is not None


def cover_shortfall(  # noqa: PLR0913  the claim has this many columns
    session: WorldSession,
    account_id: int,
    amount_fen: int,
    reason: str,
    reference: str,
    *,
    creditor_account_id: int,
    client_id: str | None = None,
) -> Covered:
    """Let the settlement reserve pay what an account lacks into it, and claim all of it back.

    The caller posts the payment itself, of what is covered, in the same unit of work; with
    `even_closed` where the account may be frozen. The party's open orders end.

    Args:
        session: the unit of work.
        account_id: who cannot pay.
        amount_fen: what it lacks, above 0, fen.
        reason: why it was due, such as `repo repurchase`, at most 200 characters.
        reference: number of the contract, at most 64 characters.
        creditor_account_id: to whom it is due, and what is not covered remains owed.
        client_id: the command it belongs to.
    """
    assert amount_fen > 0
    party_id = _party_of(session, account_id)
    end_orders(session, party_id)
    reserve_id = reserve_account(session)
    covered_fen = min(amount_fen, available_t(session, reserve_id, CASH_UNIT_TYPE_ID))
    id_ = None
    if covered_fen:
        leg = Leg(reserve_id, account_id, CASH_UNIT_TYPE_ID, covered_fen)
        id_ = post(
            session,
            Transaction(
                kind="default_cover",
                legs=(leg,),
                memo=reference,
                client_id=client_id,
                even_closed=True,
            ),
        )
    claim = DefaultClaim(
        number=next_yearly(session, "DF"),
        account_id=account_id,
        party_id=party_id,
        creditor_account_id=creditor_account_id,
        reason=reason,
        reference=reference,
        advanced_fen=covered_fen,
        unpaid_fen=amount_fen - covered_fen,
        transaction_id=id_,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add(claim)
    session.flush()
    return Covered(claim.number, covered_fen, claim.unpaid_fen)


def pay_due(  # noqa: PLR0913  as above
    session: WorldSession,
    payer_account_id: int,
    payee_account_id: int,
    amount_fen: int,
    reason: str,
    reference: str,
    *,
    client_id: str | None = None,
) -> Paid:
    """Pay what is due out of the payer's free cash, what it lacks out of the settlement reserve.

    A payer that lacks cash first loses its open orders, whose cash is then free.

    Args:
        session: the unit of work.
        payer_account_id: who owes.
        payee_account_id: to whom.
        amount_fen: what is due, above 0, fen.
        reason: why, at most 200 characters.
        reference: number of the contract, at most 64 characters.
        client_id: the command it belongs to.
    """
    assert amount_fen > 0
    free_fen = available_t(session, payer_account_id, CASH_UNIT_TYPE_ID)
    if free_fen < amount_fen:
        end_orders(session, _party_of(session, payer_account_id))
        free_fen = available_t(session, payer_account_id, CASH_UNIT_TYPE_ID)
    own_fen = min(free_fen, amount_fen)
    covered = Covered("", 0, 0)
    if own_fen < amount_fen:
        covered = cover_shortfall(
            session,
            payer_account_id,
            amount_fen - own_fen,
            reason,
            reference,
            creditor_account_id=payee_account_id,
            client_id=client_id,
        )
    paid_fen, id_ = own_fen + covered.covered_fen, None
    if paid_fen:
        leg = Leg(payer_account_id, payee_account_id, CASH_UNIT_TYPE_ID, paid_fen)
        id_ = post(session, _due_payment(leg, reference, client_id))
    return Paid(
        paid_fen=paid_fen,
        own_fen=own_fen,
        covered_fen=covered.covered_fen,
        unpaid_fen=covered.unpaid_fen,
        transaction_id=id_,
        claim=covered.claim or None,
    )


def _due_payment(leg: Leg, reference: str, client_id: str | None) -> Transaction:
    return Transaction(
        kind="due_payment", legs=(leg,), memo=reference, client_id=client_id, even_closed=True
    )


def check_may_trade(session: WorldSession, party_id: int | None) -> None:
    """Refuse new trading to a party with an open claim against it.

    Raises:
        TradingBlocked: it has one.
    """
    session.flush()
    if not fetch(session, _ANY_CLAIM, (party_id,)):
        return
    for claim in session.exec(
        select(DefaultClaim).where(DefaultClaim.party_id == party_id).order_by(col(DefaultClaim.id))
    ):
        owed = owed_fen(session, claim)
        if sum(owed):
            raise TradingBlocked(
                party=_name_of(session, claim.party_id),
                default_claim=claim.number,
                owed_cny=cny_text(sum(owed)),
                field="account",
            )


def account_may_trade(session: WorldSession, account_id: int) -> bool:
    """Tell whether an account's party has no open claim against it."""
    try:
        check_may_trade(session, _party_of(session, account_id))
    except TradingBlocked:
        return False
    return True


class Owed(NamedTuple):
    """What of a claim is open, fen."""

    to_creditor_fen: int
    to_reserve_fen: int


def owed_fen(session: WorldSession, claim: DefaultClaim) -> Owed:
    """Return what of a claim is open."""
    recovered = session.exec(
        select(
            func.coalesce(func.sum(col(DefaultRecovery.to_creditor_fen)), 0),
            func.coalesce(func.sum(col(DefaultRecovery.to_reserve_fen)), 0),
        ).where(DefaultRecovery.claim_id == claim.id)
    ).one()
    return Owed(claim.unpaid_fen - int(recovered[0]), claim.advanced_fen - int(recovered[1]))


def find_claim(session: WorldSession, number: str) -> DefaultClaim:
    """Return the claim with a number.

    Raises:
        UnknownClaim: none has it.
    """
    claim = session.exec(select(DefaultClaim).where(DefaultClaim.number == str(number))).first()
    if claim is None:
        raise UnknownClaim(default_claim=str(number)[:24], field="claim")
    return claim


def end_orders(session: WorldSession, party_id: int) -> None:
    """Cancel every open order and offer of a party, and free what they set aside."""
    ids = session.exec(
        select(MarketOrder.instrument_id)
        .where(MarketOrder.party_id == party_id, MarketOrder.state == OrderState.OPEN.value)
        .distinct()
    ).all()
    for instrument in session.exec(
        select(Instrument)
        .where(col(Instrument.id).in_(ids))
        .order_by(col(Instrument.id))
        .with_for_update()
    ).all():
        orders = session.exec(
            select(MarketOrder)
            .where(
                MarketOrder.instrument_id == instrument.id,
                MarketOrder.party_id == party_id,
                MarketOrder.state == OrderState.OPEN.value,
            )
            .order_by(col(MarketOrder.id))
            .execution_options(populate_existing=True)
        ).all()
        reserved = [(order.reservation_id, None) for order in orders if order.reservation_id]
        void_many(session, reserved, even_closed=True)
        for order in orders:
            order.state = OrderState.CANCELLED.value
            order.closed_at = session.clock.now()
            record_event(session, instrument, "cancelled", order_id=order.id)
    session.flush()
    for end in ENDS.values():
        end(session, party_id)


def _party_of(session: WorldSession, account_id: int) -> int:
    account = WORLD_METADATA.tables["account"]
    query = select(account.c.party_id).where(account.c.id == account_id)
    return int(session.connection().execute(query).scalar_one())


def _name_of(session: WorldSession, party_id: int) -> str:
    party = WORLD_METADATA.tables["party"]
    query = select(party.c.name_zh).where(party.c.id == party_id)
    return str(session.connection().execute(query).scalar_one())
