import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from registry.ledger.commands import IssueAllowances, SetQuota, Transfer
from registry.ledger.issuing import issue_allowances
from registry.ledger.quotas import set_quota
from registry.ledger.refused_quotas import QuotaExceeded
from registry.ledger.transfers import transfer
from registry.ledger.unit_types import add_unit_type
from registry.ledger.units import Measure, UnitKind
from registry.mirrors.commands import (
    ImmobiliseForeign,
    MirrorForeign,
    ReleaseForeign,
    ReturnMirrored,
)
from registry.mirrors.queries import find_mirror, list_mirrors
from registry.mirrors.refused_mirrors import (
    ForeignRangeInvalid,
    ForeignUnitsActive,
    MirrorInOtherState,
    MirrorUnitsOut,
    OwnSchemeMirrored,
    SamePersonConfirms,
    UnitsNotMirrored,
    UnknownMirror,
)
from registry.mirrors.services import (
    immobilise_foreign,
    mirror_foreign,
    release_foreign,
    return_mirrored,
)
from registry.mirrors.states import MirrorState
from registry.parties import add_party, open_account
from registry.worlds import (
    Actor,
    NotRepresentative,
    Role,
    RoleMissing,
    TextInvalid,
    UnknownAccount,
)
from tests.checked import passes, trips
from tests.registry.audited import broken
from tests.strategies import client_id

FIRST = Actor("first@example.org", frozenset({Role.OPERATOR}))
SECOND = Actor("second@example.org", frozenset({Role.OPERATOR}))
FOREIGN = {
    "origin": "Verra",
    "series": "VCS-981",
    "first": 1,
    "last": 100,
    "unit_type": "VCU-2024",
    "evidence": "https://registry.example/981",
}


class House:
    """A holder and the steps of a mirror."""

    def __init__(self, session):
        self.session = session
        self.party = add_party(session, "示例企业", "Example", "emitter", fictitious=True)
        self.account = open_account(session, self.party.id)
        self.holder = Actor(
            "holder@example.org",
            frozenset({Role.REPRESENTATIVE}),
            frozenset({self.party.id}),
        )

    def immobilise(self, actor=FIRST, **changes):
        content = FOREIGN | {"account": self.account.number} | changes
        command = ImmobiliseForeign(client_id=client_id(), **content)
        return str(immobilise_foreign(self.session, command, actor)["mirror"])

    def mirror(self, number, actor=SECOND, evidence="call of 2026-11-23"):
        command = MirrorForeign(client_id=client_id(), mirror=number, evidence=evidence)
        return mirror_foreign(self.session, command, actor)

    def give_back(self, quantity, actor=None, unit_type="VCU-2024", serials=()):
        command = ReturnMirrored(
            client_id=client_id(),
            account=self.account.number,
            unit_type=unit_type,
            quantity=quantity,
            serials=serials,
        )
        return return_mirrored(self.session, command, actor or self.holder)

    def release(self, number, actor=FIRST, evidence="letter 7"):
        command = ReleaseForeign(client_id=client_id(), mirror=number, evidence=evidence)
        return release_foreign(self.session, command, actor)


@pytest.fixture
def house(session):
    return House(session)


@passes(
    SamePersonConfirms, MirrorInOtherState, UnknownMirror, ForeignRangeInvalid, OwnSchemeMirrored
)
def test_foreign_units_are_confirmed_twice_and_mirrored_one_for_one(session, house):
    number = house.immobilise()
    assert number == "FM-2026-000001"
    answer = house.mirror(number)
    assert answer["quantity"] == 100
    assert answer["serials"] == ["VCU-2024-000000001…000000100"]
    seen = find_mirror(session, number)
    assert (seen.state, seen.serials) == (MirrorState.MIRRORED, (1, 100))
    assert [step.step.value for step in seen.steps] == ["immobilise", "mirror"]
    assert broken(session, "I9") == []


@trips(SamePersonConfirms)
def test_the_person_who_confirmed_first_cannot_confirm_again(house):
    number = house.immobilise()
    with pytest.raises(SamePersonConfirms, match=r"first@example\.org confirmed"):
        house.mirror(number, FIRST)


@trips(ForeignUnitsActive)
@passes(ForeignUnitsActive)
def test_a_foreign_unit_is_active_here_once_in_whatever_spelling(house):
    number = house.immobilise()
    for changes in ({"first": 100, "last": 200}, {"origin": " VERRA", "series": "vcs-981"}):
        with pytest.raises(ForeignUnitsActive, match=number):
            house.immobilise(**changes)
    house.immobilise(first=101, last=200)
    house.immobilise(series="VCS-982")


@trips(MirrorUnitsOut)
@passes(MirrorUnitsOut, UnitsNotMirrored)
def test_originals_are_released_when_every_mirror_unit_is_back(session, house):
    number = house.immobilise()
    house.mirror(number)
    house.give_back(99)
    with pytest.raises(MirrorUnitsOut, match="1 of 100"), session.begin_nested():
        house.release(number)
    house.give_back(1)
    assert house.release(number)["state"] == "released"
    again = house.immobilise()
    assert again != number
    held = session.execute(
        text("SELECT account_id, quantity FROM holding WHERE quantity > 0")
    ).all()
    assert held == [(4, 100)], "the mirror units are cancelled for good"
    assert broken(session, "I9") == []


def test_units_given_away_keep_the_originals_immobilised(session, house):
    number = house.immobilise()
    house.mirror(number)
    other = open_account(session, add_party(session, "受让方", "Buyer", "emitter").id)
    sale = Transfer(
        client_id=client_id(),
        from_account=house.account.number,
        to_account=other.number,
        unit_type="VCU-2024",
        quantity=40,
    )
    transfer(session, sale, house.holder)
    house.give_back(60)
    with pytest.raises(MirrorUnitsOut, match="40 of 100"):
        house.release(number)


@trips(MirrorInOtherState)
def test_an_immobilisation_that_was_never_mirrored_can_be_undone(house):
    number = house.immobilise()
    house.release(number)
    with pytest.raises(MirrorInOtherState):
        house.release(number)
    with pytest.raises(MirrorInOtherState):
        house.mirror(number)
    house.immobilise()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"unit_type": "CCER-2024"}, OwnSchemeMirrored),
        ({"first": 5, "last": 4}, ForeignRangeInvalid),
        ({"evidence": ""}, TextInvalid),
        ({"account": "100-0000000-00"}, UnknownAccount),
        ({"actor": Actor("a@example.org", frozenset({Role.VERIFIER}))}, RoleMissing),
    ],
)
@trips(OwnSchemeMirrored, ForeignRangeInvalid)
def test_a_wrong_immobilisation_is_refused(house, changes, refusal):
    with pytest.raises(refusal):
        house.immobilise(**changes)


@trips(UnitsNotMirrored)
def test_only_mirror_units_are_given_back_and_only_by_their_holder(session, house):
    house.mirror(house.immobilise())
    with pytest.raises(NotRepresentative):
        house.give_back(1, Actor("x@example.org", frozenset({Role.REPRESENTATIVE})))
    add_unit_type(session, "CCER-2024", UnitKind.CREDIT, Measure.T_CO2E)
    with pytest.raises(UnitsNotMirrored):
        house.give_back(1, unit_type="CCER-2024")


@trips(UnknownMirror)
def test_a_mirror_that_does_not_exist_is_refused_by_its_number(session, house):
    for step in (house.mirror, house.release):
        with pytest.raises(UnknownMirror, match="FM-2020-000009"):
            step("FM-2020-000009")
    with pytest.raises(UnknownMirror):
        find_mirror(session, "FM-2020-000009")


def test_a_quota_limits_mirror_units_too(session, house):
    number = house.immobilise()
    command = SetQuota(client_id=client_id(), units="VCU-2024", limit=99, reason="Lesson")
    set_quota(session, command, FIRST)
    with pytest.raises(QuotaExceeded):
        house.mirror(number)


def test_mirrors_are_listed_the_newest_first(session, house):
    numbers = [house.immobilise(first=n * 100 + 1, last=n * 100 + 100) for n in range(3)]
    listed, total = list_mirrors(session, 0, 2)
    assert ([each.number for each in listed], total) == (numbers[:0:-1], 3)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO mirror (number, origin, series, serial_first, serial_last, account_id,"
        " unit_type, state) SELECT 'X', origin, series, 100, 300, account_id, unit_type,"
        " 'immobilised' FROM mirror",
        "UPDATE mirror SET serial_last = 500",
        "UPDATE mirror SET state = 'immobilised'",
        "UPDATE mirror SET issuance_id = NULL, state = 'released'",
        "DELETE FROM mirror",
        "UPDATE mirror_step SET actor = 'me'",
        "DELETE FROM mirror_step",
    ],
)
def test_the_database_itself_keeps_foreign_units_active_once(session, house, statement):
    house.mirror(house.immobilise())
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(text(statement))


def test_allowances_are_not_taken_for_mirror_units(session, house):
    add_unit_type(session, "CEA-2025", UnitKind.ALLOWANCE, Measure.T_CO2E)
    command = IssueAllowances(
        client_id=client_id(),
        account=house.account.number,
        unit_type="CEA-2025",
        quantity=5,
    )
    issue_allowances(session, command, FIRST)
    assert list_mirrors(session) == ([], 0)
