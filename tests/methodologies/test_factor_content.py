"""Changes of factors are kept as texts, and find their way back into the tables."""

import json
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from methodologies import (
    ContentUnreadable,
    FactorAbsent,
    MethodologyError,
    apply_content,
    compare,
    content_of,
    estimate,
    factor_row,
    library,
    list_methodologies,
    read_factor_rows,
)
from tests.methodologies.examples import WIND

SOUTH = {
    "table": "grid_margins",
    "key": "operating_margin",
    "region": "south",
    "year": "2022",
    "value": "0.7100",
    "unit": "t CO2/MWh",
    "source": "MEE notice",
    "confidence": "high",
    "region_zh": "",
    "region_en": "",
}


def content(*rows: dict[str, str], whole_tables: bool = False) -> dict[str, Any]:
    read = read_factor_rows(rows, library())
    assert not read.refused
    found = content_of(compare(read, library(), whole_tables=whole_tables))
    restored: dict[str, Any] = json.loads(json.dumps(found))
    return restored


def rows(table: str) -> list[dict[str, str]]:
    return [factor_row(factor) for factor in library()[table].factors]


def test_every_packaged_factor_is_the_same_after_it_was_written_and_read() -> None:
    written = [row for table in library() for row in rows(table)]
    found = compare(read_factor_rows(written, library()), library())
    assert (found.added, found.changed, found.refused) == ((), (), ())
    assert found.unchanged == len(written)


def test_kept_changes_come_into_the_tables_and_name_their_import() -> None:
    applied = apply_content(content(SOUTH), library(), "FI-2026-000001")
    factor = applied.factors["grid_margins"].get("operating_margin", "south", 2022)
    assert (factor.value, factor.imported) == (Decimal("0.7100"), "FI-2026-000001")
    assert factor.citation["en"].endswith("MEE notice (FI-2026-000001)")
    assert factor.to_dict()["imported"] == "FI-2026-000001"
    assert applied.left_out == ()


def test_a_packaged_factor_names_no_import() -> None:
    factor = library()["grid_margins"].get("operating_margin", "south", 2019)
    assert "imported" not in factor.to_dict()


def test_an_estimate_uses_the_factors_it_is_given_and_the_trace_says_whose_they_are() -> None:
    given = {**SOUTH, "year": "2019", "value": "1"}
    applied = apply_content(content(given), library(), "FI-2026-000001")
    mine = estimate("ccer-01-002", WIND, factors=applied.factors)
    usual = estimate("ccer-01-002", WIND)
    assert mine.results != usual.results
    assert "FI-2026-000001" in str(mine.to_dict()["steps"])
    assert "FI-2026-000001" not in str(usual.to_dict())


def test_the_same_kept_changes_twice_change_nothing_more() -> None:
    once = apply_content(content(SOUTH), library(), "FI-1").factors
    again = apply_content(content(SOUTH), once, "FI-2")
    assert again.changes.unchanged == 1
    assert again.factors["grid_margins"].get("operating_margin", "south", 2022).imported == "FI-1"


def test_a_removed_factor_is_missed_by_who_asks_for_it() -> None:
    kept = [row for row in rows("margin_weights") if row["region"] != "ccer-01-002"]
    applied = apply_content(content(*kept, whole_tables=True), library())
    assert len(applied.changes.removed) == len(rows("margin_weights")) - len(kept)
    with pytest.raises(FactorAbsent):
        estimate("ccer-01-002", WIND, factors=applied.factors)


def test_a_kept_factor_without_a_place_any_more_is_left_out_and_told() -> None:
    kept = content(SOUTH, {**SOUTH, "year": "2023"})
    kept["factors"][0]["key"] = "key_of_an_older_version"
    applied = apply_content(kept, library())
    assert [row.errors[0].code for row in applied.left_out] == ["unknown_key"]
    assert len(applied.changes.added) == 1


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"factors": []},
        {"factors": [1], "removed": []},
        {"factors": [{"table": "gwp"}], "removed": []},
        {"factors": [{**SOUTH, "value": 1}], "removed": []},
        {"factors": [], "removed": [{**SOUTH}]},
        {"factors": [], "removed": [{"table": [], "key": "", "region": "", "year": ""}]},
    ],
)
def test_kept_changes_of_another_shape_are_refused(kept: dict[str, Any]) -> None:
    with pytest.raises(ContentUnreadable):
        apply_content(kept, library())


def test_control_characters_in_a_source_are_refused_with_a_fix() -> None:
    (row,) = read_factor_rows([{**SOUTH, "source": "MEE\x1b[2J"}], library()).refused
    (error,) = row.errors
    assert (error.column, error.code) == ("source", "unprintable")
    assert error.to_dict()["fix"]["en"] == "Delete line breaks and control characters."


@pytest.mark.parametrize("methodology", list_methodologies(), ids=lambda each: each.id)
@pytest.mark.parametrize("value", [None, "0", "999999999999", "-5"])
def test_no_table_of_any_content_breaks_a_methodology(methodology: Any, value: str | None) -> None:
    tables = library()
    for name in methodology.tables:
        kept = tables[name].factors if value is not None else ()
        factors = tuple(replace(factor, value=Decimal(value or 0)) for factor in kept)
        changed = {**tables, name: replace(tables[name], factors=factors)}
        for example in methodology.examples.values():
            inputs = methodology.Inputs.model_validate(example)
            with suppress(MethodologyError):
                assert methodology.calculate(inputs, changed).results
