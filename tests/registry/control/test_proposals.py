import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from registry.control.commands import (
    ApproveProposal,
    CarryOutProposal,
    ExpireProposal,
    Propose,
    RejectProposal,
    WithdrawProposal,
)
from registry.control.refused_control import (
    CommandUnreadable,
    MayNotApprove,
    MustWait,
    NothingToPropose,
    OwnProposal,
    ProposalDecided,
    ProposerWithoutMandate,
    RoleLost,
    SecondFactorNeeded,
    SecondPersonNeeded,
    UnknownProposal,
)
from registry.due import CLOCK, carry_out_due
from registry.ledger.commands import DepositCash, IssueAllowances
from registry.ledger.queries import holdings
from registry.ledger.refused_moves import InsufficientUnits
from registry.parties.commands import RevokeMandate
from registry.services import execute
from registry.worlds import Actor, IdempotencyConflict, Role, RoleMissing, TextInvalid, unit_of_work
from registry.worlds.commands import body
from tests.checked import passes, trips
from tests.registry.control.people import (
    ADMINISTRATOR,
    approve,
    company,
    person,
    propose,
    retirement,
    strict,
    transfer,
)
from tests.strategies import OPERATOR, allowances, client_id, do, holder


@pytest.fixture
def firm(session):
    made = company(session)
    allowances(session, made.holder, 1000)
    return made


def held(session, account_id):
    found = [each for each in holdings(session, account_id=account_id) if each.kind != "cash"]
    return [(each.quantity, each.available) for each in found]


@trips(SecondPersonNeeded)
def test_a_mandate_that_only_initiates_does_not_retire_alone(session, firm):
    with pytest.raises(SecondPersonNeeded):
        execute(session, retirement(firm.account), person(session, firm.initiator))


@passes(SecondPersonNeeded, OwnProposal, MayNotApprove, ProposalDecided, UnknownProposal)
@passes(ProposerWithoutMandate, NothingToPropose, CommandUnreadable)
def test_what_one_proposes_another_approves_and_it_is_carried_out(session, firm):
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    answer = approve(session, number, person(session, firm.approver)).data
    assert answer["state"] == "executed"
    assert json.loads(answer["outcome"])["certificate"].startswith("CR-2026-")
    assert held(session, firm.holder.account_id) == [(990, 990)]


def test_a_mandate_for_both_acts_alone_while_the_profile_is_open(session, firm):
    answer = execute(session, retirement(firm.account), person(session, firm.both))
    assert answer.data["quantity"] == 10


def test_a_strict_profile_asks_even_a_mandate_for_both_for_a_second_person(session, firm):
    strict(session)
    with pytest.raises(SecondPersonNeeded):
        execute(session, retirement(firm.account), person(session, firm.both))


@trips(OwnProposal)
def test_nobody_approves_what_he_proposed(session, firm):
    strict(session)
    both = person(session, firm.both)
    number = propose(session, retirement(firm.account), both)
    with pytest.raises(OwnProposal):
        approve(session, number, both)
    again = person(session, firm.both.upper())
    with pytest.raises(OwnProposal):
        approve(session, number, again)


def test_the_database_itself_keeps_two_people_apart(session, firm):
    propose(session, retirement(firm.account), person(session, firm.initiator))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE proposal SET approver = proposer"))


@trips(MayNotApprove)
@pytest.mark.parametrize("right", ["initiator", "reader"])
def test_who_may_only_initiate_or_read_does_not_approve(session, firm, right):
    number = propose(session, retirement(firm.account), person(session, firm.both))
    with pytest.raises(MayNotApprove):
        approve(session, number, person(session, getattr(firm, right)))


def test_an_approver_of_another_company_does_not_approve(session, firm):
    other = company(session, "another")
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    with pytest.raises(MayNotApprove):
        approve(session, number, person(session, other.approver))


@trips(ProposerWithoutMandate)
def test_a_proposal_of_somebody_whose_mandate_was_revoked_is_not_approved(session, firm):
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    do(session, OPERATOR, RevokeMandate, user_email=firm.initiator, party_id=firm.holder.party_id)
    with pytest.raises(ProposerWithoutMandate):
        approve(session, number, person(session, firm.approver))


def test_an_approver_whose_mandate_was_revoked_does_not_approve(session, firm):
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    do(session, OPERATOR, RevokeMandate, user_email=firm.approver, party_id=firm.holder.party_id)
    with pytest.raises(MayNotApprove):
        approve(session, number, person(session, firm.approver))


@trips(RoleLost)
def test_a_proposal_of_somebody_whose_role_was_taken_is_not_approved(world, session, firm):
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    world.roles_of = lambda name: frozenset() if name == firm.initiator else None
    with pytest.raises(RoleLost):
        approve(session, number, person(session, firm.approver))
    assert held(session, firm.holder.account_id) == [(1000, 1000)]


@pytest.mark.parametrize("lost", ["initiator", "approver"])
def test_what_waited_fails_when_one_of_the_two_lost_the_role(world, session, firm, clock, lost):
    strict(session)
    asked = transfer(firm.account, holder(session).account)
    number = propose(session, asked, person(session, firm.initiator))
    assert approve(session, number, person(session, firm.approver)).data["state"] == "approved"
    gone = getattr(firm, lost)
    world.roles_of = lambda name: frozenset() if name == gone else None
    clock.advance(timedelta(days=2))
    (outcome,) = carry_out_due(session)
    assert outcome.data["state"] == "failed"
    assert json.loads(outcome.data["outcome"])["number"] == RoleLost.number


@passes(RoleLost)
def test_who_keeps_the_role_is_believed(world, session, firm):
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    world.roles_of = lambda _name: frozenset({Role.REPRESENTATIVE})
    answer = approve(session, number, person(session, firm.approver)).data
    assert answer["state"] == "executed"


@trips(ProposalDecided)
def test_an_approval_sent_again_gives_its_first_answer_and_a_second_one_is_refused(session, firm):
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    approver = person(session, firm.approver)
    once = ApproveProposal(client_id=client_id(), proposal=number)
    first, again = execute(session, once, approver), execute(session, once, approver)
    assert again.replayed
    assert first.data == again.data
    with pytest.raises(ProposalDecided):
        approve(session, number, approver)
    with pytest.raises(IdempotencyConflict):
        execute(session, once, person(session, firm.both))
    assert held(session, firm.holder.account_id) == [(990, 990)]


def test_of_two_approvals_at_once_one_is_carried_out(world):
    with unit_of_work(world) as session:
        firm = company(session)
        allowances(session, firm.holder, 1000)
        number = propose(session, retirement(firm.account), person(session, firm.initiator))

    def decide(email):
        try:
            with unit_of_work(world) as session:
                return approve(session, number, person(session, email)).data["state"]
        except ProposalDecided:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        states = sorted(pool.map(decide, (firm.approver, firm.both)))
    assert states == ["executed", "refused"]
    with unit_of_work(world) as session:
        assert held(session, firm.holder.account_id) == [(990, 990)]


@trips(UnknownProposal)
def test_an_unknown_proposal_is_refused(session, firm):
    with pytest.raises(UnknownProposal):
        approve(session, "P-2026-999999", person(session, firm.approver))


@trips(NothingToPropose)
def test_what_needs_nobody_else_is_not_proposed(session, firm):
    command = DepositCash(client_id=client_id(), account=firm.account, amount_fen=1)
    with pytest.raises(NothingToPropose):
        propose(session, command, OPERATOR)


@trips(CommandUnreadable)
@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"kind":"retire"}', '{"kind":"transfer"}', "[" * 100_000, '{"kind":1}'],
    ids=lambda content: content[:12],
)
def test_a_proposal_of_no_command_is_refused(session, firm, content):
    asked = Propose(client_id=client_id(), proposes="retire", content=content)
    with pytest.raises(CommandUnreadable):
        execute(session, asked, person(session, firm.initiator))


def test_a_proposal_with_more_than_its_command_has_is_refused(session, firm):
    content = json.dumps(json.loads(body(retirement(firm.account))) | {"extra": 1})
    asked = Propose(client_id=client_id(), proposes="retire", content=content)
    with pytest.raises(CommandUnreadable):
        execute(session, asked, person(session, firm.initiator))


def test_a_proposal_of_before_a_field_was_added_is_still_read(session, firm):
    content = json.loads(body(retirement(firm.account)))
    content.pop("note")
    asked = Propose(client_id=client_id(), proposes="retire", content=json.dumps(content))
    number = execute(session, asked, person(session, firm.initiator)).data["proposal"]
    assert approve(session, number, person(session, firm.approver)).data["state"] == "executed"


def test_what_the_registry_would_refuse_is_not_even_proposed(session, firm):
    with pytest.raises(InsufficientUnits):
        propose(session, retirement(firm.account, 1001), person(session, firm.initiator))


def test_what_is_refused_when_carried_out_has_failed_and_left_nothing(session, firm):
    number = propose(session, retirement(firm.account, 900), person(session, firm.initiator))
    execute(session, retirement(firm.account, 500), person(session, firm.both))
    answer = approve(session, number, person(session, firm.approver)).data
    assert answer["state"] == "failed"
    assert json.loads(answer["outcome"])["number"] == InsufficientUnits.number
    assert held(session, firm.holder.account_id) == [(500, 500)]


@trips(TextInvalid)
@passes(TextInvalid)
def test_a_rejection_says_why_and_ends_the_proposal(session, firm):
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    approver = person(session, firm.approver)
    with pytest.raises(TextInvalid):
        do(session, approver, RejectProposal, proposal=number, reason=" ")
    answer = do(session, approver, RejectProposal, proposal=number, reason="wrong year").data
    assert answer["state"] == "rejected"
    with pytest.raises(ProposalDecided):
        approve(session, number, person(session, firm.both))


def test_a_proposer_takes_a_proposal_back(session, firm):
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    stranger = person(session, company(session, "other").both)
    with pytest.raises(MayNotApprove):
        do(session, stranger, WithdrawProposal, proposal=number, reason="no")
    initiator = person(session, firm.initiator)
    answer = do(session, initiator, WithdrawProposal, proposal=number, reason="mistake").data
    assert answer["state"] == "withdrawn"


@trips(SecondFactorNeeded)
def test_both_people_give_a_second_factor_where_the_profile_asks(session, firm):
    strict(session)
    with pytest.raises(SecondFactorNeeded):
        propose(session, retirement(firm.account), person(session, firm.initiator, fresh=False))
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    with pytest.raises(SecondFactorNeeded):
        approve(session, number, person(session, firm.approver, fresh=False))


@passes(SecondFactorNeeded)
def test_a_second_factor_grows_old(session, firm, clock):
    strict(session)
    initiator = person(session, firm.initiator)
    propose(session, retirement(firm.account), initiator)
    clock.advance(timedelta(minutes=15))
    with pytest.raises(SecondFactorNeeded):
        propose(session, retirement(firm.account), initiator)


@trips(MustWait)
def test_a_proposal_that_nobody_decides_expires(session, firm, clock):
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    with pytest.raises(MustWait):
        execute(session, ExpireProposal(client_id=client_id(), proposal=number), CLOCK)
    clock.advance(timedelta(days=20))
    with pytest.raises(ProposalDecided):
        approve(session, number, person(session, firm.approver))
    assert [each.data["state"] for each in carry_out_due(session)] == ["expired"]
    assert carry_out_due(session) == []


def test_an_operators_command_is_approved_by_another_operator(session, firm):
    strict(session)
    given = session.clock.now()
    one, other = (
        Actor(name, frozenset({Role.OPERATOR}), second_factor_at=given) for name in ("a@b", "c@d")
    )
    command = IssueAllowances(
        client_id=client_id(), account=firm.account, unit_type="CEA-2024", quantity=7
    )
    with pytest.raises(SecondPersonNeeded):
        execute(session, command, one)
    number = propose(session, command, one)
    with pytest.raises(MayNotApprove):
        approve(session, number, ADMINISTRATOR)
    assert approve(session, number, other).data["state"] == "executed"


@trips(RoleMissing)
def test_only_the_clock_and_operators_carry_out_what_is_due(session, firm):
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    with pytest.raises(RoleMissing):
        execute(session, CarryOutProposal(client_id=client_id(), proposal=number), ADMINISTRATOR)
