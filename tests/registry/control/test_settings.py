from datetime import timedelta

import pytest

from registry.control.commands import ApplyControlProfile, MoveClock
from registry.control.refused_control import (
    ClockBackwards,
    ClockNotDriven,
    SecondPersonNeeded,
    UnknownControlProfile,
)
from registry.control.settings import reversal_window_days
from registry.services import execute
from registry.worlds import DrivenClock, RoleMissing, World, reading, set_clock, unit_of_work
from tests.checked import passes, trips
from tests.registry.control.people import (
    ADMINISTRATOR,
    SECOND_ADMINISTRATOR,
    approve,
    propose,
    strict,
)
from tests.strategies import OPERATOR, client_id, do


@trips(UnknownControlProfile)
@passes(UnknownControlProfile)
def test_a_profile_is_one_of_the_shipped_ones(session):
    with pytest.raises(UnknownControlProfile):
        do(session, ADMINISTRATOR, ApplyControlProfile, profile="loose")
    assert do(session, ADMINISTRATOR, ApplyControlProfile, profile="strict").data


def test_two_administrators_open_a_strict_world_again(session):
    strict(session)
    command = ApplyControlProfile(client_id=client_id(), profile="open")
    with pytest.raises(SecondPersonNeeded):
        execute(session, command, ADMINISTRATOR)
    number = propose(session, command, ADMINISTRATOR)
    assert approve(session, number, SECOND_ADMINISTRATOR).data["state"] == "executed"
    do(session, ADMINISTRATOR, ApplyControlProfile, profile="open")


@trips(RoleMissing)
def test_an_operator_changes_neither_profile_nor_time(session, clock):
    with pytest.raises(RoleMissing):
        do(session, OPERATOR, ApplyControlProfile, profile="strict")
    with pytest.raises(RoleMissing):
        do(session, OPERATOR, MoveClock, to=clock.now() + timedelta(days=1))


@trips(ClockBackwards)
@passes(ClockBackwards, ClockNotDriven)
def test_a_driven_clock_goes_forward_only(session, clock):
    before = clock.now()
    with pytest.raises(ClockBackwards):
        do(session, ADMINISTRATOR, MoveClock, to=before)
    do(session, ADMINISTRATOR, MoveClock, to=before + timedelta(days=20))
    assert session.clock.now() == before + timedelta(days=20)


@trips(ClockNotDriven)
def test_a_world_on_the_wall_clock_is_not_moved(database, clock):
    world = World("test", database)
    with unit_of_work(world) as session, pytest.raises(ClockNotDriven):
        do(session, ADMINISTRATOR, MoveClock, to=session.clock.now() + timedelta(days=1))
    with unit_of_work(world) as session:
        set_clock(session, DrivenClock(clock.now()))
    later = clock.now() + timedelta(days=1)
    with unit_of_work(world) as session:
        do(session, ADMINISTRATOR, MoveClock, to=later)
    with reading(world) as session:
        assert session.clock.now() == later


def test_a_reversal_has_a_window(session):
    assert reversal_window_days(session) == 30
