"""Each step belongs to one role, and nobody judges a project of their own."""

import pytest

from registry.parties.parties import open_account
from registry.projects.commands import (
    IssueCredits,
    PublishProject,
    RegisterProject,
    ValidateProject,
    VerifyReport,
)
from registry.worlds import (
    Actor,
    NotRepresentative,
    Role,
    RoleMissing,
    VerifierIsParty,
    VerifierIsValidator,
)
from tests.checked import trips
from tests.strategies import (
    OPERATOR,
    Holder,
    body,
    do,
    document,
    estimate,
    filed_report,
    holder,
    published_project,
    registered_project,
)


def test_each_step_takes_its_role(session):
    venture = registered_project(session)
    developer = venture.developer
    with pytest.raises(RoleMissing) as refused:
        do(session, developer.actor, RegisterProject, project=venture.project)
    assert refused.value.facts["role"]["zh"] == "登记机构"
    with pytest.raises(RoleMissing):
        do(session, OPERATOR, VerifyReport, report="MR-2026-000001", party_id=1)
    with pytest.raises(NotRepresentative):
        do(session, holder(session).actor, PublishProject, project=venture.project)
    body_id, _ = body(session)
    with pytest.raises(NotRepresentative):
        do(session, venture.verifier[1], VerifyReport, report="MR-2026-000001", party_id=body_id)
    with pytest.raises(RoleMissing):
        do(session, developer.actor, IssueCredits, report="x", account=developer.account)


@trips(VerifierIsValidator)
def test_the_validator_may_not_verify(session):
    venture = registered_project(session)
    report = filed_report(session, venture)
    body_id, actor = venture.validator
    with pytest.raises(VerifierIsValidator):
        do(session, actor, VerifyReport, report=report, party_id=body_id)
    with pytest.raises(VerifierIsValidator):
        document(session, actor, venture.project, body_id, "verification", report)


@trips(VerifierIsParty)
def test_a_body_does_not_judge_its_own_project(session):
    body_id, actor = body(session)
    account = open_account(session, body_id)
    both = Actor(actor.name, actor.roles | {Role.DEVELOPER}, actor.party_ids)
    own = Holder(body_id, account.id, account.number, both)
    project = published_project(session, own, estimate(session, own))
    with pytest.raises(VerifierIsParty):
        do(session, both, ValidateProject, project=project, party_id=body_id)
    with pytest.raises(VerifierIsParty):
        document(session, both, project, body_id, "validation")
