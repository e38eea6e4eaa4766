"""In which world a request acts, and who is asking there."""

from dataclasses import replace

from registry.parties import actor_of
from registry.reporting import viewer_of
from registry.worlds import Actor, World, WorldSession
from web.access import current_roles
from web.control.second_factors import given_at, second_factor_of
from web.installation import installation
from web.signin import require_user


def public_world() -> World:
    """Return the world of the public registry and market."""
    return installation().worlds.open()


def acting(session: WorldSession) -> Actor:
    """Return the signed-in user as the actor it is in the session's world.

    Raises:
        SignInRequiredError: nobody is signed in.
    """
    user = require_user()
    given = given_at(user, session.clock.now())
    return actor_of(session, user.email, current_roles(), given)


def oversees(actor: Actor) -> bool:
    """Tell whether an actor may look at every account."""
    return viewer_of(actor).sees_all


def asking(session: WorldSession) -> Actor:
    """Return the same for a command: with the wish to be asked for a second factor.

    Raises:
        SignInRequiredError: nobody is signed in.
    """
    factor = second_factor_of(require_user())
    actor = acting(session)
    if factor is None or not factor.always:
        return actor
    return replace(actor, wants_second_factor=True)
