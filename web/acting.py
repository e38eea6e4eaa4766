"""In which world a request acts, and who is asking there."""

from registry.parties import actor_of
from registry.worlds import Actor, Role, World, WorldSession
from web.installation import installation
from web.signin import require_user

_ROLES = {role.value: role for role in Role}


def public_world() -> World:
    """Return the world of the public registry and market."""
    return installation().worlds.open()


def acting(session: WorldSession) -> Actor:
    """Return the signed-in user as the actor it is in the session's world.

    Raises:
        SignInRequiredError: nobody is signed in.
    """
    user = require_user()
    roles = frozenset(_ROLES[role.name] for role in user.roles if role.name in _ROLES)
    return actor_of(session, user.email, roles)
