"""How financing contracts look in JSON: cash is decimal strings in CNY, shares are per cent."""

from datetime import date

from pydantic import BaseModel, Field

from market.financing import (
    FinancingPage,
    FinancingView,
    MarkView,
    OfferedTerms,
    StepView,
    percent_text,
)
from market.rules import cny_text
from registry.worlds import MARKET_ZONE, Outcome


class ContractsQuery(BaseModel):
    """Which of one's own contracts."""

    standing: bool = Field(False, description="Only offers and running contracts.")


class TermAnswer(BaseModel):
    """One parameter of the rules."""

    key: str
    value: str
    unit: str
    source: str
    note: str
    confidence: str


class OfferedAnswer(BaseModel):
    """A kind of contract that a market offers; `status` is pilot, otc, planned or educational."""

    market: str
    kind: str
    status: str
    terms: list[TermAnswer]


class PartyAnswer(BaseModel):
    """One side of a contract."""

    account: str
    name: dict[str, str]


class ContractAnswer(BaseModel):
    """A contract; `giver` gives units at the start, `taker` takes them or a pledge of them."""

    contract: str
    kind: str
    state: str
    market: str
    legal_status: str
    instrument: str
    giver: PartyAnswer
    taker: PartyAnswer
    offered_by: str
    own_side: str | None
    quantity_t: int
    principal_cny: str
    return_cny: str
    rate_pct: str | None
    term_days: int
    day_count: int
    haircut_pct: str
    margin_pct: str
    call_level_pct: str
    call_working_days: int
    secured_t: int
    collateral_cny: str
    offer_until: date
    starts_on: date | None
    matures_on: date | None
    call_due_on: date | None
    next_due: date | None


class MarkAnswer(BaseModel):
    """A contract at the previous close; `missing` is t of units, or fen of cash (lending)."""

    date: date
    price_cny: str
    value_cny: str
    exposure_cny: str
    level_pct: str
    missing: int


class StepShape(BaseModel):
    """Something that happened; what moved counts from giver to taker."""

    step: str
    state: str
    date: date
    recorded_at: str
    units_to_taker_t: int
    cash_to_taker_cny: str
    secured_t: int
    collateral_cny: str
    price_cny: str | None
    claim_cny: str
    failed: str | None
    transaction_id: str | None


class ContractPageAnswer(ContractAnswer):
    """A contract with its ledger and marks."""

    owed_cny: str | None
    now: MarkAnswer | None
    steps: list[StepShape]
    marks: list[MarkAnswer]


class ContractsAnswer(BaseModel):
    """What is offered, and one's own contracts, newest first."""

    offered: list[OfferedAnswer]
    contracts: list[ContractAnswer]


class DoneAnswer(BaseModel):
    """What a step did."""

    contract: str
    kind: str
    state: str
    legal_status: str
    quantity_t: int
    principal_cny: str
    return_cny: str
    secured_t: int
    collateral_cny: str
    matures_on: date | None
    replayed: bool


def offered_answer(terms: OfferedTerms) -> OfferedAnswer:
    """Return a kind of contract with the rules behind it."""
    return OfferedAnswer(
        market=terms.market,
        kind=terms.kind,
        status=terms.status,
        terms=[
            TermAnswer(
                key=each.key,
                value=each.value,
                unit=each.unit,
                source=each.source,
                note=each.note_en,
                confidence=each.confidence,
            )
            for each in terms.parameters
        ],
    )


def contract_answer(view: FinancingView) -> ContractAnswer:
    """Return a contract as JSON shows it."""
    return ContractAnswer.model_validate(_contract(view))


def page_answer(page: FinancingPage) -> ContractPageAnswer:
    """Return a contract with its ledger and marks as JSON shows it."""
    return ContractPageAnswer.model_validate(
        {
            **_contract(page.contract),
            "owed_cny": None if page.owed_fen is None else cny_text(page.owed_fen),
            "now": _mark(page.now) if page.now else None,
            "steps": [_step(each) for each in page.steps],
            "marks": [_mark(each) for each in page.marks],
        }
    )


def done_answer(outcome: Outcome) -> DoneAnswer:
    """Return what a step did as JSON shows it."""
    done = dict(outcome.data)
    in_cny = {
        f"{name}_cny": cny_text(done[f"{name}_fen"])
        for name in ("principal", "return", "collateral")
    }
    return DoneAnswer.model_validate({**done, **in_cny, "replayed": outcome.replayed})


def _contract(view: FinancingView) -> dict[str, object]:
    same = {
        name: getattr(view, name) for name in ContractAnswer.model_fields if hasattr(view, name)
    }
    sides = {
        side: PartyAnswer(account=party.account, name={"zh": party.name_zh, "en": party.name_en})
        for side, party in (("giver", view.giver), ("taker", view.taker))
    }
    return {
        **same,
        **sides,
        "contract": view.number,
        "principal_cny": cny_text(view.principal_fen),
        "return_cny": cny_text(view.return_fen),
        "collateral_cny": cny_text(view.collateral_fen),
        "rate_pct": None if view.rate_ppm is None else percent_text(view.rate_ppm),
        "haircut_pct": percent_text(view.haircut_ppm),
        "margin_pct": percent_text(view.margin_ppm),
        "call_level_pct": percent_text(view.call_level_ppm),
    }


def _mark(mark: MarkView) -> MarkAnswer:
    return MarkAnswer(
        date=mark.business_date,
        price_cny=cny_text(mark.price_fen),
        value_cny=cny_text(mark.value_fen),
        exposure_cny=cny_text(mark.exposure_fen),
        level_pct=percent_text(mark.level_ppm),
        missing=mark.missing,
    )


def _step(step: StepView) -> StepShape:
    return StepShape(
        step=step.step,
        state=step.state,
        date=step.business_date,
        recorded_at=step.recorded_at.astimezone(MARKET_ZONE).isoformat(timespec="seconds"),
        units_to_taker_t=step.units_to_taker_t,
        cash_to_taker_cny=cny_text(step.cash_to_taker_fen),
        secured_t=step.secured_t,
        collateral_cny=cny_text(step.collateral_fen),
        price_cny=None if step.price_fen is None else cny_text(step.price_fen),
        claim_cny=cny_text(step.claim_fen),
        failed=step.failed,
        transaction_id=step.transaction_id,
    )
