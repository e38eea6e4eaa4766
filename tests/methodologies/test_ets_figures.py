"""What the compliance cycle takes from an account."""

import hashlib
import json
from decimal import Decimal

import pytest

from methodologies import compliance_figures, find, month_data, month_sha256, verified_t
from methodologies.ets.refusals import PartialYear
from registry.compliance.figures import EnrolledUnit, figure_names, read_figures
from registry.rules.schemes import NATIONAL
from tests.methodologies.ets_examples import ACCOUNTS, account, coal, in_months
from tests.methodologies.examples import wind

CLASSES = {
    "power": "coal_small",
    "cement": "clinker_line",
    "aluminium": "electrolysis",
    "steel": "steel_works",
}


@pytest.mark.parametrize(
    ("emissions", "tonnes"), [("0", 0), ("0.49", 0), ("0.5", 1), ("475285.75", 475286)]
)
def test_verified_emissions_are_whole_tonnes_half_up(emissions: str, tonnes: int) -> None:
    assert verified_t(Decimal(emissions)) == tonnes


def test_emissions_below_zero_are_no_verified_figure() -> None:
    with pytest.raises(ValueError, match="below zero"):
        verified_t(Decimal("-0.1"))


@pytest.mark.parametrize("sector", CLASSES)
def test_the_registry_reads_the_figures_of_an_account(sector: str) -> None:
    figures = compliance_figures(account(f"ets-{sector}"))
    unit = EnrolledUnit("U1", CLASSES[sector], "water")
    assert set(figures) <= set(figure_names(NATIONAL, sector))
    read = read_figures(NATIONAL, sector, [unit], [{"code": "U1", **figures}])
    assert read[0]["emissions_t"] == figures["emissions_t"]


def test_a_power_unit_reports_generation_heat_and_load_factor() -> None:
    figures = compliance_figures(account("ets-power"))
    assert figures == {
        "emissions_t": "474623",
        "output_mwh": "560000",
        "heat_gj": "120000",
        "load_factor": "0.777778",
    }


def test_a_load_factor_needs_the_hours_of_every_month() -> None:
    rows = [{"month": 1, "output_mwh": "1", "running_hours": "1"}, {"month": 2, "output_mwh": "1"}]
    figures = compliance_figures(
        account("ets-power", generation=rows, fuels=None, electricity=None)
    )
    assert "load_factor" not in figures


def test_until_2022_the_figure_holds_purchased_electricity() -> None:
    figures = compliance_figures(account("ets-power", year=2022))
    assert figures["emissions_t"] == "475335"


def test_a_clinker_line_reports_its_share_of_carbide_slag_and_special_kinds() -> None:
    figures = compliance_figures(account("ets-cement"))
    assert figures["carbide_slag_share"] == "0.021739"
    assert figures["product_t"] == "1500000"
    assert "special" not in figures
    white = [{"kind": "white", "clinker_t": "1500000"}]
    assert compliance_figures(account("ets-cement", clinker=white))["special"] == "white_cement"
    assert compliance_figures(account("ets-cement", gypsum_acid=True))["special"] == "gypsum_acid"


def test_steel_intensity_counts_ironmaking_and_sintering_per_tonne_of_hot_metal() -> None:
    figures = compliance_figures(account("ets-steel"))
    assert figures["intensity_emissions_t"] == "715000"
    assert figures["product_t"] == "1500000"


def test_an_account_of_a_project_is_no_compliance_figure() -> None:
    with pytest.raises(ValueError, match="ccer-01-002"):
        compliance_figures(wind())


def test_monthly_evidence_holds_the_rows_of_that_month_only() -> None:
    rows = in_months(coal(), {1: "100", 2: "200"}, "quantity")
    inputs = find("ets-power").Inputs.model_validate({**ACCOUNTS["ets-power"], "fuels": rows})
    data = month_data(inputs, 2)
    assert data == {"year": 2025, "month": 2, "fuels": [{**rows[1], "quantity": "200"}]}


def test_the_fingerprint_of_a_month_can_be_repeated_by_anyone() -> None:
    rows = in_months(coal(), {1: "100.50"}, "quantity")
    inputs = find("ets-power").Inputs.model_validate({**ACCOUNTS["ets-power"], "fuels": rows})
    text = json.dumps(
        month_data(inputs, 1),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    found = month_sha256(inputs, 1)
    assert found == hashlib.sha256(text.encode()).hexdigest()
    assert '"quantity":"100.5"' in text


def test_another_figure_has_another_fingerprint() -> None:
    def fingerprint(quantity: str) -> str:
        rows = in_months(coal(), {1: quantity}, "quantity")
        inputs = find("ets-power").Inputs.model_validate({**ACCOUNTS["ets-power"], "fuels": rows})
        return month_sha256(inputs, 1)

    assert fingerprint("100") == fingerprint("100.00")
    assert fingerprint("100") != fingerprint("101")


def test_a_part_of_a_year_gives_no_figures_of_the_year() -> None:
    with pytest.raises(PartialYear):
        compliance_figures(account("ets-power", through_month=11))
