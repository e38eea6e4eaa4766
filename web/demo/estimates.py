"""The demo's estimates: one of each purpose beside those of projects, and a comparison of three.

Figures are the worked examples of the methodologies; parties and sites are fictitious.
"""

import json
from decimal import Decimal
from typing import Final

from sqlmodel import Session, select

from methodologies import estimate, find
from registry.projects import list_reports
from registry.worlds import WorldSession
from web.catalogue import User
from web.demo.cast import PastCast, client_id
from web.demo.parties import DEVELOPER, PLATFORM
from web.demo.projects import ISSUED, DemoEstimate
from web.estimates.comparisons import save_comparison
from web.estimates.differences import Variant, compared
from web.estimates.saved import KIND, saving

EXAMPLES: Final = (
    (DEVELOPER.key, "ccer-14-002", "saline_water", "海岬红树林五年估算 Haijia mangroves, 5 years"),
    (DEVELOPER.key, "ccer-07-001", "one_year", "长岭隧道照明年度估算 Changling tunnel lighting"),
    (DEVELOPER.key, "forest-plots", "simple_random_sampling", "青坪六块样地 Qingping, six plots"),
    ("canglang", "ets-power", "tested_coal", "煤电机组一个月 Coal unit, one month"),
    (PLATFORM.key, "inclusion-wuhan-metro", "one_record", "一次地铁出行 One metro trip"),
)
"""Whose estimate it is, of which methodology, which of its examples, and its title."""

PLANS: Final = (
    ("250-mw", "南屿一期 250 MW 方案 Nanyu I, 250 MW", {"export_mwh": "765200"}),
    (
        "farther",
        "南屿一期离岸 60 km 方案 Nanyu I, 60 km out",
        {"distance_to_shore_km": "60", "export_mwh": "961400", "import_mwh": "2950"},
    ),
)
"""Other plans of the first wind farm: key, title, and what differs."""

COMPARISON: Final = "南屿一期三个方案 Three plans for Nanyu I"
CHANGE_PCT: Final = Decimal(10)


def save_estimates(cast: PastCast) -> None:
    """Keep an estimate of each purpose, and other plans of the first wind farm."""
    cast.go_to(0)
    for party, methodology_id, example, title in EXAMPLES:
        inputs = find(methodology_id).examples[example]
        _save(cast, party, methodology_id, DemoEstimate(methodology_id, title, inputs))
    for key, title, changes in PLANS:
        inputs = {**ISSUED.estimate.inputs, **changes}
        _save(cast, DEVELOPER.key, key, DemoEstimate(ISSUED.estimate.methodology_id, title, inputs))


def compare_plans(catalogue: Session, session: WorldSession) -> None:
    """Save the comparison of the first wind farm's plans under its developer's sign-in."""
    titles = (ISSUED.estimate.title, *(title for _, title, _ in PLANS))
    reports = {report.title: report for report in list_reports(session, kind=KIND)}
    plans = [reports[title] for title in titles]
    variants = [Variant(plan.title, plan.number, json.loads(plan.result_json)) for plan in plans]
    user = catalogue.exec(select(User).where(User.email == DEVELOPER.emails[0])).one()
    assert user.id is not None
    save_comparison(catalogue, user.id, COMPARISON, compared(variants, CHANGE_PCT))


def _save(cast: PastCast, party: str, key: str, given: DemoEstimate) -> None:
    command = saving(
        estimate(given.methodology_id, dict(given.inputs)).to_dict(),
        party_id=cast.party_ids[party],
        title=given.title,
        client_id=client_id("estimate", key),
    )
    cast.do(command, cast.firm(party))
