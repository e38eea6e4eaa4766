"""Companies, bodies and persons, who acts for them, and their accounts."""

from registry.parties.account_numbers import format_account_number, is_account_number
from registry.parties.parties import (
    AccountFacts,
    actor_of,
    add_party,
    find_account,
    find_own_account,
    grant_mandate,
    open_account,
)
from registry.parties.queries import list_parties
from registry.parties.refused_accounts import AccountClosedToUnits
from registry.parties.views import PartyView

__all__ = [
    "AccountClosedToUnits",
    "AccountFacts",
    "PartyView",
    "actor_of",
    "add_party",
    "find_account",
    "find_own_account",
    "format_account_number",
    "grant_mandate",
    "is_account_number",
    "list_parties",
    "open_account",
]
