"""The settlement reserve: funding it, and getting back what it advanced."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from market.clearing.cash import CASH_FEN_MAX, check_alone
from market.clearing.commands import FundReserve, PayClaim, ReserveSource, WriteOffClaim
from market.clearing.defaulting import Owed, find_claim, owed_fen
from market.clearing.models import DefaultClaim, DefaultRecovery
from market.clearing.refused_clearing import ClaimSettled, RecoveryTooLarge
from market.rules.clearing import recovered, reserve_share_fen
from market.rules.orders import cny_text
from market.venue.house_accounts import fee_account, reserve_account
from market.venue.resale import available_t
from registry.ledger import (
    CASH_UNIT_TYPE_ID,
    Leg,
    SystemAccount,
    Transaction,
    check_quantity,
    post,
)
from registry.parties import AccountFacts, find_account
from registry.rules import rule_book
from registry.worlds import DISPOSING, WORLD_METADATA, Actor, Role, WorldSession, check_text

RESERVE_SHARE = "reserve_fee_share"
"""The rule that says which share of a day's fees the settlement reserve receives."""


def fund_reserve(session: WorldSession, command: FundReserve, actor: Actor) -> Mapping[str, object]:
    """Put fees received, or new capital, into the settlement reserve.

    Raises:
        RoleMissing: the actor is no operator.
        QuantityOutOfRange, TextInvalid: a value cannot be used.
        InsufficientUnits: fewer fees were received.
    """
    actor.check_role(Role.OPERATOR)
    amount_fen = check_quantity(command.amount_fen, "amount_fen", CASH_FEN_MAX)
    reason = check_text(command.reason, "reason")
    source = int(SystemAccount.CASH_SOURCE)
    if command.reserve_source == ReserveSource.FEES:
        source = fee_account(session)
    leg = Leg(source, reserve_account(session), CASH_UNIT_TYPE_ID, amount_fen)
    id_ = post(
        session,
        Transaction(kind=command.kind, legs=(leg,), memo=reason, client_id=command.client_id),
    )
    return {"transaction_id": id_, "amount_fen": amount_fen}


def contribute(session: WorldSession, day: date, fees_fen: int, client_id: str) -> int:
    """Move the reserve's share of a day's fees, by the rule `reserve_fee_share`, to the reserve.

    Args:
        session: the unit of work.
        day: whose fees.
        fees_fen: what was received on it, fen.
        client_id: of the command that clears the day.

    Returns:
        What was moved, fen: rounded down, and no more than is left of the fees.
    """
    share = rule_book(session).parameter("control", RESERVE_SHARE, day).decimal
    fees = fee_account(session)
    held_fen = available_t(session, fees, CASH_UNIT_TYPE_ID)
    amount_fen = min(reserve_share_fen(fees_fen, share), held_fen)
    if amount_fen:
        leg = Leg(fees, reserve_account(session), CASH_UNIT_TYPE_ID, amount_fen)
        memo = f"{day.isoformat()}: {share} x {cny_text(fees_fen)} CNY"
        post(
            session,
            Transaction(kind=FundReserve.kind, legs=(leg,), memo=memo, client_id=client_id),
        )
    return amount_fen


def pay_claim(session: WorldSession, command: PayClaim, actor: Actor) -> Mapping[str, object]:
    """Pay towards a claim out of the defaulter's cash; when nothing is open, it trades again.

    Raises:
        RoleMissing, NotRepresentative, NeedsFullMandate: the actor may not.
        UnknownClaim, ClaimSettled: nothing is to be paid.
        QuantityOutOfRange, TextInvalid: a value cannot be used.
        RecoveryTooLarge: less is open.
        InsufficientUnits: the account has less free cash.
        AccountNotOpen: the account is frozen or closed.
    """
    actor.check_role(*DISPOSING, Role.OPERATOR)
    claim = find_claim(session, command.claim)
    account = _account_of(session, claim)
    if Role.OPERATOR not in actor.roles:
        actor.check_represents(account.party_id, account.party_name)
        check_alone(session, command.kind, account, actor)
    amount_fen = check_quantity(command.amount_fen, "amount_fen", CASH_FEN_MAX)
    note = check_text(command.note, "note") if command.note else ""
    owed = _owed(session, claim)
    if amount_fen > sum(owed):
        raise RecoveryTooLarge(
            default_claim=claim.number, owed_cny=cny_text(sum(owed)), field="amount_fen"
        )
    shares = recovered(amount_fen, owed.to_creditor_fen)
    receivers = (claim.creditor_account_id, reserve_account(session))
    legs = tuple(
        Leg(claim.account_id, receiver, CASH_UNIT_TYPE_ID, share)
        for receiver, share in zip(receivers, shares, strict=True)
        if share and receiver is not None
    )
    id_ = post(
        session,
        Transaction(kind=command.kind, legs=legs, memo=claim.number, client_id=command.client_id),
    )
    row = DefaultRecovery(
        kind="paid",
        to_creditor_fen=shares[0],
        to_reserve_fen=shares[1],
        transaction_id=id_,
        note=note,
        **_recovery(session, claim, actor),
    )
    session.add(row)
    session.flush()
    left = sum(owed) - amount_fen
    return {"claim": claim.number, "transaction_id": id_, "paid_fen": amount_fen, "owed_fen": left}


def write_off_claim(
    session: WorldSession, command: WriteOffClaim, actor: Actor
) -> Mapping[str, object]:
    """Give up what is open of a claim; the reserve bears it.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownClaim, ClaimSettled: nothing is open.
        TextInvalid: the reason cannot be used.
    """
    actor.check_role(Role.OPERATOR)
    claim = find_claim(session, command.claim)
    reason = check_text(command.reason, "reason")
    owed = _owed(session, claim)
    row = DefaultRecovery(
        kind="written_off",
        to_creditor_fen=owed.to_creditor_fen,
        to_reserve_fen=owed.to_reserve_fen,
        note=reason,
        **_recovery(session, claim, actor),
    )
    session.add(row)
    session.flush()
    return {"claim": claim.number, "written_off_fen": sum(owed)}


def _owed(session: WorldSession, claim: DefaultClaim) -> Owed:
    """Return what is open, one payment of a claim at a time."""
    row = WORLD_METADATA.tables["account"]
    session.connection().execute(row.select().where(row.c.id == claim.account_id).with_for_update())
    owed = owed_fen(session, claim)
    if not sum(owed):
        raise ClaimSettled(default_claim=claim.number, field="claim")
    return owed


def _account_of(session: WorldSession, claim: DefaultClaim) -> AccountFacts:
    account = WORLD_METADATA.tables["account"]
    query = account.select().with_only_columns(account.c.number)
    number = session.connection().execute(query.where(account.c.id == claim.account_id))
    return find_account(session, number.scalar_one())


def _recovery(session: WorldSession, claim: DefaultClaim, actor: Actor) -> dict[str, Any]:
    """Return what every recovery says."""
    return {
        "claim_id": claim.id,
        "actor": actor.name,
        "recorded_at": session.clock.now(),
        "business_date": session.clock.today(),
    }
