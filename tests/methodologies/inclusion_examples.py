"""Records of carbon inclusion that the tests of this folder start from."""

from collections.abc import Mapping
from typing import Any

from methodologies import Result, estimate, find

DECLARED: Mapping[str, Any] = {
    "day": "2024-12-02",
    "on_city_platform": True,
    "data_consent": True,
}
COLLECTED: Mapping[str, Any] = {**DECLARED, "consent": "given", "rewarded": True}
RECORDS: Mapping[str, Mapping[str, Any]] = {
    "inclusion-wuhan-bus": {**COLLECTED, "as_described": True, "distance_km": "8.4"},
    "inclusion-wuhan-metro": {**COLLECTED, "as_described": True, "distance_km": "12.6"},
    "inclusion-wuhan-shared-bike": {**COLLECTED, "as_described": True, "distance_km": "2.5"},
    "inclusion-wuhan-carpool": {**COLLECTED, "persons": 2, "distance_km": "14.2"},
    "inclusion-wuhan-nev": {**COLLECTED, "as_described": True, "distance_km": "35"},
    "inclusion-wuhan-no-tableware": {**COLLECTED, "as_described": True, "orders": 2},
    "inclusion-wuhan-used-phone": {**COLLECTED, "as_described": True, "phones": 1},
    "inclusion-shanghai-travel": {**DECLARED, "activity": "bus", "distance_km": "8.4"},
    "inclusion-beijing-travel": {**DECLARED, "activity": "walk", "distance_km": "1.5"},
    "inclusion-hebei-heating": {
        "season_year": 2024,
        "converted_year": 2021,
        "data_consent": True,
        "baseline_kg_per_m2": "45",
        "gas_m3": "650",
        "electricity_kwh": "120",
    },
}
BEHAVIOURS = [name for name in RECORDS if name != "inclusion-hebei-heating"]
AMOUNTS = {
    name: next(key for key in ("distance_km", "orders", "phones") if key in RECORDS[name])
    for name in BEHAVIOURS
}


def record(name: str, **changes: Any) -> Result:
    """Estimate a record with some inputs changed; None leaves an input out."""
    inputs = {
        key: value for key, value in {**RECORDS[name], **changes}.items() if value is not None
    }
    return estimate(name, inputs)


def units(name: str) -> str:
    """Return the output that counts."""
    return find(name).principal.name
