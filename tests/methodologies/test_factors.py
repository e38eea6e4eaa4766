"""The dated tables."""

from decimal import Decimal

import pytest

from methodologies import NoFactor, library, list_methodologies
from methodologies.engine.factors import parse_table

TABLE = """
id: sample
title: {zh: 样本, en: Sample}
source: nobody
confidence: medium
columns: {x: {name: {zh: 某数, en: something}, unit: t}}
regions: {a: {zh: 甲, en: A}}
rows:
  - {region: a, year: 2019, values: {x: "1.10"}}
  - {region: a, year: 2022, values: {x: "2.20"}, confidence: {x: low}, source: somebody}
"""


def test_the_2019_margins_of_the_six_grids_are_on_record() -> None:
    table = library()["grid_margins"]
    found = {
        grid: tuple(
            str(table.get(key, grid, 2019).value) for key in ("operating_margin", "build_margin")
        )
        for grid in table.regions()
    }
    assert found == {
        "north": ("0.9419", "0.4819"),
        "northeast": ("1.0826", "0.2399"),
        "east": ("0.7921", "0.3870"),
        "central": ("0.8587", "0.2854"),
        "northwest": ("0.8922", "0.4407"),
        "south": ("0.8042", "0.2135"),
    }


@pytest.mark.parametrize(
    ("year", "found"), [(2019, 2019), (2021, 2019), (2022, 2022), (2030, 2022)]
)
def test_the_year_itself_or_the_latest_before_it_is_taken(year: int, found: int) -> None:
    assert parse_table(TABLE).of_year("x", "a", year).year == found


def test_no_later_year_is_ever_taken() -> None:
    with pytest.raises(NoFactor):
        parse_table(TABLE).of_year("x", "a", 2018)


def test_a_row_may_have_its_own_source_and_confidence() -> None:
    first, second = parse_table(TABLE).factors
    assert (first.source, first.confidence) == ("nobody", "medium")
    assert (second.source, second.confidence) == ("somebody", "low")


def test_a_factor_keeps_its_printed_digits() -> None:
    assert str(parse_table(TABLE).factors[0].value) == "1.10"


def test_a_number_without_quotes_is_refused() -> None:
    with pytest.raises(ValueError, match="quoted"):
        parse_table(TABLE.replace('"1.10"', "1.10"))


def test_every_factor_has_unit_source_confidence_and_both_names() -> None:
    for table in library().values():
        assert table.factors
        for factor in table.factors:
            assert factor.unit
            assert factor.source
            assert factor.confidence in {"high", "medium", "low"}
            assert set(factor.name) == set(factor.region_name) == {"zh", "en"}
            assert factor.value >= Decimal(0)


def test_44_over_12_is_kept_as_two_masses() -> None:
    constants = library()["constants"]
    assert constants.get("molar_mass", "carbon_dioxide").value == 44
    assert constants.get("molar_mass", "carbon").value == 12


GWP_AR5_AND_AR6 = {
    "carbon_dioxide": ("1", "1"),
    "methane": ("28", "27.0"),
    "methane_fossil": ("30", "29.8"),
    "nitrous_oxide": ("265", "273"),
    "tetrafluoromethane": ("6630", "7380"),
    "hexafluoroethane": ("11100", "12400"),
    "sulphur_hexafluoride": ("23500", "24300"),
    "nitrogen_trifluoride": ("16100", "17400"),
    "hfc_23": ("12400", "14600"),
    "hfc_32": ("677", "771"),
    "hfc_125": ("3170", "3740"),
    "hfc_134a": ("1300", "1530"),
    "hfc_143a": ("4800", "5810"),
    "hfc_152a": ("138", "164"),
}


def test_the_warming_potentials_of_the_last_two_reports_are_on_record() -> None:
    table = library()["gwp"]
    found = {
        gas: tuple(str(table.get(gas, report).value) for report in ("ar5", "ar6"))
        for gas in GWP_AR5_AND_AR6
    }
    assert found == GWP_AR5_AND_AR6


def test_12_kg_co2_and_three_gases_sum_up_to_the_worked_example() -> None:
    table = library()["gwp"]
    kg = {
        "carbon_dioxide": "12",
        "methane_fossil": "0.03",
        "nitrous_oxide": "0.004",
        "sulphur_hexafluoride": "0.00001",
    }
    totals = {
        report: sum(Decimal(mass) * table.get(gas, report).value for gas, mass in kg.items())
        for report in ("ar5", "ar6")
    }
    assert totals == {"ar5": Decimal("14.195"), "ar6": Decimal("14.229")}


def test_the_factor_of_carbon_is_3_664_in_the_eu_and_44_over_12_elsewhere() -> None:
    own = library()["constants_eu"].get("carbon_to_carbon_dioxide", "eu")
    assert own.value == Decimal("3.664")
    for known in list_methodologies():
        assert "constants_eu" not in known.tables


@pytest.mark.parametrize(
    ("region", "averages"),
    [
        ("national", ("0.5568", "0.5366", "0.5306")),
        ("southwest", ("0.2113", "0.2268", "0.2472")),
        ("henan", ("0.6369", "0.6058", "0.5897")),
        ("yunnan", ("0.1235", "0.1073", "0.1333")),
        ("inner_mongolia", ("0.7025", "0.6849", "0.6479")),
    ],
)
def test_average_factors_of_three_years_are_on_record(
    region: str, averages: tuple[str, ...]
) -> None:
    table = library()["grid_averages"]
    found = tuple(str(table.get("average", region, year).value) for year in (2021, 2022, 2023))
    assert found == averages


def test_every_grid_and_province_but_tibet_has_an_average_for_each_year() -> None:
    table = library()["grid_averages"]
    assert len(table.regions()) == 1 + 7 + 30
    for region in table.regions():
        assert table.years("average", region) == [2021, 2022, 2023]


def test_electricity_bought_in_henan_emits_as_in_the_worked_example() -> None:
    table = library()["grid_averages"]
    kg_per_kwh = table.of_year("average", "henan", 2024)
    assert Decimal(1250) * kg_per_kwh.value == Decimal("737.125")
    assert Decimal(1250) * table.get("average", "national", 2023).value == Decimal("663.25")


def test_national_factors_without_traded_green_power_and_of_fossil_power_are_apart() -> None:
    table = library()["grid_averages"]
    assert str(table.get("without_traded_non_fossil", "national", 2023).value) == "0.6096"
    assert str(table.get("fossil", "national", 2023).value) == "0.8273"
