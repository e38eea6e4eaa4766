"""Annual reports and monthly evidence that rest on saved accounts, on both databases."""

from dataclasses import replace

import pytest

from registry.compliance import EnrolUnit, ReportEmissions, SubmitEvidence, entity_year
from registry.compliance.refused_cycle import FiguresInvalid
from registry.projects import report
from registry.worlds import Role, RoleMissing, UnknownReport
from tests.registry.compliance.cycle import enrolled, go_to, power_figures
from tests.strategies import OPERATOR, do, estimate, holder

SHA = "a" * 64


@pytest.fixture
def entity(session, clock):
    go_to(clock, "2025-03-03")
    return enrolled(session)


def filed(session, entity, account, code="1"):
    return do(
        session,
        entity.owner.actor,
        ReportEmissions,
        entity=entity.number,
        year=2024,
        units=(power_figures(),),
        accounts=({"code": code, "report": account},),
    )


def test_a_report_keeps_which_account_its_figures_come_from(session, entity):
    number = estimate(session, entity.owner)
    filed(session, entity, number)
    shown = entity_year(session, entity.number, 2024).last("report")
    assert shown.detail["accounts"] == [
        {
            "code": "1",
            "report": number,
            "sha256": report(session, number).digest,
            "methodology_id": "ccer-01-002",
            "methodology_version": "V01",
            "methodology_status": "official",
        }
    ]


def test_evidence_keeps_which_accounts_hold_the_month(session, entity):
    number = estimate(session, entity.owner)
    content = {"entity": entity.number, "year": 2025, "month": 1, "sha256": SHA}
    do(session, entity.owner.actor, SubmitEvidence, **content, reports=(number,))
    shown = entity_year(session, entity.number, 2025).last("evidence")
    assert [each["report"] for each in shown.detail["accounts"]] == [number]
    with pytest.raises(UnknownReport):
        do(session, entity.owner.actor, SubmitEvidence, **content, reports=("ES-1999-000001",))


def test_accounts_of_others_and_of_other_units_are_refused(session, entity):
    other = estimate(session, holder(session))
    for account in (other, "ES-1999-000001", ""):
        with pytest.raises(UnknownReport):
            filed(session, entity, account)
    own = estimate(session, entity.owner)
    with pytest.raises(FiguresInvalid):
        filed(session, entity, own, code="2")
    with pytest.raises(FiguresInvalid):
        do(
            session,
            entity.owner.actor,
            ReportEmissions,
            entity=entity.number,
            year=2024,
            units=(power_figures(),),
            accounts=({"code": "1", "report": own},) * 2,
        )
    assert entity_year(session, entity.number, 2024).last("report") is None


def test_one_account_does_not_count_for_two_units(session, entity):
    unit = {"entity": entity.number, "code": "2", "name": "2号机组", "unit_class": "gas"}
    do(session, OPERATOR, EnrolUnit, **unit)
    own, other = estimate(session, entity.owner), estimate(session, entity.owner)
    content = {
        "entity": entity.number,
        "year": 2024,
        "units": (power_figures(), power_figures(code="2")),
    }
    twice = ({"code": "1", "report": own}, {"code": "2", "report": own})
    with pytest.raises(FiguresInvalid):
        do(session, entity.owner.actor, ReportEmissions, **content, accounts=twice)
    once = ({"code": "1", "report": own}, {"code": "2", "report": other})
    do(session, entity.owner.actor, ReportEmissions, **content, accounts=once)


def test_representatives_keep_accounts_without_being_developers(session, entity):
    actor = replace(entity.owner.actor, roles=frozenset({Role.REPRESENTATIVE}))
    assert estimate(session, replace(entity.owner, actor=actor)).startswith("ES-")
    with pytest.raises(RoleMissing):
        estimate(session, replace(entity.owner, actor=replace(actor, roles=frozenset())))
