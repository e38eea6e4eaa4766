from dataclasses import fields

import pytest

from registry.compliance.commands import ApplyCarryOver
from registry.control.demands import acts_alone, demands, profile_in_force
from registry.control.refused_control import SecondPersonNeeded
from registry.parties.mandates import grant_mandate
from registry.services import TRANSACTION_TYPES, execute
from registry.worlds import DISPOSING, NotRepresentative, Right, UnknownAccount
from registry.worlds.transaction_types import Approval
from tests.registry.compliance.cycle import enrolled
from tests.registry.control.people import company, person, propose, retirement, strict
from tests.strategies import client_id, holder

EMAIL = "two.firms@example.org"
CARRY_OVER = next(type_ for type_ in TRANSACTION_TYPES if type_.command is ApplyCarryOver)


def carry_over(entity):
    return ApplyCarryOver(client_id=client_id(), entity=entity, unit_type="CEA-2024", quantity=5)


@pytest.fixture
def entity(session):
    """An entity for which one only initiates, as for another party too."""
    made = enrolled(session, name="first")
    for party_id in (made.owner.party_id, holder(session, "second").party_id):
        grant_mandate(session, EMAIL, party_id, Right.INITIATE)
    return made


def test_the_party_is_that_of_the_entity_a_command_names(session, entity):
    asked = carry_over(entity.number)
    found = demands(session, CARRY_OVER, asked, person(session, EMAIL), profile_in_force(session))
    assert (found.party_id, found.role) == (entity.owner.party_id, None)
    assert found.second_person


def test_two_parties_do_not_free_a_mandate_that_only_initiates(session, entity):
    with pytest.raises(SecondPersonNeeded):
        execute(session, carry_over(entity.number), person(session, EMAIL))
    with pytest.raises(SecondPersonNeeded):
        execute(session, carry_over("CE-1999-000001"), person(session, EMAIL))


def test_every_command_of_representatives_that_takes_a_second_person_names_its_party():
    naming = {"party_id", "account", "from_account"}
    for type_ in TRANSACTION_TYPES:
        guarded = type_.approval is not Approval.NEVER or type_.delayed
        if guarded and not type_.roles.isdisjoint(DISPOSING):
            named = naming & {field.name for field in fields(type_.command)}
            assert named or type_.party_of is not None, type_.command.kind


def test_a_command_for_a_party_of_nobodys_is_not_left_to_any_representative(session):
    strict(session)
    firm, other = company(session), holder(session, "other")
    both = person(session, firm.both)
    with pytest.raises(NotRepresentative):
        propose(session, retirement(other.account), both)
    with pytest.raises(UnknownAccount):
        propose(session, retirement("200-9999999-00"), both)


def test_only_a_full_mandate_acts_alone_where_nothing_waits(session):
    firm = company(session)
    party_id = firm.holder.party_id
    assert not acts_alone(session, "place_order", party_id, person(session, firm.initiator))
    assert acts_alone(session, "place_order", party_id, person(session, firm.both))
    assert acts_alone(session, "place_order", party_id, firm.holder.actor)
    strict(session)
    assert acts_alone(session, "place_order", party_id, person(session, firm.both))
    assert not acts_alone(session, "place_order", party_id, firm.holder.actor)
