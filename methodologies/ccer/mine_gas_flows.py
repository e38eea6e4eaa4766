"""The gas through the oxidisers of a mine-gas project, interval by interval."""

from decimal import Decimal

from methodologies.ccer.intervals import HOURS_PER_LEAP_YEAR
from methodologies.ccer.mine_gas_refusals import MONITORING
from methodologies.engine.inputs import Amount, Count, Day, MethodologyInputs, asked

STRUCTURE = "按 ACM0008 的结构重构，编号为本模块所加 · reconstructed after ACM0008; numbering ours"


class GasFlow(MethodologyInputs):
    """The gas through one oxidiser in one interval; what was not measured is left empty."""

    first_day: Day | None = asked(
        "起始日", "First day", group="methane", kind="date", default=None, source=MONITORING
    )
    last_day: Day | None = asked(
        "结束日", "Last day", group="methane", kind="date", default=None, source=MONITORING
    )
    oxidiser: Count = asked(
        "装置编号",
        "Oxidiser",
        group="methane",
        kind="integer",
        at_least=1,
        at_most=99,
        default=1,
        help={"zh": "多台装置分行填写。", "en": "One row for each of several oxidisers."},
    )
    hours_h: Amount = asked(
        "运行小时",
        "Hours",
        group="methane",
        kind="decimal",
        unit="h",
        at_most=HOURS_PER_LEAP_YEAR,
        help={"zh": "该时段内的运行小时数。", "en": "Hours of operation in the interval."},
        source=STRUCTURE,
    )
    inlet_flow_m3_h: Amount | None = asked(
        "入口流量",
        "Inlet flow",
        group="methane",
        kind="decimal",
        unit="m3/h",
        at_most=100_000_000,
        default=None,
        help={
            "zh": "氧化装置入口混合气的平均流量，换算到参考温度。",
            "en": "Mean flow of the blend into the oxidiser, at the reference temperature.",
        },
        source=STRUCTURE,
    )
    inlet_ch4_pct: Amount | None = asked(
        "入口甲烷浓度",
        "Methane at the inlet",
        group="methane",
        kind="decimal",
        unit="%",
        at_most=8,
        default=None,
        help={
            "zh": "体积百分数：0.42 % 填 0.42。",
            "en": "Percent by volume: 0.42 for 0.42 %.",
        },
        source=STRUCTURE,
    )
    outlet_flow_m3_h: Amount | None = asked(
        "出口流量",
        "Outlet flow",
        group="methane",
        kind="decimal",
        unit="m3/h",
        at_most=100_000_000,
        default=None,
        help={
            "zh": "不填则与入口流量相同（氧化前后物质的量不变）。",
            "en": "Empty for that of the inlet: oxidation leaves the number of moles as it is.",
        },
        source=STRUCTURE,
    )
    outlet_ch4_pct: Amount | None = asked(
        "出口甲烷浓度",
        "Methane at the outlet",
        group="methane",
        kind="decimal",
        unit="%",
        at_most=8,
        default=None,
        help={
            "zh": "体积百分数：0.012 % 填 0.012。",
            "en": "Percent by volume: 0.012 for 0.012 %.",
        },
        source=STRUCTURE,
    )
    meter_error_pct: Amount | None = asked(
        "计量误差",
        "Meter error",
        group="methane",
        kind="decimal",
        unit="%",
        at_most=20,
        default=None,
        help={
            "zh": "仪表超差或未校准时填写：入口甲烷量按此调减，出口调增。",
            "en": "If a meter was out of tolerance or not calibrated: "
            "less methane in, more methane out, by this share.",
        },
        source=STRUCTURE,
    )
    delivery_flow_m3_h: Amount | None = asked(
        "输送系统入口瓦斯流量",
        "Flow into the delivery line",
        group="methane",
        kind="decimal",
        unit="m3/h",
        at_most=100_000_000,
        default=None,
        help={
            "zh": "瓦斯安全输送系统入口，仅抽采瓦斯填写。",
            "en": "At the entry of the safe delivery line; for drained gas only.",
        },
        source=MONITORING,
    )
    drained_flow_m3_h: Amount | None = asked(
        "抽采泵出口瓦斯流量",
        "Flow from the drainage pumps",
        group="methane",
        kind="decimal",
        unit="m3/h",
        at_most=100_000_000,
        default=None,
        help={
            "zh": "所连接抽采泵的出口，仅抽采瓦斯填写。",
            "en": "At the outlet of the pumps connected; for drained gas only.",
        },
        source=MONITORING,
    )

    @property
    def measured(self) -> bool:
        """Whether all that is needed to credit the interval was measured."""
        needed = (self.inlet_flow_m3_h, self.inlet_ch4_pct, self.outlet_ch4_pct)
        return all(value is not None for value in needed)


def stated(value: Decimal | None) -> Decimal:
    """Return a value of a measured interval, which is never missing."""
    assert value is not None
    return value
