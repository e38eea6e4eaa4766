"""The workbook of a result calculates to the audited figures, in Python and in LibreOffice."""

import io
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from ruamel.yaml import YAML

from methodologies import Result, estimate, find, list_methodologies
from tests.web.spreadsheet import Calculated, calculated_by_libreoffice, changed
from web.estimate_reports.workbook import result_workbook

FOLDER = Path(__file__).parents[1] / "methodologies" / "golden"
EXAMPLES: Mapping[str, Any] = {
    path.stem: YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.yaml"))
}
RELATIVE = 1e-12
COUNTS = {"n_1", "n_2"}
"""Numbers of plots, which are counted and not typed."""


def example(name: str) -> Result:
    return estimate(EXAMPLES[name]["methodology"], EXAMPLES[name]["inputs"])


def workbook(result: Result, language: Any = "en") -> bytes:
    return result_workbook(find(result.methodology_id, result.version), result, language)


def issued(result: Result) -> tuple[Mapping[str, Decimal], int | None]:
    return result.results, result.issuable_units


def check(values: Any, result: Result) -> None:
    """Compare calculated values with a result: each step, each output, the units."""
    for row, step in enumerate(result.steps, 2):
        assert float(values["Equations", f"E{row}"]) == pytest.approx(
            float(step.value), rel=RELATIVE, abs=RELATIVE
        )
    for row, value in enumerate(result.results.values(), 8):
        assert float(values["Results", f"B{row}"]) == pytest.approx(
            float(value), rel=RELATIVE, abs=RELATIVE
        )
    if result.issuable_units is not None:
        assert values["Results", f"B{8 + len(result.results)}"] == result.issuable_units


def test_there_is_an_example_of_every_methodology() -> None:
    assert {golden["methodology"] for golden in EXAMPLES.values()} == {
        known.id for known in list_methodologies()
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_formulas_calculate_every_figure_again(name: str) -> None:
    result = example(name)
    values = Calculated(workbook(result))
    check(values, result)
    assert {values["Equations", f"J{row}"] for row in range(2, 2 + len(result.steps))} == {"yes"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_typed_number_is_taken_from_the_sheet_of_inputs(name: str) -> None:
    result = example(name)
    sheet = load_workbook(io.BytesIO(workbook(result)))["Numbers"]
    for row, operand in enumerate(result.operands, 2):
        linked = str(sheet[f"B{row}"].value).startswith("='Inputs'!")
        assert linked == (operand.factor is None and operand.symbol not in COUNTS)


def test_only_numbers_that_formulas_refer_to_are_marked_as_changeable() -> None:
    sheet = load_workbook(io.BytesIO(workbook(example("a1_1_offshore_wind"))))["Inputs"]
    colours = {
        str(row[3].value): row[1].fill.fgColor.rgb for row in sheet.iter_rows() if row[3].value
    }
    marked = {name for name, colour in colours.items() if colour == "FFFFF6CC"}
    assert marked == {"export_mwh", "import_mwh"}


@pytest.mark.libreoffice
def test_libreoffice_comes_to_the_same_figures_and_follows_a_changed_input(tmp_path: Path) -> None:
    results = {name: example(name) for name in EXAMPLES}
    made = {name: changed(workbook(result), {}) for name, result in results.items()}
    first = wind_with("1500000")
    made["edited"] = changed(workbook(first), {place_of(first, "export_mwh"): 1_600_000.5})
    results["edited"] = wind_with("1600000.5")
    for name, book in calculated_by_libreoffice(tmp_path, made).items():
        check(Read(book), results[name])


class Read:
    """The values of a workbook that were calculated elsewhere."""

    def __init__(self, book: Any) -> None:
        self._book = book

    def __getitem__(self, key: tuple[str, str]) -> Any:
        return self._book[key[0]][key[1]].value


def wind_with(export_mwh: str) -> Result:
    golden = EXAMPLES["a1_1_offshore_wind"]
    return estimate(golden["methodology"], {**golden["inputs"], "export_mwh": export_mwh})


def test_a_changed_input_changes_the_result_as_the_methodology_would() -> None:
    first = wind_with("1500000")
    values = Calculated(workbook(first), {place_of(first, "export_mwh"): 1_600_000.5})
    again = wind_with("1600000.5")
    assert issued(again) != issued(first)
    check(values, again)
    assert values["Results", f"B{9 + len(again.results) + 1}"] == sum(
        ours.value != theirs.value for ours, theirs in zip(first.steps, again.steps, strict=True)
    )


def place_of(result: Result, name: str) -> tuple[str, str]:
    """Find the cell of a field by its name beside it."""
    sheet = load_workbook(io.BytesIO(workbook(result)))["Inputs"]
    return "Inputs", next(f"B{row}" for row in range(1, 50) if sheet[f"D{row}"].value == name)


def surveyed(plots: int, last: str = "55") -> Result:
    stocks = [f"{40 + (7 * plot) % 31}.{plot % 10}" for plot in range(plots - 1)] + [last]
    rows = [{"stock_t_ha": stock} for stock in stocks]
    return estimate("forest-plots", {"plots": rows})


def test_a_sum_too_long_for_one_cell_is_set_aside_in_parts() -> None:
    result = surveyed(2_000)
    book = load_workbook(io.BytesIO(workbook(result)))
    assert book["Partial sums"].max_row > 1
    formulas = [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert max(len(cell.value) for cell in formulas) <= 8_192
    check(Calculated(workbook(result)), result)


def test_a_plot_changed_in_the_workbook_changes_the_survey() -> None:
    first, again = surveyed(30), surveyed(30, "91.5")
    sheet = load_workbook(io.BytesIO(workbook(first)))["Inputs"]
    row, column = next(
        (cell.row, cell.column_letter)
        for line in sheet.iter_rows(min_row=sheet.max_row)
        for cell in line
        if cell.value == 55
    )
    check(Calculated(workbook(first), {("Inputs", f"{column}{row}"): 91.5}), again)


@pytest.mark.parametrize("level", ["0.5", "0.9", "0.95", "0.999"])
@pytest.mark.parametrize("plots", [2, 3, 7, 40])
def test_the_search_for_the_fewest_plots_finds_the_same(plots: int, level: str) -> None:
    replaced = [{"symbol": "P", "value": level, "source": "test"}]
    given = {**surveyed(plots).to_dict()["inputs"], "replaced_factors": replaced}
    result = estimate("forest-plots", given)
    check(Calculated(workbook(result)), result)


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    golden = EXAMPLES["d3_wuhan_aggregation"]
    hostile = '=HYPERLINK("http://example.org","x")<r>'
    replaced = [{"symbol": "θ", "value": "2", "source": hostile}]
    result = estimate(golden["methodology"], {**golden["inputs"], "replaced_factors": replaced})
    book = load_workbook(io.BytesIO(workbook(result)))
    found = [cell for sheet in book for row in sheet for cell in row if cell.value == hostile]
    assert found
    assert {cell.data_type for cell in found} == {"s"}
    assert not [
        name
        for name in ZipFile(io.BytesIO(workbook(result))).namelist()
        if "rels" in name and "sheet" in name
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_equal_results_give_equal_bytes(language: str) -> None:
    assert workbook(example("a5_1_mine_gas"), language) == workbook(
        example("a5_1_mine_gas"), language
    )


def test_a_reconstructed_result_says_so_and_lists_what_was_assumed() -> None:
    result = example("a5_1_mine_gas")
    book = load_workbook(io.BytesIO(workbook(result)))
    assert book["Results"]["A5"].value.startswith("Reconstructed")
    assumed = {book["Notes"][f"A{row}"].value for row in range(2, 2 + len(result.assumptions))}
    assert assumed == {each.symbol for each in result.assumptions}
