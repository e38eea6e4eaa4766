"""How the legs of financing contracts move: both at once, out of what is free or set aside."""

from market.financing.finding import account_of, instrument_of
from market.financing.models import FinancingContract
from market.financing.states import Side
from market.rules.orders import cny_text
from market.rules.refused_financing import ContractCashShort
from registry.ledger import (
    CASH_CODE,
    CASH_UNIT_TYPE_ID,
    InsufficientUnits,
    Leg,
    Transaction,
    post,
    reserve,
    void,
)
from registry.worlds import WorldSession


def units_leg(
    session: WorldSession,
    contract: FinancingContract,
    side: Side,
    quantity_t: int,
    reservation_id: str | None = None,
) -> Leg:
    """Return a leg of units from one side to the other, t."""
    unit_type_id = instrument_of(session, contract).unit_type_id
    ends = account_of(contract, side), account_of(contract, side.other)
    return Leg(*ends, unit_type_id, quantity_t, reservation_id=reservation_id)


def cash_leg(
    contract: FinancingContract, side: Side, amount_fen: int, reservation_id: str | None = None
) -> Leg:
    """Return a leg of cash from one side to the other, fen."""
    ends = account_of(contract, side), account_of(contract, side.other)
    return Leg(*ends, CASH_UNIT_TYPE_ID, amount_fen, reservation_id=reservation_id)


def post_legs(
    session: WorldSession, contract: FinancingContract, legs: tuple[Leg, ...], client_id: str
) -> str:
    """Carry out legs of a contract together, or none.

    Raises:
        ContractCashShort: an account lacks the cash.
        InsufficientUnits, AccountNotOpen: as the ledger says.
    """
    transaction = Transaction(
        kind=contract.kind, legs=legs, memo=contract.number, client_id=client_id
    )
    try:
        return post(session, transaction)
    except InsufficientUnits as error:
        raise _cash_short(error) from None


def set_aside(
    session: WorldSession, contract: FinancingContract, side: Side, unit_type_id: int, quantity: int
) -> None:
    """Set more of a side's units or cash aside for a contract, together with what already is.

    Raises:
        ContractCashShort, InsufficientUnits, AccountNotOpen: it cannot be done.
    """
    held = contract.collateral_fen if unit_type_id == CASH_UNIT_TYPE_ID else contract.secured_t
    if contract.reservation_id:
        void(session, contract.reservation_id)
    account_id = account_of(contract, side)
    try:
        whole = held + quantity
        reserved = reserve(session, account_id, unit_type_id, whole, contract.number)
    except InsufficientUnits as error:
        raise _cash_short(error) from None
    contract.reservation_id = reserved.id


def _cash_short(error: InsufficientUnits) -> InsufficientUnits | ContractCashShort:
    if error.facts["unit_type"] != CASH_CODE:
        return error
    needed_fen, available_fen = error.facts["requested"], error.facts["available"]
    assert isinstance(needed_fen, int)
    assert isinstance(available_fen, int)
    return ContractCashShort(
        account=error.facts["account"],
        needed_cny=cny_text(needed_fen),
        available_cny=cny_text(available_fen),
        field="contract",
    )
