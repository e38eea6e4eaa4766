"""Shares add up, and a platform never collects more than the threshold."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from registry.carbon_inclusion.aggregation import (
    AggregationPeriod,
    Reduction,
    Terms,
    agreed_on,
    period_bounds,
    share_out,
)
from registry.carbon_inclusion.reductions import reduction_mg
from registry.carbon_inclusion.schemes import factor_on
from registry.rules import file_rules

DAY = date(2026, 11, 1)
KG = 10**6
reductions = st.lists(
    st.builds(
        Reduction,
        activity_id=st.integers(1, 10**6),
        account_id=st.integers(1, 3),
        day=st.integers(0, 90).map(lambda days: DAY + timedelta(days=days)),
        reduction_mg=st.integers(0, 30 * KG),
        collectable=st.booleans(),
    ),
    max_size=40,
    unique_by=lambda each: each.activity_id,
)
terms = st.builds(Terms, st.integers(0, 40 * KG), st.sampled_from(AggregationPeriod))


@given(reductions, terms)
def test_enterprise_and_persons_get_the_whole_and_never_above_the_threshold(waiting, held):
    shares = {share.activity_id: share for share in share_out(waiting, lambda _: held, {})}
    assert len(shares) == len(waiting)
    collected = {}
    for each in waiting:
        share = shares[each.activity_id]
        assert share.enterprise_mg + share.personal_mg == each.reduction_mg
        assert share.enterprise_mg == 0 or each.collectable
        place = (each.account_id, period_bounds(each.day, held.period)[0])
        collected[place] = collected.get(place, 0) + share.enterprise_mg
    assert all(sum_mg <= held.threshold_mg for sum_mg in collected.values())


@given(reductions, terms, st.randoms())
def test_the_order_of_records_does_not_matter(waiting, held, random):
    shuffled = list(waiting)
    random.shuffle(shuffled)
    assert share_out(waiting, lambda _: held, {}) == share_out(shuffled, lambda _: held, {})


@given(reductions, terms, st.integers(0, 40))
def test_aggregating_by_days_in_order_shares_as_aggregating_at_once(waiting, held, cut):
    until = DAY + timedelta(days=cut)
    first = [each for each in waiting if each.day <= until]
    then = [each for each in waiting if each.day > until]
    shares = share_out(first, lambda _: held, {})
    days = {each.activity_id: each for each in waiting}
    collected = {}
    for share in shares:
        each = days[share.activity_id]
        place = (each.account_id, period_bounds(each.day, held.period)[0])
        collected[place] = collected.get(place, 0) + share.enterprise_mg
    shares += share_out(then, lambda _: held, collected)
    assert shares == share_out(waiting, lambda _: held, {})


def test_the_worked_example_of_a_bus_and_a_metro_ride():
    """Shanghai factors: 8.4 km by bus 0.5544 kg, 12.6 km by metro 1.2222 kg; θ = 2 kg."""
    rules = file_rules()
    bus = factor_on(rules, "SHCERCIR1", "bus", DAY)
    metro = factor_on(rules, "SHCERCIR1", "metro", DAY)
    by_bus, by_metro = (
        reduction_mg(Decimal("8.4"), bus),
        reduction_mg(Decimal("12.6"), metro),
    )
    assert (by_bus, by_metro) == (554_400, 1_222_200)
    rides = [
        Reduction(number, 1, DAY, mg, collectable=True)
        for number, mg in enumerate((by_bus, by_metro, by_bus))
    ]
    held = Terms(2 * KG, AggregationPeriod.DAY)
    shares = share_out(rides, lambda _: held, {})
    assert [(one.enterprise_mg, one.personal_mg) for one in shares] == [
        (554_400, 0),
        (1_222_200, 0),
        (223_400, 331_000),
    ]


def test_a_reduction_is_rounded_down_and_never_negative():
    bike = factor_on(file_rules(), "PCER", "shared_bike", DAY)
    assert reduction_mg(Decimal("0.001"), bike) == 95  # 95.3 mg
    worse = type(bike)(
        **{
            **{name: getattr(bike, name) for name in bike.__slots__},
            "project_kg": bike.base_kg * 2,
        }
    )
    assert reduction_mg(Decimal(10), worse) == 0


def test_consent_holds_from_its_day_until_the_day_of_its_withdrawal():
    steps = [(DAY, "given"), (DAY + timedelta(days=5), "withdrawn")]
    assert not agreed_on(steps, DAY - timedelta(days=1))
    assert agreed_on(steps, DAY)
    assert not agreed_on(steps, DAY + timedelta(days=5))
    assert agreed_on([*steps, (DAY + timedelta(days=9), "given")], DAY + timedelta(days=9))
    assert not agreed_on([(DAY, "withdrawn"), (DAY, "given")], DAY)


def test_a_month_has_its_own_bounds():
    assert period_bounds(date(2026, 12, 31), AggregationPeriod.MONTH) == (
        date(2026, 12, 1),
        date(2026, 12, 31),
    )
    assert period_bounds(date(2028, 2, 10), AggregationPeriod.MONTH)[1] == date(2028, 2, 29)
