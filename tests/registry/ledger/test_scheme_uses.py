"""Carbon inclusion credits are used as their scheme provides, and surrendered by whole tonnes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger import (
    Measure,
    Purpose,
    Retire,
    UnitKind,
    add_unit_type,
    certificate,
    credit_tonnes,
    find_unit_type,
    issue_units,
)
from registry.ledger.refused_uses import PartTonnes, UseNotInScheme
from registry.ledger.scheme_uses import check_purpose, surrendered_tonnes
from registry.rules import file_rules
from tests.checked import passes, trips
from tests.strategies import do, holder

DAY = date(2026, 11, 23)
RULES = file_rules()


@given(st.integers(1, 10**12))
def test_kilograms_convert_to_tonnes_exactly(quantity):
    assert credit_tonnes(Measure.KG_CO2E, quantity) * 1000 == quantity
    assert credit_tonnes(Measure.T_CO2E, quantity) == quantity


def test_a_thousandth_is_a_thousandth():
    assert credit_tonnes(Measure.KG_CO2E, 1) == Decimal("0.001")


@passes(PartTonnes)
def test_whole_tonnes_meet_an_obligation():
    assert surrendered_tonnes(RULES, "SHCERCIR1", 2026, 12_000, DAY) == 12


@pytest.mark.parametrize("quantity", [1, 999, 1_001, 1_500])
@trips(PartTonnes)
def test_part_of_a_tonne_meets_no_obligation(quantity):
    with pytest.raises(PartTonnes):
        surrendered_tonnes(RULES, "SHCERCIR1", 2026, quantity, DAY)


def test_a_scheme_without_use_for_compliance_refuses_it_with_its_source():
    with pytest.raises(UseNotInScheme) as caught:
        surrendered_tonnes(RULES, "JCER", 2026, 1_000, DAY)
    source = caught.value.facts["source"]
    assert all(source[language] not in {"", "—"} for language in ("zh", "en"))


@pytest.mark.parametrize(
    ("scheme", "purpose", "allowed"),
    [
        ("SHCERCIR1", Purpose.ECOLOGICAL_COMPENSATION, True),
        ("JCER", Purpose.ECOLOGICAL_COMPENSATION, True),
        ("JCER", Purpose.CARBON_NEUTRALITY, True),
        ("JCER", Purpose.DONATION, False),
        ("WHPHCER", Purpose.ECOLOGICAL_COMPENSATION, False),
        ("WHPHCER", Purpose.DONATION, True),
        ("WHPHCER", Purpose.PUBLIC_GOOD, True),
        ("NOSUCH", Purpose.VOLUNTARY, False),
    ],
)
def test_each_purpose_is_a_use_that_the_scheme_allows_or_not(scheme, purpose, allowed):
    if allowed:
        check_purpose(RULES, scheme, 2026, purpose, DAY)
        return
    with pytest.raises(UseNotInScheme):
        check_purpose(RULES, scheme, 2026, purpose, DAY)


@trips(UseNotInScheme)
@passes(UseNotInScheme)
def test_kilogram_credits_are_retired_for_allowed_purposes_only(session):
    owner = holder(session)
    add_unit_type(session, "WHPHCER-2026", UnitKind.CREDIT, Measure.KG_CO2E)
    issue_units(session, find_unit_type(session, "WHPHCER-2026"), owner.account_id, 5_000)
    retirement = {
        "account": owner.account,
        "unit_type": "WHPHCER-2026",
        "quantity": 1_250,
        "beneficiary": "示例公司",
    }
    with pytest.raises(UseNotInScheme):
        do(session, owner.actor, Retire, purpose=Purpose.ECOLOGICAL_COMPENSATION, **retirement)
    done = do(session, owner.actor, Retire, purpose=Purpose.DONATION, **retirement)
    shown = certificate(session, str(done.data["certificate"]))
    assert (shown.quantity, shown.measure, shown.purpose) == (1_250, "kg_co2e", "donation")
