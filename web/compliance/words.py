"""What the compliance pages call sectors, classes of unit, cooling and special kinds."""

from collections.abc import Mapping

from registry.compliance import Cooling
from registry.worlds import words

CLASS_NAMES: Mapping[str, Mapping[str, str]] = {
    "coal_large": words(
        "Conventional coal, 400 MW and more (class I)", "400MW及以上常规燃煤（Ⅰ类）"
    ),
    "coal_small": words("Conventional coal below 400 MW (class II)", "400MW以下常规燃煤（Ⅱ类）"),
    "coal_unconventional": words("Unconventional coal (class III)", "非常规燃煤（Ⅲ类）"),
    "gas": words("Gas (class IV)", "燃气（Ⅳ类）"),
    "steel_works": words("Steel works", "钢铁企业"),
    "clinker_line": words("Clinker line", "水泥熟料生产线"),
    "electrolysis": words("Aluminium electrolysis", "铝电解工序"),
    "installation": words("Installation", "设施"),
}
SECTOR_NAMES: Mapping[str, Mapping[str, str]] = {
    "power": words("Power", "发电"),
    "steel": words("Steel", "钢铁"),
    "cement": words("Cement", "水泥"),
    "aluminium": words("Aluminium", "铝冶炼"),
    "chemicals": words("Chemicals", "化工"),
    "paper": words("Paper", "造纸"),
}
COOLING_NAMES: Mapping[str, Mapping[str, str]] = {
    Cooling.WATER: words("water", "水冷"),
    Cooling.AIR: words("air", "空冷"),
    Cooling.BACK_PRESSURE: words("back-pressure", "背压"),
}
SPECIAL_NAMES: Mapping[str, Mapping[str, str]] = {
    "new": words("commissioned in the year", "当年新投运"),
    "heat_only": words("heat only", "纯供热"),
    "shut_down": words("shut down", "关停"),
    "biomass": words("biomass", "生物质"),
    "biomass_cofiring": words("co-fires biomass", "掺烧生物质"),
    "own_gas": words("self-produced gas", "自产煤气"),
    "special_fuel": words("special fuel", "特殊燃料"),
    "oil": words("oil", "燃油"),
    "igcc": words("IGCC", "整体煤气化联合循环"),
    "internal_combustion": words("internal combustion", "内燃机"),
    "green_fuel": words("green hydrogen or ammonia", "掺烧绿氢（氨）"),
    "emergency_reserve": words("emergency reserve", "应急备用"),
    "closing": words("closing", "拟关停"),
    "below_threshold": words("below the threshold", "低于纳入门槛"),
    "white_cement": words("white cement", "白水泥"),
    "gypsum_acid": words("acid from gypsum", "石膏制酸联产"),
}
