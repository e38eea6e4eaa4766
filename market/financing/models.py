"""The tables of financing contracts: the contract, what happened to it, its daily marks."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from registry.worlds import UtcDateTime, Whole, WorldRecord

STATES = "'offered','declined','withdrawn','expired','running','called','settled','defaulted'"
STEPS = (
    "'offer','accept','decline','withdraw','expire','mark','call','lift','top_up','settle',"
    "'default'"
)


class FinancingContract(WorldRecord, table=True):
    """A repo, pledge or loan of units: its terms, which never change, and its state."""

    __tablename__ = "financing_contract"
    __table_args__ = (
        CheckConstraint("kind IN ('repo','pledge','lending')", name="kind"),
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint("offered_by IN ('giver','taker')", name="offered_by"),
        CheckConstraint("giver_party_id <> taker_party_id", name="two_parties"),
        CheckConstraint("quantity_t > 0 AND principal_fen > 0 AND return_fen > 0", name="amounts"),
        CheckConstraint("secured_t >= 0 AND collateral_fen >= 0", name="security"),
        CheckConstraint("day_count IN (360,365) AND term_days > 0", name="days"),
        CheckConstraint("(state = 'called') = (call_due_on IS NOT NULL)", name="call"),
        CheckConstraint(
            "state IN ('offered','declined','withdrawn','expired')"
            " OR (starts_on IS NOT NULL AND matures_on > starts_on)",
            name="dates",
        ),
        CheckConstraint(
            "state IN ('running','called') OR (secured_t = 0 AND collateral_fen = 0"
            " AND reservation_id IS NULL)",
            name="closed_holds_nothing",
        ),
        Index(None, "state", "matures_on"),
        Index(None, "giver_party_id", "id"),
        Index(None, "taker_party_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=20, unique=True)
    kind: str = Field(max_length=8)
    market: str = Field(max_length=20)
    legal_status: str = Field(max_length=12)
    instrument_id: int = Field(foreign_key="instrument.id", sa_type=Whole)
    giver_account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    taker_account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    giver_party_id: int = Field(foreign_key="party.id", sa_type=Whole)
    taker_party_id: int = Field(foreign_key="party.id", sa_type=Whole)
    offered_by: str = Field(max_length=5)
    quantity_t: int = Field(sa_type=Whole)
    principal_fen: int = Field(sa_type=Whole)
    return_fen: int = Field(sa_type=Whole)
    rate_ppm: int | None = Field(default=None, sa_type=Whole)
    term_days: int = Field(sa_type=Whole)
    day_count: int = Field(sa_type=Whole)
    haircut_ppm: int = Field(default=0, sa_type=Whole)
    margin_ppm: int = Field(default=0, sa_type=Whole)
    call_level_ppm: int = Field(sa_type=Whole)
    call_working_days: int = Field(sa_type=Whole)
    state: str = Field(max_length=10)
    offer_until: date
    starts_on: date | None = None
    matures_on: date | None = None
    secured_t: int = Field(default=0, sa_type=Whole)
    collateral_fen: int = Field(default=0, sa_type=Whole)
    reservation_id: str | None = Field(default=None, foreign_key="reservation.id", max_length=36)
    call_due_on: date | None = None
    offered_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FinancingEvent(WorldRecord, table=True):
    """Something that happened to a contract; what moved counts from giver to taker."""

    __tablename__ = "financing_event"
    __table_args__ = (
        CheckConstraint(f"step IN ({STEPS})", name="step"),
        CheckConstraint("failed IS NULL OR failed IN ('giver','taker')", name="failed"),
        CheckConstraint(
            "transaction_id IS NOT NULL OR (units_to_taker_t = 0 AND cash_to_taker_fen = 0)",
            name="moved_by_a_transaction",
        ),
        CheckConstraint("claim_fen >= 0", name="claim"),
        Index(None, "contract_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    contract_id: int = Field(foreign_key="financing_contract.id", sa_type=Whole)
    step: str = Field(max_length=10)
    state: str = Field(max_length=10)
    actor: str = Field(max_length=254)
    units_to_taker_t: int = Field(default=0, sa_type=Whole)
    cash_to_taker_fen: int = Field(default=0, sa_type=Whole)
    secured_t: int = Field(default=0, sa_type=Whole)
    collateral_fen: int = Field(default=0, sa_type=Whole)
    price_fen: int | None = Field(default=None, sa_type=Whole)
    claim_fen: int = Field(default=0, sa_type=Whole)
    failed: str | None = Field(default=None, max_length=5)
    transaction_id: str | None = Field(
        default=None, foreign_key="ledger_transaction.id", max_length=36
    )
    business_date: date
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class FinancingMark(WorldRecord, table=True):
    """A contract at the previous close of one day."""

    __tablename__ = "financing_mark"
    __table_args__ = (UniqueConstraint("contract_id", "business_date"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    contract_id: int = Field(foreign_key="financing_contract.id", sa_type=Whole)
    business_date: date
    price_fen: int = Field(sa_type=Whole)
    value_fen: int = Field(sa_type=Whole)
    exposure_fen: int = Field(sa_type=Whole)
    level_ppm: int = Field(sa_type=Whole)
    missing: int = Field(sa_type=Whole)
