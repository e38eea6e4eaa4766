"""Inputs that the tests of this folder start from."""

from collections.abc import Mapping
from typing import Any

from methodologies import Result, estimate

WIND: Mapping[str, Any] = {
    "distance_to_shore_km": "45",
    "water_depth_m": "38",
    "grid": "south",
    "factor_year": 2019,
    "export_mwh": "1500000",
    "import_mwh": "3200",
}
CSP: Mapping[str, Any] = {
    "plant_type": "stand_alone",
    "grid": "northwest",
    "factor_year": 2019,
    "export_mwh": "198500.25",
    "import_mwh": "12480.75",
    "fuels": [
        {"fuel": "natural_gas", "quantity": "45.2"},
        {"fuel": "diesel", "quantity": "18.6"},
    ],
}
PERIOD = {"period_start": "2024-01-01", "period_end": "2024-12-31"}


def wind(**changes: Any) -> Result:
    """Estimate the wind farm with some inputs changed; None leaves an input out."""
    return estimate("ccer-01-002", _changed(WIND, changes))


def csp(**changes: Any) -> Result:
    """Estimate the solar thermal plant with some inputs changed; None leaves an input out."""
    return estimate("ccer-01-001", _changed(CSP, changes))


def codes(result: Result) -> set[str]:
    """Return the codes of a result's warnings."""
    return {notice.code for notice in result.warnings}


def _changed(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**base, **changes}.items() if value is not None}
