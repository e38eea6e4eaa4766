"""The life of a financing contract: kinds, states, steps, and which step leads where."""

from collections.abc import Mapping
from enum import StrEnum

from market.rules.financing_names import STATE_NAMES, STEP_NAMES
from market.rules.refused_financing import ContractInOtherState


class FinancingKind(StrEnum):
    """What kind of financing it is."""

    REPO = "repo"
    PLEDGE = "pledge"
    LENDING = "lending"


class Side(StrEnum):
    """Who gives the units at the start, and who takes them (or takes them as security)."""

    GIVER = "giver"
    TAKER = "taker"

    @property
    def other(self) -> "Side":
        """Return the other side."""
        return Side.TAKER if self is Side.GIVER else Side.GIVER


class FinancingState(StrEnum):
    """Where a contract is in its life."""

    OFFERED = "offered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    RUNNING = "running"
    CALLED = "called"
    SETTLED = "settled"
    DEFAULTED = "defaulted"


class FinancingStep(StrEnum):
    """What happens to a contract."""

    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    MARK = "mark"
    CALL = "call"
    LIFT = "lift"
    TOP_UP = "top_up"
    SETTLE = "settle"
    DEFAULT = "default"


STANDING = (FinancingState.RUNNING, FinancingState.CALLED)
"""States of a contract that is open on both sides."""

_NEXT: Mapping[tuple[FinancingState, FinancingStep], FinancingState] = {
    (FinancingState.OFFERED, FinancingStep.ACCEPT): FinancingState.RUNNING,
    (FinancingState.OFFERED, FinancingStep.DECLINE): FinancingState.DECLINED,
    (FinancingState.OFFERED, FinancingStep.WITHDRAW): FinancingState.WITHDRAWN,
    (FinancingState.OFFERED, FinancingStep.EXPIRE): FinancingState.EXPIRED,
    (FinancingState.RUNNING, FinancingStep.CALL): FinancingState.CALLED,
    (FinancingState.CALLED, FinancingStep.LIFT): FinancingState.RUNNING,
    **{(state, FinancingStep.MARK): state for state in STANDING},
    **{(state, FinancingStep.TOP_UP): state for state in STANDING},
    **{(state, FinancingStep.SETTLE): FinancingState.SETTLED for state in STANDING},
    **{(state, FinancingStep.DEFAULT): FinancingState.DEFAULTED for state in STANDING},
}


def next_state(contract: str, state: FinancingState, step: FinancingStep) -> FinancingState:
    """Return the state that a step leads to.

    Args:
        contract: number of the contract, for the refusal.
        state: it is in.
        step: that is asked.

    Raises:
        ContractInOtherState: the state does not allow the step.
    """
    found = _NEXT.get((state, step))
    if found is None:
        raise ContractInOtherState(
            contract=contract, state=STATE_NAMES[state], step=STEP_NAMES[step], field="contract"
        )
    return found


def debtor_side(kind: FinancingKind) -> Side:
    """Return who owes security, answers calls and brings the end about.

    The one who received cash against units (repo, pledge), or units against cash (lending).
    """
    return Side.TAKER if kind is FinancingKind.LENDING else Side.GIVER
