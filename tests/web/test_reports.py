"""Reports and statements answer as page, CSV, XLSX and JSON, to those who may see them."""

import csv
import io

import pytest
from openpyxl import load_workbook

from registry.ledger.commands import Transfer
from registry.parties import grant_mandate
from registry.reporting import REPORTS
from registry.worlds import unit_of_work
from tests.strategies import allowances, do, holder, issued_and_retired

FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture
def people(installed):
    with unit_of_work(installed.worlds.open()) as session:
        seller, buyer = holder(session, "seller"), holder(session, "buyer")
        allowances(session, seller, 100)
        grant_mandate(session, "seller@example.org", seller.party_id)
        do(
            session,
            seller.actor,
            Transfer,
            from_account=seller.account,
            to_account=buyer.account,
            unit_type="CEA-2024",
            quantity=40,
            memo=FORMULA,
        )
    return seller, buyer


def lines(answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
@pytest.mark.usefixtures("people")
def test_everybody_reads_each_report_in_each_form(client, report):
    for language in ("en", "zh-CN"):
        page = client.get(f"/reports/{report.name}", headers={"Accept-Language": language})
        assert page.status_code == 200
    table = lines(client.get(f"/reports/{report.name}.csv"))
    assert len(table[0]) == len(report.columns)
    book = load_workbook(io.BytesIO(client.get(f"/reports/{report.name}.xlsx").data))
    assert book.active.max_row == len(table)
    answer = client.get(f"/api/v1/reports/{report.name}")
    assert answer.json["columns"] == [column.name for column in report.columns]
    assert answer.json["total"] == len(table) - 1


@pytest.mark.parametrize(
    ("query", "status"),
    [("on=2020-01-01", 200), ("on=never", 200), ("sort=;drop", 200), ("page=0", 422)],
)
@pytest.mark.usefixtures("people")
def test_reports_take_a_date_and_refuse_nonsense(client, query, status):
    assert client.get(f"/reports/issuance?{query}").status_code == status


@pytest.mark.usefixtures("people")
def test_each_cell_of_a_report_carries_its_heading_for_narrow_screens(client):
    page = client.get("/reports/units", headers={"Accept-Language": "en"}).text
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    assert body.count("<td") == body.count('<td data-label="') > 0
    assert '<td data-label="Unit type">' in body


def test_an_unknown_report_or_form_is_not_found(client):
    for path in ("/reports/nope", "/reports/units.exe", "/api/v1/reports/nope"):
        assert client.get(path).status_code == 404


@pytest.mark.usefixtures("people")
def test_csv_begins_with_a_mark_only_when_asked(client):
    assert not client.get("/reports/units.csv").data.startswith(b"\xef\xbb\xbf")
    assert client.get("/reports/units.csv?bom=1").data.startswith(b"\xef\xbb\xbf")


def test_a_statement_is_for_its_party_operator_and_regulator(sign_in, client, people):
    seller, buyer = people
    own = sign_in("seller@example.org", "representative")
    for form in ("", ".csv", ".xlsx"):
        path = f"/accounts/{{}}/statement{form}"
        assert own.get(path.format(seller.account)).status_code == 200
        assert own.get(path.format(buyer.account)).status_code == 403
        assert client.get(path.format(seller.account)).status_code == 303
        assert own.get(path.format("100-0000001-90")).status_code == 404
    for role in ("operator", "regulator"):
        overseer = sign_in(f"{role}@example.org", role)
        assert overseer.get(f"/accounts/{buyer.account}/statement").status_code == 200
        answer = overseer.get(f"/api/v1/accounts/{seller.account}/statement").json
        assert [(each["opening"], each["closing"]) for each in answer["balances"]] == [(0, 60)]
        assert [line["balance"] for line in answer["lines"]] == [100, 60]


def test_no_download_runs_what_somebody_wrote(sign_in, people):
    own = sign_in("seller@example.org", "representative")
    table = lines(own.get(f"/accounts/{people[0].account}/statement.csv"))
    assert [row[-1] for row in table if "HYPERLINK" in row[-1]] == [f"'{FORMULA}"]
    answer = own.get(f"/accounts/{people[0].account}/statement.xlsx")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    "query",
    ["first=x", "last=2020-13-01", "recorded=yesterday", "first=2026-01-02&last=2026-01-01"],
)
def test_a_statement_refuses_what_is_no_period(sign_in, people, query):
    own = sign_in("seller@example.org", "representative")
    assert own.get(f"/accounts/{people[0].account}/statement?{query}").status_code == 422


def test_the_explorer_masks_accounts_for_the_public(sign_in, client, people):
    seller, buyer = people
    path = "/serial?q=CEA-2024-000000001…000000100"
    seen = client.get(path)
    assert seen.status_code == 200
    assert seller.account not in seen.text
    assert buyer.account not in seen.text
    own = sign_in("seller@example.org", "representative").get(path)
    assert seller.account in own.text
    assert buyer.account not in own.text
    operator = sign_in("o@example.org", "operator").get(path)
    assert buyer.account in operator.text
    answer = client.get("/api/v1/serials/CEA-2024-000000001…000000100").json
    assert [piece["quantity"] for piece in answer["pieces"]] == [40, 60]
    assert buyer.account not in str(answer)


def test_credits_lead_to_project_and_certificate(client, installed):
    with unit_of_work(installed.worlds.open()) as session:
        venture = issued_and_retired(session)
    seen = client.get("/serial?q=CCER-2025-000000001").text
    assert venture.project in seen
    assert "/c/CR-" in seen
