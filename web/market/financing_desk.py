"""Carrying out what the signed-in person asks of financing contracts, for pages and JSON alike."""

from market.financing import FinancingKind, financing_contract
from registry.worlds import Command, Outcome, RegistryError, reading
from web.acting import acting, public_world
from web.carrying_out import carry_out_command
from web.market.financing_inputs import TopUpForm, field_of_form, topping_up


def carry_out(command: Command) -> Outcome:
    """Carry out a command on a contract; a refusal names the field of the form.

    Raises:
        What `carry_out_command` raises.
    """
    try:
        return carry_out_command(command)
    except RegistryError as error:
        if "field" in error.facts:
            error.facts["field"] = field_of_form(error.facts["field"])
        raise


def top_up(number: str, asked: TopUpForm, client_id: str) -> Outcome:
    """Add security to a contract for the signed-in person.

    Raises:
        UnknownContract, NotYourContract: there is no such contract for the person.
        What `carry_out` raises.
    """
    with reading(public_world()) as session:
        kind = financing_contract(session, number, acting(session)).contract.kind
    return carry_out(topping_up(number, kind is FinancingKind.LENDING, asked, client_id))
