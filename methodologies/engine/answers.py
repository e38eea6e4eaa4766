"""Answers to the five questions of the chooser, and what a methodology declares about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from methodologies.engine.errors import both
from methodologies.engine.trace import Text

Question = Literal["purpose", "activity", "place", "started_on", "proof"]

_ACTIVITIES_BY_GROUP: tuple[tuple[Text, Mapping[str, Text]], ...] = (
    (
        both("发电", "Electricity"),
        {
            "wind_power": both("风力发电", "wind power"),
            "solar_thermal": both("光热发电", "solar thermal power"),
            "photovoltaics": both("光伏发电", "photovoltaics"),
            "other_renewables": both("水电、生物质等其他可再生能源", "hydro, biomass and the like"),
            "fossil_power": both("燃煤、燃气等化石燃料发电", "power from coal, gas and the like"),
        },
    ),
    (
        both("瓦斯与油气等", "Gas"),
        {
            "mine_gas_oxidation": both(
                "煤矿低于 8 % 的瓦斯或风排瓦斯无焰氧化，利用热能",
                "mine gas below 8 % or ventilation air, flameless oxidation with use of heat",
            ),
            "mine_gas_otherwise": both(
                "煤矿瓦斯的其他处理（8 % 及以上、稀释、火炬、内燃机）",
                "mine gas otherwise (8 % or more, diluted, flare, engine)",
            ),
            "offshore_associated_gas": both(
                "海上油田伴生气回收", "associated gas of offshore oil fields"
            ),
            "onshore_associated_gas": both(
                "陆上油田伴生气回收", "associated gas of onshore oil fields"
            ),
            "well_test_gas": both("气田试气放喷气回收", "well-test gas of gas fields"),
            "manure_biogas": both("畜禽粪污沼气", "biogas of manure"),
            "sf6_recovery": both("六氟化硫回收", "recovery of SF6"),
        },
    ),
    (
        both("节能与资源", "Saving and recovery"),
        {
            "lighting": both("道路、隧道照明节能", "saving in road and tunnel lighting"),
            "building_retrofit": both("既有建筑节能改造", "retrofit of buildings"),
            "agricultural_waste": both("农业废弃物集中处理", "treatment of agricultural waste"),
            "renewable_hydrogen": both(
                "可再生能源电解水制氢", "hydrogen by renewable electrolysis"
            ),
        },
    ),
    (
        both("造林与生态修复", "Planting"),
        {
            "planting": both("营造乔木林、竹林、灌木林", "trees, bamboo or shrubs"),
            "economic_planting": both("营造经济林（果园等）", "economic forest, such as orchards"),
            "greening": both("通道、城镇、厂区绿化", "greening of corridors, towns and factories"),
            "mangroves": both("种植红树林", "mangroves"),
            "salt_marsh": both("修复滨海盐沼", "coastal salt marsh"),
            "seagrass": both("修复海草床", "seagrass beds"),
            "check_dam": both("淤地坝", "check dams"),
        },
    ),
    (
        both("工业生产", "Industry"),
        {
            "clinker": both("水泥熟料", "cement clinker"),
            "cement_grinding": both("仅粉磨水泥", "cement grinding only"),
            "aluminium_smelting": both("电解铝", "aluminium by electrolysis"),
            "aluminium_remelting": both("再生铝", "remelted aluminium"),
            "steel_making": both("炼铁、炼钢", "iron and steel making"),
            "steel_rolling": both("仅轧钢", "rolling only"),
        },
    ),
    (
        both("出行", "Travel"),
        {
            "bus": both("公交", "bus"),
            "metro": both("地铁", "metro"),
            "shared_bike": both("共享单车", "shared bike"),
            "walk": both("步行", "walking"),
            "carpool": both("合乘", "carpool"),
            "new_energy_vehicle": both("新能源汽车", "new-energy vehicle"),
        },
    ),
    (
        both("生活", "Everyday life"),
        {
            "no_tableware": both("外卖无需餐具", "takeaway without disposable tableware"),
            "second_hand_phone": both("二手手机", "second-hand phone"),
            "clean_heating": both("农村清洁取暖", "clean heating in villages"),
        },
    ),
)
ACTIVITIES: Mapping[str, Text] = MappingProxyType(
    {
        value: both(f"{group['zh']}：{label['zh']}", f"{group['en']}: {label['en']}")
        for group, labels in _ACTIVITIES_BY_GROUP
        for value, label in labels.items()
    }
)
PLACES: Mapping[str, Text] = MappingProxyType(
    {
        "far_sea": both(
            "海上：离岸超过 30 km，或水深超过 30 m",
            "At sea: beyond 30 km, or in water deeper than 30 m",
        ),
        "near_sea": both(
            "海上：离岸与水深都不超过 30", "At sea: neither beyond 30 km nor deeper than 30 m"
        ),
        "bare_coast": both(
            "海岸：无植被潮滩或退养的养殖塘",
            "Coast: tidal flat without vegetation, or abandoned pond",
        ),
        "vegetated_coast": both(
            "海岸：已有植被的滩涂、现有红树林", "Coast: flat with vegetation, existing mangrove"
        ),
        "bare_land": both(
            "陆地：三年以上的无林地（规划造林地）",
            "Land: without forest for three years, planned for afforestation",
        ),
        "wetland": both("陆地：湿地", "Land: wetland"),
        "forest": both("陆地：近三年内有林的土地", "Land: forest within the last three years"),
        "other_land": both("陆地：其他", "Land: elsewhere"),
        "underground_mine": both("生产中的井工煤矿", "Working underground coal mine"),
        "other_mine": both("露天、废弃或关闭的煤矿", "Surface, abandoned or closed coal mine"),
        "highway_tunnel": both("公路隧道", "Highway tunnel"),
        "other_road": both(
            "城市道路、铁路隧道等", "Street, railway tunnel or another lighted place"
        ),
        "factory": both("电厂、工厂", "Power plant or factory"),
        "beijing": both("北京市", "Beijing"),
        "shanghai": both("上海市", "Shanghai"),
        "wuhan": both("武汉市", "Wuhan"),
        "rural_hebei": both("河北省农村", "Rural Hebei"),
        "other_city": both("其他城市或农村", "Another city or village"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The first day that counts, by a clause of the methodology, or by an article of its own."""

    first_day: date
    clause: str = ""
    article: str = ""
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Which answers lead to a methodology.

    Args:
        activities: keys of `ACTIVITIES`.
        places: keys of `PLACES`; empty if the text names none.
        since: the first day of construction, deed or account.
        article: where the text states its scope; without it the text as a whole.
        near: answers just outside, and the ids of the clauses that refuse them. The clauses that
            neither these nor `since` name are those that must be proven.
    """

    activities: tuple[str, ...]
    places: tuple[str, ...] = ()
    since: Since | None = None
    article: str = ""
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def clauses(self) -> frozenset[str]:
        """The ids of the clauses that an activity, a place or a date settles."""
        dated = {self.since.clause} if self.since and self.since.clause else set()
        return frozenset(dated.union(*self.near.values()))

    def __post_init__(self) -> None:
        """Hold the declaration to answers that can be given."""
        known = {**ACTIVITIES, **PLACES}
        named = (*self.activities, *self.places, *self.near)
        assert self.activities
        assert all(answer in known for answer in named), f"unknown answer among {named}"
        assert not set(self.near) & {*self.activities, *self.places}
