"""Reports of estimates: the page, the PDF, the workbook, fresh and saved, and the command."""

import hashlib
import io
import json
from base64 import b64decode
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook  # type: ignore[import-untyped]
from pypdf import PdfReader
from typer.testing import CliRunner

from methodologies import Result, estimate, find, library
from tests.web.demo_site import AsPerson
from tests.web.project_life import saved
from tests.web.spreadsheet import Calculated
from tests.web.test_report_workbooks import EXAMPLES, example, surveyed
from web.cli.estimate import app as command
from web.estimate_reports.documents import ReportOptions
from web.estimate_reports.files import ReportFiles
from web.estimate_reports.sections import SECTIONS
from web.estimates.links import packed
from web.proof.certificate_documents import font_characters

WIND = EXAMPLES["a1_1_offshore_wind"]["inputs"]
GAS = EXAMPLES["a5_1_mine_gas"]["inputs"]
DAY = date(2026, 11, 23)
ENDINGS = ("", ".pdf", ".xlsx", ".png")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def files(result: Result, language: Any = "en", **chosen: Any) -> ReportFiles:
    methodology = find(result.methodology_id, result.version)
    return ReportFiles(methodology, result, ReportOptions(language=language, day=DAY, **chosen))


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\u200b", "")


def address(methodology: str, inputs: Any, ending: str = "", **asked: str) -> str:
    more = "".join(f"&{name}={value}" for name, value in asked.items())
    return f"/estimate/{methodology}/report{ending}?inputs={packed(inputs)}{more}"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_report_of_every_example_is_pdf_a_with_its_workbook_attached(
    name: str, language: str
) -> None:
    made = files(example(name), language)
    with pikepdf.open(io.BytesIO(made.pdf.content)) as opened:
        assert opened.open_metadata().pdfa_status == "3B"
        attached = opened.attachments["workbook.xlsx"].get_file().read_bytes()
        assert opened.check_pdf_syntax() == []
    assert attached == made.workbook.content
    assert hashlib.sha256(attached).hexdigest() in text_of(made.pdf.content).replace("\n", "")


def test_the_same_result_gives_the_same_bytes() -> None:
    one, other = files(example("a5_1_mine_gas")), files(example("a5_1_mine_gas"))
    assert one.pdf.content == other.pdf.content
    assert one.pdf.sha256 != files(example("a5_1_mine_gas"), "zh").pdf.sha256


def test_the_report_of_a_reconstructed_methodology_says_so_on_top() -> None:
    said = text_of(files(example("a5_1_mine_gas")).pdf.content).replace("\n", " ")
    assert "Reconstructed: the official equations were not available" in said
    assert "explicit override" in said
    assert "Assumed coefficients" in said
    assert "360,359.72616" in said


def test_only_chosen_sections_are_printed() -> None:
    everything = text_of(files(example("a1_1_offshore_wind")).pdf.content)
    little = text_of(files(example("a1_1_offshore_wind"), sections=()).pdf.content)
    titles = ("Inputs", "Equations", "Factors used", "Notes of the calculation")
    assert all(title in everything for title in titles)
    assert not any(title in little for title in titles)
    assert "761,646" in little


def test_a_survey_of_two_thousand_plots_is_printed_short_with_all_in_the_workbook() -> None:
    made = files(surveyed(2_000))
    assert "2,000 rows, see the workbook" in text_of(made.pdf.content)
    assert len(PdfReader(io.BytesIO(made.pdf.content)).pages) < 10


def test_a_hostile_title_is_printed_as_typed_and_rare_characters_by_number() -> None:
    title = '#panic("x") *bold* $x$ <script> = + \U0001f600'
    said = text_of(files(example("a1_1_offshore_wind"), title=title).pdf.content)
    assert '#panic("x") *bold* $x$ <script> = + 〔U+1F600〕' in said.replace("\n", " ")
    assert "U+" in said.rsplit("Characters written as", 1)[1]
    assert 0x1F600 not in font_characters()


def test_the_page_names_the_digests_of_the_files_it_offers(client: FlaskClient) -> None:
    page = client.get(address("ccer-10-001", GAS))
    assert page.status_code == 200
    for ending, kind in ((".pdf", "application/pdf"), (".xlsx", SHEET)):
        file = client.get(address("ccer-10-001", GAS, ending))
        assert file.mimetype == kind
        assert hashlib.sha256(file.data).hexdigest() in page.text
        assert file.headers["Content-Disposition"].startswith("attachment; filename=")


def test_the_first_page_is_shown(client: FlaskClient) -> None:
    image = client.get(address("ccer-01-002", WIND, ".png"))
    assert image.mimetype == "image/png"
    assert image.data.startswith(b"\x89PNG")


def test_language_title_and_sections_are_taken_from_the_address(client: FlaskClient) -> None:
    asked = {"lang": "zh", "title": "Plan B", "chosen": "true", "section": "factors"}
    page = client.get(address("ccer-01-002", WIND, **asked)).text
    assert 'value="Plan B"' in page
    assert page.count("checked") == 2
    said = text_of(client.get(address("ccer-01-002", WIND, ".pdf", **asked)).data)
    assert "Plan B" in said
    assert "采用的因子" in said
    assert "每" not in said
    assert "代入" not in said


def test_the_downloaded_workbook_calculates(client: FlaskClient) -> None:
    file = client.get(address("ccer-01-002", WIND, ".xlsx", lang="en")).data
    values = Calculated(file)
    assert values["Results", "B12"] == 761_646
    assert load_workbook(io.BytesIO(file))["Inputs"]["A2"].value == "Distance to shore"


UNFIT = (
    {"lang": "xx"},
    {"title": "x" * 121},
    {"section": "secrets"},
    {"chosen": "perhaps"},
)


def test_what_cannot_be_chosen_is_refused(client: FlaskClient) -> None:
    for ending in ENDINGS:
        for asked in UNFIT:
            assert client.get(address("ccer-01-002", WIND, ending, **asked)).status_code == 422


def test_a_report_of_refused_or_damaged_inputs_is_not_made(client: FlaskClient) -> None:
    near = {**WIND, "distance_to_shore_km": "1", "water_depth_m": "1"}
    for ending in ENDINGS:
        assert client.get(address("ccer-01-002", near, ending)).status_code == 422
        assert client.get(address("ccer-01-002", {}, ending)).status_code == 422
        assert client.get(f"/estimate/ccer-01-002/report{ending}?inputs=!").status_code == 404
        assert client.get(address("ccer-99-999", WIND, ending)).status_code == 404


def test_every_section_can_be_chosen_alone() -> None:
    for section in SECTIONS:
        assert files(example("a3_1_afforestation"), sections=(section,)).pdf.content


def test_the_api_gives_both_files_as_the_page_does(client: FlaskClient) -> None:
    body = {"inputs": WIND, "lang": "en", "title": "Plan B", "sections": ["factors"]}
    answer = client.post("/api/v1/estimates/ccer-01-002/report", json=body)
    assert answer.status_code == 200, answer.json
    chosen = {"lang": "en", "title": "Plan B", "chosen": "true", "section": "factors"}
    for form, ending in (("pdf", ".pdf"), ("xlsx", ".xlsx")):
        file = client.get(address("ccer-01-002", WIND, ending, **chosen)).data
        assert b64decode(answer.json[form]["content_base64"]) == file
        assert answer.json[form]["sha256"] == hashlib.sha256(file).hexdigest()


@pytest.mark.parametrize(
    "changes",
    [
        {"inputs": {}},
        {"inputs": {**WIND, "export_mwh": "1e400"}},
        {"lang": "xx"},
        {"title": "x" * 121},
        {"title": "a\x01b"},
        {"sections": ["secrets"]},
        {"sections": ["inputs"] * 6},
        {"more": 1},
    ],
)
def test_the_api_refuses_what_is_not_asked(client: FlaskClient, changes: dict[str, Any]) -> None:
    body = {"inputs": WIND, **changes}
    answer = client.post("/api/v1/estimates/ccer-01-002/report", json=body)
    assert answer.status_code in {400, 422}
    assert answer.json["error"]["code"]


def test_a_saved_estimate_is_reported_with_its_number_and_its_own_factors(
    as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    developer = as_person("developer")
    number = saved(developer, "Plan <A>")
    page = developer.see(f"/estimate/saved/{number}/report")
    assert page.status_code == 200
    assert "Plan &lt;A&gt;" in page.text
    before = developer.see(f"/estimate/saved/{number}/report.pdf").data
    tables = library()
    margins = tables["grid_margins"]
    doubled = tuple(replace(factor, value=factor.value * 2) for factor in margins.factors)
    others = {**tables, "grid_margins": replace(margins, factors=doubled)}
    monkeypatch.setattr("web.pages.estimate_reports.current_library", lambda: others)
    after = developer.see(f"/estimate/saved/{number}/report.pdf").data
    assert after == before
    assert hashlib.sha256(after).hexdigest() in page.text
    said = text_of(after)
    assert number in said
    assert "Plan <A>" in said


def test_only_who_saved_an_estimate_gets_its_report(as_person: AsPerson) -> None:
    number = saved(as_person("developer"), "Private")
    for ending in ENDINGS:
        path = f"/estimate/saved/{number}/report{ending}"
        assert as_person("trader1").see(path).status_code == 403
        visitor = as_person().see(path)
        assert visitor.status_code == 303  # on to the sign-in page
        assert (
            as_person("developer").see(f"/estimate/saved/ES-0000/report{ending}").status_code == 404
        )


def tanlab(*arguments: str, given: str | None = None) -> Any:
    return CliRunner().invoke(command, ["report", *arguments], input=given)


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    path = tmp_path / "out.json"
    path.write_text(json.dumps(estimate("ccer-01-002", WIND).to_dict()), encoding="utf-8")
    return path


def test_the_command_writes_both_files_and_names_their_digests(
    answer: Path, tmp_path: Path
) -> None:
    pdf, xlsx = tmp_path / "o.pdf", tmp_path / "o.xlsx"
    outcome = tanlab(str(answer), "--pdf", str(pdf), "--xlsx", str(xlsx), "--json", "--lang", "en")
    assert outcome.exit_code == 0, outcome.stderr
    named = {file["file"]: file["sha256"] for file in json.loads(outcome.stdout)["files"]}
    assert named == {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in (pdf, xlsx)
    }
    assert Calculated(xlsx.read_bytes())["Results", "B12"] == 761_646


def test_the_command_gives_the_same_bytes_on_the_same_day(answer: Path, tmp_path: Path) -> None:
    made = []
    for name in ("a.pdf", "b.pdf"):
        given = ("--pdf", str(tmp_path / name), "--date", "2026-11-23", "--lang", "en")
        outcome = tanlab("-", *given, given=answer.read_text(encoding="utf-8"))
        assert outcome.exit_code == 0, outcome.stderr
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1] == files(estimate("ccer-01-002", WIND)).pdf.content


def test_the_command_refuses_a_changed_answer_and_writes_nothing(
    answer: Path, tmp_path: Path
) -> None:
    text = answer.read_text(encoding="utf-8").replace('761646.68"}', '861646.68"}')
    pdf = tmp_path / "o.pdf"
    outcome = tanlab("-", "--pdf", str(pdf), "--json", given=text)
    assert outcome.exit_code == 3
    assert json.loads(outcome.stdout)["error"]["code"] == "methodologies.figures_differ"
    assert not pdf.exists()


@pytest.mark.parametrize(
    "arguments",
    [(), ("--pdf", "o.pdf", "--section", "nope"), ("--pdf", "o.pdf", "--title", "x" * 121)],
)
def test_the_command_says_how_it_is_used(answer: Path, arguments: tuple[str, ...]) -> None:
    outcome = tanlab(str(answer), *arguments)
    assert outcome.exit_code == 2
    assert not Path("o.pdf").exists()


@pytest.mark.parametrize("given", ["{}", "[]", "{", '{"methodology": {"id": "x", "version": 1}}'])
def test_the_command_refuses_what_is_no_answer(given: str, tmp_path: Path) -> None:
    assert tanlab("-", "--pdf", str(tmp_path / "o.pdf"), given=given).exit_code == 2


def test_one_file_that_cannot_be_written_leaves_none(answer: Path, tmp_path: Path) -> None:
    pdf, nowhere = tmp_path / "o.pdf", tmp_path / "absent" / "o.xlsx"
    outcome = tanlab(str(answer), "--pdf", str(pdf), "--xlsx", str(nowhere))
    assert outcome.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == [answer.name]
