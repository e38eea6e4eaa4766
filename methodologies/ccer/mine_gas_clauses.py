"""When CCER-10-001-V01 applies: the clauses, and the days from which reductions count."""

from datetime import date, timedelta

from methodologies.ccer.mine_gas_inputs import MineGasInputs
from methodologies.ccer.mine_gas_refusals import (
    MONITORING,
    SCOPE,
    AgainstMineSafety,
    BeforeNetworking,
    DilutedOnPurpose,
    GasTooRich,
    HeatNotUsed,
    MoreGasThanDrained,
    NotAWorkingUndergroundMine,
    NotFlamelessOxidation,
    NotNetworked,
    TrialTooShort,
)
from methodologies.engine.contract import Clause
from methodologies.engine.trace import plain

CH4_PCT_BELOW = 8
MORE_THAN_A_MONTH = timedelta(days=32)


def month_later(day: date) -> date:
    """Return the same day of the next month, or the day after that month if it is shorter."""
    following = (day.replace(day=1) + MORE_THAN_A_MONTH).replace(day=1)
    after = (following + MORE_THAN_A_MONTH).replace(day=1)
    return min(following + timedelta(days=day.day - 1), after)


def _below_limit(inputs: MineGasInputs) -> bool | None:
    if inputs.gas == "ventilation_air":
        return True
    found = inputs.drained_ch4_pct
    return None if found is None else found < CH4_PCT_BELOW


def _not_diluted(inputs: MineGasInputs) -> bool | None:
    if inputs.gas == "ventilation_air":
        return True
    return None if inputs.diluted_on_purpose is None else not inputs.diluted_on_purpose


def _trial_end_min(inputs: MineGasInputs) -> date:
    assert inputs.trial_start is not None
    return month_later(inputs.trial_start) - timedelta(days=1)


def _trial_long_enough(inputs: MineGasInputs) -> bool | None:
    if inputs.trial_start is None or inputs.trial_end is None:
        return None
    return inputs.trial_end >= _trial_end_min(inputs)


def _trial_too_short(inputs: MineGasInputs) -> TrialTooShort:
    assert inputs.trial_start is not None
    assert inputs.trial_end is not None
    return TrialTooShort(
        field="trial_end",
        value=inputs.trial_end.isoformat(),
        start=inputs.trial_start.isoformat(),
        earliest=_trial_end_min(inputs).isoformat(),
    )


def _first_day(inputs: MineGasInputs) -> date | None:
    """Return the day from which reductions are claimed: of the period, else of the rows."""
    days = [row.first_day for row in inputs.flows if row.first_day is not None]
    return inputs.period_start or min(days, default=None)


def _after_networking(inputs: MineGasInputs) -> bool | None:
    first_day = _first_day(inputs)
    if inputs.trial_end is None or first_day is None:
        return None
    return first_day > inputs.trial_end


def _before_networking(inputs: MineGasInputs) -> BeforeNetworking:
    first_day = _first_day(inputs)
    assert inputs.trial_end is not None
    assert first_day is not None
    return BeforeNetworking(
        field="flows" if inputs.period_start is None else "period_start",
        value=first_day.isoformat(),
        completed=inputs.trial_end.isoformat(),
    )


def _excess(inputs: MineGasInputs) -> MoreGasThanDrained | None:
    """Return the refusal of the first row with more gas delivered than drained."""
    for number, row in enumerate(inputs.flows, start=1):
        delivered, drained = row.delivery_flow_m3_h, row.drained_flow_m3_h
        if delivered is not None and drained is not None and delivered > drained:
            return MoreGasThanDrained(
                field="flows", row=number, value=plain(delivered), drained=plain(drained)
            )
    return None


def _no_more_than_drained(inputs: MineGasInputs) -> bool | None:
    if inputs.gas == "ventilation_air":
        return True
    if _excess(inputs) is not None:
        return False
    known = [(row.delivery_flow_m3_h, row.drained_flow_m3_h) for row in inputs.flows]
    return None if any(None in pair for pair in known) else True


def _more_than_drained(inputs: MineGasInputs) -> MoreGasThanDrained:
    refusal = _excess(inputs)
    assert refusal is not None
    return refusal


CLAUSES = (
    Clause(
        id="working_underground_mine",
        article=SCOPE,
        text={
            "zh": "井工煤矿，不包括废弃或关闭的井工煤矿。",
            "en": "An underground coal mine that is neither abandoned nor closed.",
        },
        fields=("mine",),
        holds=lambda inputs: inputs.mine == "working_underground",
        refusal=lambda inputs: NotAWorkingUndergroundMine(field="mine", value=inputs.mine),
    ),
    Clause(
        id="flameless_oxidation",
        article=SCOPE,
        text={
            "zh": "分解销毁技术暂仅限于无焰氧化。",
            "en": "The methane is destroyed by flameless oxidation only.",
        },
        fields=("technique",),
        holds=lambda inputs: inputs.technique == "flameless_oxidation",
        refusal=lambda inputs: NotFlamelessOxidation(field="technique", value=inputs.technique),
    ),
    Clause(
        id="heat_used",
        article=SCOPE,
        text={
            "zh": "分解产生的热能用于发电、供热或热电联产。",
            "en": "The heat is used for power, heat supply or both.",
        },
        fields=("heat_use",),
        holds=lambda inputs: inputs.heat_use != "none",
        refusal=lambda inputs: HeatNotUsed(field="heat_use", value=inputs.heat_use),
    ),
    Clause(
        id="below_8_percent",
        article=SCOPE,
        text={
            "zh": "抽采泵站输出的瓦斯甲烷体积浓度低于 8 %。",
            "en": "Gas from the drainage station has less than 8 % methane by volume.",
        },
        fields=("gas", "drained_ch4_pct"),
        holds=_below_limit,
        refusal=lambda inputs: GasTooRich(
            field="drained_ch4_pct", value=plain(inputs.drained_ch4_pct)
        ),
    ),
    Clause(
        id="not_diluted",
        article=SCOPE,
        text={
            "zh": "低浓度瓦斯不是由 8 % 及以上的瓦斯人为稀释得到的。",
            "en": "The gas was not diluted on purpose from 8 % or more.",
        },
        fields=("gas", "diluted_on_purpose"),
        holds=_not_diluted,
        refusal=lambda _: DilutedOnPurpose(field="diluted_on_purpose", value="true"),
    ),
    Clause(
        id="mine_safety",
        article=SCOPE,
        text={
            "zh": "符合《煤矿安全规程》等法律、法规要求，符合行业发展政策。",
            "en": "The project complies with the mine safety code, laws and industry policy.",
        },
        fields=("complies_with_mine_safety",),
        holds=lambda inputs: inputs.complies_with_mine_safety,
        refusal=lambda _: AgainstMineSafety(field="complies_with_mine_safety", value="false"),
    ),
    Clause(
        id="networked",
        article=MONITORING,
        text={
            "zh": "监测数据与全国碳市场管理平台联网。",
            "en": "Monitoring data go to the platform of the national carbon market.",
        },
        fields=("networked",),
        holds=lambda inputs: inputs.networked,
        refusal=lambda _: NotNetworked(field="networked", value="false"),
    ),
    Clause(
        id="trial_of_a_month",
        article=MONITORING,
        text={
            "zh": "数据联网试运行不少于 1 个月。",
            "en": "The data link was tried for at least one month.",
        },
        fields=("trial_start", "trial_end"),
        holds=_trial_long_enough,
        refusal=_trial_too_short,
    ),
    Clause(
        id="after_networking",
        article=SCOPE,
        text={
            "zh": "减排量产生于联网试运行完成之后。",
            "en": "Reductions are generated after the trial of the data link.",
        },
        fields=("trial_end", "period_start", "flows"),
        holds=_after_networking,
        refusal=_before_networking,
    ),
    Clause(
        id="no_more_than_drained",
        article=MONITORING,
        text={
            "zh": "输送系统入口的瓦斯流量不大于所连接抽采泵出口的流量。",
            "en": "No more gas enters the delivery line than leaves the drainage pumps.",
        },
        fields=("gas", "flows"),
        holds=_no_more_than_drained,
        refusal=_more_than_drained,
    ),
)
"""The clauses in the order in which they are tested."""
