"""The form of an estimate as a workbook: written, edited, read, rehearsed and kept."""

import base64
import io
import json
import re
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sqlmodel import select
from typer.testing import CliRunner

from methodologies import find, list_methodologies
from tests.web.accessibility import grave_findings
from tests.web.application import token
from tests.web.browser import DESKTOP, PHONE
from web.catalogue import EstimateDraft
from web.cli import command_line
from web.estimate_workbooks.changes import changed_names
from web.estimate_workbooks.reading import read_form_workbook
from web.estimate_workbooks.words import CHOICES, INPUTS
from web.estimate_workbooks.writing import write_form
from web.estimates.forms import estimate_form, typed_values
from web.estimates.links import packed
from web.refusals import LANGUAGES
from web.tables.downloads import MIME_TYPES

WIND = {
    "distance_to_shore_km": "45",
    "water_depth_m": "38",
    "grid": "south",
    "factor_year": "2019",
    "export_mwh": "1500000",
    "import_mwh": "3200",
}
PERIOD = {"period_start": "2023-03-01", "period_end": "2023-12-31"}
NUMBERED = {**WIND, "factor_year": 2019}
XLSX = MIME_TYPES["xlsx"]
API = "/api/v1/estimates/ccer-01-002"
PAGE = "/estimate/ccer-01-002/upload"
EXAMPLES = [(m, name) for m in list_methodologies() for name in m.examples]


def filled(methodology_id="ccer-01-002", inputs=WIND, language="en", edit=None):
    """Return the form of a methodology as a file, filled, then edited by hand."""
    methodology, target = find(methodology_id), io.BytesIO()
    write_form(target, methodology, estimate_form(methodology, language, inputs), language)
    return target.getvalue() if edit is None else edited(target.getvalue(), edit)


def edited(content, edit):
    """Return a workbook that was edited by hand."""
    book = load_workbook(io.BytesIO(content))
    edit(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def place(book, name, sheet=INPUTS):
    """Return the cell where the value of a field stands."""
    return next(row[2] for row in book[sheet].iter_rows() if row[0].value == name)


def put(**values):
    """Return an edit that types values into fields."""

    def edit(book):
        for name, value in values.items():
            place(book, name).value = value

    return edit


def refused(content, methodology_id="ccer-01-002"):
    """Return sheet, cell, field and code of what is refused."""
    found = read_form_workbook(content, "en", find(methodology_id))
    assert found.result is None
    return [(cell.sheet, cell.cell, cell.field, cell.told.code) for cell in found.refused]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("methodology", "name"), EXAMPLES, ids=lambda part: str(part)[:40])
def test_every_example_comes_back_from_its_workbook_to_the_last_digit(methodology, name, language):
    given = methodology.examples[name]
    content = filled(methodology.id, given, language)
    found = read_form_workbook(content, language)
    assert found.refused == ()
    expected = methodology.calculate(methodology.Inputs.model_validate(given))
    assert found.result.results == expected.results
    typed = typed_values(estimate_form(methodology, language, given))
    wanted = {key: shortest(text) for key, text in typed.items() if text != "false"}
    assert wanted == {key: shortest(text) for key, text in found.typed.items()}


def shortest(text):
    """Return a number without the zeros at its end, which no workbook keeps."""
    return text.rstrip("0").rstrip(".") if "." in text else text


@pytest.mark.parametrize("methodology", list_methodologies(), ids=lambda m: m.id)
def test_the_workbook_has_every_field_with_its_name_label_unit_and_choices(methodology):
    for language in LANGUAGES:
        book = load_workbook(io.BytesIO(filled(methodology.id, {}, language)))
        told = {row[0].value: row for row in book[INPUTS].iter_rows()}
        listed = {(row[0].value, row[1].value) for row in book[CHOICES].iter_rows(min_row=2)}
        for field in methodology.fields:
            for value, _ in field.choices:
                assert (field.name, value) in listed
            if field.kind == "rows":
                names = [cell.value for cell in book[field.name][2]]
                assert sorted(names) == sorted(column.name for column in field.columns)
                continue
            row = told[field.name]
            assert row[1].value.removesuffix(" *") == field.label[language]
            assert (row[3].value or "") == field.unit
            assert (row[5].value or "") == field.help[language]


def test_choices_and_bounds_are_offered_in_the_cells():
    book = load_workbook(io.BytesIO(filled(language="zh")))
    rules = {str(rule.sqref): rule for rule in book[INPUTS].data_validations.dataValidation}
    grid = rules[place(book, "grid").coordinate]
    assert grid.type == "list"
    offered = [cell.value for (cell,) in book[CHOICES][grid.formula1.partition("!")[2]]]
    assert offered == [label["zh"] for _, label in _field("grid").choices]
    metered = rules[place(book, "export_mwh").coordinate]
    bounds = (_field("export_mwh").minimum, _field("export_mwh").maximum)
    assert (metered.type, metered.formula1, metered.formula2) == ("decimal", *bounds)


def _field(name):
    return next(field for field in find("ccer-01-002").fields if field.name == name)


def test_a_text_like_a_formula_is_written_and_read_as_text():
    source = '=HYPERLINK("http://example.org")'
    methodology = find("ccer-14-001")
    example = next(iter(methodology.examples.values()))
    given = {**example, "replaced_factors": [{"symbol": "x", "value": "1", "source": source}]}
    content = filled("ccer-14-001", given)
    sheet = load_workbook(io.BytesIO(content))["replaced_factors"]
    (cell,) = [cell for cell in sheet[3] if cell.value == source]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    found = read_form_workbook(content, "en")
    assert [cell.told.code for cell in found.refused] == ["methodologies.replaced_not_used"]
    assert found.typed["replaced_factors.0.source"] == source


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ({"a": "1,500"}, {"a": "1500.0"}, set()),
        ({"a": "false"}, {}, set()),
        ({"a": "x"}, {}, {"a"}),
        ({}, {"a": "0"}, {"a"}),
        ({"a": "1"}, {"a": "2", "b.0.c": "x"}, {"a", "b.0.c"}),
    ],
)
def test_a_field_is_changed_when_it_says_something_else(before, after, changed):
    assert changed_names(before, after) == changed


def test_equal_forms_are_equal_files():
    assert filled() == filled()


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("export_mwh", "１，５００，０００", "1500000"),
        ("export_mwh", "1 500 000", "1500000"),
        ("export_mwh", 1500000.0, "1500000"),
        ("export_mwh", 0.1 + 0.2, "0.3"),
        ("import_mwh", "0.12345678901234567", "0.12345678901234567"),
        ("grid", "南方区域电网", "南方区域电网"),
        ("grid", " SOUTH ", "southern grid"),
        ("period_start", date(2023, 3, 1), "2023-03-01"),
        ("period_start", 44986, "2023-03-01"),
        ("period_start", "２０２３-03-01", "２０２３-03-01"),
        ("complies_with_law_and_policy", True, "yes"),
        ("complies_with_law_and_policy", "是", "yes"),
    ],
)
def test_cells_are_read_as_people_fill_them_in(name, value, read):
    def edit(book):
        place(book, "period_end").value = date(2023, 12, 31)
        place(book, "factor_year").value = None
        place(book, name).value = value
        place(book, name).number_format = "General" if isinstance(value, int) else "@"

    found = read_form_workbook(filled(inputs={**WIND, **PERIOD}, edit=edit), "en")
    (cell,) = [cell for cell in found.accepted if cell.field == name]
    known = {choice.value: choice.label for choice in found.form.named[name].choices}
    assert cell.read in (read, known.get("south") if name == "grid" else read)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("export_mwh", "=1+1", "workbook.formula"),
        ("export_mwh", '=HYPERLINK("http://example.org")', "workbook.formula"),
        ("export_mwh", "='[other.xlsx]Sheet1'!A1", "workbook.formula"),
        ("export_mwh", "#REF!", "workbook.fault"),
        ("export_mwh", "-5", "input.greater_than_equal"),
        ("export_mwh", "1e400", "input.above_bound_of_unit"),
        ("export_mwh", "nan", "input.finite_number"),
        ("export_mwh", "@SUM(A1)", "input.decimal_parsing"),
        ("export_mwh", True, "input.decimal_parsing"),
        ("export_mwh", date(2026, 3, 4), "workbook.day"),
        ("export_mwh", None, "input.missing"),
        ("grid", "<script>alert(1)</script>", "workbook.not_offered"),
        ("factor_year", 2019.5, "input.int_parsing"),
        ("period_start", "1.3.2019", "input.date_parsing"),
        ("period_start", 2019, "input.greater_than_equal"),
        ("complies_with_law_and_policy", "perhaps", "workbook.not_offered"),
    ],
)
def test_a_bad_cell_is_named_with_its_reason_and_the_others_are_accepted(name, value, code):
    content = filled(edit=put(**{name: value}))
    found = read_form_workbook(content, "en", find("ccer-01-002"))
    cell = place(load_workbook(io.BytesIO(content)), name).coordinate
    assert refused(content) == [(INPUTS, cell, name, code)]
    others = {cell.field for cell in found.accepted}
    assert others == set(WIND) - {name}
    assert all(each.told.sentence and each.told.fix for each in found.refused)


def test_a_percentage_is_read_in_percent_and_refused_elsewhere():
    def edit(book):
        place(book, "sampling_error_pct").value = 0.05
        place(book, "sampling_error_pct").number_format = "0.0%"

    example = next(iter(find("ccer-14-001").examples.values()))
    found = read_form_workbook(filled("ccer-14-001", example, edit=edit), "en")
    assert {cell.field: cell.read for cell in found.accepted}["sampling_error_pct"] == "5"

    def wrong(book):
        place(book, "export_mwh").number_format = "0%"

    ((_, _, name, code),) = refused(filled(edit=wrong))
    assert (name, code) == ("export_mwh", "workbook.percent")


def test_merged_cells_are_refused_where_values_stand():
    def edit(book):
        first = place(book, "export_mwh")
        book[INPUTS].merge_cells(
            start_row=first.row, end_row=first.row + 1, start_column=3, end_column=3
        )

    codes = {code for *_, code in refused(filled(edit=edit))}
    assert codes == {"workbook.merged"}


def test_a_workbook_of_days_since_1904_is_read_by_its_own_calendar():
    def edit(book):
        book.epoch = CALENDAR_MAC_1904
        place(book, "factor_year").value = None
        for name, days in (("period_start", 44986 - 1462), ("period_end", 45291 - 1462)):
            place(book, name).value = days
            place(book, name).number_format = "General"

    found = read_form_workbook(filled(edit=edit), "en")
    assert {cell.field: cell.read for cell in found.accepted}["period_start"] == "2023-03-01"


def table(edit):
    """Return the form of forest plots, whose rows of plots were edited."""
    example = next(iter(find("forest-plots").examples.values()))
    return filled("forest-plots", example, edit=lambda book: edit(book["plots"]))


def test_rows_may_move_and_stand_apart():
    def edit(sheet):
        sheet.insert_rows(4, 3)
        sheet.insert_cols(1)

    found = read_form_workbook(table(edit), "en")
    assert found.refused == ()
    expected = find("forest-plots").examples
    assert found.result.to_dict()["inputs"] == _plain(next(iter(expected.values())))


def _plain(example):
    methodology = find("forest-plots")
    return methodology.calculate(methodology.Inputs.model_validate(example)).to_dict()["inputs"]


def _column(sheet, name):
    return next(cell for cell in sheet[2] if cell.value == name)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (
            lambda sheet: setattr(_column(sheet, "stock_t_ha"), "value", "stock"),
            "workbook.name_unknown",
        ),
        (
            lambda sheet: setattr(_column(sheet, "stratum"), "value", "stock_t_ha"),
            "workbook.name_twice",
        ),
        (
            lambda sheet: sheet.delete_cols(_column(sheet, "stock_t_ha").column),
            "workbook.column_absent",
        ),
        (lambda sheet: sheet.delete_rows(1, 2), "workbook.column_absent"),
        (lambda sheet: [sheet.append([1, 5]) for _ in range(2_500)], "workbook.table_too_long"),
        (lambda sheet: sheet.append([1, "x"]), "input.decimal_parsing"),
        (lambda sheet: sheet.append(["=1", "=1"]), "workbook.formula"),
        (lambda sheet: sheet.append([2.5, 1]), "input.int_parsing"),
    ],
)
def test_damaged_tables_are_refused_by_sheet(edit, code):
    found = refused(table(edit), "forest-plots")
    assert {sheet for sheet, *_ in found} == {"plots"}
    assert code in {each[-1] for each in found}


def test_a_renamed_sheet_is_refused_and_a_sheet_of_notes_only_named():
    def rename(book):
        book["months"].title = "my months"
        book["my months"].append([2019, 1, 5, 5])

    def note(book):
        book.create_sheet("notes").append(["=1+1"])

    assert refused(filled(edit=rename)) == [("my months", "", "", "workbook.sheet_unknown")]
    found = read_form_workbook(filled(edit=note), "en")
    assert (found.refused, found.ignored_sheets) == ((), ("notes",))


def test_a_field_of_unknown_name_and_one_that_stands_twice_are_refused():
    def edit(book):
        book[INPUTS].append(["exports_mwh", "", 5])
        book[INPUTS].append(["export_mwh", "", 7])

    codes = [code for *_, code in refused(filled(edit=edit))]
    assert codes == ["workbook.name_unknown", "workbook.name_twice"]


def test_a_rule_of_the_methodology_names_the_cell_it_refuses():
    found = read_form_workbook(filled(edit=put(distance_to_shore_km=20, water_depth_m=10)), "en")
    assert found.result is None
    assert found.by_rule
    assert "CCER-01-002-V01" in found.refused[0].told.source


def patched(content, name, old, new):
    """Return a workbook with bytes of one of its parts replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as changed:
        for part in source.namelist():
            read = source.read(part)
            if part.endswith(name):
                assert old in read
                read = read.replace(old, new)
            changed.writestr(part, read, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def laughs(depth=6):
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 50 if n else "ha"}">' for n in range(depth)
    )
    return f"<!DOCTYPE worksheet [{entities}]>".encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "registry.file_unreadable"),
        (b"PK\x03\x04 not a workbook", "registry.file_unreadable"),
        (b"name,value\nexport_mwh,5\n", "registry.file_unreadable"),
        (
            patched(filled(), "sheet1.xml", b"<v>1500000</v>", b"<v>&l5;</v>"),
            "registry.file_unreadable",
        ),
        (
            patched(
                patched(filled(), "sheet1.xml", b"<v>1500000</v>", b"<v>&l5;</v>"),
                "sheet1.xml",
                b"<worksheet ",
                laughs() + b"<worksheet ",
            ),
            "registry.file_unreadable",
        ),
        (
            patched(filled(), "sheet1.xml", b"</sheetData>", b" " * 25_000_000 + b"</sheetData>"),
            "registry.archive_suspicious",
        ),
        (
            patched(filled(), "sheet1.xml", b'<row r="9"', b'<row r="99999999999"'),
            "registry.too_many_rows",
        ),
    ],
    ids=["empty", "no archive", "csv", "unknown entity", "entities", "bomb", "distant row"],
)
def test_hostile_files_are_refused_whole(client, content, code):
    answer = upload(client, content)
    assert answer.status_code in (400, 413, 422)
    assert code in answer.text


def test_a_number_beyond_any_bound_in_the_file_itself_is_refused():
    content = patched(filled(), "sheet1.xml", b"<v>1500000</v>", b"<v>1e400</v>")
    assert [code for *_, code in refused(content)] == ["input.finite_number"]


def test_ten_thousand_rows_are_too_many(client):
    answer = upload(
        client, table(lambda s: [s.append([1, 5]) for _ in range(10_000)]), "forest-plots"
    )
    assert answer.status_code == 422
    assert "registry.too_many_rows" in answer.text


def upload(client, content, methodology_id="ccer-01-002", query="", **fields):
    path = f"/estimate/{methodology_id}/upload{query}"
    return client.post(
        path,
        data={
            "csrf_token": token(client, path),
            "file": (io.BytesIO(content), "wind.xlsx"),
            **fields,
        },
        content_type="multipart/form-data",
        headers={"Accept-Language": "en"},
    )


def drafts(installed):
    with installed.catalogue.reading() as session:
        return session.exec(select(EstimateDraft)).all()


def test_the_form_is_downloaded_blank_filled_and_from_a_draft(client):
    for query in ("", f"?inputs={packed(WIND)}"):
        answer = client.get(f"/estimate/ccer-01-002/form.xlsx{query}")
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        book = load_workbook(io.BytesIO(answer.data))
        assert place(book, "export_mwh").value == (1500000 if query else None)
    assert client.get("/estimate/ccer-99-999/form.xlsx").status_code == 404
    assert client.get("/estimate/ccer-01-002/form.xlsx?inputs=x").status_code == 404
    assert client.get("/estimate/ccer-01-002/form.xlsx?draft=x").status_code == 404


def test_two_of_three_edited_cells_are_accepted_and_nothing_is_stored(client, installed):
    edit = put(export_mwh="1,600,000", import_mwh=100, water_depth_m="38 m")
    answer = upload(client, filled(edit=edit))
    assert answer.status_code == 422
    assert "1600000" in answer.text
    assert re.search(r'class="cell">C\d+</td>', answer.text)
    assert "38 m" in answer.text
    assert "This is not a number." in answer.text
    assert drafts(installed) == []
    assert upload(client, filled(edit=edit), then="draft").status_code == 422
    assert drafts(installed) == []


def resend(client, answer, **changed):
    names = "content|file_name|draft|revision|page"
    sent = dict(re.findall(rf'name="({names})" value="([^"]*)"', answer.text))
    path = re.search(r'action="(/estimate/[^"]*/upload[^"]*)" class="alert', answer.text)[1]
    data = {"csrf_token": token(client, PAGE), **sent, **changed}
    return client.post(path, data=data, headers={"Accept-Language": "en"})


def test_a_good_workbook_leads_to_the_result_or_to_one_draft(client, installed):
    answer = upload(client, filled(edit=put(export_mwh="１，５００，０００")))
    assert answer.status_code == 200
    assert drafts(installed) == []
    shown = re.search(r'href="(/estimate/ccer-01-002/result[^"]+)"', answer.text)
    assert "761,646.68" in client.get(shown[1]).text
    kept = resend(client, answer, then="draft")
    assert kept.status_code == 303
    assert resend(client, answer, then="draft").location == kept.location
    (draft,) = drafts(installed)
    assert draft.title == "wind"
    assert draft.typed["grid"] == "south"
    assert 'value="45"' in client.get(kept.location).text
    filled_again = client.get(f"/estimate/ccer-01-002/form.xlsx?draft={draft.id}")
    assert read_form_workbook(filled_again.data, "en").refused == ()


def test_a_workbook_made_from_a_draft_shows_what_was_changed_and_goes_back_into_it(
    client, installed
):
    resend(client, upload(client, filled()), then="draft")
    (draft,) = drafts(installed)
    query = f"?draft={draft.id}"
    made = client.get(f"/estimate/ccer-01-002/form.xlsx{query}").data
    edit = put(export_mwh="1,600,000", import_mwh=100, water_depth_m="38 m")
    answer = upload(client, edited(made, edit), query=query)
    assert answer.status_code == 422
    counts = re.findall(r'card-title" id="\w+">([^<]+) <span class="source">(\d+)', answer.text)
    assert counts == [("Refused", "1"), ("Changed and accepted", "2")]
    good = upload(client, edited(made, put(export_mwh=1_600_000, import_mwh=None)), query=query)
    assert good.status_code == 422  # imports of electricity are asked
    good = upload(client, edited(made, put(export_mwh=1_600_000)), query=query)
    again = upload(client, edited(made, put(export_mwh=1_700_000)), query=query)
    assert resend(client, good, then="draft").status_code == 303
    assert drafts(installed)[0].typed["export_mwh"] == "1600000"
    assert resend(client, again, then="draft").status_code == 409
    assert [kept.typed["export_mwh"] for kept in drafts(installed)] == ["1600000"]


def test_a_workbook_made_from_inputs_shows_what_was_changed_and_emptied(client):
    query = f"?inputs={packed({**WIND, **PERIOD, 'factor_year': '2023'})}"
    edit = put(period_start=None, period_end=None, water_depth_m=39)
    made = client.get(f"/estimate/ccer-01-002/form.xlsx{query}").data
    answer = upload(client, edited(made, edit), query=query)
    assert answer.status_code == 200
    assert 'id="accepted">Changed and accepted <span class="source">1<' in answer.text
    assert "Emptied: " in answer.text
    assert "Unchanged: 5" in answer.text


def test_a_draft_of_somebody_else_is_neither_overwritten_nor_downloaded(client, app, installed):
    answer = upload(client, filled())
    resend(client, answer, then="draft")
    (draft,) = drafts(installed)
    other = app.test_client()
    assert resend(other, answer, then="draft", draft=draft.id).status_code == 404
    for page in ("form.xlsx", "upload"):
        assert other.get(f"/estimate/ccer-01-002/{page}?draft={draft.id}").status_code == 404
    assert client.get(f"/estimate/ccer-01-001/upload?draft={draft.id}").status_code == 404
    assert len(drafts(installed)) == 1


@pytest.mark.parametrize(
    "changed", [{"draft": "x"}, {"revision": "-1"}, {"revision": "9" * 20}, {"page": ""}]
)
def test_a_page_that_names_no_draft_keeps_nothing(client, changed, installed):
    answer = upload(client, filled())
    assert resend(client, answer, then="draft", **changed).status_code == 422
    assert drafts(installed) == []


@pytest.mark.parametrize("content", ["", "!", "Zm9v"])
def test_what_comes_back_changed_is_refused(client, content, installed):
    data = {"csrf_token": token(client, PAGE), "content": content, "then": "draft"}
    assert client.post(PAGE, data=data).status_code == 422
    assert drafts(installed) == []


def test_the_form_of_another_methodology_and_a_strange_workbook_are_refused(client):
    other = filled("inclusion-wuhan-bus", {})
    assert "workbook.other_methodology" in upload(client, other).text
    strange, target = Workbook(), io.BytesIO()
    strange.active.append(["hello"])
    strange.save(target)
    assert "workbook.not_a_form" in upload(client, target.getvalue()).text


def test_endless_names_are_shortened(client):
    def edit(book):
        place(book, "methodology").value = "x" * 30_000

    def more(book):
        book[INPUTS].append(["y" * 30_000, "", "z" * 30_000])

    for answer in (upload(client, filled(edit=edit)), upload(client, filled(edit=more))):
        assert answer.status_code == 422
        assert re.search(r"x{500}|y{500}|z{500}", answer.text) is None


def test_names_in_a_file_are_shown_as_text(client):
    def edit(book):
        book.create_sheet("<b>x").append([1])

    answer = upload(client, filled(edit=edit))
    assert "&lt;b&gt;x" in answer.text


def test_the_api_gives_the_form_and_rehearses_it(client, installed):
    english = {"Accept-Language": "en"}
    form = client.post(f"{API}/form", json={"inputs": WIND}, headers=english).json
    assert base64.b64decode(form["content_base64"]) == filled()
    path = f"{API}/workbook"
    good = client.post(path, json={"content": form["content_base64"]}).json
    assert (good["refused"], good["inputs"]["export_mwh"]) == ([], "1500000")
    assert good["result"] == client.post(API, json=NUMBERED).json
    bad = base64.b64encode(filled(edit=put(export_mwh="=1"))).decode()
    told = client.post(path, json={"content": bad}).json
    assert [cell["code"] for cell in told["refused"]] == ["workbook.formula"]
    assert (told["inputs"], told["result"]) == (None, None)
    assert drafts(installed) == []


@pytest.mark.parametrize("content", ["", "!", "Zm9v"])
def test_the_api_refuses_what_is_no_workbook(client, content):
    path = f"{API}/workbook"
    assert client.post(path, json={"content": content}).status_code == 422
    assert client.post(path, json={"content": "A" * 900_000}).status_code == 422
    wrong = client.post(f"{API}/form", json={"inputs": {"months": 1}})
    assert wrong.status_code == 422


@pytest.mark.browser
def test_an_edited_workbook_is_rehearsed_and_goes_into_the_draft_it_came_from(visit):
    for language, viewport in (("zh", DESKTOP), ("en", PHONE)):
        page = visit(language, viewport=viewport).open(PAGE)
        send_workbook(page, filled(language=language))
        page.locator("button[name=then]").click()
        page.wait_for_url("**/new?draft=*")
        page.locator("a[href*='/upload?draft=']").click()
        with page.expect_download() as saved:
            page.locator("a[href*='form.xlsx']").click()
        made = saved.value.path().read_bytes()
        send_workbook(page, edited(made, put(export_mwh="1,600,000", water_depth_m="38 m")))
        assert page.locator("#refused .source").inner_text() == "1"
        assert page.locator("#accepted .source").inner_text() == "1"
        assert grave_findings(page) == []
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide)
        send_workbook(page, edited(made, put(export_mwh="1,600,000")))
        assert grave_findings(page) == []
        page.locator("button[name=then]").click()
        page.wait_for_url("**/new?draft=*")
        assert page.locator("#field-export_mwh").input_value() == "1,600,000"


def send_workbook(page, content):
    """Choose a file on the page and rehearse it."""
    page.locator("#file").set_input_files({"name": "w.xlsx", "mimeType": XLSX, "buffer": content})
    page.locator("form[enctype] button").click()
    page.wait_for_load_state()


def run(*arguments):
    return CliRunner().invoke(command_line("estimate"), ["estimate", *arguments])


def test_the_command_line_writes_the_form_and_runs_it(tmp_path):
    inputs, book = tmp_path / "in.json", tmp_path / "in.xlsx"
    inputs.write_text(json.dumps(WIND))
    made = run("form", "ccer-01-002", "--inputs", str(inputs), "-o", str(book), "--json")
    assert made.exit_code == 0
    assert json.loads(made.stdout)["bytes"] == book.stat().st_size
    by_json = run("run", "ccer-01-002", "--inputs", str(inputs), "--json")
    assert run("run", str(book), "--json").stdout == by_json.stdout
    assert run("run", "ccer-01-002", "--inputs", str(book), "--json").stdout == by_json.stdout
    printed = run("form", "ccer-01-002", "--inputs", str(inputs))
    assert printed.stdout_bytes == book.read_bytes()


def test_the_command_line_names_each_bad_cell(tmp_path):
    book = tmp_path / "in.xlsx"
    book.write_bytes(filled(edit=put(export_mwh="=1+1")))
    answer = run("run", str(book), "--json")
    assert answer.exit_code == 2
    told = json.loads(answer.stdout)
    assert told["error"]["code"] == "workbook.refused"
    assert [(cell["sheet"], cell["field"], cell["code"]) for cell in told["cells"]] == [
        (INPUTS, "export_mwh", "workbook.formula")
    ]
    assert "export_mwh" in answer.stderr
    book.write_bytes(filled(edit=put(distance_to_shore_km=20, water_depth_m=10)))
    assert run("run", str(book), "--json").exit_code == 3


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (("form", "ccer-99-999"), 2),
        (("form", "ccer-01-002", "--json"), 2),
        (("form", "ccer-01-002", "--inputs", "absent.json"), 2),
        (("form", "ccer-01-002", "-o", "/absent/in.xlsx"), 2),
        (("run", "absent.xlsx"), 2),
        (("run", "ccer-01-002"), 2),
    ],
)
def test_wrong_calls_say_so(arguments, exit_code):
    assert run(*arguments).exit_code == exit_code
