"""The sectors of the national market whose emissions can be accounted for."""

from methodologies.engine.contract import Methodology
from methodologies.ets.aluminium import ALUMINIUM_V01
from methodologies.ets.cement import CEMENT_V01
from methodologies.ets.power import POWER_2022
from methodologies.ets.steel import STEEL_V01

ETS_METHODOLOGIES: tuple[Methodology, ...] = (POWER_2022, CEMENT_V01, ALUMINIUM_V01, STEEL_V01)
