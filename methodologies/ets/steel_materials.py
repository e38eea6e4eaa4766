"""Carbon-bearing materials of a steel works, where they flow and in which process."""

from typing import Literal

from methodologies.engine.errors import both

Material = Literal[
    "coking_coal",
    "injection_coal",
    "anthracite",
    "bituminous_coal",
    "coke",
    "petroleum_coke",
    "coal_tar",
    "crude_benzene",
    "diesel",
    "fuel_oil",
    "natural_gas",
    "blast_furnace_gas",
    "converter_gas",
    "coke_oven_gas",
    "limestone",
    "dolomite",
    "electrode",
    "pig_iron",
    "direct_reduced_iron",
    "ferronickel",
    "ferrochrome",
    "ferromolybdenum",
    "scrap",
    "methanol",
    "crude_steel",
    "other",
]
MATERIALS = {
    "coking_coal": both("炼焦煤", "Coking coal"),
    "injection_coal": both("喷吹煤", "Pulverised coal for injection"),
    "anthracite": both("无烟煤", "Anthracite"),
    "bituminous_coal": both("烟煤", "Bituminous coal"),
    "coke": both("焦炭", "Coke"),
    "petroleum_coke": both("石油焦", "Petroleum coke"),
    "coal_tar": both("煤焦油", "Coal tar"),
    "crude_benzene": both("粗苯", "Crude benzene"),
    "diesel": both("柴油", "Diesel"),
    "fuel_oil": both("燃料油", "Fuel oil"),
    "natural_gas": both("天然气 (10^4 Nm3)", "Natural gas (10^4 Nm3)"),
    "blast_furnace_gas": both("高炉煤气 (10^4 Nm3)", "Blast furnace gas (10^4 Nm3)"),
    "converter_gas": both("转炉煤气 (10^4 Nm3)", "Converter gas (10^4 Nm3)"),
    "coke_oven_gas": both("焦炉煤气 (10^4 Nm3)", "Coke oven gas (10^4 Nm3)"),
    "limestone": both("石灰石", "Limestone"),
    "dolomite": both("白云石", "Dolomite"),
    "electrode": both("电极", "Electrode"),
    "pig_iron": both("生铁", "Pig iron"),
    "direct_reduced_iron": both("直接还原铁", "Direct reduced iron"),
    "ferronickel": both("镍铁合金", "Ferronickel"),
    "ferrochrome": both("铬铁合金", "Ferrochrome"),
    "ferromolybdenum": both("钼铁合金", "Ferromolybdenum"),
    "scrap": both("废钢", "Scrap"),
    "methanol": both("甲醇", "Methanol"),
    "crude_steel": both("粗钢（钢材）", "Crude steel"),
    "other": both("其他含碳物料", "Another carbon-bearing material"),
}
GASES = frozenset(["natural_gas", "blast_furnace_gas", "converter_gas", "coke_oven_gas"])
FLOWS = {"in": both("进入", "enters"), "out": both("离开", "leaves")}
PROCESSES = {
    "sintering": both("烧结（球团）", "sintering and pelletising"),
    "ironmaking": both("炼铁", "ironmaking"),
    "other": both("其他工序", "another process"),
}
INTENSITY_PROCESSES = frozenset(["sintering", "ironmaking"])
