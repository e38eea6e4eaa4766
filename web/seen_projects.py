"""A project as one reader sees it: with the steps that this reader may take."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_security import current_user

from registry.ledger import AccountView, accounts
from registry.parties import PartyView, list_parties
from registry.projects import ProjectPage, ReportView, project_page
from registry.worlds import Actor, Role, WorldSession
from web.acting import acting
from web.project_steps import project_actions, report_actions

NOBODY = Actor("")


@dataclass(frozen=True, slots=True)
class Seen:
    """A project, who looks at it, and what that person may do with it."""

    page: ProjectPage
    actor: Actor
    bodies: list[PartyView]
    accounts: list[AccountView]

    @property
    def actions(self) -> list[str]:
        """Return the steps of the project open to the person."""
        return project_actions(self.page, self.actor, self.bodies)

    def report_actions(self, of: ReportView) -> list[str]:
        """Return the steps of a report open to the person."""
        return report_actions(self.page, of, self.actor, self.bodies)


def see(session: WorldSession, number: str) -> Seen:
    """Return a project as the reader, signed in or not, sees it."""
    page = project_page(session, number)
    actor = acting(session) if current_user.is_authenticated else NOBODY
    bodies = list_parties(session, ids=sorted(actor.party_ids), kind="verifier")
    issuing = Role.OPERATOR in actor.roles
    return Seen(
        page, actor, bodies, accounts(session, [page.project.developer.id] if issuing else [])
    )


def body_id(
    seen: Seen, choose: Callable[[ProjectPage, Actor, list[PartyView]], PartyView | None]
) -> int:
    """Return the fitting verification body of the person, else any, so that a rule can answer."""
    body = choose(seen.page, seen.actor, seen.bodies) or next(iter(seen.bodies), None)
    return body.id if body else 0
