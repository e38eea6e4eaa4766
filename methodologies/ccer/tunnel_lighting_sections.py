"""The lit sections of a highway tunnel, and the electricity its lighting took."""

from decimal import Decimal
from typing import Literal

from methodologies.ccer.intervals import HOURS_PER_LEAP_YEAR
from methodologies.engine.inputs import Amount, Day, MethodologyInputs, asked

STRUCTURE = (
    "按 JTG/T D70/2-01-2014 重构，编号为本模块所加 · "
    "reconstructed after JTG/T D70/2-01-2014; numbering ours"
)

SectionKind = Literal[
    "entrance_1",
    "entrance_2",
    "transition_1",
    "transition_2",
    "transition_3",
    "basic",
    "exit_1",
    "exit_2",
]
SECTIONS = {
    "entrance_1": {"zh": "入口段 1", "en": "entrance section 1"},
    "entrance_2": {"zh": "入口段 2", "en": "entrance section 2"},
    "transition_1": {"zh": "过渡段 1", "en": "transition section 1"},
    "transition_2": {"zh": "过渡段 2", "en": "transition section 2"},
    "transition_3": {"zh": "过渡段 3", "en": "transition section 3"},
    "basic": {"zh": "基本段", "en": "basic section"},
    "exit_1": {"zh": "出口段 1", "en": "exit section 1"},
    "exit_2": {"zh": "出口段 2", "en": "exit section 2"},
}


class TunnelSection(MethodologyInputs):
    """One section of the tunnel with its own luminance."""

    kind: SectionKind = asked(
        "照明段", "Section", group="lighting", kind="choice", choices=SECTIONS, source=STRUCTURE
    )
    length_m: Amount = asked(
        "长度",
        "Length",
        group="lighting",
        kind="decimal",
        unit="m",
        at_most=100_000,
        source=STRUCTURE,
    )
    width_m: Amount | None = asked(
        "路面宽度",
        "Road width",
        group="lighting",
        kind="decimal",
        unit="m",
        at_most=100,
        default=None,
        help={"zh": "不填则取隧道的路面宽度。", "en": "Empty for the width of the tunnel."},
        source=STRUCTURE,
    )
    luminance_cd_m2: Amount | None = asked(
        "设计亮度",
        "Design luminance",
        group="lighting",
        kind="decimal",
        unit="cd/m2",
        at_most=10_000,
        default=None,
        help={
            "zh": "不填则按细则推算；填写的值高于细则时仍取细则的值。",
            "en": "Empty to derive it from the guideline; "
            "a value above the guideline's does not count.",
        },
        source=STRUCTURE,
    )

    @property
    def is_basic(self) -> bool:
        """Whether the section is lit at all hours."""
        return self.kind == "basic"

    @property
    def follows_entrance(self) -> bool:
        """Whether its luminance is a share of that of the entrance."""
        return self.kind.startswith(("entrance", "transition"))


class LightingConsumption(MethodologyInputs):
    """The electricity of the lighting in one interval; empty if the meter failed."""

    first_day: Day | None = asked(
        "起始日", "First day", group="lighting", kind="date", default=None, source=STRUCTURE
    )
    last_day: Day | None = asked(
        "结束日", "Last day", group="lighting", kind="date", default=None, source=STRUCTURE
    )
    metered_mwh: Amount | None = asked(
        "用电量",
        "Electricity",
        group="lighting",
        kind="decimal",
        unit="MWh",
        at_most=1_000_000,
        default=None,
        help={
            "zh": "照明电能表读数，单位 MWh；缺测留空，按装机功率估计。",
            "en": "As metered, in MWh; empty if not, and the installed power is counted.",
        },
        source=STRUCTURE,
    )
    hours_h: Amount | None = asked(
        "小时数",
        "Hours",
        group="lighting",
        kind="decimal",
        unit="h",
        at_most=HOURS_PER_LEAP_YEAR,
        default=None,
        help={
            "zh": "缺测时段的小时数；填写了起止日期的可不填。",
            "en": "Hours of an interval without a reading, unless it has dates.",
        },
        source=STRUCTURE,
    )
    meter_error_pct: Amount | None = asked(
        "电能表误差",
        "Meter error",
        group="lighting",
        kind="decimal",
        unit="%",
        at_most=20,
        default=None,
        help={
            "zh": "电能表超差或未校准时填写，读数按此调增。",
            "en": "If the meter was out of tolerance or not calibrated: more by this share.",
        },
        source=STRUCTURE,
    )


def hours_of(row: LightingConsumption, days: int | None) -> Decimal | None:
    """Return the hours of an interval as stated, else of its days."""
    if row.hours_h is not None or days is None:
        return row.hours_h
    return Decimal(24 * days)
