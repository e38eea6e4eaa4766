"""What carbon inclusion needs somebody for: records to aggregate, batches to verify or to issue."""

from collections.abc import Iterator, Mapping

from sqlmodel import col, select

from registry.carbon_inclusion.batch_states import BatchState
from registry.carbon_inclusion.models import Batch, BatchEvent, InclusionPlatform
from registry.parties.queries import list_parties
from registry.worlds.actors import DISPOSING, Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch, value_rows
from registry.worlds.errors import words
from registry.worlds.tasks import Task

ROWS_MAX = 50
AGGREGATE = words("Aggregate", "归集")
VERIFY = words("Verify", "核查")
ISSUE = words("Issue", "签发")
_UNSHARED = (
    "SELECT p.number, p.name FROM inclusion_platform p WHERE p.party_id IN (VALUES {rows})"
    " AND EXISTS (SELECT 1 FROM inclusion_activity a WHERE a.platform_id = p.id AND NOT EXISTS"
    " (SELECT 1 FROM inclusion_share s JOIN inclusion_batch b ON b.id = s.batch_id"
    " WHERE s.activity_id = a.id AND b.state <> 'rejected')) ORDER BY p.id"
)


def inclusion_tasks(session: WorldSession, actor: Actor) -> Iterator[Task]:
    """Yield what carbon inclusion asks of an actor now."""
    if not actor.roles.isdisjoint(DISPOSING) and actor.party_ids:
        yield from _to_aggregate(session, actor)
    if Role.VERIFIER in actor.roles and actor.party_ids:
        bodies = {
            body.id for body in list_parties(session, ids=sorted(actor.party_ids), kind="verifier")
        }
        for platform, task in _batches(session, BatchState.AGGREGATED, VERIFY):
            if bodies - {platform.party_id}:
                yield task
    if Role.OPERATOR in actor.roles:
        for _, task in _batches(session, BatchState.VERIFIED, ISSUE):
            yield task


def _to_aggregate(session: WorldSession, actor: Actor) -> Iterator[Task]:
    ids = sorted(actor.party_ids)
    for number, name in fetch(session, _UNSHARED.format(rows=value_rows(1, len(ids))), ids):
        yield Task(
            verb=AGGREGATE,
            what=words(f"{name}: records wait", f"{name}：有记录待归集"),
            number=number,
            endpoint="carbon_inclusion.show_platform",
            arguments={"number": number},
        )


def _batches(
    session: WorldSession, state: BatchState, verb: Mapping[str, str]
) -> Iterator[tuple[InclusionPlatform, Task]]:
    """Yield the batches in a state, the oldest first, with what is to be done."""
    query = (
        select(Batch, InclusionPlatform)
        .join(InclusionPlatform, col(InclusionPlatform.id) == col(Batch.platform_id))
        .where(Batch.state == state.value)
        .order_by(col(Batch.id))
        .limit(ROWS_MAX)
    )
    for batch, platform in session.exec(query).all():
        last = (
            select(BatchEvent.recorded_at)
            .where(BatchEvent.batch_id == batch.id)
            .order_by(col(BatchEvent.id).desc())
        )
        period = f"{batch.period_from} – {batch.period_to}"
        yield (
            platform,
            Task(
                verb=verb,
                what=words(f"{platform.name}, {period}", f"{platform.name} {period}"),
                number=batch.number,
                endpoint="carbon_inclusion.show_batch",
                arguments={"number": batch.number},
                since=session.exec(last).first(),
            ),
        )
