"""The demo's own rules: an amendment in force, one that waits, a quota, and mirrored units."""

import json
from typing import Any

from registry.control import ApproveProposal, Propose
from registry.ledger import SetQuota
from registry.mirrors import ImmobiliseForeign, MirrorForeign
from registry.rules import AmendRule, Confidence
from registry.worlds import Actor, Command, Role, body
from web.demo.cast import PastCast, client_id
from web.demo.parties import FIRMS

AMENDED_DAYS_AGO = 120
MIRRORED_DAYS_AGO = 90
QUOTA_T = 8_200_000_000
ADMINISTRATORS = ("admin@example.org", "second-admin@demo")
OPERATORS = ("operator@demo", "second-operator@demo")
SOURCE = "演示设定，非法规 Demo setting, not a rule"


def set_own_rules(cast: PastCast) -> None:
    """Amend a rule, propose another amendment, set a quota and mirror foreign units."""
    cast.go_to(AMENDED_DAYS_AGO)
    _agree(cast, ADMINISTRATORS, Role.ADMINISTRATOR, _surrender_day(cast))
    _propose(cast, ADMINISTRATORS[0], Role.ADMINISTRATOR, _threshold(cast))
    vintage = cast.present_year - 1
    cast.do(
        SetQuota(
            client_id=client_id("quota", str(vintage)),
            units=f"CEA-{vintage}",
            limit=QUOTA_T,
            reason=SOURCE,
        ),
        cast.operator(),
    )
    cast.go_to(MIRRORED_DAYS_AGO)
    immobilised = _agree(cast, OPERATORS, Role.OPERATOR, _immobilisation(cast))
    mirror = MirrorForeign(
        client_id=client_id("mirror"), mirror=immobilised["mirror"], evidence=SOURCE
    )
    _agree(cast, OPERATORS[::-1], Role.OPERATOR, mirror)


def _surrender_day(cast: PastCast) -> AmendRule:
    return AmendRule(
        client_id=client_id("amendment", "surrender"),
        scheme="FJEA",
        key="surrender_due",
        value="11-30",
        unit="month_day",
        valid_from=cast.today.replace(month=1, day=1),
        valid_to=None,
        source=SOURCE,
        reason="课堂练习需要一个日期 A date for an exercise",
        confidence=Confidence.ASSUMED,
    )


def _threshold(cast: PastCast) -> AmendRule:
    return AmendRule(
        client_id=client_id("amendment", "threshold"),
        scheme="FJEA",
        key="entry_threshold_t",
        value="10000",
        unit="t",
        valid_from=cast.today.replace(month=1, day=1),
        valid_to=None,
        source=SOURCE,
        reason="待另一名管理员批准 Waits for the second administrator",
        confidence=Confidence.ASSUMED,
    )


def _immobilisation(cast: PastCast) -> ImmobiliseForeign:
    return ImmobiliseForeign(
        client_id=client_id("immobilisation"),
        origin="Example Standard",
        series="EX-981",
        first=40_001,
        last=41_000,
        account=cast.accounts[FIRMS[0].key],
        unit_type=f"XVCU-{cast.present_year - 2}",
        evidence="虚构 fictitious: https://registry.example/981",
    )


def _agree(cast: PastCast, people: tuple[str, ...], role: Role, command: Command) -> dict[str, Any]:
    """Let one person propose a command and another approve it; return what it answered."""
    proposal = _propose(cast, people[0], role, command)
    approval = ApproveProposal(client_id=f"{command.client_id}:ok", proposal=proposal)
    answer = cast.do(approval, Actor(people[1], frozenset({role})))
    assert answer["state"] == "executed", answer
    outcome: dict[str, Any] = json.loads(answer["outcome"])
    return outcome


def _propose(cast: PastCast, person: str, role: Role, command: Command) -> str:
    proposal = Propose(client_id=command.client_id, proposes=command.kind, content=body(command))
    return str(cast.do(proposal, Actor(person, frozenset({role})))["proposal"])
