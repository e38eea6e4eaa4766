"""Fossil fuels that a plant may burn, and how much it burned."""

from typing import Literal, get_args

from methodologies.engine.inputs import Amount, MethodologyInputs, asked

Fuel = Literal[
    "anthracite",
    "bituminous_coal",
    "lignite",
    "coal_gangue",
    "coal_slime",
    "coke",
    "petroleum_coke",
    "crude_oil",
    "fuel_oil",
    "gasoline",
    "diesel",
    "kerosene",
    "lng",
    "lpg",
    "coal_tar",
    "refinery_gas",
    "natural_gas",
    "blast_furnace_gas",
    "converter_gas",
    "coke_oven_gas",
]

GASES_BY_VOLUME = frozenset(["natural_gas", "blast_furnace_gas", "converter_gas", "coke_oven_gas"])

FUEL_UNITS = {fuel: "10^4 Nm3" if fuel in GASES_BY_VOLUME else "t" for fuel in get_args(Fuel)}
"""The unit in which each fuel is measured, as in `data/fuels.yaml`."""

_NAMES = {
    "anthracite": {"zh": "无烟煤", "en": "Anthracite"},
    "bituminous_coal": {"zh": "烟煤", "en": "Bituminous coal"},
    "lignite": {"zh": "褐煤", "en": "Lignite"},
    "coal_gangue": {"zh": "煤矸石", "en": "Coal gangue"},
    "coal_slime": {"zh": "煤泥", "en": "Coal slime"},
    "coke": {"zh": "焦炭", "en": "Coke"},
    "petroleum_coke": {"zh": "石油焦", "en": "Petroleum coke"},
    "crude_oil": {"zh": "原油", "en": "Crude oil"},
    "fuel_oil": {"zh": "燃料油", "en": "Fuel oil"},
    "gasoline": {"zh": "汽油", "en": "Gasoline"},
    "diesel": {"zh": "柴油", "en": "Diesel"},
    "kerosene": {"zh": "煤油", "en": "Kerosene"},
    "lng": {"zh": "液化天然气", "en": "Liquefied natural gas"},
    "lpg": {"zh": "液化石油气", "en": "Liquefied petroleum gas"},
    "coal_tar": {"zh": "煤焦油", "en": "Coal tar"},
    "refinery_gas": {"zh": "炼厂干气", "en": "Refinery dry gas"},
    "natural_gas": {"zh": "天然气", "en": "Natural gas"},
    "blast_furnace_gas": {"zh": "高炉煤气", "en": "Blast furnace gas"},
    "converter_gas": {"zh": "转炉煤气", "en": "Converter gas"},
    "coke_oven_gas": {"zh": "焦炉煤气", "en": "Coke oven gas"},
}

FUELS = {
    fuel: {lang: f"{name} ({FUEL_UNITS[fuel]})" for lang, name in names.items()}
    for fuel, names in _NAMES.items()
}
"""The fuels of `data/fuels.yaml` with their units, as a form lists them."""


class FuelUse(MethodologyInputs):
    """The consumption of one fuel."""

    fuel: Fuel = asked("燃料", "Fuel", group="fuels", kind="choice", choices=FUELS)
    quantity: Amount = asked(
        "消耗量",
        "Quantity",
        group="fuels",
        kind="decimal",
        unit="t, 10^4 Nm3",
        at_most=10_000_000,
        help={
            "zh": "固体和液体燃料以 t 计，天然气等气体以万标准立方米（10^4 Nm3）计。",
            "en": "Solids and liquids in t; natural gas and other gases by volume in 10^4 Nm3.",
        },
        source="CCER-01-001-V01 §6.4 (4)",
    )
