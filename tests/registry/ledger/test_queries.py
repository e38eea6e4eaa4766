import pytest

from registry.compliance.commands import Surrender
from registry.ledger.certificate_queries import certificate, certificates
from registry.ledger.commands import Transfer
from registry.ledger.queries import holdings, statement, totals
from registry.projects.queries import project_page
from registry.reporting import search
from registry.worlds import UnknownCertificate
from tests.strategies import allowances, cash, do, holder, issued_and_retired


@pytest.fixture
def seller(session):
    seller = holder(session)
    allowances(session, seller, 100)
    return seller


def send(session, seller, buyer, quantity):
    return do(
        session,
        seller.actor,
        Transfer,
        from_account=seller.account,
        to_account=buyer.account,
        unit_type="CEA-2024",
        quantity=quantity,
        memo="合同 7",
    )


def test_a_statement_shows_signed_quantities_and_the_other_account(session, seller):
    buyer = holder(session)
    send(session, seller, buyer, 30)
    cash(session, seller, 500)
    lines = statement(session, seller.account_id)
    assert [(line.unit_type, line.quantity, line.kind) for line in lines] == [
        ("CNY", 500, "deposit_cash"),
        ("CEA-2024", -30, "transfer"),
        ("CEA-2024", 100, "issuance"),
    ]
    assert (lines[1].counterparty, lines[1].memo) == (buyer.account, "合同 7")
    assert lines[2].counterparty == "100-0000001-90"
    older = statement(session, seller.account_id, limit=1, before_id=lines[1].posting_id)
    assert [line.posting_id for line in older] == [lines[2].posting_id]


def test_totals_are_issued_equals_what_is_held_and_used(session, seller):
    do(
        session,
        seller.actor,
        Surrender,
        account=seller.account,
        unit_type="CEA-2024",
        quantity=60,
        compliance_year=2024,
    )
    (total,) = totals(session, ["CEA-2024"])
    assert (total.issued, total.held, total.surrendered, total.retired) == (100, 40, 60, 0)
    assert all(total.kind != "cash" for total in totals(session))


def test_holdings_list_serials_only_when_asked(session, seller):
    (with_serials,) = holdings(session, party_ids=[seller.party_id])
    (without,) = holdings(session, party_ids=[seller.party_id], with_serials=False)
    assert with_serials.serials == ("CEA-2024-000000001…000000100",)
    assert without.serials == ()


def test_a_project_page_shows_who_used_its_units(session):
    venture = issued_and_retired(session)
    page = project_page(session, venture.project)
    assert [used.number for used in page.certificates] == ["CR-2026-000001"]
    assert page.certificates[0].serials == ("CCER-2025-000000001…000000100",)
    assert page.project.validator.kind == "verifier"


def test_a_search_finds_units_certificates_and_holders(session):
    venture = issued_and_retired(session)
    found = search(session, "CCER-2025-000000100")
    (piece,) = found.unit.pieces
    assert (piece.state, piece.issuance.project) == ("retired", venture.project)
    assert [used.number for used in search(session, "示例公司").certificates] == ["CR-2026-000001"]
    assert [unit.unit_type for unit in search(session, "ccer").unit_types] == ["CCER-2025"]
    assert certificates(session, party_ids=[-1]) == []


def test_an_unknown_certificate_is_said_to_be_unknown(session):

    with pytest.raises(UnknownCertificate):
        certificate(session, "CR-1999-000001")
