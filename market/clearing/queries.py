"""Reading clearing: cleared days, claims, disputes, and what the house holds."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from market.clearing.models import (
    ClearingDay,
    DefaultClaim,
    DefaultRecovery,
    DisputeAnswer,
    StatementDispute,
)
from market.clearing.views import (
    ClaimView,
    ClearedDay,
    DisputeView,
    HouseCash,
    RecoveryView,
)
from market.venue.house_accounts import fee_account, reserve_account
from registry.ledger import CASH_UNIT_TYPE_ID
from registry.worlds import WORLD_METADATA, WorldSession

ROWS_MAX = 100


def cleared_days(session: WorldSession, limit: int = ROWS_MAX) -> list[ClearedDay]:
    """Return days that were cleared, the latest first."""
    rows = session.exec(
        select(ClearingDay).order_by(col(ClearingDay.business_date).desc()).limit(limit)
    ).all()
    return [ClearedDay(**row.model_dump(exclude={"id"})) for row in rows]


def claims(
    session: WorldSession, party_ids: Collection[int] | None = None, *, limit: int = ROWS_MAX
) -> list[ClaimView]:
    """Return claims on parties, or on all, the latest first."""
    query = select(DefaultClaim).order_by(col(DefaultClaim.id).desc()).limit(limit)
    if party_ids is not None:
        query = query.where(col(DefaultClaim.party_id).in_(party_ids))
    rows = session.exec(query).all()
    holders = _holders(session, [row.account_id for row in rows])
    creditors = _holders(session, [row.creditor_account_id for row in rows])
    recovered = _recoveries(session, [row.id for row in rows])
    found = []
    for row in rows:
        recoveries = tuple(recovered.get(row.id or 0, ()))
        creditor = creditors.get(row.creditor_account_id or 0)
        total = sum(each.amount_fen for each in recoveries)
        found.append(
            ClaimView(
                number=row.number,
                **holders[row.account_id],
                creditor=creditor["account"] if creditor else "",
                reason=row.reason,
                reference=row.reference,
                advanced_fen=row.advanced_fen,
                unpaid_fen=row.unpaid_fen,
                owed_fen=row.advanced_fen + row.unpaid_fen - total,
                recorded_at=row.recorded_at,
                recoveries=recoveries,
            )
        )
    return found


def disputes(
    session: WorldSession,
    *,
    account_id: int | None = None,
    only_open: bool = False,
    limit: int = ROWS_MAX,
) -> list[DisputeView]:
    """Return objections with their answers, the latest first.

    Args:
        session: any session.
        account_id: only to statements of this account.
        only_open: only those without an answer.
        limit: how many at most.
    """
    query = (
        select(StatementDispute, DisputeAnswer)
        .outerjoin(DisputeAnswer, col(DisputeAnswer.dispute_id) == col(StatementDispute.id))
        .order_by(col(StatementDispute.id).desc())
        .limit(limit)
    )
    if account_id is not None:
        query = query.where(StatementDispute.account_id == account_id)
    if only_open:
        query = query.where(col(DisputeAnswer.id).is_(None))
    rows = session.exec(query).all()
    holders = _holders(session, [dispute.account_id for dispute, _ in rows])
    return [
        DisputeView(
            number=dispute.number,
            **holders[dispute.account_id],
            business_date=dispute.business_date,
            reason=dispute.reason,
            recorded_at=dispute.recorded_at,
            upheld=answer.upheld if answer else None,
            note=answer.note if answer else "",
            answered_at=answer.recorded_at if answer else None,
        )
        for dispute, answer in rows
    ]


def house_cash(session: WorldSession) -> HouseCash:
    """Return what the exchange and the settlement reserve hold, and what is owed to them."""
    holding = WORLD_METADATA.tables["holding"]
    query = (
        holding.select()
        .with_only_columns(holding.c.account_id, holding.c.quantity)
        .where(holding.c.unit_type_id == CASH_UNIT_TYPE_ID, holding.c.account_id < 0)
    )
    held = {int(id_): int(fen) for id_, fen in session.connection().execute(query)}
    advanced = session.exec(
        select(func.coalesce(func.sum(col(DefaultClaim.advanced_fen)), 0))
    ).one()
    back = session.exec(
        select(func.coalesce(func.sum(col(DefaultRecovery.to_reserve_fen)), 0))
    ).one()
    return HouseCash(
        fees_fen=held.get(fee_account(session), 0),
        reserve_fen=held.get(reserve_account(session), 0),
        owed_fen=int(advanced) - int(back),
    )


def _recoveries(
    session: WorldSession, claim_ids: Collection[int | None]
) -> dict[int, list[RecoveryView]]:
    found: dict[int, list[RecoveryView]] = {}
    for row in session.exec(
        select(DefaultRecovery)
        .where(col(DefaultRecovery.claim_id).in_(claim_ids))
        .order_by(col(DefaultRecovery.id))
    ):
        found.setdefault(row.claim_id, []).append(
            RecoveryView(
                kind=row.kind,
                amount_fen=row.to_creditor_fen + row.to_reserve_fen,
                note=row.note,
                recorded_at=row.recorded_at,
            )
        )
    return found


def _holders(session: WorldSession, ids: Iterable[int | None]) -> dict[int, dict[str, Any]]:
    """Return number and party of accounts, by id."""
    account, party = WORLD_METADATA.tables["account"], WORLD_METADATA.tables["party"]
    wanted = {id_ for id_ in ids if id_ is not None}
    query = (
        account.outerjoin(party, party.c.id == account.c.party_id)
        .select()
        .with_only_columns(
            account.c.id, account.c.number, party.c.id, party.c.name_zh, party.c.name_en
        )
        .where(account.c.id.in_(wanted))
    )
    return {
        id_: {
            "account": number,
            "party_id": party_id or 0,
            "party_zh": name_zh or "",
            "party_en": name_en or "",
        }
        for id_, number, party_id, name_zh, name_en in session.connection().execute(query)
    }
