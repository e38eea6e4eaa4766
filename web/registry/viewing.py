"""Who is looking at the register: the public, or the signed-in person."""

from flask_security import current_user

from registry.reporting import PUBLIC, Viewer, masked, viewer_of
from registry.worlds import WorldSession
from web.acting import acting


def viewer(session: WorldSession) -> Viewer:
    """Return what the reader of this request may see of accounts."""
    return viewer_of(acting(session)) if current_user.is_authenticated else PUBLIC


def shown_number(session: WorldSession, number: str, party_id: int | None) -> str:
    """Return the number of a party's account, masked unless the reader may see it."""
    return number if viewer(session).sees(party_id) else masked(number)
