"""Every equation of every methodology is carried out, and agrees on decimals and arrays."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from methodologies import Methodology, estimate, find, list_methodologies
from tests.methodologies.ets_examples import ALUMINIUM, CEMENT, POWER, STEEL
from tests.methodologies.examples import CSP, PERIOD, WIND
from tests.methodologies.forest_examples import FIVE_YEARS, FOREST, MANGROVE, SURVEY

GOLDENS = [
    YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "golden").glob("*.yaml"))
]
MONTHS = [
    {"year": 2024, "month": 1, "exported_mwh": "110000", "imported_mwh": "0.3"},
    {"year": 2024, "month": 2, "imported_mwh": "0.4"},
    {"year": 2024, "month": 3, "exported_mwh": "90000"},
]
CREDITED = {"crediting_period_start": "2021-01-01", "crediting_period_end": "2040-12-31"}
OF_A_YEAR = {**FIVE_YEARS, **CREDITED, **PERIOD}


def doubtful(meter: str, metered: str) -> dict[str, str]:
    return {
        "meter": meter,
        "metered": metered,
        "calibration": "out_of_tolerance",
        "error_pct": "1.5",
    }


def by_month(row: Mapping[str, Any], field: str) -> list[dict[str, Any]]:
    """Return a row for each of five months, the third being missing."""
    return [{**row, "month": month, field: str(1000 + month)} for month in (1, 2, 4, 5)]


def example(id_: str) -> dict[str, Any]:
    return dict(next(iter(find(id_).examples.values())))


def monthly(base: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in base.items() if not name.endswith("_mwh")}
    return {**kept, "factor_year": 2019, "months": MONTHS}


TUNNEL = example("ccer-07-001")
MINE = example("ccer-10-001")
COALS: dict[str, Any] = {"fuel": "bituminous_coal", "quantity": "1000"}
FUELS = [
    {**COALS, "month": 1, "heating_value": "21"},
    {
        **COALS,
        "month": 2,
        "carbon_content": "0.55",
        "carbon_basis": "air_dried",
        "moisture_received_pct": "12",
        "moisture_air_dried_pct": "2",
    },
    {
        **COALS,
        "month": 4,
        "carbon_content": "0.6",
        "carbon_basis": "dry",
        "moisture_received_pct": "12",
    },
]
BOUGHT = {
    "fuels": FUELS,
    "electricity": by_month({}, "electricity_mwh"),
    "through_month": 5,
}
HEATED = {**BOUGHT, "heat": by_month({}, "heat_gj")}

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("ccer-01-001", "months", {**monthly(CSP), "factor_year": 2024}),
    (
        "ccer-01-001",
        "meters",
        {
            **CSP,
            "meter_corrections": [
                doubtful("export", "198500"),
                doubtful("import", "12480"),
                doubtful("natural_gas", "45"),
            ],
        },
    ),
    ("ccer-01-002", "months", {**monthly(WIND), "factor_year": 2024}),
    (
        "ccer-07-001",
        "led",
        {
            **TUNNEL,
            "light_source": "led",
            "colour_rendering_index": "70",
            "colour_temperature_k": "4000",
            "installed_power_kw": "60",
            "sections": [
                {"kind": "basic", "length_m": "1700"},
                {"kind": "transition_1", "length_m": "72", "luminance_cd_m2": "9"},
            ],
            "consumption": [
                {"metered_mwh": "20", "meter_error_pct": "1.2"},
                {"hours_h": "720"},
            ],
        },
    ),
    (
        "ccer-10-001",
        "meters",
        {
            **MINE,
            "flows": [{**MINE["flows"][0], "meter_error_pct": "2"}],
            "fuels": [{"fuel": "diesel", "quantity": "12"}],
            "meter_corrections": [
                doubtful("generated", "36500"),
                doubtful("heat", "42000"),
                doubtful("auxiliary", "9800"),
            ],
        },
    ),
    (
        "ccer-14-001",
        "plots",
        {
            **{name: value for name, value in FOREST.items() if name != "sampling_error_pct"},
            **OF_A_YEAR,
            "plots": [
                {"stratum": number, "stock_t_ha": stock}
                for number, stocks in ((1, ("70", "75", "78")), (2, ("45", "52", "48")))
                for stock in stocks
            ],
            "fires": [{"area_ha": "12.4", "biomass_t_ha": "38.5", "age_years": 8}],
        },
    ),
    (
        "ccer-14-002",
        "stocks",
        {
            **MANGROVE,
            **OF_A_YEAR,
            "strata": [
                {
                    "area_ha": "150",
                    "salinity_permille": "10",
                    "method": "biomass",
                    "biomass_start_t_ha": "12",
                    "biomass_end_t_ha": "40",
                }
            ],
            "fish_kg": "900",
        },
    ),
    ("ets-power", "months", {"year": 2025, "unit_kind": "conventional_coal", **BOUGHT}),
    ("ets-power", "year", dict(POWER)),
    ("ets-cement", "months", {"year": 2024, **HEATED}),
    ("ets-cement", "year", dict(CEMENT)),
    ("ets-aluminium", "months", {"year": 2024, **HEATED}),
    ("ets-aluminium", "year", dict(ALUMINIUM)),
    (
        "ets-steel",
        "months",
        {
            **{name: value for name, value in HEATED.items() if name != "fuels"},
            "year": 2024,
            "materials": [
                {"month": month, "material": "coke", "quantity_t": "1000"} for month in (1, 2, 4, 5)
            ],
        },
    ),
    ("ets-steel", "year", dict(STEEL)),
    ("forest-plots", "plots", dict(SURVEY)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_decimals_and_arrays_agree_on_what_examples_leave_out(
    case: tuple[str, str, dict[str, Any]],
) -> None:
    id_, _, given = case
    known = find(id_)
    inputs = known.Inputs.model_validate(given)
    exact = known.calculate(inputs).results
    arrays = known.sample(
        inputs, {s: np.full(3, float(value)) for s, value in known.symbols(inputs).items()}
    )
    assert set(arrays) == set(exact)
    scale = max(abs(float(value)) for value in exact.values())
    for name, value in exact.items():
        np.testing.assert_allclose(arrays[name], float(value), rtol=1e-12, atol=1e-14 * scale)


@pytest.mark.parametrize("known", list_methodologies(), ids=lambda known: known.id)
def test_every_equation_is_carried_out_by_an_example(known: Methodology) -> None:
    trials = [golden["inputs"] for golden in GOLDENS if golden["methodology"] == known.id]
    trials += [given for id_, _, given in CASES if id_ == known.id]
    steps = [step for given in trials for step in estimate(known.id, given).steps]
    declared = {equation.number for equation in known.equations}
    assert {step.equation for step in steps} == declared
    assert all(source.to_dict()["zh"] for step in steps for source in step.sources)
    assert all(step.unit for step in steps)
    titles = {field.label["zh"] for field in known.fields} | {
        f"{field.label['zh']}，{column.label['zh']}"
        for field in known.fields
        for column in field.columns
    }
    cited = {s.text["zh"] for step in steps for s in step.sources if s.origin == "input"}
    parts = {part for text in cited for part in text.removeprefix("输入：").split("、")}
    parts = {part for part in parts if not part.startswith("用户替换值；")}
    assert parts <= titles
