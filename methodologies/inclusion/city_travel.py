"""Travel in Shanghai and Beijing: one methodology for each city, the mode is in the record."""

from typing import Any

from methodologies.engine.citing import in_both
from methodologies.engine.inputs import Amount
from methodologies.engine.trace import Text
from methodologies.inclusion.records import Activity, RecordInputs, activity_asked, distance_asked
from methodologies.inclusion.scenario import Behaviour, Publication, scenario

EXAMPLE: dict[str, Any] = {"day": "2024-12-02", "on_city_platform": True, "data_consent": True}


class TravelInputs(RecordInputs):
    """One trip; by new-energy vehicle the distance is the vehicle's."""

    activity: Activity = activity_asked()
    distance_km: Amount = distance_asked()


def published(code: str, title: Text, city: Text, source: str, **more: Any) -> Publication:
    """Return how a city's travel methodology was published."""
    cited = in_both(source)
    return Publication(
        id=f"inclusion-{code}-travel",
        title=title,
        scope={
            "zh": f"{city['zh']}居民的低碳出行，按人公里（新能源汽车按车公里）计算。",
            "en": f"Low-carbon trips in {city['en']}, by person-kilometre "
            "(by vehicle-kilometre for new-energy vehicles).",
        },
        source=source,
        published="2024",
        city=city,
        place=code,
        article=f"{cited['zh']} 适用条件（条文编号未见） · "
        f"{cited['en']} applicability (numbering not seen)",
        **more,
    )


SHANGHAI_TRAVEL = scenario(
    Behaviour(table="inclusion_shanghai", covered=("bus", "metro"), amount="distance_km"),
    published(
        "shanghai",
        {"zh": "上海碳普惠：公交与轨道交通出行", "en": "Shanghai carbon inclusion: bus and metro"},
        {"zh": "上海市", "en": "Shanghai"},
        "上海碳普惠方法学 SHCER02020012024II、SHCER02022 · "
        "Shanghai's carbon inclusion, SHCER02020012024II and SHCER02022",
        remarks=(
            {
                "zh": "共享单车（SHCER02032）与电动汽车（SHCER02042）的因子未查到，暂不计算。",
                "en": "The factors of shared bikes (SHCER02032) and electric cars (SHCER02042) "
                "were not found; they are not covered.",
            },
            {
                "zh": "Ⅰ类减排量自 2024-09-13 起交易（SHCERCIR1）；"
                "个人参与另行规定，故不作平台归集。",
                "en": "Class I reductions trade since 2024-09-13 (SHCERCIR1); individuals are "
                "regulated separately, so that nothing is shared out here.",
            },
        ),
        examples={
            "bus": {**EXAMPLE, "activity": "bus", "distance_km": "8.4"},
            "metro": {**EXAMPLE, "activity": "metro", "distance_km": "12.6"},
        },
    ),
    TravelInputs,
)

BEIJING_TRAVEL = scenario(
    Behaviour(
        table="inclusion_beijing",
        covered=("bus", "metro", "shared_bike", "walk", "new_energy_vehicle"),
        amount="distance_km",
    ),
    published(
        "beijing",
        {"zh": "北京碳普惠：绿色出行", "en": "Beijing carbon inclusion: green travel"},
        {"zh": "北京市", "en": "Beijing"},
        "DB11/T 3043-2024",
        remarks=(
            {
                "zh": "因子取自标准的公开转引，可靠性中低，可逐项替换。",
                "en": "The factors are quoted by a public copy of medium to low reliability; "
                "each can be replaced.",
            },
        ),
        examples={"metro": {**EXAMPLE, "activity": "metro", "distance_km": "12.6"}},
    ),
    TravelInputs,
)
