"""Files come in by page and command line: rehearsed, refused cell by cell, carried out as one."""

import base64
import io
import json
import zipfile

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from registry.parties import grant_mandate
from registry.reporting import ArchiveSuspicious, FileTooLarge, FileUnreadable, Formula, TooManyRows
from registry.reporting.refused_imports import ImportRefused
from registry.worlds import reading, unit_of_work
from tests.checked import passes, trips
from tests.strategies import allowances, holder, unit_type
from tests.web.application import token
from web.cli import command_line
from web.tables.sheets_in import read_table

PARTIES = "name_zh,name_en,kind\n示例一,Example One,emitter\n示例二,Example Two,institution\n"


@pytest.fixture
def world(installed):
    return installed.worlds.open()


@pytest.fixture
def people(world):
    with unit_of_work(world) as session:
        seller, buyer = holder(session, "seller"), holder(session, "buyer")
        allowances(session, seller, 100)
        grant_mandate(session, "seller@example.org", seller.party_id)
    return seller, buyer


def counted(world, table):
    with reading(world) as session:
        return session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()


def send(client, kind, content, **fields):
    if isinstance(content, str):
        content = content.encode()
    return client.post(
        f"/imports/{kind}",
        data={
            "csrf_token": token(client, "/registry"),
            "file": (io.BytesIO(content), "file.csv"),
            **fields,
        },
        content_type="multipart/form-data",
        headers={"Accept-Language": "en"},
    )


def confirm(client, kind, content, **fields):
    return client.post(
        f"/imports/{kind}",
        data={
            "csrf_token": token(client, "/registry"),
            "content": base64.b64encode(content.encode()).decode(),
            "confirmed": "true",
            **fields,
        },
    )


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@passes(ImportRefused)
def test_a_rehearsal_changes_nothing_and_a_confirmation_everything(sign_in, world):
    operator = sign_in("o@example.org", "operator")
    seen = send(operator, "parties", PARTIES)
    assert seen.status_code == 200
    assert "示例二" in seen.text
    assert counted(world, "party") == 0
    assert confirm(operator, "parties", PARTIES).status_code == 303
    assert counted(world, "party") == 2
    assert confirm(operator, "parties", PARTIES).status_code == 303
    assert counted(world, "party") == 2


@trips(ImportRefused)
def test_each_wrong_cell_is_named_and_nothing_happens(sign_in, world):
    operator = sign_in("o@example.org", "operator")
    wrong = PARTIES + "示例一,,nobody\n=1+1,<script>alert(1)</script>,emitter\n"
    seen = send(operator, "parties", wrong)
    assert seen.status_code == 422
    assert "nothing was changed" in seen.text
    for cell in ("B4", "C4", "A5"):
        assert f'class="cell">{cell}<' in seen.text
    assert "<script>alert" not in seen.text
    assert confirm(operator, "parties", wrong).status_code == 422
    assert counted(world, "party") == 0


def test_transfers_are_carried_out_all_or_none(sign_in, world, people):
    seller, buyer = people
    representative = sign_in("seller@example.org", "representative")
    line = f"{seller.account},{buyer.account},CEA-2024,"
    good = f"from_account,to_account,unit_type,quantity\n{line}10\n{line}20\n"
    bad = good + f"{line}900\n"
    seen = send(representative, "transfers", bad)
    assert seen.status_code == 422
    assert 'class="cell">D4<' in seen.text
    before = counted(world, "ledger_transaction")
    assert confirm(representative, "transfers", bad).status_code == 422
    assert counted(world, "ledger_transaction") == before
    assert confirm(representative, "transfers", good).status_code == 303
    assert counted(world, "ledger_transaction") == before + 2


@passes(ArchiveSuspicious, FileUnreadable, FileTooLarge, TooManyRows)
def test_allowances_are_issued_from_a_workbook(sign_in, world, people):
    operator = sign_in("o@example.org", "operator")
    with unit_of_work(world) as session:
        unit_type(session, "CEA-2025")
    file = workbook(["账户", "单位类别", "数量"], [people[1].account, "CEA-2025", 12_000.0])
    assert send(operator, "issuance", file).status_code == 200
    encoded = base64.b64encode(file).decode()
    done = operator.post(
        "/imports/issuance",
        data={
            "csrf_token": token(operator, "/registry"),
            "content": encoded,
            "confirmed": "true",
        },
    )
    assert done.status_code == 303
    with reading(world) as session:
        row = session.connection().exec_driver_sql(
            "SELECT quantity FROM issuance ORDER BY id DESC LIMIT 1"
        )
        assert row.scalar_one() == 12_000


def test_a_uk_style_file_becomes_a_research_data_set_with_statuses(sign_in, client):
    operator = sign_in("o@example.org", "operator")
    file = (
        "Installation ID,Year,Allocation,Verified emissions,Surrendered,Excluded\n"
        '1000,2021,50,"1,000",1000,\n1000,2022,50,100,0,no\n'
        "2000,2021,,,,\n2000,2022,5,10,10,\n3000,2021,0,,,yes\n"
    )
    fields = {"dataset": "UK ETS 2022", "source": "A public compliance report"}
    assert send(operator, "compliance", file, **fields).status_code == 200
    assert confirm(operator, "compliance", file, **fields).status_code == 303
    rows = client.get("/api/v1/reports/research-compliance").json["rows"]
    assert {(row["operator"], row["year"]): row["status"] for row in rows} == {
        ("1000", 2021): "A",
        ("1000", 2022): "B",
        ("2000", 2021): "NOT_APPLICABLE",
        ("2000", 2022): "A",
        ("3000", 2021): "EXCLUDED",
    }
    assert {row["source"] for row in rows} == {"A public compliance report"}
    wrong = file + "3000,2022,0,5,5,yes\n1000,2021,1,1,1,\n"
    refused = send(operator, "compliance", wrong, dataset="b", source="c")
    assert refused.status_code == 422
    assert "D7" in refused.text
    assert "A8" in refused.text


@pytest.mark.parametrize("kind", ["parties", "issuance", "compliance", "transfers"])
def test_only_the_roles_of_a_kind_send_it(sign_in, client, kind):
    other = "operator" if kind == "transfers" else "representative"
    person = sign_in("x@example.org", other)
    assert person.get(f"/imports/{kind}").status_code == 403
    assert send(person, kind, PARTIES).status_code in {403, 422}
    assert client.get(f"/imports/{kind}").status_code == 303
    assert kind not in person.get("/imports").text.split("<main")[1]


def test_an_unknown_kind_and_a_missing_file_are_refused(sign_in):
    operator = sign_in("o@example.org", "operator")
    assert operator.get("/imports/secrets").status_code == 404
    assert send(operator, "parties", b"").status_code == 422
    assert send(operator, "parties", b"PK\x03\x04 no archive").status_code == 422


def test_templates_have_the_headings(sign_in):
    operator = sign_in("o@example.org", "operator")
    text = operator.get("/imports/parties/template.csv").data.decode("utf-8-sig")
    assert text.startswith("name_zh,name_en,kind,")
    assert operator.get("/imports/parties/template.xlsx").data.startswith(b"PK")


def test_the_command_line_rehearses_and_carries_out(installed, world, tmp_path):
    installed.close()
    file = tmp_path / "parties.csv"
    file.write_text(PARTIES, encoding="gb18030")
    folder = str(installed.settings.instance)

    def run(*more):
        arguments = ["registry", "import", "parties", str(file), "--json", "--instance", folder]
        outcome = CliRunner().invoke(command_line("registry"), [*arguments, *more])
        return outcome.exit_code, json.loads(outcome.stdout)

    exit_code, data = run("--dry-run")
    assert (exit_code, data["done"], counted(world, "party")) == (0, 2, 0)
    assert run()[1]["done"] == 2
    assert run()[1]["replayed"] == 2
    file.write_text(PARTIES.replace("emitter", "x"), encoding="utf-8")
    exit_code, data = run()
    assert exit_code == 3
    assert data["issues"][0]["cell"] == "C2"
    assert data["issues"][0]["number"] == 2510


@trips(ArchiveSuspicious, FileUnreadable, FileTooLarge, TooManyRows)
def test_hostile_files_are_refused_before_they_do_harm():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    for content, error in (
        (bomb.getvalue(), ArchiveSuspicious),
        (b"a,b\n1,\0\n", FileUnreadable),
        (b"\xff\xfe\x00\xd8", FileUnreadable),
        (b"PK\x05\x06" + b"\0" * 18, FileUnreadable),
    ):
        with pytest.raises(error):
            read_table(content)
    with pytest.raises(FileTooLarge):
        read_table(b"x" * 10_000_000, bytes_max=1_000_000)
    with pytest.raises(TooManyRows):
        read_table(b"a\n" + b"1\n" * 11, rows_max=10)


def test_formulas_are_marked_and_never_evaluated():
    table = read_table(workbook(["a", "b"], ["=1+1", "=HYPERLINK(1)"]))
    assert all(isinstance(cell, Formula) for cell in table.rows[0].cells)
    (row,) = read_table(b"a,b,c,d\n=1+1,+cmd|calc,-5,@x\n").rows
    assert [isinstance(cell, Formula) for cell in row.cells] == [True, True, False, True]


def test_ten_megabytes_by_the_page_are_too_many(sign_in):
    operator = sign_in("o@example.org", "operator")
    assert confirm(operator, "parties", "x" * 10_000_000).status_code == 413
    assert confirm(operator, "parties", "x," * 350_000).status_code == 422
