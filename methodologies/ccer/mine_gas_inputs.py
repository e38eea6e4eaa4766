"""What a project on low-concentration mine gas reports, CCER-10-001-V01."""

from typing import Literal

from methodologies.activity.fuels import FUELS, FuelUse
from methodologies.activity.metering import Correction
from methodologies.ccer.combined_margin import GridYearInputs
from methodologies.ccer.mine_gas_flows import STRUCTURE, GasFlow
from methodologies.ccer.mine_gas_refusals import MONITORING, SCOPE
from methodologies.engine.inputs import Amount, Day, asked
from methodologies.engine.replacing import ReplacingInputs

ROWS_MAX = 1_000

MINES = {
    "working_underground": {"zh": "生产中的井工煤矿", "en": "working underground mine"},
    "abandoned_or_closed": {"zh": "废弃或关闭的煤矿", "en": "abandoned or closed mine"},
    "surface": {"zh": "露天煤矿", "en": "surface mine"},
}
TECHNIQUES = {
    "flameless_oxidation": {"zh": "无焰氧化", "en": "flameless oxidation"},
    "other": {"zh": "其他（火炬、内燃机等）", "en": "another (flare, engine and the like)"},
}
GASES = {
    "ventilation_air": {"zh": "风排瓦斯", "en": "ventilation air methane"},
    "drained_gas": {
        "zh": "抽采的低浓度瓦斯，与风排瓦斯或空气掺混",
        "en": "drained gas, blended with ventilation air or air",
    },
}
HEAT_USES = {
    "power": {"zh": "发电", "en": "power"},
    "heat": {"zh": "供热", "en": "heat supply"},
    "power_and_heat": {"zh": "热电联产", "en": "power and heat"},
    "none": {"zh": "不利用", "en": "none"},
}
TEMPERATURES = {
    "celsius_0": {"zh": "0 ℃（标准状态）", "en": "0 °C (standard cubic metres)"},
    "celsius_20": {"zh": "20 ℃", "en": "20 °C"},
}
GWP_SETS = {
    "ar4": {"zh": "IPCC 第四次评估报告", "en": "IPCC, fourth assessment report"},
    "ar5": {"zh": "IPCC 第五次评估报告", "en": "IPCC, fifth assessment report"},
    "ar6": {"zh": "IPCC 第六次评估报告", "en": "IPCC, sixth assessment report"},
}
EnergyMeter = Literal["generated", "heat", "auxiliary"]
ENERGY_METERS = {
    "generated": {"zh": "发电量 (MWh)", "en": "Electricity generated (MWh)"},
    "heat": {"zh": "供热量 (GJ)", "en": "Heat supplied (GJ)"},
    "auxiliary": {"zh": "辅助用电量 (MWh)", "en": "Auxiliary electricity (MWh)"},
}


class EnergyMeterCorrection(Correction):
    """A correction of a meter of electricity or heat."""

    meter: EnergyMeter = asked(
        "计量对象", "Meter", group="meters", kind="choice", choices=ENERGY_METERS, first=True
    )


class MineGasInputs(ReplacingInputs, GridYearInputs):
    """One year, or part of a year, of a project on low-concentration mine gas."""

    mine: Literal["working_underground", "abandoned_or_closed", "surface"] = asked(
        "煤矿类型", "Kind of mine", group="site", kind="choice", choices=MINES, source=SCOPE
    )
    gas: Literal["ventilation_air", "drained_gas"] = asked(
        "瓦斯来源", "Gas", group="site", kind="choice", choices=GASES, source=SCOPE
    )
    technique: Literal["flameless_oxidation", "other"] = asked(
        "分解销毁技术",
        "Destruction by",
        group="site",
        kind="choice",
        choices=TECHNIQUES,
        source=SCOPE,
    )
    heat_use: Literal["power", "heat", "power_and_heat", "none"] = asked(
        "热能利用", "Use of the heat", group="site", kind="choice", choices=HEAT_USES, source=SCOPE
    )
    drained_ch4_pct: Amount | None = asked(
        "抽采泵站输出浓度",
        "Methane from the drainage station",
        group="site",
        kind="decimal",
        unit="%",
        at_most=100,
        default=None,
        help={
            "zh": "核算期内的最高值，体积百分数；仅抽采瓦斯填写，须低于 8 %。",
            "en": "The highest of the period, percent by volume; for drained gas only, below 8 %.",
        },
        source=SCOPE,
    )
    diluted_on_purpose: bool | None = asked(
        "人为稀释",
        "Diluted on purpose",
        group="site",
        kind="boolean",
        default=None,
        help={
            "zh": "是否由 8 % 及以上的瓦斯人为稀释得到。",
            "en": "Whether gas of 8 % or more was diluted to come below the limit.",
        },
        source=SCOPE,
    )
    complies_with_mine_safety: bool | None = asked(
        "符合煤矿安全规程、法律法规和产业政策",
        "Complies with mine safety, law and policy",
        group="site",
        kind="boolean",
        default=None,
        source=SCOPE,
    )
    networked: bool | None = asked(
        "监测数据已联网",
        "Monitoring is networked",
        group="site",
        kind="boolean",
        default=None,
        help={
            "zh": "与全国碳市场管理平台联网，每 1 s 上传一次。",
            "en": "Data go to the platform of the national carbon market, once every second.",
        },
        source=MONITORING,
    )
    trial_start: Day | None = asked(
        "联网试运行起始日",
        "Trial of the link from",
        group="site",
        kind="date",
        default=None,
        source=MONITORING,
    )
    trial_end: Day | None = asked(
        "联网试运行结束日",
        "Trial of the link to",
        group="site",
        kind="date",
        default=None,
        help={
            "zh": "试运行不少于 1 个月，减排量从次日起计。",
            "en": "At least one month after the start; reductions count from the next day.",
        },
        source=MONITORING,
    )
    gwp_set: Literal["ar4", "ar5", "ar6"] = asked(
        "全球增温潜势",
        "Global warming potential",
        group="methane",
        kind="choice",
        choices=GWP_SETS,
        default="ar5",
        help={
            "zh": "方法学采用的评估报告未见，假设为第五次。",
            "en": "Which report the methodology takes was not seen; the fifth is assumed.",
        },
        source=STRUCTURE,
    )
    reference_temperature: Literal["celsius_0", "celsius_20"] = asked(
        "流量的参考温度",
        "Reference temperature of the flows",
        group="methane",
        kind="choice",
        choices=TEMPERATURES,
        default="celsius_0",
        help={
            "zh": "决定甲烷密度；Nm3 通常为 0 ℃。",
            "en": "It sets the density of methane; Nm3 are usually at 0 °C.",
        },
        source=STRUCTURE,
    )
    flows: tuple[GasFlow, ...] = asked(
        "气体流量",
        "Gas flows",
        group="methane",
        kind="rows",
        rows_max=ROWS_MAX,
        help={
            "zh": "每个月或每个时段一行；缺测的单元格留空，该时段不计减排量。",
            "en": "One row for each month or interval; leave empty what was not measured, "
            "and the interval earns nothing.",
        },
        source=MONITORING,
    )
    generated_mwh: Amount = asked(
        "发电量",
        "Electricity generated",
        group="generation",
        kind="decimal",
        unit="MWh",
        at_most=100_000_000,
        help={
            "zh": "利用余热所发电量，单位 MWh；没有则填 0。",
            "en": "Generated from the heat, in MWh; 0 if none.",
        },
        source=STRUCTURE,
    )
    auxiliary_mwh: Amount = asked(
        "辅助用电量",
        "Auxiliary electricity",
        group="generation",
        kind="decimal",
        unit="MWh",
        at_most=100_000_000,
        help={
            "zh": "风机等项目设施消耗的电量，单位 MWh。",
            "en": "Used by fans and other equipment of the project, in MWh.",
        },
        source=STRUCTURE,
    )
    heat_gj: Amount = asked(
        "供热量",
        "Heat supplied",
        group="heat",
        kind="decimal",
        unit="GJ",
        at_most=1_000_000_000,
        help={
            "zh": "替代既有或拟建供热设施的热量，单位 GJ；没有则填 0。",
            "en": "Heat that displaces other supply, existing or planned, in GJ; 0 if none.",
        },
        source=STRUCTURE,
    )
    fuels: tuple[FuelUse, ...] = asked(
        "化石燃料消耗",
        "Fossil fuels used",
        group="fuels",
        kind="rows",
        default=(),
        rows_max=len(FUELS),
        help={
            "zh": "启动等用途的化石燃料，每种一行；没有则不填。",
            "en": "Fuels to start the oxidisers and the like, one row each; usually none.",
        },
        source=STRUCTURE,
    )
    meter_corrections: tuple[EnergyMeterCorrection, ...] = asked(
        "需修正的时段",
        "Intervals to be corrected",
        group="meters",
        kind="rows",
        default=(),
        rows_max=120,
        help={
            "zh": "电能表或热量表超差、未校准或延迟校准的时段；没有则不填。",
            "en": "Intervals with a meter of electricity or heat out of tolerance, "
            "not calibrated or calibrated late; usually none.",
        },
        source=STRUCTURE,
    )

    @property
    def measured_flows(self) -> tuple[tuple[int, GasFlow], ...]:
        """The intervals that count, with their row numbers."""
        return tuple((k, row) for k, row in enumerate(self.flows, start=1) if row.measured)
