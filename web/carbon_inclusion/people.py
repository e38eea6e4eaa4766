"""Who reads or acts in carbon inclusion: anybody, a platform's people, a verification body."""

from flask_security import current_user

from registry.carbon_inclusion import BatchView
from registry.parties import list_parties
from registry.worlds import Actor, Role, WorldSession
from web.acting import acting

NOBODY = Actor("")


def reader(session: WorldSession) -> Actor:
    """Return who reads the page; a visitor has no roles and represents nobody."""
    return acting(session) if current_user.is_authenticated else NOBODY


def disposes(actor: Actor, party_id: int) -> bool:
    """Tell whether a reader may report for a party."""
    roles = {Role.REPRESENTATIVE, Role.DEVELOPER}
    return party_id in actor.party_ids and not actor.roles.isdisjoint(roles)


def judging_body(session: WorldSession, shown: BatchView) -> int:
    """Return the verification body in whose name the reader judges a batch; 0: there is none."""
    bodies = list_parties(session, ids=sorted(reader(session).party_ids), kind="verifier")
    independent = [body.id for body in bodies if body.id != shown.platform_party.id]
    return (independent or [body.id for body in bodies] or [0])[0]
