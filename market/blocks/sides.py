"""Who may speak in a block trade, and for which side."""

from market.blocks.models import BlockOffer
from market.blocks.refused_blocks import NotSideOfOffer, OwnBlockOffer
from market.rules.errors import OrderNeedsFullMandate
from registry.control import acts_alone
from registry.parties import AccountFacts, find_own_account
from registry.worlds import DISPOSING, Actor, WorldSession


def own_account(session: WorldSession, number: str, kind: str, actor: Actor) -> AccountFacts:
    """Return the account an actor speaks for, if it may do so alone.

    Raises:
        RoleMissing, UnknownAccount, NotRepresentative: the actor may not use the account.
        OrderNeedsFullMandate: its mandate only initiates, and a block waits for no second person.
    """
    actor.check_role(*DISPOSING)
    account = find_own_account(session, number, actor)
    if not acts_alone(session, kind, account.party_id, actor):
        raise OrderNeedsFullMandate(actor=actor.name, account=account.number, field="account")
    return account


def offers(offer: BlockOffer, account: AccountFacts) -> bool:
    """Return whether an account is the offering one.

    Raises:
        NotSideOfOffer: it is no side of an offer to one counterparty.
        OwnBlockOffer: it is another account of the offering party.
    """
    if account.id == offer.account_id:
        return True
    if account.party_id == offer.party_id:
        raise OwnBlockOffer(account=account.number, field="account")
    named = offer.counterparty_account_id
    if named is not None and named != account.id:
        raise NotSideOfOffer(account=account.number, offer=offer.number, field="account")
    return False
