"""The directory filters, sorts and pages in the database."""

from registry.ledger.issuing import issue_units
from registry.ledger.unit_types import add_unit_type, find_unit_type
from registry.ledger.units import Measure, UnitKind
from registry.parties.parties import add_party, open_account
from registry.reporting import Sought, unit_type_directory
from registry.worlds import WorldSession


def units(session: WorldSession) -> None:
    party = add_party(session, "甲", "A", "emitter")
    assert party.id is not None
    account = open_account(session, party.id)
    assert account.id is not None
    for vintage, quantity in ((2021, 50), (2022, 900), (2023, 7)):
        add_unit_type(session, f"CEA-{vintage}", UnitKind.ALLOWANCE, Measure.T_CO2E)
        issue_units(session, find_unit_type(session, f"CEA-{vintage}"), account.id, quantity)
    add_unit_type(session, "GEC-2023", UnitKind.CERTIFICATE, Measure.MWH)


def codes(session: WorldSession, **sought: object) -> list[str]:
    found = unit_type_directory(session, Sought(**sought))  # type: ignore[arg-type]
    return [row.unit_type for row in found.rows]


def test_unit_types_come_by_code_unless_a_column_is_named(session: WorldSession) -> None:
    units(session)
    assert codes(session) == ["CEA-2021", "CEA-2022", "CEA-2023", "GEC-2023"]
    assert codes(session, order="issued", descending=True, only="allowance") == [
        "CEA-2022",
        "CEA-2021",
        "CEA-2023",
    ]


def test_an_unknown_column_changes_nothing(session: WorldSession) -> None:
    units(session)
    assert codes(session, order="1; DROP TABLE party") == codes(session)


def test_a_page_beyond_the_last_is_the_last(session: WorldSession) -> None:
    units(session)
    found = unit_type_directory(session, Sought(rows=3, page=99))
    assert (found.total, found.pages, found.page) == (4, 2, 2)
    assert [row.unit_type for row in found.rows] == ["GEC-2023"]


def test_text_is_taken_literally(session: WorldSession) -> None:
    units(session)
    assert codes(session, text="%") == []
    assert codes(session, text="gec") == ["GEC-2023"]


def test_totals_add_up_to_what_was_issued(session: WorldSession) -> None:
    units(session)
    for row in unit_type_directory(session, Sought()).rows:
        assert row.issued == row.held + row.surrendered + row.retired + row.cancelled


def test_the_national_market_comes_first_and_what_nobody_holds_can_be_left_out(
    session: WorldSession,
) -> None:
    units(session)
    for code, kind in (("BEA-2023", UnitKind.ALLOWANCE), ("CCER-2023", UnitKind.CREDIT)):
        add_unit_type(session, code, kind, Measure.T_CO2E)
    assert codes(session)[2:] == ["CEA-2023", "CCER-2023", "BEA-2023", "GEC-2023"]
    held = unit_type_directory(session, Sought(), held_only=True)
    assert [row.unit_type for row in held.rows] == ["CEA-2021", "CEA-2022", "CEA-2023"]
