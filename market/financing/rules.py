"""Which financing contracts a market offers and on what terms, read from the dated rules."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from market.financing.amounts import PPM
from market.financing.states import FinancingKind
from market.rules.financing_names import KIND_NAMES
from market.rules.refused_financing import ContractNotOffered
from registry.rules import RuleBook, RuleParameter
from registry.worlds import words

FINANCING = "financing"
STATUS_NAMES = {
    "pilot": words("pilot", "试点"),
    "otc": words("over the counter", "场外"),
    "planned": words("planned", "规划中"),
    "educational": words("educational", "教学用"),
}
STATUS_NOTES = {
    "pilot": words(
        "Offered in this pilot market; the terms here are assumed where none are published.",
        "该试点市场已开展此类业务；未公开的条款为本系统设定。",
    ),
    "otc": words("Agreed over the counter.", "场外协议开展。"),
    "planned": words("Announced, not yet offered.", "已公布，尚未开展。"),
    "educational": words(
        "The national market is spot only; this contract is shown for teaching.",
        "全国碳市场目前仅有现货交易；此合约仅供教学演示。",
    ),
}
"""What each legal status means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedTerms:
    """What a market asks of one kind of contract.

    Args:
        market: its scheme.
        kind: of contract.
        status: legal status: pilot, otc, planned or educational.
        day_count: days of a year for interest.
        haircut_ppm: share of the value that secures no cash (repo, pledge).
        margin_ppm: cash collateral, of the value (lending).
        call_level_ppm: of the value, beyond which security is called for.
        call_working_days: within which a call is answered.
        term_days_max: longest term.
        offer_days: how long an offer stays open.
        parameters: the rules themselves, for their sources and confidence.
    """

    market: str
    kind: FinancingKind
    status: str
    day_count: int
    haircut_ppm: int
    margin_ppm: int
    call_level_ppm: int
    call_working_days: int
    term_days_max: int
    offer_days: int
    parameters: tuple[RuleParameter, ...]


def offered_kinds(rules: RuleBook, market: str, day: date) -> list[FinancingKind]:
    """Return the kinds of financing that a market offers on a day."""
    return [
        kind
        for kind in FinancingKind
        if _own(rules, market, "contract_status", day, kind) is not None
    ]


def offered_terms(
    rules: RuleBook, market: str, kind: FinancingKind, day: date, instrument: str = ""
) -> OfferedTerms:
    """Return the terms of one kind of contract on a market.

    Args:
        rules: the world's.
        market: scheme of the units.
        kind: of contract.
        day: on which it is offered.
        instrument: code of the units, for the refusal.

    Raises:
        ContractNotOffered: the market does not offer it.
    """
    offered = offered_kinds(rules, market, day)
    if kind not in offered:
        raise ContractNotOffered(
            kind=KIND_NAMES[kind],
            instrument=instrument or market,
            offered=_listed(offered),
            field="instrument",
        )
    read: list[RuleParameter] = []

    def find(key: str) -> RuleParameter:
        parameter = rules.parameter(market, key, day, kind)
        read.append(parameter)
        return parameter

    lends_units = kind is FinancingKind.LENDING
    return OfferedTerms(
        market=market,
        kind=kind,
        status=find("contract_status").text,
        day_count=find("contract_day_count").whole,
        haircut_ppm=0 if lends_units else _ppm(find("contract_haircut").decimal),
        margin_ppm=_ppm(find("contract_initial_margin").decimal) if lends_units else 0,
        call_level_ppm=_ppm(find("contract_call_level").decimal),
        call_working_days=find("contract_call_days").whole,
        term_days_max=find("contract_term_days_max").whole,
        offer_days=find("contract_offer_days").whole,
        parameters=tuple(read),
    )


def settlement_time(rules: RuleBook, market: str, day: date) -> time:
    """Return from what time of its last day a contract is settled or closed out."""
    parameter = rules.parameter(market, "contract_settlement_time", day, FINANCING)
    return time.fromisoformat(parameter.text)


def _own(
    rules: RuleBook, market: str, key: str, day: date, kind: FinancingKind
) -> RuleParameter | None:
    found = rules.find(market, key, day, kind)
    return found if found is not None and found.applies_to == kind else None


def _ppm(value: Decimal) -> int:
    return int(value * PPM)


def _listed(kinds: list[FinancingKind]) -> dict[str, str]:
    none = {"en": "none of these", "zh": "无此类合约"}
    if not kinds:
        return none
    return {
        language: joint.join(KIND_NAMES[kind][language] for kind in kinds)
        for language, joint in (("en", ", "), ("zh", "、"))
    }
