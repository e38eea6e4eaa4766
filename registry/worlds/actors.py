"""Who acts: a name, the roles it has, the parties it represents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
        party_ids: ids of the parties it represents: it initiates, or does both.
        proposing_ids: those of them for which it only initiates: another person approves.
        approving_ids: parties for which it approves what another person initiated.
        reading_ids: parties whose accounts it only looks at.
        second_factor_at: when it last gave a second factor.
        wants_second_factor: it asks to be asked for one where a kind takes one.
        system: it is the house itself (its clock, its auditor, its imports), not a person; only
            such an actor uses client ids with a colon.
    """

    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    party_ids: frozenset[int] = field(default_factory=frozenset)
    proposing_ids: frozenset[int] = field(default_factory=frozenset)
    approving_ids: frozenset[int] = field(default_factory=frozenset)
    reading_ids: frozenset[int] = field(default_factory=frozenset)
    second_factor_at: datetime | None = None
    wants_second_factor: bool = False
    system: bool = False

    @property
    def seen_ids(self) -> frozenset[int]:
        """Return the ids of the parties whose accounts it may look at."""
        return self.party_ids | self.approving_ids | self.reading_ids

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
