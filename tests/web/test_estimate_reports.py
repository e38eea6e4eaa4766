"""Reports of estimates: the page, the PDF, the workbook, fresh and saved, and the command."""

import hashlib
import io
from datetime import date
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook  # type: ignore[import-untyped]
from pypdf import PdfReader

from methodologies import Result, find
from tests.web.spreadsheet import Calculated
from tests.web.test_report_workbooks import EXAMPLES, example, surveyed
from web.estimate_reports.documents import ReportOptions
from web.estimate_reports.files import ReportFiles
from web.estimate_reports.sections import SECTIONS
from web.estimates.links import packed
from web.proof.certificate_documents import font_characters

WIND = EXAMPLES["a1_1_offshore_wind"]["inputs"]
GAS = EXAMPLES["a5_1_mine_gas"]["inputs"]
DAY = date(2026, 11, 23)
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


@pytest.mark.parametrize(
    "asked",
    [
        {"lang": "xx"},
        {"title": "x" * 121},
        {"title": "%00"},
        {"section": "secrets"},
        {"chosen": "perhaps"},
    ],
)
@pytest.mark.parametrize("ending", ["", ".pdf", ".xlsx", ".png"])
def test_what_cannot_be_chosen_is_refused(
    client: FlaskClient, asked: dict[str, str], ending: str
) -> None:
    assert client.get(address("ccer-01-002", WIND, ending, **asked)).status_code == 422


@pytest.mark.parametrize("ending", ["", ".pdf", ".xlsx", ".png"])
def test_a_report_of_refused_or_damaged_inputs_is_not_made(
    client: FlaskClient, ending: str
) -> None:
    near = {**WIND, "distance_to_shore_km": "1", "water_depth_m": "1"}
    assert client.get(address("ccer-01-002", near, ending)).status_code == 422
    assert client.get(address("ccer-01-002", {}, ending)).status_code == 422
    assert client.get(f"/estimate/ccer-01-002/report{ending}?inputs=!").status_code == 404
    assert client.get(address("ccer-99-999", WIND, ending)).status_code == 404


def test_every_section_can_be_chosen_alone() -> None:
    for section in SECTIONS:
        assert files(example("a3_1_afforestation"), sections=(section,)).pdf.content
