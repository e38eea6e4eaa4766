from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from registry.rules.amendments import amend_calendar, amend_rule, rule_book, working_calendar
from registry.rules.calendars import file_calendar
from registry.rules.commands import AmendCalendar, AmendRule
from registry.rules.files import file_rules
from registry.rules.refused_rules import (
    CalendarUnchanged,
    RuleConfidenceInvalid,
    RuleDatesDisordered,
    RuleKeyUnknown,
    RuleUnitDiffers,
    RuleValueInvalid,
)
from registry.worlds import Actor, Role, RoleMissing, TextInvalid
from tests.checked import passes, trips

ADMINISTRATOR = Actor("admin@example.org", frozenset({Role.ADMINISTRATOR}))
OPERATOR = Actor("operator@example.org", frozenset({Role.OPERATOR}))
DAY = date(2026, 11, 23)
_numbers = count(1)
CHANGE = {
    "scheme": "cn_ets",
    "key": "credit_share_max",
    "value": "0.08",
    "unit": "1",
    "valid_from": date(2026, 1, 1),
    "valid_to": None,
    "source": "课堂假设",
    "reason": "Lesson 4",
    "confidence": "assumed",
}


def client_id():
    return f"amendment-{next(_numbers)}"


def amend(session, actor=ADMINISTRATOR, **changes):
    return amend_rule(session, AmendRule(client_id=client_id(), **CHANGE | changes), actor)


def share(session, day=DAY, known_by=None):
    return rule_book(session, known_by).parameter("cn_ets", "credit_share_max", day).value


def test_a_world_without_amendments_has_the_rules_of_the_files(session):
    assert rule_book(session) is file_rules()
    assert working_calendar(session) is file_calendar()


@passes(RuleKeyUnknown, RuleUnitDiffers, RuleDatesDisordered, RuleConfidenceInvalid)
def test_an_amendment_holds_from_its_first_day_in_its_world(session):
    answer = amend(session)
    assert answer == {
        "amendment": 1,
        "scheme": "cn_ets",
        "key": "credit_share_max",
        "value": "0.08",
    }
    assert share(session) == "0.08"
    assert share(session, date(2025, 12, 31)) == "0.05"
    parameter = rule_book(session).parameter("cn_ets", "credit_share_max", DAY)
    assert (parameter.amendment, parameter.source) == (1, "课堂假设")


def test_the_latest_of_two_amendments_wins_and_both_are_kept(session):
    amend(session)
    amend(session, value="0.03", valid_to=date(2026, 12, 31))
    assert share(session) == "0.03"
    assert share(session, date(2027, 1, 1)) == "0.08"
    history = rule_book(session).history("cn_ets", "credit_share_max")
    assert [each.value for each in history] == ["0.03", "0.08", "0.05"]


def test_what_was_known_earlier_can_be_asked_for(session, clock):
    before = clock.now()
    clock.advance(timedelta(hours=1))
    amend(session)
    assert share(session, known_by=before) == "0.05"
    assert share(session, known_by=clock.now()) == "0.08"


def test_an_amendment_for_a_sector_leaves_the_others(session):
    amend(session, applies_to="cement")
    rules = rule_book(session)
    assert rules.parameter("cn_ets", "credit_share_max", DAY, "cement").value == "0.08"
    assert rules.parameter("cn_ets", "credit_share_max", DAY, "power").value == "0.05"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"key": "colour"}, RuleKeyUnknown),
        ({"scheme": "nowhere"}, RuleKeyUnknown),
        ({"unit": "t"}, RuleUnitDiffers),
        ({"valid_to": date(2025, 12, 31)}, RuleDatesDisordered),
        ({"value": "much"}, RuleValueInvalid),
        ({"value": ""}, TextInvalid),
        ({"source": "  "}, TextInvalid),
        ({"reason": ""}, TextInvalid),
        ({"confidence": "unknown"}, RuleConfidenceInvalid),
        ({"confidence": "sure"}, RuleConfidenceInvalid),
        ({"actor": OPERATOR}, RoleMissing),
    ],
)
@trips(RuleKeyUnknown, RuleUnitDiffers, RuleDatesDisordered, RuleConfidenceInvalid)
def test_a_wrong_amendment_is_refused(session, changes, refusal):
    with pytest.raises(refusal):
        amend(session, **changes)
    assert rule_book(session) is file_rules()


def test_amendments_cannot_be_changed_or_removed(session):
    amend(session)
    for statement in ("UPDATE rule_amendment SET value = '1'", "DELETE FROM rule_amendment"):
        with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
            session.execute(text(statement))


def change_day(session, day, working, actor=ADMINISTRATOR, **changes):
    content = {"day": day, "working": working, "name": "台风停工", "source": "市政府通告"} | changes
    return amend_calendar(session, AmendCalendar(client_id=client_id(), **content), actor)


@passes(CalendarUnchanged)
def test_a_world_takes_a_day_off_and_works_it_again(session):
    assert change_day(session, DAY, working=False)["day"] == "2026-11-23"
    assert not working_calendar(session).is_working_day(DAY)
    change_day(session, DAY, working=True)
    assert working_calendar(session).is_working_day(DAY)


@trips(CalendarUnchanged)
def test_a_day_that_is_worked_anyway_needs_no_amendment(session):
    with pytest.raises(CalendarUnchanged):
        change_day(session, DAY, working=True)
    with pytest.raises(TextInvalid):
        change_day(session, DAY, working=False, source="")
    with pytest.raises(RoleMissing):
        change_day(session, DAY, working=False, actor=OPERATOR)
