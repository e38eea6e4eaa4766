"""An account that the reader may look into: its own, or any for operator and regulator."""

from dataclasses import dataclass

from registry.parties import PartyView, find_account, list_parties
from registry.worlds import UnknownAccount, WorldSession
from web.acting import acting
from web.registry.viewing import viewer


@dataclass(frozen=True, slots=True)
class SeenAccount:
    """An account and whose it is."""

    id: int
    number: str
    party: PartyView


def seen_account(session: WorldSession, number: str) -> SeenAccount:
    """Return a participant's account that the signed-in person may look into.

    Raises:
        SignInRequiredError: nobody is signed in.
        UnknownAccount: there is no such account, or it is the registry's own.
        NotRepresentative: it belongs to another party.
    """
    actor = acting(session)
    facts = find_account(session, number)
    if facts.party_id is None:
        raise UnknownAccount(account=facts.number, field="account")
    if not viewer(session).sees(facts.party_id):
        actor.check_represents(facts.party_id, facts.party_name or facts.number)
    return SeenAccount(facts.id, facts.number, list_parties(session, ids=[facts.party_id])[0])
