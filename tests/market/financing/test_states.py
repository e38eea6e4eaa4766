import pytest

from market.financing.states import (
    STANDING,
    FinancingKind,
    FinancingState,
    FinancingStep,
    Side,
    debtor_side,
    next_state,
)
from market.rules.financing_names import KIND_NAMES, SIDE_NAMES, STATE_NAMES, STEP_NAMES
from market.rules.refused_financing import ContractInOtherState
from tests.checked import trips


def test_everything_has_a_name_in_both_languages():
    assert set(KIND_NAMES) == set(FinancingKind)
    assert set(STATE_NAMES) == set(FinancingState)
    assert set(STEP_NAMES) == set(FinancingStep)
    assert set(SIDE_NAMES) == {(kind, side) for kind in FinancingKind for side in Side}


@trips(ContractInOtherState)
@pytest.mark.parametrize("state", sorted(set(FinancingState) - {FinancingState.OFFERED, *STANDING}))
@pytest.mark.parametrize("step", FinancingStep)
def test_nothing_follows_an_end(state: FinancingState, step: FinancingStep) -> None:
    with pytest.raises(ContractInOtherState):
        next_state("RP-2026-000001", state, step)


def test_who_got_something_against_security_owes_the_end():
    assert [debtor_side(kind) for kind in FinancingKind] == [Side.GIVER, Side.GIVER, Side.TAKER]
