"""Clauses and cross-checks of a tunnel-lighting project."""

from collections.abc import Iterator
from decimal import Decimal

from methodologies.ccer.combined_margin import check_factor_year
from methodologies.ccer.intervals import (
    HOURS_PER_DAY,
    HOURS_PER_LEAP_YEAR,
    check_intervals,
    days_of,
    days_without_rows,
    hours_max,
    period_days,
)
from methodologies.ccer.programme import check_programme
from methodologies.ccer.tunnel_lighting_inputs import TunnelLightingInputs
from methodologies.ccer.tunnel_lighting_refusals import (
    SCOPE,
    AgainstLawOrGuideline,
    ConsumptionIncomplete,
    ConsumptionUnknown,
    EntranceLuminanceMissing,
    LightingHoursTooLong,
    LightingNotMetered,
    MoreThanInstalled,
    NotAHighwayTunnel,
)
from methodologies.ccer.tunnel_lighting_sections import STRUCTURE, hours_of
from methodologies.engine.contract import Clause
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.trace import Notice, plain

FACTOR_YEAR_RULE = "按 CCER-01-001-V01 §7.2 · as in CCER-01-001-V01 §7.2"


def check(inputs: TunnelLightingInputs, factors: FactorLibrary) -> list[Notice]:
    """Apply the programme's rules and the cross-checks of fields.

    Returns:
        What the reader must know: an earlier factor year, what was estimated.

    Raises:
        MethodologyError: a date breaks a rule, or the inputs contradict each other.
    """
    notices = check_programme(inputs) + check_factor_year(inputs, factors, FACTOR_YEAR_RULE)
    for number, section in enumerate(inputs.sections, start=1):
        known = None not in (inputs.outside_luminance_cd_m2, inputs.entrance_reduction)
        if section.follows_entrance and not known:
            raise EntranceLuminanceMissing(field="outside_luminance_cd_m2", row=number)
    _check_hours(inputs)
    _check_consumption(inputs)
    return notices + list(_estimated(inputs)) + list(_colour_unknown(inputs))


def has_good_led(inputs: TunnelLightingInputs, factors: FactorLibrary) -> bool:
    """Tell whether LED of good colour halve the luminance; what is not stated counts as good."""
    if inputs.light_source != "led":
        return False
    limits = factors["tunnel_lighting"]
    rendering, temperature = inputs.colour_rendering_index, inputs.colour_temperature_k
    warmest, coldest = limits.get("led_warmest", "lamps"), limits.get("led_coldest", "lamps")
    renders = rendering is None or rendering >= limits.get("led_rendering", "lamps").value
    return renders and (temperature is None or warmest.value <= temperature <= coldest.value)


def _check_hours(inputs: TunnelLightingInputs) -> None:
    days = period_days(inputs)
    most_h = HOURS_PER_LEAP_YEAR if days is None else HOURS_PER_DAY * days
    for field in ("basic_hours_h", "enhanced_hours_h"):
        hours_h: Decimal = getattr(inputs, field)
        if hours_h > most_h:
            raise LightingHoursTooLong(field=field, value=plain(hours_h), most_h=most_h)


def _check_consumption(inputs: TunnelLightingInputs) -> None:
    numbered = list(enumerate(inputs.consumption, start=1))
    if not numbered:
        raise ConsumptionUnknown(field="consumption", row=1)
    check_intervals("consumption", numbered, inputs)
    days = days_without_rows(numbered, inputs)
    if days:
        raise ConsumptionIncomplete(field="consumption", value=days)
    power_kw = inputs.installed_power_kw
    for number, row in numbered:
        hours_h = hours_of(row, days_of(row))
        if row.metered_mwh is None:
            if power_kw is None or hours_h is None:
                raise ConsumptionUnknown(field="consumption", row=number)
        elif power_kw is not None:
            most_h = hours_max(row, inputs) if hours_h is None else hours_h
            most_mwh = power_kw * most_h / 1000
            if row.metered_mwh > most_mwh:
                raise MoreThanInstalled(
                    field="consumption",
                    row=number,
                    value=plain(row.metered_mwh),
                    hours=plain(Decimal(most_h)),
                    most_mwh=plain(most_mwh),
                )


def _estimated(inputs: TunnelLightingInputs) -> Iterator[Notice]:
    numbered = list(enumerate(inputs.consumption, start=1))
    missing = ", ".join(str(number) for number, row in numbered if row.metered_mwh is None)
    if missing:
        yield Notice(
            "methodologies.interval_at_full_power",
            {
                "zh": f"用电量第 {missing} 行缺测，按装机功率估计（保守假设，方法学规定未见）。",
                "en": f"Rows {missing} have no reading and count at the installed power "
                "(a conservative assumption; the methodology's own rule was not seen).",
            },
            STRUCTURE,
        )


def _colour_unknown(inputs: TunnelLightingInputs) -> Iterator[Notice]:
    stated = (inputs.colour_rendering_index, inputs.colour_temperature_k)
    if inputs.light_source == "led" and None in stated:
        yield Notice(
            "methodologies.led_colour_assumed",
            {
                "zh": "未填写显色指数或色温，按符合减半条件计算（保守）。",
                "en": "Colour rendering or temperature is not stated; the LED count as good "
                "enough for half the luminance, which is conservative.",
            },
            STRUCTURE,
        )


CLAUSES = (
    Clause(
        id="highway_tunnel",
        article=SCOPE,
        text={"zh": "公路隧道的照明系统。", "en": "The lighting is that of a highway tunnel."},
        fields=("site",),
        holds=lambda inputs: inputs.site == "highway_tunnel",
        refusal=lambda inputs: NotAHighwayTunnel(field="site", value=inputs.site),
    ),
    Clause(
        id="separately_metered",
        article=SCOPE,
        text={
            "zh": "照明系统的用电量单独计量。",
            "en": "The electricity of the lighting is metered separately.",
        },
        fields=("separately_metered",),
        holds=lambda inputs: inputs.separately_metered,
        refusal=lambda _: LightingNotMetered(field="separately_metered", value="false"),
    ),
    Clause(
        id="law_and_guideline",
        article=SCOPE,
        text={
            "zh": "符合法律法规、行业发展政策和照明设计细则。",
            "en": "The project complies with law, industry policy and the design guideline.",
        },
        fields=("complies_with_law_and_guideline",),
        holds=lambda inputs: inputs.complies_with_law_and_guideline,
        refusal=lambda _: AgainstLawOrGuideline(
            field="complies_with_law_and_guideline", value="false"
        ),
    ),
)
"""The clauses in the order in which they are tested."""
