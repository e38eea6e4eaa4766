"""Sink projects that the tests of this folder start from."""

from collections.abc import Mapping
from typing import Any

from methodologies import Result, estimate

FOREST: Mapping[str, Any] = {
    "planting": "trees",
    "smallest_parcel_m2": "667",
    "strata": [
        {
            "species": "chinese_fir",
            "area_ha": "320.5",
            "volume_start_m3_ha": "18",
            "volume_end_m3_ha": "61.5",
        },
        {
            "species": "masson_pine",
            "area_ha": "210.25",
            "volume_start_m3_ha": "12.5",
            "volume_end_m3_ha": "44",
        },
    ],
    "sampling_error_pct": "13",
}
DECLARED: Mapping[str, Any] = {
    "non_forest_three_years": True,
    "tenure_clear": True,
    "on_wetland": False,
    "trees_removed": False,
    "shrubs_removed_pct": "20",
}
MANGROVE: Mapping[str, Any] = {
    "site": "bare_flat",
    "climate": "tropical_wet",
    "years": "5",
    "strata": [{"area_ha": "150", "salinity_permille": "25", "increment_t_c_ha_a": "2.35"}],
}
SURVEY: Mapping[str, Any] = {
    "plots": [
        {"stock_t_ha": stock} for stock in ("92.4", "101.7", "88.9", "110.2", "97.3", "95.0")
    ],
}
STRATA: Mapping[str, Any] = {
    "strata": [
        {"area_ha": "60", "mean_t_ha": "97.6", "variance": "58.75", "plots_count": 6},
        {"area_ha": "40", "mean_t_ha": "63.2", "variance": "41.1", "plots_count": 5},
    ],
}
FIVE_YEARS = {"interval_start": "2021-01-01", "interval_end": "2025-12-31"}


def forest(**changes: Any) -> Result:
    """Estimate the afforestation project with some inputs changed; None leaves an input out."""
    return estimate("ccer-14-001", _changed(FOREST, changes))


def mangrove(**changes: Any) -> Result:
    """Estimate the mangrove project with some inputs changed; None leaves an input out."""
    return estimate("ccer-14-002", _changed(MANGROVE, changes))


def survey(**changes: Any) -> Result:
    """Estimate the survey with some inputs changed; None leaves an input out."""
    return estimate("forest-plots", _changed(SURVEY, changes))


def stratum(number: int = 0, **changes: Any) -> dict[str, Any]:
    """Return one stratum of the afforestation project, changed."""
    return _changed(FOREST["strata"][number], changes)


def mangrove_stratum(**changes: Any) -> dict[str, Any]:
    """Return the stratum of the mangrove project, changed."""
    return _changed(MANGROVE["strata"][0], changes)


def replaced(symbol: str, value: str) -> dict[str, Any]:
    """Return a row that replaces an assumed coefficient."""
    return {"symbol": symbol, "value": value, "source": "Annex table 3, page 21"}


def _changed(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**base, **changes}.items() if value is not None}
