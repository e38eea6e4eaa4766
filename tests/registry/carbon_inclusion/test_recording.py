"""What platforms report: each record once, all rows or none, users by code alone."""

import pytest

from registry.carbon_inclusion import (
    RecordActivities,
    RecordConsents,
    RecordRewards,
    RowsRefused,
    carbon_account,
    platform,
    user_codes,
)
from registry.carbon_inclusion.codes import normal_code
from registry.carbon_inclusion.refused_inclusion import UnknownCarbonAccount, UnknownPlatform
from registry.carbon_inclusion.refused_rows import (
    ActivityDayInvalid,
    AmountInvalid,
    CarbonCodeInvalid,
    ConsentStepInvalid,
    KindNotReported,
    RecordChanged,
    RecordTwice,
    RewardedOtherwise,
    RewardTooLate,
    RowCountOutOfRange,
    UnknownActivity,
)
from registry.carbon_inclusion.rows import ROWS_MAX
from registry.worlds import NotRepresentative, RoleMissing
from tests.checked import passes, trips
from tests.registry.carbon_inclusion.platform_life import (
    Running,
    activity,
    aggregate,
    code_of,
    consent,
    record,
    running,
)
from tests.strategies import OPERATOR, do, holder


def refused(session, at, *rows, kind=RecordActivities):
    """The refused rows of an upload: row, column, number of the check."""
    with pytest.raises(RowsRefused) as caught:
        do(session, at.owner.actor, kind, platform=at.number, rows=rows)
    return [(row.row, row.column, row.error.number) for row in caught.value.facts["rows"]]


@passes(RecordChanged, RecordTwice, UnknownPlatform)
def test_a_record_is_stored_once_however_often_it_is_sent(session):
    at = running(session)
    rows = [activity(f"r{number}", code_of(session, at), "8.40") for number in range(3)]
    first = record(session, at, *rows).data
    assert (first["stored"], first["known"], first["reduction_mg"]) == (3, 0, 3 * 554_400)
    again = record(session, at, *rows, activity("r3", code_of(session, at))).data
    assert (again["stored"], again["known"]) == (1, 3)
    nothing = record(session, at, *rows).data
    assert (nothing["upload"], nothing["stored"]) == ("", 0)
    assert platform(session, at.number).records == 4


def test_a_record_written_otherwise_is_the_same_record(session):
    at = running(session)
    code = code_of(session, at)
    record(session, at, activity("Ride-7 a", code, "10"))
    for same in ("ride-7a", "RIDE-7A", "ｒｉｄｅ－７ａ", "  Ride- 7A "):
        done = record(session, at, activity(same, code, "10")).data
        assert (done["stored"], done["known"]) == (0, 1)
    twice = refused(session, at, activity("X1", code), activity("x 1", code))
    assert twice == [(2, "record_id", 6026)]
    assert platform(session, at.number).records == 1


def test_a_record_stored_as_it_was_entered_is_known_again(session, monkeypatch):
    at = running(session)
    code = code_of(session, at)
    with monkeypatch.context() as before:
        before.setattr("registry.carbon_inclusion.rows.normal_record_id", str)
        record(session, at, activity("Ride A", code, "10"))
    done = record(session, at, activity("Ride A", code, "10")).data
    assert (done["stored"], done["known"]) == (0, 1)


@trips(RecordChanged)
def test_a_changed_record_is_refused_and_nothing_is_stored(session):
    at = running(session)
    record(session, at, activity("a", code_of(session, at), "10"))
    found = refused(
        session, at, activity("b", code_of(session, at)), activity("a", code_of(session, at), "11")
    )
    assert found == [(2, "record_id", 6025)]
    assert platform(session, at.number).records == 1


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"record": ""}, ("record_id", None)),
        ({"record": "x" * 65}, ("record_id", None)),
        ({"record": "a\0b"}, ("record_id", None)),
        ({"code": ""}, ("user_id", 6030)),
        ({"kind": "flight"}, ("activity", 6022)),
        ({"kind": "=cmd|' /C calc'!A0"}, ("activity", 6022)),
        ({"kind": "second_hand_phone"}, ("activity", 6022)),
        ({"day": "2026-11-24"}, ("day", 6023)),
        ({"day": "2026-02-30"}, ("day", 6023)),
        ({"day": "3/11/2026"}, ("day", 6023)),
        ({"day": "２０２６-11-03"}, ("day", 6023)),
        ({"amount": "1e400"}, ("amount", 6024)),
        ({"amount": "-1"}, ("amount", 6024)),
        ({"amount": "0"}, ("amount", 6024)),
        ({"amount": "NaN"}, ("amount", 6024)),
        ({"amount": "1.0001"}, ("amount", 6024)),
        ({"amount": "501"}, ("amount", 6024)),
        ({"amount": "１０"}, ("amount", 6024)),
        ({"amount": "9" * 400}, ("amount", 6024)),
        ({"day": "2020-01-01"}, ("", None)),
    ],
)
@trips(RowsRefused, ActivityDayInvalid, AmountInvalid, CarbonCodeInvalid, KindNotReported)
def test_a_row_that_cannot_be_used_is_named_with_its_column(session, changed, expected):
    at = running(session)
    code = code_of(session, at)
    row = activity(**{"record": "bad", "code": code, **changed})
    with pytest.raises(RowsRefused) as caught:
        record(session, at, activity("good", code), row)
    (found,) = caught.value.facts["rows"]
    column, number = expected
    assert (found.row, found.column) == (2, column)
    assert number is None or found.error.number == number
    assert platform(session, at.number).records == 0


@passes(RowCountOutOfRange, RowsRefused, ActivityDayInvalid)
@passes(AmountInvalid, CarbonCodeInvalid, KindNotReported)
def test_values_at_the_bounds_are_taken(session):
    at = running(session)
    code = code_of(session, at)
    done = record(
        session,
        at,
        activity("x" * 64, code, "500"),
        activity("<script>alert(1)</script>", code, "0.001", day="2026-11-23"),
        activity("=1+1", code, "0.001"),
    )
    assert done.data["stored"] == 3


@trips(RecordTwice)
def test_a_record_twice_in_one_file_is_refused(session):
    at = running(session)
    code = code_of(session, at)
    assert refused(session, at, activity("a", code), activity("a", code)) == [
        (2, "record_id", 6026)
    ]


@trips(RowCountOutOfRange)
def test_a_file_has_rows_and_not_too_many(session):
    at = running(session)
    for rows in ((), (activity("a", "x"),) * (ROWS_MAX + 1)):
        with pytest.raises(RowCountOutOfRange):
            record(session, at, *rows)


@trips(UnknownPlatform)
def test_only_the_platforms_own_people_report(session):
    at = running(session)
    stranger = Running(at.number, holder(session), at.verifier)
    with pytest.raises(NotRepresentative):
        record(session, stranger, activity("a", code_of(session, at)))
    with pytest.raises(RoleMissing):
        do(session, OPERATOR, RecordActivities, platform=at.number, rows=(activity("a", "x"),))
    with pytest.raises(UnknownPlatform):
        record(session, Running("IP-999999", at.owner, at.verifier), activity("a", "x"))


@trips(ConsentStepInvalid)
@passes(ConsentStepInvalid)
def test_consents_are_kept_with_their_withdrawals(session):
    at = running(session)
    code = code_of(session, at)
    consent(session, at, code)
    again = consent(session, at, code)
    assert again.data["known"] == 1
    consent(session, at, code, "withdrawn", "2026-02-01")
    shown = carbon_account(session, code.lower().replace("-", ""))
    assert [step.step for step in shown.consents] == ["given", "withdrawn"]
    assert refused(
        session, at, (code, "maybe", "2026-01-01"), ("", "given", "2026-01-01"), kind=RecordConsents
    ) == [(1, "consent", 6027), (2, "user_id", 6030)]


@trips(UnknownActivity, RewardedOtherwise)
@passes(UnknownActivity, RewardedOtherwise, RewardTooLate)
def test_a_reward_given_later_lets_the_platform_collect(session):
    at = running(session)
    code = code_of(session, at)
    consent(session, at, code)
    record(session, at, activity("a", code, reward=""), activity("b", code))
    done = do(
        session, at.owner.actor, RecordRewards, platform=at.number, rows=(("a", "C-1"), ("b", "R"))
    )
    assert (done.data["stored"], done.data["known"]) == (1, 1)
    assert refused(session, at, ("z", "C"), ("b", "C"), kind=RecordRewards) == [
        (1, "record_id", 6028),
        (2, "reward", 6029),
    ]
    assert aggregate(session, at).data["enterprise_mg"] == 2 * 660_000


@trips(RewardTooLate)
def test_a_reward_after_aggregation_comes_too_late(session):
    at = running(session)
    record(session, at, activity("a", code_of(session, at), reward=""))
    aggregate(session, at)
    assert refused(session, at, ("a", "C-1"), kind=RecordRewards) == [(1, "record_id", 6031)]


@trips(UnknownCarbonAccount)
@passes(UnknownCarbonAccount)
def test_a_platforms_user_id_is_nowhere_in_the_world(session):
    """Codes need the world's secret; two platforms give one user two codes."""
    one, two = running(session), running(session)
    first, second = (user_codes(session, each.number)("13900000000") for each in (one, two))
    assert first != second
    record(session, one, activity("a", first))
    assert carbon_account(session, first).records == 1
    with pytest.raises(UnknownCarbonAccount):
        carbon_account(session, second)
    with pytest.raises(UnknownCarbonAccount):
        carbon_account(session, "13900000000")
    for table in ("carbon_account", "inclusion_activity", "command"):
        rows = session.connection().exec_driver_sql(f"SELECT * FROM {table}").fetchall()
        assert rows
        assert "13900000000" not in repr(rows)


def test_a_code_is_read_however_it_is_typed():
    assert normal_code(" abcde fghij-klmnopqrst ") == "ABCDE-FGHIJ-KLMNO-PQRST"
    assert normal_code("ABC") == normal_code("ABCDE-FGHIJ-KLMNO-PQRS1") == ""


def test_ten_thousand_records_are_stored_and_aggregated(session):
    at = running(session)
    codes = [user_codes(session, at.number)(f"u{number}") for number in range(500)]
    rows = tuple(activity(f"r{number}", codes[number % 500], "8.4") for number in range(10_000))
    assert record(session, at, *rows).data["stored"] == 10_000
    assert record(session, at, *rows).data["known"] == 10_000
    assert aggregate(session, at).data["personal_mg"] == 10_000 * 554_400
    assert platform(session, at.number).persons == 500
