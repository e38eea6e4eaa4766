"""The demo's four projects, each at another stage, and the estimates they began from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DemoEstimate:
    """Inputs of a methodology, saved under the developer's name."""

    methodology_id: str
    title: str
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DemoProject:
    """A project and how far it has come.

    Args:
        key: part of its commands' client ids.
        name: shown in the registry.
        location: where it is said to be.
        description: what it is said to be.
        estimate: what it began from.
        started_days_ago: days between its start and today.
        meter: the number of its fictitious meter.
    """

    key: str
    name: str
    location: str
    description: str
    estimate: DemoEstimate
    started_days_ago: int
    meter: str = ""


FICTITIOUS = "虚构项目，数据仅作演示。Fictitious project, illustrative data."

ISSUED = DemoProject(
    "wind-1",
    "南屿一期 300 MW 海上风电项目 Nanyu I offshore wind",
    "南海（虚构海域） South China Sea (fictitious site)",
    FICTITIOUS,
    DemoEstimate(
        "ccer-01-002",
        "南屿一期年度估算 Nanyu I, yearly estimate",
        {
            "complies_with_law_and_policy": True,
            "distance_to_shore_km": "42",
            "water_depth_m": "36",
            "grid": "south",
            "factor_year": 2019,
            "export_mwh": "918250",
            "import_mwh": "2140",
        },
    ),
    300,
    "MTR-CCER-0001",
)
ISSUED_YEAR = DemoEstimate(
    "ccer-01-002",
    "南屿一期监测期核算 Nanyu I, monitoring period",
    {
        **ISSUED.estimate.inputs,
        "export_mwh": "884612.4",
        "import_mwh": "2318.7",
    },
)
REPORTED = DemoProject(
    "csp-1",
    "戈源 100 MW 塔式光热发电项目 Geyuan solar thermal",
    "西北（虚构场址） Northwest China (fictitious site)",
    FICTITIOUS,
    DemoEstimate(
        "ccer-01-001",
        "戈源光热年度估算 Geyuan, yearly estimate",
        {
            "complies_with_law_and_policy": True,
            "plant_type": "stand_alone",
            "separately_metered": True,
            "grid": "northwest",
            "factor_year": 2019,
            "export_mwh": "392000",
            "import_mwh": "5100",
        },
    ),
    190,
    "MTR-CCER-0002",
)
REVIEWED = DemoProject(
    "wind-3",
    "北屿 200 MW 海上风电项目 Beiyu offshore wind",
    "黄海（虚构海域） Yellow Sea (fictitious site)",
    FICTITIOUS,
    DemoEstimate(
        "ccer-01-002",
        "北屿年度估算 Beiyu, yearly estimate",
        {
            "complies_with_law_and_policy": True,
            "distance_to_shore_km": "35",
            "water_depth_m": "32",
            "grid": "north",
            "factor_year": 2019,
            "export_mwh": "605000",
            "import_mwh": "1460",
        },
    ),
    70,
    "MTR-CCER-0003",
)
PUBLISHED = DemoProject(
    "wind-2",
    "南屿二期 500 MW 海上风电项目 Nanyu II offshore wind",
    "南海（虚构海域） South China Sea (fictitious site)",
    FICTITIOUS,
    DemoEstimate(
        "ccer-01-002",
        "南屿二期年度估算 Nanyu II, yearly estimate",
        {
            "distance_to_shore_km": "58",
            "water_depth_m": "44",
            "grid": "south",
            "factor_year": 2019,
            "export_mwh": "1500000",
            "import_mwh": "3200",
        },
    ),
    9,
    "MTR-CCER-0004",
)
