"""What control wants of people: proposals to decide."""

from collections.abc import Iterator, Mapping

from registry.control.proposal_records import ProposalState
from registry.control.queries import list_proposals, may_approve
from registry.worlds.actors import Actor
from registry.worlds.database import WorldSession
from registry.worlds.errors import words
from registry.worlds.tasks import Task

APPROVE: Mapping[str, str] = words("Decide", "审批")


def control_tasks(
    session: WorldSession, actor: Actor, names: Mapping[str, Mapping[str, str]]
) -> Iterator[Task]:
    """Yield the proposals that the actor can decide.

    Args:
        session: any session.
        actor: who.
        names: of the kinds of command, in both languages.
    """
    for waiting in list_proposals(session, actor, states=(ProposalState.PROPOSED,)):
        if may_approve(waiting, actor):
            yield Task(
                verb=APPROVE,
                what=names.get(waiting.kind, words(waiting.kind, waiting.kind)),
                number=waiting.number,
                endpoint="control.show",
                arguments={"number": waiting.number},
                due=waiting.expires_on,
                since=waiting.recorded_at,
            )
