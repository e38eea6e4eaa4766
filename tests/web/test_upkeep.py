"""The nightly audit: once a day of each world's clock, after two in the morning."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from registry.audit import audit_runs
from registry.services import execute
from registry.worlds import Actor, ClientIdReserved, World, reading, unit_of_work
from tests.registry.audit.test_auditing import tamper
from tests.registry.control.people import transfer
from tests.strategies import allowances, holder
from tests.web.proven_certificates import retired
from web import upkeep
from web.estimates.drafts import VISITOR_DAYS, DraftOwner, Typing, drafts_of, keep, new_token
from web.upkeep import keep_up


@pytest.fixture
def rounds(world, monkeypatch):
    """Lets the worker do some rounds in the world and others."""

    def run(count: int, *others: World) -> None:
        parents = iter([1] * (count + 1) + [2])
        monkeypatch.setattr(upkeep.os, "getppid", lambda: next(parents))
        keep_up(lambda: [*others, world], 0)

    return run


def nights(world: World) -> list[tuple[str, str, bool]]:
    with reading(world) as session:
        return [(str(run.business_date), run.trigger, run.ok) for run in audit_runs(session)]


def test_each_day_is_audited_once_after_two(world, clock, rounds):
    clock.advance(timedelta(hours=-9))  # 01:00 in Shanghai
    rounds(2)
    assert nights(world) == []
    clock.advance(timedelta(hours=1))
    rounds(3)
    assert nights(world) == [("2026-11-23", "nightly", True)]
    clock.advance(timedelta(hours=23))  # 01:00 of the next day
    rounds(1)
    assert len(nights(world)) == 1
    clock.advance(timedelta(hours=14))  # the worker was away at two
    rounds(1)
    assert [night[0] for night in nights(world)] == ["2026-11-24", "2026-11-23"]


def test_nobody_keeps_a_night_from_being_audited_by_taking_its_id(world, rounds):
    with unit_of_work(world) as session:
        thief, receiver = holder(session), holder(session)
        allowances(session, thief, 10)

        def taken(id_: str, actor: Actor) -> None:
            account, other = thief.account, receiver.account
            execute(session, replace(transfer(account, other, 1), client_id=id_), actor)

        for id_ in ("audit:2026-11-23", "audit:nightly:2026-11-23"):
            with pytest.raises(ClientIdReserved):
                taken(id_, thief.actor)
        # as if it had been taken before such ids were kept apart
        taken("audit:2026-11-23", replace(thief.actor, system=True))
    rounds(2)
    assert nights(world) == [("2026-11-23", "nightly", True)]


def test_the_night_finds_what_was_altered(world, rounds):
    retired(world)
    tamper(world, "UPDATE holding SET quantity = quantity + 1 WHERE id = 1")
    rounds(1)
    assert [ok for _, _, ok in nights(world)] == [False]


def test_a_world_that_fails_holds_up_no_other(world, rounds, monkeypatch):
    broken = World("broken", world.database, world.clock)
    due = upkeep.carry_out_due_in

    def fail(each: World) -> object:
        if each is broken:
            raise OperationalError("SELECT 1", {}, Exception("away"))
        return due(each)

    monkeypatch.setattr(upkeep, "carry_out_due_in", fail)
    rounds(1, broken)
    assert len(nights(world)) == 1


def test_what_belongs_to_no_world_is_kept_up_too_and_tried_again(monkeypatch):
    done = []
    parents = iter([1] * 3 + [2])
    monkeypatch.setattr(upkeep.os, "getppid", lambda: next(parents))

    def besides():
        done.append(1)
        raise OperationalError("", {}, Exception())

    keep_up(list, 0, besides=besides)
    assert done == [1, 1]


def test_drafts_nobody_came_back_to_are_forgotten(installed_anywhere):
    catalogue = installed_anywhere.catalogue
    visitor = DraftOwner(visitor_hash="a" * 64)
    with catalogue.unit_of_work() as session:
        old = keep(session, visitor, Typing(new_token(), "ets-steel", {"a": "1"}))
        old.saved_at = datetime.now(UTC) - timedelta(days=VISITOR_DAYS + 1)
        keep(session, visitor, Typing(new_token(), "ets-steel", {"a": "2"}))
    assert [upkeep.forget_unused_drafts(catalogue) for _ in range(2)] == [1, 0]
    with catalogue.reading() as session:
        assert len(drafts_of(session, visitor)) == 1
