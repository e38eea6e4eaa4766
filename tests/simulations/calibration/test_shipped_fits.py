import pytest

from docs.calibration_tables import BEGIN, END, PAGE, carry_out, stored, tables
from docs.made_pages import between
from simulations import load_calibration
from simulations.calibration import calibration_names


def test_the_tables_of_fits_are_made_from_stored_numbers_of_the_shipped_scenarios() -> None:
    rows = stored()
    assert PAGE.read_text(encoding="utf-8") == between(PAGE, BEGIN, END, tables(rows))
    digests = {row["calibration"]: row["scenario_digest"] for row in rows}
    assert digests == {name: load_calibration(name).scenario.digest for name in calibration_names()}


@pytest.mark.soak
@pytest.mark.parametrize("name", calibration_names())
def test_the_stored_numbers_of_a_fit_are_found_again(name: str) -> None:
    found = [{key: str(value) for key, value in row.items()} for row in carry_out(name)]
    assert found == [row for row in stored() if row["calibration"] == name]
