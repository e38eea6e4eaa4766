"""Accounts that the tests of the trading scheme's sectors start from."""

from collections.abc import Mapping
from typing import Any

from methodologies import Result, estimate

COAL: Mapping[str, Any] = {
    "fuel": "bituminous_coal",
    "quantity": "250000",
    "carbon_content": "0.523",
    "heating_value": "20.908",
}
POWER: Mapping[str, Any] = {
    "year": 2025,
    "unit_kind": "conventional_coal",
    "installed_capacity_mw": "300",
    "fuels": [COAL],
    "electricity": [{"electricity_mwh": "1250"}],
    "generation": [{"output_mwh": "560000", "heat_gj": "120000", "running_hours": "2400"}],
}
CEMENT: Mapping[str, Any] = {
    "year": 2024,
    "clinker": [{"kind": "portland", "clinker_t": "1500000"}],
    "alternatives": [
        {"material": "carbide_slag", "quantity_t": "50000"},
        {"material": "steel_slag", "quantity_t": "30000"},
    ],
    "raw_material_t": "2300000",
    "fuels": [{"fuel": "bituminous_coal", "quantity": "210000"}],
    "electricity": [{"electricity_mwh": "90000"}],
    "heat": [{"heat_gj": "1000"}],
}
ALUMINIUM: Mapping[str, Any] = {
    "year": 2024,
    "aluminium": [{"aluminium_t": "300000", "anode_effect_minutes": "0.2"}],
    "fuels": [{"fuel": "natural_gas", "quantity": "120"}],
    "electricity": [{"electricity_mwh": "4050000"}],
}
STEEL: Mapping[str, Any] = {
    "year": 2024,
    "production": [{"crude_steel_t": "1800000", "hot_metal_t": "1500000"}],
    "materials": [
        {"material": "coking_coal", "quantity_t": "900000", "carbon_content": "0.82"},
        {
            "material": "injection_coal",
            "process": "ironmaking",
            "quantity_t": "250000",
            "carbon_content": "0.78",
        },
        {"material": "pig_iron", "quantity_t": "40000"},
        {"flow": "out", "material": "crude_steel", "quantity_t": "1800000"},
    ],
    "electricity": [{"electricity_mwh": "300000"}],
}
ACCOUNTS: Mapping[str, Mapping[str, Any]] = {
    "ets-power": POWER,
    "ets-cement": CEMENT,
    "ets-aluminium": ALUMINIUM,
    "ets-steel": STEEL,
}


def account(name: str, **changes: Any) -> Result:
    """Account with some inputs changed; None leaves an input out."""
    inputs = {**ACCOUNTS[name], **changes}
    return estimate(name, {field: value for field, value in inputs.items() if value is not None})


def coal(**changes: Any) -> dict[str, Any]:
    """Return the row of coal with some cells changed; None leaves a cell out."""
    return {name: value for name, value in {**COAL, **changes}.items() if value is not None}


def in_months(row: Mapping[str, Any], quantities: Mapping[int, Any], field: str) -> list[Any]:
    """Return a row for each month with its quantity."""
    return [{**row, "month": month, field: value} for month, value in quantities.items()]
