"""Where CCER-14-001-V01 applies: the conditions read in a public copy of its first pages."""

from decimal import Decimal

from methodologies.ccer.afforestation_inputs import (
    ELIGIBLE_PLANTINGS,
    PLANTINGS,
    AfforestationInputs,
)
from methodologies.ccer.forest_refusals import (
    ForestTooRecently,
    NotAfforestation,
    OnWetland,
    ParcelTooSmall,
    ShrubsRemoved,
    TenureUnclear,
    TreesRemoved,
)
from methodologies.engine.contract import Clause
from methodologies.engine.trace import plain

PARCEL_M2_MIN = Decimal(400)
PARCEL_M2_MIN_EARLIER = Decimal(667)
LAST_YEAR_OF_EARLIER_MIN = 2019
SHRUBS_REMOVED_PCT_MAX = Decimal(20)


def _parcels_large_enough(inputs: AfforestationInputs) -> bool | None:
    parcel, started = inputs.smallest_parcel_m2, inputs.construction_start
    if started is None and PARCEL_M2_MIN <= parcel < PARCEL_M2_MIN_EARLIER:
        return None
    return parcel >= smallest_parcel_allowed(inputs)


def smallest_parcel_allowed(inputs: AfforestationInputs) -> Decimal:
    """Return the smallest area of a parcel in m², which depends on the year of the start."""
    started = inputs.construction_start
    earlier = started is not None and started.year <= LAST_YEAR_OF_EARLIER_MIN
    return PARCEL_M2_MIN_EARLIER if earlier else PARCEL_M2_MIN


def _negated(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _few_shrubs_removed(inputs: AfforestationInputs) -> bool | None:
    removed = inputs.shrubs_removed_pct
    return None if removed is None else removed <= SHRUBS_REMOVED_PCT_MAX


CLAUSES = (
    Clause(
        id="planting",
        article=NotAfforestation.source,
        text={
            "zh": "营造乔木、竹、灌木的防护林、特种用途林、用材林；不含经济林、通道和城镇绿化。",
            "en": "Trees, bamboo or shrubs as protective, special-use or timber forest.",
        },
        fields=("planting",),
        holds=lambda inputs: inputs.planting in ELIGIBLE_PLANTINGS,
        refusal=lambda inputs: NotAfforestation(field="planting", value=PLANTINGS[inputs.planting]),
    ),
    Clause(
        id="non_forest_land",
        article=ForestTooRecently.source,
        text=ForestTooRecently.rule,
        fields=("non_forest_three_years",),
        holds=lambda inputs: inputs.non_forest_three_years,
        refusal=lambda _: ForestTooRecently(field="non_forest_three_years", value="false"),
    ),
    Clause(
        id="tenure",
        article=TenureUnclear.source,
        text=TenureUnclear.rule,
        fields=("tenure_clear",),
        holds=lambda inputs: inputs.tenure_clear,
        refusal=lambda _: TenureUnclear(field="tenure_clear", value="false"),
    ),
    Clause(
        id="parcel",
        article=ParcelTooSmall.source,
        text=ParcelTooSmall.rule,
        fields=("smallest_parcel_m2", "construction_start"),
        holds=_parcels_large_enough,
        refusal=lambda inputs: ParcelTooSmall(
            field="smallest_parcel_m2",
            value=plain(inputs.smallest_parcel_m2),
            least=plain(smallest_parcel_allowed(inputs)),
        ),
    ),
    Clause(
        id="wetland",
        article=OnWetland.source,
        text=OnWetland.rule,
        fields=("on_wetland",),
        holds=lambda inputs: _negated(inputs.on_wetland),
        refusal=lambda _: OnWetland(field="on_wetland", value="true"),
    ),
    Clause(
        id="trees_kept",
        article=TreesRemoved.source,
        text=TreesRemoved.rule,
        fields=("trees_removed",),
        holds=lambda inputs: _negated(inputs.trees_removed),
        refusal=lambda _: TreesRemoved(field="trees_removed", value="true"),
    ),
    Clause(
        id="shrubs_kept",
        article=ShrubsRemoved.source,
        text=ShrubsRemoved.rule,
        fields=("shrubs_removed_pct",),
        holds=_few_shrubs_removed,
        refusal=lambda inputs: ShrubsRemoved(
            field="shrubs_removed_pct", value=plain(inputs.shrubs_removed_pct)
        ),
    ),
)
