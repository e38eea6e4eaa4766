"""An account as its holder sees it: found, allowed, and with what it holds."""

from dataclasses import dataclass

from registry.ledger import HoldingView, UnitKind, holdings
from registry.parties import AccountFacts, PartyView, find_account, list_parties
from registry.worlds import WorldSession
from web.acting import acting, oversees


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account that the signed-in person may see."""

    facts: AccountFacts
    party: PartyView
    holdings: list[HoldingView]

    @property
    def units(self) -> list[HoldingView]:
        """Return the holdings that are not cash."""
        return [held for held in self.holdings if held.kind != UnitKind.CASH]

    @property
    def cash(self) -> HoldingView | None:
        """Return the cash, if there is any."""
        return next((held for held in self.holdings if held.kind == UnitKind.CASH), None)


def own_account(session: WorldSession, number: str, to_look: bool = False) -> OwnAccount:
    """Return an account of a party that the signed-in person represents.

    Args:
        session: any session.
        number: the account's number.
        to_look: only to look at it, which any mandate allows; those who oversee may too.

    Raises:
        SignInRequiredError: nobody is signed in.
        UnknownAccount: there is no such account, or it is the registry's own.
        NotRepresentative: it belongs to another party.
    """
    actor = acting(session)
    facts = find_account(session, number)
    looks = oversees(actor) or facts.party_id in actor.seen_ids
    if not to_look or not looks or facts.party_id is None:
        actor.check_represents(facts.party_id, facts.party_name or facts.number)
    party = list_parties(session, ids=[facts.party_id])[0]
    return OwnAccount(facts, party, holdings(session, account_id=facts.id))
