"""What one activity reduces: ER = activity × (EF_base − EF_project), with dated factors.

The registry does not know the methodologies package. These minimal product rules are data of the
scheme; a quantity that a methodology calculated can take their place as a `ReportedQuantity`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal, localcontext
from enum import StrEnum

MG_PER_KG = 10**6
AMOUNT_DECIMALS_MAX = 3
_DIGITS = 60


class ActivityKind(StrEnum):
    """What people do instead of something that emits more."""

    BUS = "bus"
    METRO = "metro"
    SHARED_BIKE = "shared_bike"
    WALK = "walk"
    CARPOOL = "carpool"
    NEW_ENERGY_VEHICLE = "new_energy_vehicle"
    NO_TABLEWARE = "no_tableware"
    SECOND_HAND_PHONE = "second_hand_phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFactor:
    """The factors of one kind of activity on a day.

    Args:
        kind: of the activity.
        unit: what is counted: `pkm`, `vkm`, `order`, `phone`.
        base_kg: emissions of what would have been done, kg CO2e per unit.
        project_kg: emissions of what was done, kg CO2e per unit.
        amount_max: the most one record may hold, units.
        valid_from: first day of the base factor.
        source: where the factors are written.
        cited: the same with what must be known of it, in both languages.
        confidence: the weaker of the two: read, secondary, assumed …
    """

    kind: str
    unit: str
    base_kg: Decimal
    project_kg: Decimal
    amount_max: Decimal
    valid_from: date
    source: str
    cited: Mapping[str, str]
    confidence: str


def reduction_mg(amount: Decimal, factor: ActivityFactor) -> int:
    """Return the reduction of an activity in mg CO2e, rounded down, never negative.

    Args:
        amount: how much was done, in the factor's unit.
        factor: of the activity on its day.

    Source:
        General structure of travel methodologies: ER = Σ activity × (EF_base − EF_project).
    """
    with localcontext(prec=_DIGITS):
        reduced_kg = amount * (factor.base_kg - factor.project_kg)
        whole = (reduced_kg * MG_PER_KG).to_integral_value(rounding=ROUND_FLOOR)
    return max(0, int(whole))
