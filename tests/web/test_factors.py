"""The library of factors: searched, imported by two people, and used by every estimate."""

import io
import json
from uuid import uuid4

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import text

from methodologies import library
from registry.factors import factor_imports, latest_import
from registry.worlds import reading
from tests.methodologies.examples import WIND
from tests.web.application import token
from web.estimates.links import packed

ENGLISH = {"Accept-Language": "en"}
CHINESE = {"Accept-Language": "zh-CN"}
HEADINGS = ["table", "key", "region", "year", "value", "unit", "source", "confidence"]
NEW = ["grid_margins", "operating_margin", "south", "2019", "1", "t CO2/MWh", "MEE notice", "high"]
NEXT = [*NEW[:3], "2022", "0.71", *NEW[5:]]
CONFIRM = 'name="confirmed" value="'
CONTENT = 'name="content" value="'


def csv(*rows):
    return "\n".join(",".join(row) for row in (HEADINGS, *rows)).encode()


def workbook(*rows):
    book = Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def send(reader, content=b"", name="factors.csv", **fields):
    """Send a file for a dry run."""
    filled = {
        "csrf_token": token(reader, "/factors/import"),
        "client_id": uuid4().hex,
        "reason": "Notice of 2026",
    } | fields
    if content:
        filled["file"] = (io.BytesIO(content), name)
    return reader.post("/factors/import", data=filled, headers=ENGLISH)


def part(page, start):
    return page.split(start, 1)[1].split('"', 1)[0]


def propose(reader, content, name="factors.csv", **fields):
    """Make a dry run of a file and confirm it; return the address of the proposal."""
    page = send(reader, content, name, **fields)
    assert page.status_code == 200, page.text
    answer = reader.post(
        "/factors/import",
        data={
            "csrf_token": token(reader, "/factors/import"),
            "client_id": uuid4().hex,
            "reason": "Notice of 2026",
            "file_name": name,
            "content": part(page.text, CONTENT),
            "confirmed": part(page.text, CONFIRM),
            **fields,
        },
        headers=ENGLISH,
    )
    assert answer.status_code == 303, answer.text
    assert answer.location.startswith("/proposals/P-")
    return answer.location


def approve(reader, proposal):
    filled = {"csrf_token": token(reader, proposal), "client_id": uuid4().hex}
    return reader.post(f"{proposal}/approve", data=filled, headers=ENGLISH)


@pytest.fixture
def people(sign_in):
    """Two administrators."""
    return sign_in("first@example.org", "administrator"), sign_in(
        "second@example.org", "administrator"
    )


@pytest.fixture
def imported(people):
    """Import rows as two people do."""

    def made(*rows, **fields):
        proposal = propose(people[0], csv(*rows), **fields)
        assert approve(people[1], proposal).status_code == 303

    return made


PAGES = [
    ("/factors", "Factor library", "因子库"),
    ("/factors?table=grid_margins&region=south", "South China grid", "南方"),
    ("/factors?q=zzzz", "Nothing found", "没有结果"),
    ("/factors/grid_margins", "About this table", "关于本表"),
    ("/factors/grid_margins/operating_margin/south", "Every value", "全部取值"),
    ("/factors/imports", "Nothing was imported", "尚无导入"),
]


def test_everybody_reads_the_library_in_both_languages(client):
    for path, english, chinese in PAGES:
        assert english in client.get(path, headers=ENGLISH).text, path
        assert chinese in client.get(path, headers=CHINESE).text, path


def test_a_filter_offers_only_what_still_matches(client):
    page = client.get("/factors?table=grid_margins", headers=ENGLISH).text
    assert '<option value="south">' in page
    assert '<option value="diesel">' not in page
    assert '<option value="gwp">' in page
    assert '<option value="2019">2019 (12)</option>' in page


def test_the_library_is_paged(client):
    assert "Page 1 of" in client.get("/factors", headers=ENGLISH).text
    assert client.get("/factors?page=9999", headers=ENGLISH).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/factors?year=x", 422),
        ("/factors?year=9999", 422),
        ("/factors?page=0", 422),
        ("/factors?confidence=sure", 422),
        (f"/factors?q={'a' * 101}", 422),
        ("/factors/nothing", 404),
        ("/factors/grid_margins/nothing/south", 404),
        ("/factors/nothing/nothing/nothing", 404),
        ("/factors/imports/FI-1", 404),
    ],
)
def test_a_bad_address_is_answered_with_a_sentence(client, path, status):
    assert client.get(path, headers=ENGLISH).status_code == status


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_downloaded_library_sent_back_changes_nothing(client, people, form):
    sent = client.get(f"/factors/download.{form}").data
    page = send(people[0], sent, f"factors.{form}", whole_tables="true")
    count = sum(len(table.factors) for table in library().values())
    assert f"0 added, 0 changed, 0 removed, {count} unchanged" in page.text
    assert "changes no factor" in page.text


def test_a_download_has_what_the_search_found(client):
    book = load_workbook(io.BytesIO(client.get("/factors/download.xlsx?table=grid_margins").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 13
    assert {row[0] for row in rows[1:]} == {"grid_margins"}


def test_only_administrators_import(client, sign_in):
    assert client.get("/factors/import", headers=ENGLISH).status_code == 303
    operator = sign_in("operator@example.org", "operator")
    assert operator.get("/factors/import", headers=ENGLISH).status_code == 403
    filled = {"csrf_token": token(operator, "/factors"), "reason": "x"}
    assert operator.post("/factors/import", data=filled).status_code == 403


def test_a_dry_run_stores_nothing(people, installed):
    page = send(people[0], csv(NEXT))
    assert page.status_code == 200
    assert "1 added, 0 changed, 0 removed, 0 unchanged" in page.text
    with reading(installed.worlds.open()) as session:
        assert latest_import(session) == ""


def test_a_refused_cell_is_named_with_its_fix_and_stops_the_whole_file(people):
    bad = [*NEXT[:4], "0.7 t", *NEXT[5:]]
    page = send(people[0], workbook(NEW, bad), "factors.xlsx")
    assert page.status_code == 422
    for said in ("One cell is refused", "E3", "0.7 t", "For example 0.5306", "Sheet"):
        assert said in page.text, said
    assert CONFIRM not in page.text


def test_an_import_counts_in_every_estimate_once_a_second_person_approved_it(
    people, client, installed
):
    def reductions():
        answer = client.post("/api/v1/estimates/ccer-01-002", json=dict(WIND)).json
        return answer["results"]

    before = reductions()
    proposal = propose(people[0], csv(NEW))
    shown = people[1].get(proposal, headers=ENGLISH).text
    assert "See every factor that would change" in shown
    assert '{"factors"' not in shown
    number = proposal.rsplit("/", 1)[1]
    diff = people[1].get(f"/factors/proposals/{number}", headers=ENGLISH).text
    assert "MEE notice" in diff
    assert reductions() == before
    assert approve(people[0], proposal).status_code == 403
    assert approve(people[1], proposal).status_code == 303
    assert reductions() != before
    page = client.get(
        "/estimate/ccer-01-002/result", query_string={"inputs": packed(dict(WIND))}, headers=ENGLISH
    ).text
    assert "MEE notice (FI-" in page
    with reading(installed.worlds.open()) as session:
        assert [each.proposal for each in factor_imports(session)] == [number]
        logged = session.execute(text("SELECT subject FROM event WHERE kind = 'command'"))
        assert {"propose", "import_factors", "approve_proposal"} <= set(logged.scalars())


def test_the_versions_of_a_factor_say_which_one_is_used(imported, client):
    imported(NEW)
    page = client.get("/factors/grid_margins/operating_margin/south", headers=ENGLISH).text
    assert page.index("in use") < page.index("replaced")
    assert "packaged" in page
    assert "/factors/imports/FI-" in page
    listed = client.get("/factors?imported=true", headers=ENGLISH).text
    assert "One factor." in listed
    assert "FI-" in client.get("/factors/grid_margins", headers=ENGLISH).text
    assert "FI-" in client.get("/factors/imports", headers=ENGLISH).text


def test_a_removed_factor_is_refused_in_words_by_who_needs_it(imported, client):
    kept = ["margin_weights", "operating_margin", "ccer-01-001", "", "0.5", "1", "x", "high"]
    imported(kept, whole_tables="true")
    answer = client.post("/api/v1/estimates/ccer-01-002", json=dict(WIND), headers=ENGLISH)
    assert answer.status_code == 422
    assert answer.json["error"]["code"] == "methodologies.factor_absent"


def test_of_two_proposals_over_the_same_tables_the_second_fails(people, client):
    first, second = propose(people[0], csv(NEW)), propose(people[0], csv(NEXT))
    approve(people[1], first)
    number = second.rsplit("/", 1)[1]
    told = people[1].get(f"/factors/proposals/{number}", headers=ENGLISH).text
    assert "Another import came into force since" in told
    approve(people[1], second)
    assert "changed by import" in people[1].get(second, headers=ENGLISH).text
    assert client.get("/api/v1/factors?table=grid_margins&year=2022").json["total"] == 0


def test_a_confirmation_of_another_dry_run_shows_the_new_one(people):
    page = send(people[0], csv(NEW), confirmed="of another file")
    assert page.status_code == 200
    assert CONFIRM in page.text


def test_who_may_not_see_a_proposal_does_not_see_its_factors(people, sign_in):
    proposal = propose(people[0], csv(NEW)).rsplit("/", 1)[1]
    other = sign_in("developer@example.org", "developer")
    assert other.get(f"/factors/proposals/{proposal}", headers=ENGLISH).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "factors.csv"),
        (b"a,b\n1,2\n", "factors.csv"),
        (b"PK\x03\x04broken", "factors.xlsx"),
        (b"\xff\xfe\x00\x00", "factors.csv"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(people, content, name):
    page = send(people[0], content, name)
    assert page.status_code in {413, 422}
    assert "What to do" in page.text


def test_a_file_too_large_for_a_page_is_led_to_the_command_line(people, monkeypatch):
    monkeypatch.setattr("web.pages.factor_imports.PAGE_BYTES_MAX", 100)
    page = send(people[0], csv(NEW, NEXT))
    assert page.status_code == 422
    assert "use the command line" in page.text


def test_texts_of_a_file_are_never_markup_or_formulas(imported, client):
    imported([*NEXT[:6], "<script>alert(1)</script>", "low"], reason="<b>bold</b>")
    page = client.get("/factors/grid_margins/operating_margin/south", headers=ENGLISH).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<b>bold" not in client.get("/factors/imports", headers=ENGLISH).text


def test_a_formula_in_a_cell_is_refused(people):
    page = send(people[0], workbook([*NEXT[:6], '=HYPERLINK("http://x")', "low"]), "f.xlsx")
    assert page.status_code == 422
    assert "Paste it as plain text" in page.text


def test_a_hand_made_proposal_of_unfit_factors_is_refused(people):
    content = {"factors": [{"table": "nowhere"}], "removed": []}
    command = {
        "file": "x",
        "content": json.dumps(content, separators=(",", ":")),
        "follows": "",
        "reason": "x",
    }
    body = {"client_id": uuid4().hex, "kind": "import_factors", "content": command}
    headers = {"X-CSRFToken": token(people[0], "/factors"), **ENGLISH}
    answer = people[0].post("/api/v1/proposals", json=body, headers=headers)
    assert answer.status_code == 422
    assert answer.json["error"]["code"] in {"registry.factors_unfit", "input.invalid"}
