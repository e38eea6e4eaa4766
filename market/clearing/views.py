"""What clearing shows, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedBalance:
    """Units of one type, or cash in fen, over a day: closing = opening + received - sent."""

    unit_type: str
    kind: str
    measure: str
    opening: int
    received: int
    sent: int
    closing: int
    reserved: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTrade:
    """One trade of an account, from its side; prices in fen per t, quantities in t, cash in fen.

    `amount_fen` is signed: what the account paid (below 0) or received, its fee included.
    """

    trade_id: int
    traded_at: datetime
    instrument: str
    measure: str
    mode: str
    side: str
    price_fen: int
    quantity_t: int
    turnover_fen: int
    fee_fen: int
    amount_fen: int
    transaction_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedMove:
    """One posting of the day that belongs to no trade: such as a deposit or a transfer."""

    recorded_at: datetime
    kind: str
    unit_type: str
    unit_kind: str
    measure: str
    quantity: int
    memo: str
    transaction_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeView:
    """An objection to a statement, and its answer if there is one."""

    number: str
    account: str
    party_id: int
    party_zh: str
    party_en: str
    business_date: date
    reason: str
    recorded_at: datetime
    upheld: bool | None
    note: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyStatement:
    """An account's statement of one day (结算单).

    Attributes:
        account: its number.
        day: the business date.
        cleared_at: when the day was cleared; None while it is preliminary.
        balances: cash first, then units by type.
        trades: of the day, in time.
        moves: everything else, in time.
        fees_fen: sum of the fees.
        deposited_fen: cash paid in.
        withdrawn_fen: cash paid out.
        margin_fen: cash set aside for contracts now; None for days before today, so below.
        called_fen: cash that margin calls ask for beyond it.
        withdrawable_fen: what of the cash may leave now.
        disputes: objections to it, the oldest first.
        disputed_until: until when it may be disputed.
    """

    account: str
    day: date
    cleared_at: datetime | None
    balances: tuple[StatedBalance, ...]
    trades: tuple[StatedTrade, ...]
    moves: tuple[StatedMove, ...]
    fees_fen: int
    deposited_fen: int
    withdrawn_fen: int
    margin_fen: int | None
    called_fen: int | None
    withdrawable_fen: int | None
    disputes: tuple[DisputeView, ...]
    disputed_until: datetime

    @property
    def cash(self) -> StatedBalance:
        """Return the balance of cash; there always is one."""
        return self.balances[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryView:
    """A payment towards a claim, or its writing off."""

    kind: str
    amount_fen: int
    note: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim on a defaulter: what the reserve advanced, what is unpaid, what is still owed."""

    number: str
    account: str
    party_id: int
    party_zh: str
    party_en: str
    creditor: str
    reason: str
    reference: str
    advanced_fen: int
    unpaid_fen: int
    owed_fen: int
    recorded_at: datetime
    recoveries: tuple[RecoveryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedDay:
    """A day that was cleared; `differences` should be 0."""

    business_date: date
    trades: int
    turnover_fen: int
    fees_fen: int
    deposited_fen: int
    withdrawn_fen: int
    differences: int
    cleared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseCash:
    """What the exchange's own accounts hold, fen."""

    fees_fen: int
    reserve_fen: int
    owed_fen: int
