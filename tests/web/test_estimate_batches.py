"""Batches of carbon inclusion records: files in, figures and refused cells out, by page and CLI."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook  # type: ignore[import-untyped]
from typer.testing import CliRunner
from werkzeug.test import TestResponse

from methodologies import Coded, find
from registry.reporting import FileTooLarge, FileUnreadable, TooManyRows
from tests.web.application import token
from web.cli import command_line
from web.estimates.arrow_texts import LISTED_MAX, ArrowTexts
from web.estimates.batches import ROWS_MAX, evaluate_file
from web.estimates.record_files import read_records
from web.pages.estimate_batches import FORM_BYTES_MAX

BUS = find("inclusion-wuhan-bus")
PAGE = "/estimate/inclusion-wuhan-bus/batch"
SAME = {
    "on_city_platform": "true",
    "data_consent": "true",
    "as_described": "true",
    "consent": "given",
}
HEAD = "record_id,user_id,platform,day,amount,reward"
GOOD = f"{HEAD}\nr1,u1,p,2024-12-02,8.4,c\nr2,u1,q,2024-12-02,1.5,\n"
BAD = (
    f"{HEAD}\nr1,u1,p,2024-12-02,8.4,c\nr2,u1,p,2024-12-02,8400,c\nr3,u1,p,2024-12-03,1.5\n\n"
    "r4,u2,p,2024-12-03,,c\nr5,=cmd()|x,p,2024-12-03,2.5,c\nr1,u3,p,2024-12-03,2.5,c\n"
)
BAD_CELLS = [(3, "E3", "amount"), (4, "4", ""), (6, "E6", "amount"), (8, "A8", "record_id")]


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def sent(client: FlaskClient, content: bytes, **changes: str) -> TestResponse:
    fields = {**SAME, "period": "month", "csrf_token": token(client, PAGE), **changes}
    file = (io.BytesIO(content), "records.csv")
    answer = client.post(PAGE, data={**fields, "file": file}, headers={"Accept-Language": "en"})
    answer.request.input_stream.close()  # the client keeps a large body in a file
    return answer


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_file_is_read_in_every_usual_form(encoding: str, separator: str) -> None:
    text = GOOD.replace("u1", "张三").replace(",", separator)
    found = evaluate_file(BUS, text.encode(encoding), SAME, rows_max=100, bytes_max=1_000_000)
    assert (found.accepted, found.refused, found.people) == (2, 0, 2)
    assert found.totals["emission_reductions_kg_co2e"] == "0.6534"
    assert found.reduction_mg == 653_400
    assert found.groups(found.result.people)[0]["user_id"] == "张三"


def test_headings_may_be_titles_and_a_workbook_says_the_same() -> None:
    head = ("记录", "日期", "Distance", "platform")
    rows = (head, ("r1", "2024-12-02", 8.4, "p"), ("r2", "2024-12-02", "1.5", "q"))
    with pytest.raises(Exception, match="记录"):
        evaluate_file(BUS, workbook(*rows), SAME, rows_max=100, bytes_max=1_000_000)
    rows = (("record_id", *head[1:]), *rows[1:])
    found = evaluate_file(BUS, workbook(*rows), SAME, rows_max=100, bytes_max=1_000_000)
    assert found.totals["emission_reductions_kg_co2e"] == "0.6534"
    assert found.file.cell(2, "distance_km") == "C2"


def test_bad_records_are_named_by_cell_and_the_others_count() -> None:
    found = evaluate_file(BUS, BAD.encode(), SAME, rows_max=100, bytes_max=1_000_000)
    assert [(e.line, e.cell, e.column) for e in found.errors("en")] == BAD_CELLS
    assert all(e.shown.sentence and e.shown.fix for e in found.errors("zh"))
    assert (found.accepted, found.refused) == (2, 4)


def test_formulas_are_never_calculated_and_leave_harmless() -> None:
    rows = (("user_id", "day", "amount"), ("u1", "2024-12-02", "=1+1"), ("u2", "2024-12-02", 2))
    found = evaluate_file(BUS, workbook(*rows), SAME, rows_max=100, bytes_max=1_000_000)
    assert [(e.cell, e.shown.code) for e in found.errors("en")] == [
        ("C2", "estimate.record_formula")
    ]
    assert found.accepted == 1


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", FileUnreadable),
        (b"day,amount", FileUnreadable),
        (b"\n1,2\n", FileUnreadable),
        (b"day,day\n1,2\n", FileUnreadable),
        (b"day,amount\n\x00,2\n", FileUnreadable),
        (b"PK\x03\x04 no workbook", FileUnreadable),
        (b"day,amount\n" + b"2024-12-02,1\n" * 101, TooManyRows),
        (b"day,amount\n" + b"9" * 1_000_001, FileTooLarge),
        (b"day,amount\n" + b"9" * 3_000_000 + b",1\n", FileUnreadable),
    ],
    ids=["empty", "no line", "no heading", "twice", "nul", "zip", "rows", "bytes", "endless cell"],
)
def test_files_that_are_no_tables_are_refused(content: bytes, error: type[Exception]) -> None:
    most = 1_000_000 if error is FileTooLarge else 10_000_000
    with pytest.raises(error):
        read_records(content, BUS.fields, rows_max=100, bytes_max=most)


def test_an_unclosed_quote_is_one_bad_line() -> None:
    text = (
        f'{HEAD}\nr1,u1,p,2024-12-02,8.4,c\nr2,"u1,p,2024-12-02,8.4,c\nr3,u1,p,2024-12-02,8.4,c\n'
    )
    found = evaluate_file(BUS, text.encode(), SAME, rows_max=100, bytes_max=1_000_000)
    assert found.accepted == 1
    assert found.errors("en")[0].shown.code == "estimate.record_cells"


def test_many_distinct_texts_are_numbered_like_a_list() -> None:
    texts = [f"u{number % (LISTED_MAX + 5)}" for number in range(LISTED_MAX + 10)]
    column = ArrowTexts(pa.chunked_array([texts[:7], texts[7:]]))
    coded = column.coded()
    assert isinstance(coded, Coded)
    assert [coded.values[code] for code in coded.codes[-6:]] == texts[-6:]
    assert coded.codes[0] == coded.codes[LISTED_MAX + 5]
    assert [text for part in column.parts() for text in part] == texts
    assert column[8] == texts[8]
    assert len(np.unique(coded.codes)) == LISTED_MAX + 5


def test_the_page_shows_totals_and_refused_cells(client: FlaskClient) -> None:
    page = sent(client, BAD.encode())
    assert page.status_code == 200
    for said in ("E3", "8400", "A8", "Totals by platform", "0.7194"):
        assert said in page.text
    assert "=cmd" not in page.text


def test_figures_come_back_as_a_harmless_file(client: FlaskClient) -> None:
    answer = sent(client, BAD.encode(), do="records")
    assert answer.headers["Content-Disposition"].endswith('inclusion-wuhan-bus-records.csv"')
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["line"] for row in rows] == ["2", "3", "6", "7", "8"]
    assert rows[3]["user_id"] == "'=cmd()|x"
    assert (rows[0]["reduction_mg"], rows[0]["counts"]) == ("554400", "yes")
    assert (rows[1]["emission_reductions_kg_co2e"], rows[1]["counts"]) == ("", "no")
    people = sent(client, GOOD.encode(), do="people").data.decode("utf-8-sig").splitlines()
    assert people[0].startswith("platform,user_id,records,")
    assert len(people) == 3


def test_a_replaced_threshold_and_a_period_count(client: FlaskClient) -> None:
    theta = {
        "replaced_factors.0.symbol": "θ",
        "replaced_factors.0.value": "0.6",
        "replaced_factors.0.source": "contract",
    }
    same_day = GOOD.replace(",1.5,", ",1.5,c").replace(",q,", ",p,")
    assert "0.6" in sent(client, same_day.encode(), **theta).text
    refused = sent(client, GOOD.encode(), **{**theta, "replaced_factors.0.symbol": "EF_none"})
    assert refused.status_code == 422
    assert "EF_none" in refused.text


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"when,amount\n2024-12-02,1\n", 422),
        ("\n".join(["day,amount", *["2024-12-02,1"] * (ROWS_MAX + 1)]).encode(), 422),
        (b"day,amount\n" + b"2024-12-02,1\n" * 490_000, 422),
    ],
    ids=["empty", "column", "rows", "bytes"],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(
    client: FlaskClient, content: bytes, status: int
) -> None:
    assert sent(client, content).status_code == status


def test_a_file_beyond_the_limit_is_refused_unread(client: FlaskClient) -> None:
    assert sent(client, b"x" * (FORM_BYTES_MAX + 1)).status_code == 413


def test_only_methodologies_of_records_have_batches(client: FlaskClient) -> None:
    assert client.get("/estimate/ccer-01-002/batch").status_code == 404
    assert client.get("/estimate/unknown/batch").status_code == 404


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_example_file_can_be_sent_back(client: FlaskClient, language: str) -> None:
    assert client.get(PAGE, headers={"Accept-Language": language}).status_code == 200
    example = client.get(f"{PAGE}/example.csv").data
    answer = sent(client, example)
    assert "0.5544" in answer.text
    assert "refused-records" not in answer.text


def run(*arguments: str) -> tuple[int, dict[str, object]]:
    done = CliRunner().invoke(command_line("estimate"), ["estimate", "batch", *arguments, "--json"])
    return done.exit_code, json.loads(done.stdout)


def test_the_command_line_answers_with_cells_files_and_exit_codes(tmp_path: Path) -> None:
    same = tmp_path / "same.json"
    same.write_text(json.dumps({**SAME, "period": "day"}))
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(GOOD)
    bad.write_text(BAD)
    output, people = tmp_path / "out.csv", tmp_path / "people.csv"
    code, found = run(
        BUS.id, str(good), "--inputs", str(same), "--output", str(output), "--people", str(people)
    )
    assert (code, found["accepted"], found["people"]) == (0, 2, 2)
    assert found["totals"]["emission_reductions_kg_co2e"] == "0.6534"  # type: ignore[index]
    assert len(output.read_text("utf-8-sig").splitlines()) == 3
    assert len(people.read_text("utf-8-sig").splitlines()) == 3
    code, found = run(BUS.id, str(bad), "--inputs", str(same))
    assert code == 1
    assert [error["cell"] for error in found["errors"]] == [cell for _, cell, _ in BAD_CELLS]  # type: ignore[attr-defined]
    assert run("ccer-01-002", str(good))[0] == 3
    same.write_text('{"period": "week"}')
    assert run(BUS.id, str(good), "--inputs", str(same))[0] == 2


API = "/api/v1/estimates/inclusion-wuhan-bus/batch"


def test_a_program_gets_the_totals_and_refused_cells_of_the_page(client: FlaskClient) -> None:
    answer = client.post(API, json={"csv": BAD, "same": SAME}, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    found = answer.get_json()
    assert (found["rows"], found["accepted"], found["refused"]) == (6, 2, 4)
    assert [(e["line"], e["cell"], e["column"]) for e in found["errors"]] == BAD_CELLS
    assert all(each["sentence"] and each["fix"] for each in found["errors"])
    assert found["totals"]["emission_reductions_kg_co2e"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"csv": GOOD, "same": {"period": "century"}}, 422),
        ({"csv": GOOD, "same": {"no_such_field": 1}}, 422),
        ({"csv": "", "same": {}}, 422),
        ({"csv": f"{HEAD}\n" + "r,u,p,2024-12-02,1,c\n" * (ROWS_MAX + 1), "same": SAME}, 422),
        ({"same": SAME}, 422),
    ],
)
def test_what_a_program_sends_is_refused_as_on_the_page(
    client: FlaskClient, body: dict[str, object], status: int
) -> None:
    answer = client.post(API, json=body)
    assert answer.status_code == status
    assert answer.get_json()["error"]["code"]
