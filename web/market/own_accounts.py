"""The accounts from which a reader trades, as choices of a form."""

from collections.abc import Collection

from registry.ledger import accounts
from registry.worlds import DISPOSING, Actor, WorldSession
from web.forms import Choice
from web.languages import current_language


def has_account(session: WorldSession, actor: Actor | None) -> bool:
    """Tell whether a reader could trade at all."""
    if actor is None or actor.roles.isdisjoint(DISPOSING):
        return False
    return bool(accounts(session, actor.party_ids))


def own_accounts(session: WorldSession, party_ids: Collection[int]) -> list[Choice]:
    """Return the accounts of parties with the names of their holders."""
    zh = current_language() == "zh"
    return [
        Choice(each.number, f"{each.party_zh if zh else each.party_en} {each.number}")
        for each in accounts(session, party_ids)
    ]
