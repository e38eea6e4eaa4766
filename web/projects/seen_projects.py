"""A project as one reader sees it: with the steps that this reader may take."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_security import current_user

from registry.ledger import AccountView, accounts
from registry.parties import PartyView, list_parties
from registry.projects import (
    DocumentKind,
    ProjectPage,
    ProjectState,
    ReportState,
    ReportView,
    Window,
    project_page,
)
from registry.worlds import Actor, Role, WorldSession
from web.acting import acting
from web.projects.steps import (
    owns,
    project_actions,
    report_actions,
    validating_body,
    verifying_body,
)

NOBODY = Actor("")


@dataclass(frozen=True, slots=True)
class Seen:
    """A project, who looks at it, and what that person may do with it."""

    page: ProjectPage
    actor: Actor
    bodies: list[PartyView]
    accounts: list[AccountView]

    @property
    def owner(self) -> bool:
        """Return whether the person acts for the developer."""
        return owns(self.page, self.actor)

    @property
    def actions(self) -> list[str]:
        """Return the steps of the project open to the person."""
        return project_actions(self.page, self.actor, self.bodies)

    def report_actions(self, of: ReportView) -> list[str]:
        """Return the steps of a report open to the person."""
        return report_actions(self.page, of, self.actor, self.bodies)

    @property
    def filed_kinds(self) -> list[DocumentKind]:
        """Return the kinds of document that the person may file with the project now."""
        state, kinds = self.page.project.state, []
        if self.owner and state == ProjectState.DRAFT:
            kinds.append(DocumentKind.DESIGN)
        if state == ProjectState.PUBLISHED and validating_body(self.page, self.actor, self.bodies):
            kinds.append(DocumentKind.VALIDATION)
        if self.owner and state == ProjectState.REGISTERED:
            kinds.append(DocumentKind.MONITORING)
        if self.verifiable:
            kinds.append(DocumentKind.VERIFICATION)
        if self.owner and state not in {ProjectState.REJECTED, ProjectState.WITHDRAWN}:
            kinds.append(DocumentKind.OTHER)
        return kinds

    @property
    def verifiable(self) -> list[ReportView]:
        """Return the filed reports that the person may verify."""
        if verifying_body(self.page, self.actor, self.bodies) is None:
            return []
        return [report for report in self.page.reports if report.state == ReportState.FILED]

    @property
    def commentable(self) -> list[str]:
        """Return the numbers of the records on which anybody may comment today."""
        page = self.page
        design = page.project.state == ProjectState.PUBLISHED
        found = [page.project.number] if design and _open(page.publicity) else []
        return found + [
            report.number
            for report in page.reports
            if report.state == ReportState.FILED and _open(page.report_windows[report.number][0])
        ]


def see(session: WorldSession, number: str) -> Seen:
    """Return a project as the reader, signed in or not, sees it.

    Raises:
        UnknownProject: there is none, or it is a draft of somebody else's.
    """
    actor = acting(session) if current_user.is_authenticated else NOBODY
    page = project_page(session, number, actor)
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


def filing_party_id(seen: Seen, kind: str) -> int:
    """Return for whom the person files a document of a kind."""
    if kind == DocumentKind.VALIDATION:
        return body_id(seen, validating_body)
    if kind == DocumentKind.VERIFICATION:
        return body_id(seen, verifying_body)
    return seen.page.project.developer.id


def _open(window: Window | None) -> bool:
    return window is not None and not window.over
