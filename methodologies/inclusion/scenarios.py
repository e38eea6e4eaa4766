"""All behaviours of carbon inclusion."""

from collections.abc import Mapping
from types import MappingProxyType

from methodologies.engine.contract import Methodology
from methodologies.inclusion.city_travel import BEIJING_TRAVEL, SHANGHAI_TRAVEL
from methodologies.inclusion.hebei_heating import HEBEI_HEATING
from methodologies.inclusion.scenario import Scenario
from methodologies.inclusion.wuhan_carpool import CARPOOL
from methodologies.inclusion.wuhan_goods import NO_TABLEWARE, SECOND_HAND_PHONE
from methodologies.inclusion.wuhan_trips import BUS, METRO, NEW_ENERGY_VEHICLE, SHARED_BIKE

SCENARIOS: Mapping[tuple[str, str], Scenario] = MappingProxyType(
    {
        (scenario.methodology.id, scenario.methodology.version): scenario
        for scenario in (
            BUS,
            METRO,
            SHARED_BIKE,
            CARPOOL,
            NEW_ENERGY_VEHICLE,
            NO_TABLEWARE,
            SECOND_HAND_PHONE,
            SHANGHAI_TRAVEL,
            BEIJING_TRAVEL,
            HEBEI_HEATING,
        )
    }
)
INCLUSION_METHODOLOGIES: tuple[Methodology, ...] = tuple(
    scenario.methodology for scenario in SCENARIOS.values()
)
