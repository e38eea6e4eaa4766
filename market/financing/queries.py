"""Reading financing contracts: what is offered where, one's own, one contract with its ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import col, or_, select

from market.financing.amounts import Mark
from market.financing.finding import (
    OVERSEEING,
    check_sees,
    find_contract,
    instrument_of,
)
from market.financing.marks import mark_on, owed_on
from market.financing.models import FinancingContract, FinancingEvent, FinancingMark
from market.financing.rules import OfferedTerms, offered_kinds, offered_terms
from market.financing.states import (
    STANDING,
    FinancingKind,
    FinancingState,
    Side,
    debtor_side,
)
from market.venue.models import Instrument
from registry.rules import rule_book
from registry.worlds import WORLD_METADATA, Actor, WorldSession

LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancingParty:
    """One side of a contract: its account and the names of its party."""

    party_id: int
    account: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancingView:
    """A contract as its parties see it; amounts in fen, quantities in t, shares in ppm."""

    number: str
    kind: FinancingKind
    state: FinancingState
    market: str
    legal_status: str
    instrument: str
    giver: FinancingParty
    taker: FinancingParty
    offered_by: Side
    own_side: Side | None
    quantity_t: int
    principal_fen: int
    return_fen: int
    rate_ppm: int | None
    term_days: int
    day_count: int
    haircut_ppm: int
    margin_ppm: int
    call_level_ppm: int
    call_working_days: int
    secured_t: int
    collateral_fen: int
    offer_until: date
    starts_on: date | None
    matures_on: date | None
    call_due_on: date | None
    offered_at: datetime
    closed_at: datetime | None

    @property
    def next_due(self) -> date | None:
        """Return the next day on which somebody has to do something."""
        if self.state is FinancingState.OFFERED:
            return self.offer_until
        if self.state not in STANDING:
            return None
        return min(day for day in (self.call_due_on, self.matures_on) if day is not None)

    @property
    def debtor(self) -> Side:
        """Return who owes the end and answers calls."""
        return debtor_side(self.kind)

    def may_answer(self) -> bool:
        """Tell whether the reader accepts or declines the offer."""
        return self.state is FinancingState.OFFERED and self.own_side is self.offered_by.other

    def may_withdraw(self) -> bool:
        """Tell whether the reader can withdraw the offer."""
        return self.state is FinancingState.OFFERED and self.own_side is self.offered_by

    def owes(self) -> bool:
        """Tell whether the reader owes the end of the running contract."""
        return self.state in STANDING and self.own_side is self.debtor


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """Something that happened to a contract; what moved counts from giver to taker."""

    step: str
    state: str
    business_date: date
    recorded_at: datetime
    actor: str
    units_to_taker_t: int
    cash_to_taker_fen: int
    secured_t: int
    collateral_fen: int
    price_fen: int | None
    claim_fen: int
    failed: str | None
    transaction_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """A contract at the previous close of a day."""

    business_date: date
    price_fen: int
    value_fen: int
    exposure_fen: int
    level_ppm: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancingPage:
    """A contract with everything that happened to it.

    Args:
        contract: its terms and state.
        steps: in order.
        marks: newest first.
        now: at the previous close of today; None where it does not run.
        owed_fen: today: price or loan with what has run up, or the fee; None likewise.
    """

    contract: FinancingView
    steps: tuple[StepView, ...]
    marks: tuple[MarkView, ...]
    now: MarkView | None
    owed_fen: int | None


def financing_offered(session: WorldSession, day: date | None = None) -> list[OfferedTerms]:
    """Return every kind of financing that the listed markets offer, with its terms."""
    rules = rule_book(session)
    on = day or session.clock.today()
    markets = session.exec(select(Instrument.market).distinct()).all()
    return [
        offered_terms(rules, market, kind, on)
        for market in sorted(markets)
        for kind in offered_kinds(rules, market, on)
    ]


def financing_contracts(
    session: WorldSession, actor: Actor, *, standing: bool = False, limit: int = LIMIT
) -> list[FinancingView]:
    """Return the contracts an actor may see, newest first.

    Args:
        session: any session.
        actor: its own parties' contracts; all of them for operator and regulator.
        standing: only offers and running contracts.
        limit: most that are returned.
    """
    statement = select(FinancingContract).order_by(col(FinancingContract.id).desc()).limit(limit)
    if not OVERSEEING & actor.roles:
        own = list(actor.seen_ids)
        statement = statement.where(
            or_(
                col(FinancingContract.giver_party_id).in_(own),
                col(FinancingContract.taker_party_id).in_(own),
            )
        )
    if standing:
        states = [FinancingState.OFFERED.value, *(state.value for state in STANDING)]
        statement = statement.where(col(FinancingContract.state).in_(states))
    return _views(session, session.exec(statement).all(), actor)


def financing_contract(session: WorldSession, number: str, actor: Actor) -> FinancingPage:
    """Return one contract with its steps and marks.

    Raises:
        UnknownContract: none has the number.
        NotYourContract: the actor may not see it.
    """
    contract = find_contract(session, number)
    check_sees(contract, actor)
    (view,) = _views(session, [contract], actor)
    steps = session.exec(
        select(FinancingEvent)
        .where(FinancingEvent.contract_id == contract.id)
        .order_by(col(FinancingEvent.id))
    ).all()
    marks = session.exec(
        select(FinancingMark)
        .where(FinancingMark.contract_id == contract.id)
        .order_by(col(FinancingMark.business_date).desc())
    ).all()
    today = session.clock.today()
    runs = view.state in STANDING
    now = mark_on(session, contract, today) if runs else None
    return FinancingPage(
        contract=view,
        steps=tuple(
            StepView(**{name: getattr(row, name) for name in StepView.__dataclass_fields__})
            for row in steps
        ),
        marks=tuple(
            MarkView(**{name: getattr(row, name) for name in MarkView.__dataclass_fields__})
            for row in marks
        ),
        now=_now(now, today) if now else None,
        owed_fen=owed_on(contract, today) if runs else None,
    )


def _now(mark: Mark, today: date) -> MarkView:
    return MarkView(
        business_date=today,
        price_fen=mark.price_fen,
        value_fen=mark.value_fen,
        exposure_fen=mark.exposure_fen,
        level_ppm=mark.level_ppm,
        missing=mark.missing,
    )


def _views(
    session: WorldSession, contracts: Iterable[FinancingContract], actor: Actor
) -> list[FinancingView]:
    rows = list(contracts)
    sides = _parties(session, {id_ for row in rows for id_ in _accounts(row)})
    return [
        FinancingView(
            number=row.number,
            kind=FinancingKind(row.kind),
            state=FinancingState(row.state),
            market=row.market,
            legal_status=row.legal_status,
            instrument=instrument_of(session, row).code,
            giver=sides[row.giver_account_id],
            taker=sides[row.taker_account_id],
            offered_by=Side(row.offered_by),
            own_side=_own_side(row, actor),
            **{name: getattr(row, name) for name in _SAME},
        )
        for row in rows
    ]


_SAME = (
    "quantity_t",
    "principal_fen",
    "return_fen",
    "rate_ppm",
    "term_days",
    "day_count",
    "haircut_ppm",
    "margin_ppm",
    "call_level_ppm",
    "call_working_days",
    "secured_t",
    "collateral_fen",
    "offer_until",
    "starts_on",
    "matures_on",
    "call_due_on",
    "offered_at",
    "closed_at",
)


def _accounts(row: FinancingContract) -> tuple[int, int]:
    return row.giver_account_id, row.taker_account_id


def _own_side(row: FinancingContract, actor: Actor) -> Side | None:
    if row.giver_party_id in actor.party_ids:
        return Side.GIVER
    return Side.TAKER if row.taker_party_id in actor.party_ids else None


def _parties(session: WorldSession, account_ids: set[int]) -> dict[int, FinancingParty]:
    account, party = WORLD_METADATA.tables["account"], WORLD_METADATA.tables["party"]
    query = (
        sa.select(account.c.id, party.c.id, account.c.number, party.c.name_zh, party.c.name_en)
        .join(party, party.c.id == account.c.party_id)
        .where(account.c.id.in_(account_ids))
    )
    return {
        id_: FinancingParty(party_id=party_id, account=number, name_zh=zh, name_en=en)
        for id_, party_id, number, zh, en in session.connection().execute(query)
    }
