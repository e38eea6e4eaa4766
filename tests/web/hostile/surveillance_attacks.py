"""Alerts, inspections, pauses and resumptions: what the operator does."""

from tests.market.traders import CEA
from tests.web.hostile.attacks import Attack, Case
from tests.web.hostile.besieged import PAUSED, SCRIPT, Facts

API = "POST /api/v1/market/surveillance"
PAGE = "/market/surveillance"


def attacks(facts: Facts) -> tuple[Attack, ...]:
    return (
        review(facts),
        inspection(),
        announcement("resume", PAUSED, Case("not paused", {"instrument": CEA}, 409, 18005)),
        announcement("pause", CEA, Case("paused", {"instrument": PAUSED}, 409, 18004)),
    )


def review(facts: Facts) -> Attack:
    return Attack(
        who="operator",
        api=f"{API}/alerts/<number>/reviews",
        page=f"{PAGE}/<number>/review",
        args={"number": facts.numbers["alert"]},
        body={"note": SCRIPT},
        typed=("note",),
        again={"note": "another"},
    )


def inspection() -> Attack:
    return Attack(
        who="operator",
        api=f"{API}/inspections",
        page=f"{PAGE}/inspect",
        body={"day": "2026-11-24"},
        typed=("day",),
        again={"day": "2026-11-23"},
        cases=(Case("a day to come", {"day": "2026-11-26"}, 422, 18006),),
    )


def announcement(step: str, instrument: str, case: Case) -> Attack:
    """One instrument is paused or resumed; its market is named instead of it, not beside it."""
    return Attack(
        who="operator",
        api=f"{API}/{step}",
        page=f"{PAGE}/{step}",
        body={
            "instrument": instrument,
            "market": "",
            "reason_zh": SCRIPT,
            "reason_en": SCRIPT,
        },
        optional=("market",),
        typed=("reason_zh", "reason_en"),
        again={"reason_en": "another"},
        cases=(
            case,
            Case("neither instrument nor market", {"instrument": ""}, 422, 18003),
            Case("instrument and market", {"market": "cn_ets"}, 422, 18003),
            Case("an unknown instrument", {"instrument": "CEA-1999"}, 404, 10001),
        ),
    )
