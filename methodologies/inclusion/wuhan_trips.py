"""Wuhan's second batch, trips: bus, metro, shared bike, new-energy vehicle."""

from methodologies.engine.inputs import Amount
from methodologies.inclusion.aggregation import CollectableInputs
from methodologies.inclusion.records import (
    Activity,
    activity_asked,
    as_described,
    described_asked,
    distance_asked,
)
from methodologies.inclusion.wuhan import ARTICLE, wuhan

SCHEDULED = (
    "乘坐城市公交线路（非班车、包车）。",
    "On a scheduled city bus, no shuttle or charter.",
)
GATED = ("有进出站记录的地铁出行。", "A metro trip with entry and exit on record.")
UNPOWERED = ("骑行无动力的互联网租赁自行车。", "On a rented bicycle without a motor.")
OWN_ELECTRIC = (
    "本人名下非营运的纯电动汽车。",
    "In one's own battery electric car, not for hire.",
)


class BusInputs(CollectableInputs):
    """One trip by bus."""

    activity: Activity = activity_asked("bus")
    distance_km: Amount = distance_asked()
    as_described: bool | None = described_asked(*SCHEDULED)


class MetroInputs(CollectableInputs):
    """One trip by metro."""

    activity: Activity = activity_asked("metro")
    distance_km: Amount = distance_asked()
    as_described: bool | None = described_asked(*GATED)


class SharedBikeInputs(CollectableInputs):
    """One ride on a shared bike."""

    activity: Activity = activity_asked("shared_bike")
    distance_km: Amount = distance_asked()
    as_described: bool | None = described_asked(*UNPOWERED)


class NewEnergyVehicleInputs(CollectableInputs):
    """One trip by new-energy vehicle; the distance is the vehicle's."""

    activity: Activity = activity_asked("new_energy_vehicle")
    distance_km: Amount = distance_asked()
    as_described: bool | None = described_asked(*OWN_ELECTRIC)


BUS = wuhan(
    "bus",
    BusInputs,
    "distance_km",
    title={"zh": "武汉碳普惠：公交出行", "en": "Wuhan carbon inclusion: bus"},
    clause=as_described(ARTICLE, *SCHEDULED),
    example={"as_described": True, "distance_km": "8.4", "collected_kg_co2e": "19.8"},
)
METRO = wuhan(
    "metro",
    MetroInputs,
    "distance_km",
    title={"zh": "武汉碳普惠：地铁出行", "en": "Wuhan carbon inclusion: metro"},
    clause=as_described(ARTICLE, *GATED),
    example={"as_described": True, "distance_km": "12.6"},
)
SHARED_BIKE = wuhan(
    "shared_bike",
    SharedBikeInputs,
    "distance_km",
    title={"zh": "武汉碳普惠：共享单车骑行", "en": "Wuhan carbon inclusion: shared bike"},
    clause=as_described(ARTICLE, *UNPOWERED),
    example={"as_described": True, "distance_km": "2.5"},
)
NEW_ENERGY_VEHICLE = wuhan(
    "new_energy_vehicle",
    NewEnergyVehicleInputs,
    "distance_km",
    title={"zh": "武汉碳普惠：新能源汽车出行", "en": "Wuhan carbon inclusion: new-energy vehicle"},
    clause=as_described(ARTICLE, *OWN_ELECTRIC),
    example={"as_described": True, "distance_km": "35"},
)
