from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.compliance import (
    ApplyCarryOver,
    CarryOver,
    NotifyCarryOver,
    ReverseSurrender,
    carry_over_limit,
    carry_over_plan,
    entity_year,
)
from registry.compliance.due import due_commands
from registry.compliance.refused_compliance import (
    CarryOverClosed,
    CarryOverExceeded,
    CarryOverNotEarned,
    VintageNotCarried,
)
from registry.compliance.refused_cycle import CycleStepDone, CycleStepMissing, UnknownEntity
from registry.ledger import InsufficientUnits, Leg, Transaction, find_unit_type, holdings, post
from registry.rules import RuleUnset, file_rules
from registry.worlds import RuleNotInForce
from tests.checked import passes, trips
from tests.registry.compliance.cycle import (
    allocated,
    assert_sound,
    enrolled,
    go_to,
    line_figures,
    power_figures,
    surrendered,
)
from tests.strategies import OPERATOR, allowances, do, holder

PLAN = carry_over_plan(file_rules(), "power", date(2026, 1, 15))


def trade(session, seller_id, buyer_id, code, quantity):
    leg = Leg(seller_id, buyer_id, find_unit_type(session, code).id, quantity)
    post(session, Transaction(kind="trade", legs=(leg,)))


@pytest.fixture
def entity(session, clock):
    """One that met 2024, sold 50,000 t and bought 20,000 t, and holds 60,000 t."""
    go_to(clock, "2025-09-20")
    entity = enrolled(session, first_year=2024)
    answer = allocated(session, entity, 2024, power_figures(1_000_000))
    other = holder(session)
    allowances(session, other, 20_000, "CEA-2023")
    trade(session, entity.owner.account_id, other.account_id, "CEA-2024", 50_000)
    trade(session, other.account_id, entity.owner.account_id, "CEA-2023", 20_000)
    surrendered(session, entity, "CEA-2024", 1_000_000, 2024)
    left = answer["allocation_t"] - 1_050_000 - 40_000
    trade_away = Leg(
        entity.owner.account_id, other.account_id, find_unit_type(session, "CEA-2024").id, left
    )
    post(session, Transaction(kind="transfer", legs=(trade_away,)))
    go_to(clock, "2026-01-20")
    return entity


def notify(session, entity):
    return do(session, OPERATOR, NotifyCarryOver, entity=entity.number).data["limit_t"]


def apply(session, entity, quantity, code="CEA-2024"):
    content = {"entity": entity.number, "unit_type": code, "quantity": quantity}
    return do(session, entity.owner.actor, ApplyCarryOver, **content).data


def held(session, entity):
    rows = holdings(session, account_id=entity.owner.account_id)
    return {each.unit_type: (each.quantity, each.available) for each in rows}


@pytest.mark.parametrize("applied", [True, False])
def test_a_surrender_undone_after_the_deadline_earns_no_carry_over(session, clock, applied):
    go_to(clock, "2025-09-20")
    entity = enrolled(session, first_year=2024)
    allocated(session, entity, 2024, power_figures(1_000_000))
    go_to(clock, "2025-12-31")
    last = surrendered(session, entity, "CEA-2024", 1_000_000, 2024)
    go_to(clock, "2026-01-05")
    notify(session, entity)
    if applied:
        apply(session, entity, 1_000)
    do(session, OPERATOR, ReverseSurrender, certificate=last, reason="误操作")
    with pytest.raises(CarryOverNotEarned):
        apply(session, entity, 1_000)
    if applied:
        number = entity_year(session, entity.number, 2025).last("application").id
        with pytest.raises(CarryOverNotEarned):
            do(session, OPERATOR, CarryOver, application=number)


@trips(CycleStepDone)
@passes(CarryOverNotEarned)
def test_the_notice_counts_trades_and_holdings(session, entity):
    assert notify(session, entity) == 55_000
    detail = entity_year(session, entity.number, 2025).last("notice").detail
    assert detail["sold_t"] == {"CEA-2024": 50_000}
    assert detail["bought_t"] == {"CEA-2023": 20_000}
    assert detail["held_t"] == 60_000
    with pytest.raises(CycleStepDone):
        notify(session, entity)


@trips(CarryOverExceeded, CycleStepDone, UnknownEntity)
@passes(CarryOverExceeded, CarryOverClosed, VintageNotCarried)
def test_applied_units_are_set_aside_then_exchanged_for_2025(session, entity, clock):
    notify(session, entity)
    answer = apply(session, entity, 30_000)
    assert answer["process_by"] == "2026-03-27"
    assert held(session, entity)["CEA-2024"] == (40_000, 10_000)
    go_to(clock, "2026-03-21")
    second = apply(session, entity, 20_000, "CEA-2023")
    assert (second["left_t"], second["process_by"]) == (5_000, "2026-06-26")
    with pytest.raises(CarryOverExceeded):
        apply(session, entity, 5_001)
    do(session, OPERATOR, CarryOver, application=answer["application"])
    assert held(session, entity)["CEA-2025"] == (30_000, 30_000)
    assert held(session, entity)["CEA-2024"] == (10_000, 10_000)
    with pytest.raises(CycleStepDone):
        do(session, OPERATOR, CarryOver, application=answer["application"])
    with pytest.raises(UnknownEntity):
        do(session, OPERATOR, CarryOver, application=1)
    assert_sound(session)


def test_the_clock_gives_notices_and_closes_batches(session, entity, clock):
    enrolled(session, first_year=2024)  # met nothing, so it is told nothing
    (notice,) = due_commands(session)
    assert (notice.client_id, notice.entity) == (
        f"carry-over-notice:{entity.number}",
        entity.number,
    )
    notify(session, entity)
    assert not list(due_commands(session))
    answer = apply(session, entity, 30_000)
    assert not list(due_commands(session))
    go_to(clock, "2026-03-21")
    (exchange,) = due_commands(session)
    assert exchange.application == answer["application"]
    do(session, OPERATOR, CarryOver, application=exchange.application)
    assert not list(due_commands(session))


@trips(CarryOverClosed, CycleStepMissing, VintageNotCarried)
def test_an_application_needs_a_notice_old_units_and_a_day_before_11_june(session, entity, clock):
    with pytest.raises(CycleStepMissing):
        apply(session, entity, 1)
    notify(session, entity)
    allowances(session, entity.owner, 5, "CEA-2025")
    with pytest.raises(VintageNotCarried):
        apply(session, entity, 1, "CEA-2025")
    with pytest.raises(InsufficientUnits), session.begin_nested():
        apply(session, entity, 40_001)
    go_to(clock, "2026-06-11")
    with pytest.raises(CarryOverClosed):
        apply(session, entity, 1)
    other = enrolled(session, first_year=2024)
    with pytest.raises(RuleNotInForce):
        notify(session, other)


@trips(CarryOverNotEarned)
def test_who_did_not_meet_the_obligation_in_time_carries_nothing_over(session, clock):
    go_to(clock, "2025-12-30")
    entity = enrolled(session, first_year=2024)
    allocated(session, entity, 2024, power_figures(1_000_000))
    with pytest.raises(CarryOverNotEarned):  # holdings are counted at the end of the year
        notify(session, entity)
    go_to(clock, "2026-01-05")
    surrendered(session, entity, "CEA-2024", 1_000_000, 2024)
    with pytest.raises(CarryOverNotEarned):
        notify(session, entity)


@trips(CarryOverNotEarned)
def test_a_local_market_has_no_carry_over_here(session, clock):
    go_to(clock, "2026-01-20")
    entity = enrolled(
        session, scheme="GDEA", sector="paper", unit_class="installation", first_year=2025
    )
    with pytest.raises(CarryOverNotEarned):
        notify(session, entity)


def test_the_multiple_of_industry_must_be_set_first(session, clock):
    go_to(clock, "2025-12-30")
    steel = enrolled(session, sector="steel", unit_class="steel_works", first_year=2024)
    allocated(session, steel, 2024, line_figures(100, 100))
    surrendered(session, steel, "CEA-2024", 100, 2024)
    go_to(clock, "2026-01-20")
    with pytest.raises(RuleUnset):
        notify(session, steel)


quantities = st.dictionaries(
    st.sampled_from(("CEA-2019-2020", "CEA-2023", "CEA-2024")), st.integers(0, 10**9)
)


@given(quantities, quantities, st.integers(0, 10**9))
def test_the_limit_never_exceeds_holdings_nor_falls_below_the_base(sold, bought, held_t):
    limit, _ = carry_over_limit(sold, bought, held_t, PLAN)
    assert min(10_000, held_t) <= limit <= held_t
