"""Who acts: a name, the roles it has, the parties it represents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from registry.worlds.errors import NotRepresentative, RoleMissing, words


class Role(StrEnum):
    """What a signed-in person may do."""

    REPRESENTATIVE = "representative"
    DEVELOPER = "developer"
    VERIFIER = "verifier"
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"
    REGULATOR = "regulator"


DISPOSING = (Role.REPRESENTATIVE, Role.DEVELOPER)
"""Roles that dispose of a party's units."""


class Right(StrEnum):
    """What a mandate lets a user do for a party."""

    READ = "read"
    INITIATE = "initiate"
    APPROVE = "approve"
    BOTH = "both"


ROLE_NAMES: Mapping[Role, Mapping[str, str]] = {
    Role.REPRESENTATIVE: words("representative", "账户代表"),
    Role.DEVELOPER: words("project developer", "项目业主"),
    Role.VERIFIER: words("verification body", "审定与核查机构"),
    Role.OPERATOR: words("registry operator", "登记机构"),
    Role.ADMINISTRATOR: words("administrator", "管理员"),
    Role.REGULATOR: words("regulator", "主管部门"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """One who issues commands.

    Args:
        name: shown in refusals and records, for example an e-mail address.
        roles: what it may do.
        party_ids: ids of the parties it represents.
    """

    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    party_ids: frozenset[int] = field(default_factory=frozenset)

    def check_role(self, *roles: Role) -> None:
        """Refuse unless the actor has one of the roles.

        Raises:
            RoleMissing: it has none of them.
        """
        if self.roles.isdisjoint(roles):
            named = {
                language: " / ".join(ROLE_NAMES[role][language] for role in roles)
                for language in ("en", "zh")
            }
            raise RoleMissing(actor=self.name, role=named)

    def check_represents(self, party_id: int | None, party: str) -> None:
        """Refuse unless the actor represents the party.

        Args:
            party_id: the party's id; None (the registry's own accounts) is represented by none.
            party: its name, for the refusal.

        Raises:
            NotRepresentative: it does not.
        """
        if party_id not in self.party_ids:
            raise NotRepresentative(actor=self.name, party=party)
