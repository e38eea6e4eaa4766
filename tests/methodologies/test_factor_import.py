"""Searching factors, and what a file of factors would change."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methodologies import (
    FactorChanges,
    UnreadableFactors,
    compare,
    find,
    library,
    read_factor_file,
    read_factor_rows,
    search_factors,
)
from methodologies.engine.factor_import import BYTES_MAX, ERRORS, FACTOR_COLUMNS, ROWS_MAX
from tests.methodologies.examples import WIND

ROW = {
    "table": "grid_margins",
    "key": "operating_margin",
    "region": "south",
    "year": "2022",
    "value": "0.7100",
    "unit": "t CO2/MWh",
    "source": "MEE notice",
    "confidence": "high",
}
SOUTHWEST = {
    "region": "southwest",
    "region_zh": "西南区域电网",
    "region_en": "Southwest China grid",
}


def changes(*rows: Mapping[str, Any], whole_tables: bool = False) -> FactorChanges:
    return compare(read_factor_rows(rows, library()), library(), whole_tables=whole_tables)


def errors(**change: Any) -> list[tuple[str, str]]:
    (row,) = changes({**ROW, **change}).refused
    assert row.row == 2
    return [(error.column, error.code) for error in row.errors]


def as_csv(*rows: Mapping[str, str]) -> bytes:
    lines = [
        ",".join(FACTOR_COLUMNS),
        *(",".join(row[name] for name in FACTOR_COLUMNS) for row in rows),
    ]
    return "\n".join(lines).encode("utf-8-sig")


def test_a_new_year_is_added() -> None:
    found = changes(ROW)
    (factor,) = found.added
    assert (factor.region_name["en"], factor.year) == ("South China grid", 2022)
    assert str(factor.value) == "0.7100"
    assert not found.changed
    assert not found.refused


def test_the_same_factor_is_unchanged_and_another_value_is_a_change() -> None:
    old = library()["grid_margins"].get("operating_margin", "south", 2019)
    same = {**ROW, "year": "2019", "value": "0.8042"}
    same |= {"source": old.source, "confidence": old.confidence}
    assert changes(same).unchanged == 1
    ((before, after),) = changes({**same, "value": "0.8043"}).changed
    assert (before.value, after.value) == (Decimal("0.8042"), Decimal("0.8043"))


def test_factors_that_a_whole_table_lacks_are_removed() -> None:
    assert not changes(ROW).removed
    removed = changes(ROW, whole_tables=True).removed
    assert {factor.table for factor in removed} == {"grid_margins"}
    assert len(removed) == 12


def test_a_new_region_brings_its_names() -> None:
    (factor,) = changes({**ROW, **SOUTHWEST}).added
    assert factor.region_name == {"zh": "西南区域电网", "en": "Southwest China grid"}
    assert errors(region="southwest") == [("region", "unknown_region")]


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"table": "grid_magins"}, "table", "unknown_table"),
        ({"key": "average"}, "key", "unknown_key"),
        ({"region": "South!"}, "region", "bad_region"),
        ({"year": "22"}, "year", "bad_year"),
        ({"year": "1999"}, "year", "bad_year"),
        ({"value": "1e400"}, "value", "bad_value"),
        ({"value": "NaN"}, "value", "bad_value"),
        ({"value": "0,71"}, "value", "bad_value"),
        ({"value": ""}, "value", "bad_value"),
        ({"value": "0.1" + "0" * 30}, "value", "bad_value"),
        ({"value": "1000000000001"}, "value", "too_large"),
        ({"unit": "kg CO2/kWh"}, "unit", "wrong_unit"),
        ({"source": " "}, "source", "no_source"),
        ({"source": "=HYPERLINK(1)"}, "source", "formula"),
        ({"source": "x" * 201}, "source", "too_long"),
        ({"confidence": "sure"}, "confidence", "bad_confidence"),
        ({"confidence": None}, "confidence", "bad_confidence"),
    ],
)
def test_a_bad_cell_is_named(change: dict[str, Any], column: str, code: str) -> None:
    assert errors(**change) == [(column, code)]


def test_every_bad_cell_of_a_row_is_named_in_both_languages() -> None:
    (row,) = changes({**ROW, "year": "22", "value": "x"}).refused
    told = row.to_dict()
    assert [error["column"] for error in told["errors"]] == ["year", "value"]
    assert all(error["zh"] and error["en"] for error in told["errors"])
    assert all(text["zh"] and text["en"] for text in ERRORS.values())


def test_the_second_row_of_the_same_factor_is_refused() -> None:
    found = changes(ROW, {**ROW, "value": "0.9"})
    assert len(found.added) == 1
    assert [(row.row, row.errors[0].code) for row in found.refused] == [(3, "twice")]


def test_good_rows_stay_beside_a_bad_one() -> None:
    found = changes({**ROW, "value": "x"}, ROW)
    assert len(found.added) == len(found.refused) == 1


def test_a_csv_file_is_read_with_its_byte_order_mark() -> None:
    file = read_factor_file(as_csv(ROW), library())
    assert len(file.factors) == 1
    assert not file.refused


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"table,key\n",
        b"\xff\xfe\x00",
        b'table,"key\n',
        b"x" * (BYTES_MAX + 1),
        as_csv(*[ROW] * (ROWS_MAX + 1)),
    ],
    ids=["empty", "columns", "bytes", "quotes", "large", "rows"],
)
def test_a_file_that_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFactors):
        read_factor_file(content, library())


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    try:
        read_factor_file(as_csv(ROW) + b"\n" + content, library())
    except UnreadableFactors:
        return


def test_the_changed_tables_calculate_and_the_packaged_ones_stay() -> None:
    rows = [ROW, {**ROW, "key": "build_margin", "value": "0.1900"}]
    tables = changes(*rows).applied(library())
    methodology = find("ccer-01-002")
    inputs = methodology.Inputs.model_validate({**WIND, "factor_year": 2023})
    result = methodology.calculate(inputs, tables)
    assert result.results["emission_reductions_t_co2e"] == Decimal("1496800") * Decimal("0.45")
    assert result.factors["EF_grid,OM,y"].year == 2022
    assert library()["grid_margins"].years("operating_margin", "south") == [2019]


def test_changed_and_removed_factors_are_applied() -> None:
    row = {**ROW, "year": "2019", "value": "0.9"}
    table = changes(row, whole_tables=True).applied(library())["grid_margins"]
    assert [(factor.region, str(factor.value)) for factor in table.factors] == [("south", "0.9")]


def test_changes_are_told_in_plain_values() -> None:
    told = changes(ROW, {**ROW, "year": "x"}).to_dict()
    assert told["added"][0]["value"] == "0.7100"
    assert told["refused"][0]["row"] == 3
    assert (told["changed"], told["removed"], told["unchanged"]) == ([], [], 0)


@pytest.mark.parametrize(
    "words", ["南方 容量边际", "south BUILD", "0.2135", "grid_margins south bm"]
)
def test_a_factor_is_found_by_words_of_either_language(words: str) -> None:
    found = search_factors(library(), words, year=2019)
    assert ("grid_margins", "south", "build_margin") in {
        (factor.table, factor.region, factor.key) for factor in found
    }


def test_a_search_is_narrowed_by_table_region_and_confidence() -> None:
    assert len(search_factors(library())) == sum(len(t.factors) for t in library().values())
    found = search_factors(library(), table="gwp", region="ar5", confidence="low")
    assert {factor.key for factor in found} == {"methane_fossil", "hfc_134a"}
    assert search_factors(library(), "no such words") == ()
