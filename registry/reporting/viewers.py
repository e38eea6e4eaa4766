"""Who looks at the register, and whose accounts they may see by number and name."""

from dataclasses import dataclass

from registry.worlds.actors import Actor, Role

OVERSEEING = frozenset({Role.OPERATOR, Role.REGULATOR, Role.ADMINISTRATOR})
"""Roles that see every account; administrators set the limits of any."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A reader: the public sees no participant's account in clear.

    Args:
        sees_all: whether every account is shown in clear.
        party_ids: parties whose accounts are shown in clear.
    """

    sees_all: bool = False
    party_ids: frozenset[int] = frozenset()

    def sees(self, party_id: int | None) -> bool:
        """Tell whether an account of a party is shown in clear; the registry's own always are."""
        return self.sees_all or party_id is None or party_id in self.party_ids


PUBLIC = Viewer()


def viewer_of(actor: Actor | None) -> Viewer:
    """Return what an actor sees; None is the public."""
    if actor is None:
        return PUBLIC
    return Viewer(not actor.roles.isdisjoint(OVERSEEING), actor.party_ids)
