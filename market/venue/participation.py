"""Who is admitted to a market, and how much one party may hold there.

A market whose rules name no kinds of parties admits all; one without a largest holding sets none.
"""

from collections.abc import Mapping

from sqlalchemy import Table, func, select

from market.rules.participation import check_position, holding_limit_t
from market.rules.profiles import MarketProfile
from market.rules.refused_orders import ParticipantNotAdmitted
from market.venue.models import Instrument
from market.venue.wanted import wanted_t
from registry.parties import AccountFacts
from registry.worlds import WORLD_METADATA, WorldSession, fetch

_EMITTER = "emitter"
_ALL = "all"
_KIND = "SELECT kind FROM party WHERE id = ?"


def check_participant(
    session: WorldSession, profile: MarketProfile, instrument: Instrument, account: AccountFacts
) -> None:
    """Let a party trade on the market of an instrument.

    Args:
        session: the unit of work.
        profile: the rules of the market.
        instrument: what is traded.
        account: for which account.

    Raises:
        ParticipantNotAdmitted: the rules admit other kinds of parties.
    """
    kind = _kind_of(session, account)
    if profile.participants and kind not in profile.participants:
        raise ParticipantNotAdmitted(
            party=account.party_name,
            instrument=instrument.code,
            source=_source(profile, "trading_participants"),
            field="account",
        )


def check_purchase(
    session: WorldSession,
    profile: MarketProfile,
    instrument: Instrument,
    account: AccountFacts,
    quantity_t: int,
    replaced_t: int = 0,
) -> None:
    """Let a party buy as much as it may hold; all it holds and may still buy counts.

    Args:
        session: the unit of work; the instrument is locked.
        profile: the rules of the market.
        instrument: what is bought.
        account: for which account.
        quantity_t: how much, t.
        replaced_t: how much of what the party may still buy this takes the place of, t.

    Raises:
        PositionLimitExceeded: it would hold more than the market allows.
    """
    above_t = profile.position_above_allocation_t
    if above_t is None and profile.position_limit_t is None:
        return
    is_emitter = above_t is not None and _kind_of(session, account) == _EMITTER
    key = "holding_above_allocation_max_t" if is_emitter else "trading_position_limit_t"
    allocated_t = _allocated_t(session, instrument, account) if is_emitter else None
    limit_t = holding_limit_t(profile, allocated_t)
    if limit_t is None:
        return
    _lock_party(session, account)
    held_t = _held_t(session, instrument, account) - replaced_t
    held_t += wanted_t(session, instrument.market, account.party_id)
    check_position(instrument.code, limit_t, held_t, quantity_t, _source(profile, key))


def _kind_of(session: WorldSession, account: AccountFacts) -> str:
    ((kind,),) = fetch(session, _KIND, (account.party_id,))
    return str(kind)


def _lock_party(session: WorldSession, account: AccountFacts) -> None:
    """Let purchases of one party on several instruments wait for one another."""
    party = WORLD_METADATA.tables["party"]
    locked = select(party.c.id).where(party.c.id == account.party_id).with_for_update()
    session.connection().execute(locked)


def _held_t(session: WorldSession, instrument: Instrument, account: AccountFacts) -> int:
    """What the party holds of all that is traded on the market, t."""
    holding, accounts, instruments = _tables("holding", "account", "instrument")
    statement = (
        select(func.coalesce(func.sum(holding.c.quantity), 0))
        .join(accounts, accounts.c.id == holding.c.account_id)
        .join(instruments, instruments.c.unit_type_id == holding.c.unit_type_id)
        .where(accounts.c.party_id == account.party_id, instruments.c.market == instrument.market)
    )
    return int(session.connection().execute(statement).scalar_one())


def _allocated_t(session: WorldSession, instrument: Instrument, account: AccountFacts) -> int:
    """What was issued to the party in the newest vintage of which it was issued anything, t."""
    posting, transaction, accounts, instruments, unit_type = _tables(
        "posting", "ledger_transaction", "account", "instrument", "unit_type"
    )
    statement = (
        select(func.sum(posting.c.quantity))
        .join(transaction, transaction.c.id == posting.c.transaction_id)
        .join(accounts, accounts.c.id == posting.c.account_id)
        .join(unit_type, unit_type.c.id == posting.c.unit_type_id)
        .join(instruments, instruments.c.unit_type_id == posting.c.unit_type_id)
        .where(
            transaction.c.kind == "issuance",
            accounts.c.party_id == account.party_id,
            instruments.c.market == instrument.market,
        )
        .group_by(unit_type.c.vintage)
        .order_by(unit_type.c.vintage.desc())
        .limit(1)
    )
    return int(session.connection().execute(statement).scalar() or 0)


def _tables(*names: str) -> tuple[Table, ...]:
    return tuple(WORLD_METADATA.tables[name] for name in names)


def _source(profile: MarketProfile, key: str) -> Mapping[str, str]:
    return profile.parameters[key, _ALL].cited
