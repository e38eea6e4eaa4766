from datetime import UTC, date, datetime, timedelta

import pytest

from registry.worlds import DrivenClock, WallClock, World, set_clock, unit_of_work

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_a_driven_clock_stands_until_it_is_moved():
    clock = DrivenClock(NOON)
    assert clock.now() == NOON
    clock.advance(timedelta(days=1, hours=13))
    assert clock.now() == NOON + timedelta(days=1, hours=13)
    assert clock.today() == date(2026, 11, 25)


def test_a_clock_knows_the_date_in_shanghai():
    assert DrivenClock(datetime(2026, 12, 31, 15, 59, tzinfo=UTC)).today() == date(2026, 12, 31)
    assert DrivenClock(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)).today() == date(2027, 1, 1)


def test_a_running_clock_goes_at_its_rate_and_can_be_stopped():
    clock = DrivenClock(NOON, rate=2.0, wall_instant=datetime(2020, 1, 1, tzinfo=UTC))
    assert clock.now() > NOON + timedelta(days=365)
    clock.run(0)
    assert clock.now() == clock.now()


def test_a_naive_instant_is_a_defect():
    with pytest.raises(ValueError, match="aware"):
        DrivenClock(datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="aware"):
        DrivenClock(NOON).set(datetime(2026, 1, 1))  # noqa: DTZ001


def test_the_wall_clock_is_aware():
    assert WallClock().now().tzinfo is UTC
    assert isinstance(WallClock().today(), date)


def test_a_world_keeps_its_own_clock(database):
    world = World("test", database)
    with unit_of_work(world) as session:
        assert abs(session.clock.now() - WallClock().now()) < timedelta(minutes=1)
        set_clock(session, DrivenClock(NOON))
    with unit_of_work(world) as session:
        assert session.clock.now() == NOON
        set_clock(session, None)
    with unit_of_work(world) as session:
        assert abs(session.clock.now() - WallClock().now()) < timedelta(minutes=1)


def test_a_unit_of_work_happens_at_one_instant(database):
    with unit_of_work(World("test", database)) as session:
        assert session.clock.now() == session.clock.now()
