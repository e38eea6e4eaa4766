from datetime import datetime

import pytest

from registry.control.profiles import ControlProfile, control_profile, profile_names
from registry.control.waiting import due_instant, is_open
from registry.rules import file_calendar, file_rules
from registry.services import TRANSACTION_TYPES
from registry.worlds import MARKET_ZONE
from registry.worlds.transaction_types import Approval

STRICT = control_profile(file_rules(), "strict", datetime(2026, 11, 23, tzinfo=MARKET_ZONE).date())
OPEN = ControlProfile(name="open")
CALENDAR = file_calendar()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=MARKET_ZONE)


@pytest.mark.parametrize(
    ("now", "days", "due"),
    [
        ("2026-11-23T10:00", 1, "2026-11-24T10:00"),
        ("2026-11-27T11:30", 1, "2026-11-30T11:30"),
        ("2026-11-23T18:00", 1, "2026-11-25T10:00"),
        ("2026-11-23T08:00", 1, "2026-11-24T10:00"),
        ("2026-11-28T12:00", 0, "2026-11-30T10:00"),
        ("2026-11-23T16:00", 0, "2026-11-24T10:00"),
        ("2026-11-23T15:59", 0, "2026-11-23T15:59"),
    ],
)
def test_what_waits_happens_on_a_working_day_in_working_hours(now, days, due):
    assert due_instant(at(now), days, STRICT, CALENDAR) == at(due)
    assert is_open(at(due), STRICT, CALENDAR)


def test_without_hours_any_hour_will_do():
    assert due_instant(at("2026-11-28T03:00"), 0, OPEN, CALENDAR) == at("2026-11-28T03:00")
    assert is_open(at("2026-11-28T03:00"), OPEN, CALENDAR)


def test_the_shipped_profiles_are_open_and_strict():
    assert profile_names(file_rules(), at("2026-11-23T10:00").date()) == ["open", "strict"]
    assert {"retire", "surrender", "transfer", "issue_allowances"} <= STRICT.second_person
    assert {"retire", "surrender", "issue_allowances"} <= STRICT.step_up
    assert (STRICT.transfer_delay_working_days, STRICT.trusted_delay_working_days) == (1, 4)


def test_a_strict_world_leaves_nothing_that_makes_or_moves_units_to_one_person():
    alone = {
        type_.command.kind
        for type_ in TRANSACTION_TYPES
        if type_.approval is Approval.PROFILE and type_.command.kind not in STRICT.second_person
    }
    records = {"delist_entity", "enrol_entity", "impose_fine", "register_platform"}
    assert alone == records | {"set_balance_value"}
    factors = {type_.command.kind for type_ in TRANSACTION_TYPES if type_.step_up}
    assert factors == STRICT.step_up
    issuing = {"issue_allowances", "issue_credits", "issue_certificates", "allocate", "preallocate"}
    assert issuing | {"issue_inclusion_credits"} <= STRICT.second_person & STRICT.step_up
    assert "place_order" in STRICT.second_person


def test_the_open_profile_demands_nothing():
    found = control_profile(file_rules(), "open", at("2026-11-23T10:00").date())
    assert found == OPEN
