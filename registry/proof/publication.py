"""Which events everybody may read whole; of the others only place, kind and hash are public."""

from collections.abc import Collection

from registry.worlds.actors import Role

PUBLIC_KINDS = frozenset({"certificate", "unit_type", "clock", "key"})
PUBLIC_COMMANDS = frozenset({"open_instrument", "register_project", "validate_project"})
SUPERVISORS = frozenset({Role.OPERATOR, Role.ADMINISTRATOR, Role.REGULATOR})


def may_read(kind: str | None, subject: str | None, roles: Collection[Role] = ()) -> bool:
    """Tell whether somebody may read the content of an event.

    Args:
        kind: of the event.
        subject: of the event; of a command, its kind.
        roles: of the reader; none: anybody.
    """
    if not SUPERVISORS.isdisjoint(roles):
        return True
    return kind in PUBLIC_KINDS or (kind == "command" and subject in PUBLIC_COMMANDS)
