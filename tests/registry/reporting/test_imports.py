"""Kinds of file, and what only whole tables can have wrong."""

import pytest

from registry.reporting.commands import ImportCompliance
from registry.reporting.import_tables import SheetRow, SheetTable
from registry.reporting.imports import FileFacts, UnknownImportKind, import_kind, import_plan
from registry.reporting.refused_imports import ExcludedYearHasEmissions, RowRepeated
from tests.checked import passes, trips
from tests.strategies import OPERATOR, do

FACTS = FileFacts("0" * 64, "A data set", "A public report")
HEADINGS = ("operator", "year", "verified", "excluded")


def planned(*rows):
    numbered = tuple(SheetRow(number, row) for number, row in enumerate(rows, 2))
    return import_plan(import_kind("compliance"), SheetTable("Sheet1", HEADINGS, numbered), FACTS)


@passes(RowRepeated, ExcludedYearHasEmissions, UnknownImportKind)
def test_each_operator_has_one_row_a_year(session):
    plan = planned(("1", 2021, 5, ""), ("1", 2022, "", "yes"), ("2", 2021, 0, "no"))
    assert plan.issues == ()
    ((_, command),) = plan.commands
    assert do(session, OPERATOR, ImportCompliance, **fields(command)).data["rows"] == 3


@trips(RowRepeated, ExcludedYearHasEmissions)
def test_repeated_rows_and_emissions_of_excluded_years_are_named():
    plan = planned(("1", 2021, 5, ""), ("1", 2021, 6, ""), ("1", 2022, 7, "yes"))
    assert [(type(issue.error), issue.cell) for issue in plan.issues] == [
        (RowRepeated, "A3"),
        (ExcludedYearHasEmissions, "C4"),
    ]
    assert plan.commands == ()


@trips(ExcludedYearHasEmissions)
def test_a_command_made_without_a_file_meets_the_same_check(session):
    ((_, command),) = planned(("1", 2022, "", "yes")).commands
    wrong = {**fields(command), "years": ({**command.years[0], "verified": 7},)}
    with pytest.raises(ExcludedYearHasEmissions):
        do(session, OPERATOR, ImportCompliance, **wrong)


@trips(UnknownImportKind)
def test_a_kind_of_file_that_is_not_offered_is_unknown():
    with pytest.raises(UnknownImportKind):
        import_kind("passwords")


def fields(command):
    names = ("name", "source", "file_digest", "years")
    return {name: getattr(command, name) for name in names}
