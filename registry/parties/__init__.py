"""Companies, bodies and persons, who acts for them, and their accounts."""

from registry.parties.account_numbers import format_account_number
from registry.parties.commands import GrantMandate, RevokeMandate
from registry.parties.mandates import MandateView, actor_of, grant_mandate, list_mandates
from registry.parties.parties import (
    AccountFacts,
    add_party,
    find_account,
    find_own_account,
    open_account,
)
from registry.parties.queries import list_parties
from registry.parties.refused_accounts import AccountClosedToUnits
from registry.parties.refused_mandates import (
    MandateDaysDisordered,
    RightUnknown,
    UnknownMandate,
)
from registry.parties.views import PartyView

__all__ = [
    "AccountClosedToUnits",
    "AccountFacts",
    "GrantMandate",
    "MandateDaysDisordered",
    "MandateView",
    "PartyView",
    "RevokeMandate",
    "RightUnknown",
    "UnknownMandate",
    "actor_of",
    "add_party",
    "find_account",
    "find_own_account",
    "format_account_number",
    "grant_mandate",
    "list_mandates",
    "list_parties",
    "open_account",
]
