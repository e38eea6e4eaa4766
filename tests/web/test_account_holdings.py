"""What accounts show of their holdings: by scheme, with long lists of one scheme folded."""

from dataclasses import replace

import pytest
from flask import Flask

from registry.ledger import HoldingView
from registry.worlds import World, unit_of_work
from tests.strategies import allowances, holder
from tests.web.application import SignIn
from web.installation import Installation
from web.registry.held_groups import SHOWN_UNFOLDED, held_groups

MONTH = HoldingView(
    account_id=1,
    account="200-0000001-00",
    unit_type_id=1,
    unit_type="GEC-2025-01",
    kind="certificate",
    measure="mwh",
    name_zh="绿证",
    name_en="Green certificate",
    quantity=10,
    reserved=4,
    available=6,
    serials=(),
)


@pytest.fixture
def world(installed: Installation) -> World:
    return installed.worlds.open()


def months(count: int) -> list[HoldingView]:
    return [replace(MONTH, unit_type=f"GEC-2025-{month:02}") for month in range(1, count + 1)]


def test_many_months_of_a_scheme_are_one_group_with_its_sums(app: Flask) -> None:
    allowance = replace(MONTH, unit_type="CEA-2025", kind="allowance", measure="t_co2e")
    with app.test_request_context(headers={"Accept-Language": "en"}):
        first, second = held_groups([allowance, *months(12)])
    assert (first.code, first.name, first.folded) == ("CEA", "National carbon market", False)
    assert (second.code, second.name) == ("GEC", "Green electricity certificates")
    assert second.folded
    assert second.amounts == (72, 48, 120)
    assert (second.kind, second.measure) == ("certificate", "mwh")


def test_a_few_unit_types_and_an_unknown_scheme_stay_in_the_open(app: Flask) -> None:
    other = replace(MONTH, unit_type="XVCU-2024")
    with app.test_request_context():
        first, second = held_groups([*months(SHOWN_UNFOLDED), other])
    assert not first.folded
    assert (second.code, second.name) == ("XVCU", "XVCU")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_account_s_pages_fold_a_long_list(world: World, sign_in: SignIn, language: str) -> None:
    with unit_of_work(world) as session:
        owner = holder(session)
        for vintage in range(2020, 2021 + SHOWN_UNFOLDED):
            allowances(session, owner, 1_000, f"CEA-{vintage}")
    client = sign_in("operator@example.org", "operator")
    for path in ("/accounts", f"/accounts/{owner.account}"):
        shown = client.get(path, headers={"Accept-Language": language}).text
        assert "<summary>5 " in shown
        assert "5,000" in shown
        assert shown.index("CEA-2020") < shown.index("CEA-2024")
