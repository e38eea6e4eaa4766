"""Builders: a platform in Wuhan's scheme, its rows, and batches at each step."""

from dataclasses import dataclass
from datetime import date

from registry.carbon_inclusion import (
    AggregateReductions,
    IssueInclusionCredits,
    RecordActivities,
    RecordConsents,
    RegisterPlatform,
    VerifyBatch,
    user_codes,
)
from registry.worlds import Actor, WorldSession
from tests.strategies import OPERATOR, Holder, body, do, holder

SCHEME = "WHPHCER"
KINDS = ("bus", "metro", "new_energy_vehicle")
DAY = date(2026, 11, 3)


@dataclass(frozen=True)
class Running:
    """A registered platform with its people."""

    number: str
    owner: Holder
    verifier: tuple[int, Actor]


def running(session: WorldSession, scheme: str = SCHEME, kinds: tuple[str, ...] = KINDS) -> Running:
    """A platform that may report."""
    owner = holder(session, kind="institution")
    done = do(
        session,
        OPERATOR,
        RegisterPlatform,
        scheme=scheme,
        name=f"示例出行平台 {owner.account}",
        party_id=owner.party_id,
        account=owner.account,
        kinds=kinds,
    )
    return Running(str(done.data["platform"]), owner, body(session))


def activity(
    record: str,
    code: str,
    amount: str = "10",
    kind: str = "bus",
    day: str = DAY.isoformat(),
    reward: str = "R",
) -> tuple[str, ...]:
    """A row of activities."""
    return (record, code, kind, day, amount, reward)


def code_of(session: WorldSession, platform: Running, user: str = "user-1") -> str:
    """The code of a user's carbon account."""
    return user_codes(session, platform.number)(user)


def record(session: WorldSession, platform: Running, *rows: tuple[str, ...]):
    """Store activities."""
    return do(session, platform.owner.actor, RecordActivities, platform=platform.number, rows=rows)


def consent(
    session: WorldSession,
    platform: Running,
    code: str,
    step: str = "given",
    day: str = "2026-01-01",
):
    """Store one step of a consent."""
    return do(
        session,
        platform.owner.actor,
        RecordConsents,
        platform=platform.number,
        rows=((code, step, day),),
    )


def aggregate(
    session: WorldSession,
    platform: Running,
    first: date = date(2026, 11, 1),
    last: date = date(2026, 11, 23),
):
    """Aggregate what waits."""
    return do(
        session,
        platform.owner.actor,
        AggregateReductions,
        platform=platform.number,
        period_from=first,
        period_to=last,
    )


def verified(session: WorldSession, platform: Running, **days: date) -> str:
    """A verified batch of what waits."""
    number = str(aggregate(session, platform, **days).data["batch"])
    party_id, actor = platform.verifier
    do(session, actor, VerifyBatch, batch=number, party_id=party_id)
    return number


def issue(session: WorldSession, number: str):
    """Issue the credits of a batch."""
    return do(session, OPERATOR, IssueInclusionCredits, batch=number)
