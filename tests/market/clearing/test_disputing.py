"""Objections to a daily statement: before the next opening, one at a time, answered once."""

from datetime import date, datetime, timedelta

import pytest

from market.clearing.commands import AnswerDispute, DisputeStatement
from market.clearing.queries import disputes
from market.clearing.refused_clearing import (
    DisputeAnswered,
    DisputeOpen,
    DisputeTooLate,
    UnknownDispute,
    UnknownStatement,
)
from registry.worlds import (
    MARKET_ZONE,
    Actor,
    NotRepresentative,
    RoleMissing,
    TextInvalid,
    reading,
)
from tests.checked import passes, trips
from tests.market.clearing.houses import TODAY, stated
from tests.market.traders import OPERATOR, STRANGER, Trader, Venue


def dispute(
    venue: Venue,
    trader: Trader,
    day: date = TODAY,
    reason: str = "A trade is missing.",
    actor: Actor | None = None,
) -> str:
    command = DisputeStatement(
        client_id=venue.next_id(), account=trader.account, business_date=day, reason=reason
    )
    return venue.execute(command, actor or trader.actor).data["dispute"]


def answer(venue: Venue, number: str, note: str = "It is there.", actor: Actor = OPERATOR) -> dict:
    command = AnswerDispute(client_id=venue.next_id(), dispute=number, upheld=False, note=note)
    return dict(venue.execute(command, actor).data)


@passes(DisputeTooLate, DisputeOpen, DisputeAnswered, UnknownDispute, UnknownStatement)
def test_an_objection_is_kept_with_its_answer(venue, clock, ann):
    clock.set(datetime(2026, 11, 24, 9, 29, tzinfo=MARKET_ZONE))
    number = dispute(venue, ann)
    assert number == "DS-2026-000001"
    answer(venue, number)
    (kept,) = stated(venue, ann).disputes
    assert (kept.reason, kept.upheld, kept.note) == ("A trade is missing.", False, "It is there.")
    assert dispute(venue, ann) == "DS-2026-000002"
    with reading(venue.world) as session:
        assert [each.number for each in disputes(session, only_open=True)] == ["DS-2026-000002"]


@trips(DisputeTooLate)
def test_after_the_next_opening_it_is_too_late(venue, clock, ann):
    clock.set(datetime(2026, 11, 24, 9, 30, tzinfo=MARKET_ZONE))
    with pytest.raises(DisputeTooLate) as refused:
        dispute(venue, ann)
    assert refused.value.facts["disputed_until"] == "2026-11-24 09:30"


def test_over_a_weekend_there_is_time_until_monday(venue, clock, ann):
    friday = date(2026, 11, 27)
    clock.set(datetime(2026, 11, 30, 9, 29, tzinfo=MARKET_ZONE))
    assert dispute(venue, ann, friday)


@trips(DisputeOpen)
def test_one_objection_waits_for_its_answer_before_the_next(venue, ann, ben):
    dispute(venue, ann)
    with pytest.raises(DisputeOpen):
        dispute(venue, ann)
    assert dispute(venue, ben)


@trips(DisputeAnswered)
def test_an_answer_is_given_once(venue, ann):
    number = dispute(venue, ann)
    answer(venue, number)
    with pytest.raises(DisputeAnswered):
        answer(venue, number)


@trips(UnknownDispute)
def test_an_objection_nobody_made_is_not_answered(venue):
    for number in ("DS-2026-000009", "", "x" * 999):
        with pytest.raises(UnknownDispute):
            answer(venue, number)


@trips(UnknownStatement)
@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(1999, 12, 31), date.max])
def test_a_day_that_has_not_begun_has_no_statement(venue, ann, day):
    with pytest.raises(UnknownStatement):
        dispute(venue, ann, day)
    with pytest.raises(UnknownStatement):
        stated(venue, ann, day)


@pytest.mark.parametrize("reason", ["", " ", "x" * 1001, "a\x00b"])
def test_reasons_and_answers_are_texts(venue, ann, reason):
    with pytest.raises(TextInvalid):
        dispute(venue, ann, reason=reason)
    number = dispute(venue, ann)
    with pytest.raises(TextInvalid):
        answer(venue, number, reason)


def test_only_the_holder_objects_and_only_the_operator_answers(venue, ann, ben):
    for other in (ben.actor, STRANGER):
        with pytest.raises(NotRepresentative):
            dispute(venue, ann, actor=other)
    with pytest.raises(RoleMissing):
        dispute(venue, ann, actor=OPERATOR)
    number = dispute(venue, ann)
    with pytest.raises(RoleMissing):
        answer(venue, number, actor=ann.actor)
