"""Auctions, price controls, the reserve, penalties, borrowing: where units come from and go."""

from tests.simulations.runs.happened import events, firms, run_small, total_t

SHORT = ("agents.firms.power.gap_mean=0.06", "agents.firms.power.gap_sd=0.01")
LONG = ("agents.firms.power.gap_mean=-0.06", "agents.firms.power.gap_sd=0.01")
VERY_SHORT = ("agents.firms.power.gap_mean=0.16", "agents.firms.power.gap_sd=0.01")
MIXED = ("agents.firms.power.gap_mean=0.02", "agents.firms.power.gap_sd=0.06")
BIDDING = "agents.behaviours.bidding={lines: 3, shading_max: 0.05}"


def auctions(unsold: str = "cancel", share: float = 0.1, reserve: str = "") -> tuple[str, ...]:
    return (
        BIDDING,
        f"markets.national.allocation.auction_share={share}",
        "markets.national.auctions={on: [07-15, 10-15, 12-01], "
        f"bidder_share_max: 1.0, unsold: {unsold}{reserve}}}",
    )


def controls(terms: str) -> str:
    return f"markets.national.price_controls={{{terms}}}"


def reserve(terms: str) -> str:
    return (
        "markets.national.reserve={release_t: 1_000_000, intake_share: 0.24, intake_t_min: 0, "
        f"review_on: 07-01, {terms}}}"
    )


def issued_t(*kinds: str) -> tuple[str, ...]:
    return ("opening", "pre_issue", "final_issue", "auction", "borrowed", *kinds)


def test_a_share_of_the_allocation_is_auctioned_in_equal_parts() -> None:
    free, part = run_small(*SHORT), run_small(*SHORT, *auctions())
    offers = [row["quantity_t"] for row in events(part, "auction_offer")]
    withheld_t = total_t(free, "final_issue", "pre_issue") - total_t(
        part, "final_issue", "pre_issue"
    )
    assert len(offers) == 3
    assert abs(sum(offers) - withheld_t) <= 3
    assert max(offers) - min(offers) <= 0.1 * max(offers)
    awards = [row for row in part.trades.to_pylist() if row["mode"] == "auction"]
    assert sum(row["quantity_t"] for row in awards) == total_t(part, "auction") > 0
    assert {row["seller_id"] for row in awards} == {"national/regulator"}
    assert total_t(part, "auction") == sum(part.daily["auction_volume_t"].to_pylist())
    for day in {row["date"] for row in awards}:
        assert len({row["price_cny"] for row in awards if row["date"] == day}) == 1
    market = part.summary["markets"]["national"]
    paid = sum(row["price_cny"] * row["quantity_t"] for row in awards)
    assert abs(market["auction_revenue_cny"] - paid) < 0.01
    assert market["auction_volume_t"] == total_t(part, "auction")


def test_no_bid_below_the_reserve_price_wins() -> None:
    dear = run_small(*SHORT, *auctions(reserve=", reserve_price_cny: 500"))
    assert total_t(dear, "auction") == 0
    assert total_t(dear, "auction_unsold") == total_t(dear, "auction_offer") > 0


def test_a_reserve_price_can_follow_the_market() -> None:
    result = run_small(*MIXED, *auctions(reserve=", reserve_price_share: 1.2"))
    offers = events(result, "auction_offer")
    closes = {row["date"]: row["close_cny"] for row in result.daily.to_pylist()}
    least = [float(row["detail"].split()[1]) for row in offers]
    assert least[-1] > 0
    for price in filter(None, least):
        assert 1.1 * min(closes.values()) < price < 1.3 * max(closes.values())


def test_unsold_units_stay_on_offer_where_the_rules_say_so() -> None:
    kept = run_small(*SHORT, *auctions("next_auction", reserve=", reserve_price_cny: 500"))
    offers = [row["quantity_t"] for row in events(kept, "auction_offer")]
    assert offers[-1] > 2 * offers[0]
    assert not events(kept, "auction_unsold")


def test_one_bidder_wins_at_most_its_share() -> None:
    override = "markets.national.auctions.bidder_share_max=0.1"
    result = run_small(*SHORT, *auctions(), override)
    offers = {row["date"]: row["quantity_t"] for row in events(result, "auction_offer")}
    won: dict[tuple[object, str], int] = {}
    for row in result.trades.to_pylist():
        if row["mode"] == "auction":
            key = row["date"], row["buyer_id"]
            won[key] = won.get(key, 0) + row["quantity_t"]
    assert won
    assert all(quantity_t <= 0.1 * offers[day] for (day, _), quantity_t in won.items())


def test_units_issued_and_auctioned_are_all_accounted_for() -> None:
    result = run_small(*SHORT, *auctions())
    gone_t = total_t(result, "surrender", "carry_over", "cancelled")
    assert total_t(result, *issued_t()) == gone_t


def test_nothing_is_listed_below_a_floor_and_the_regulator_buys_there() -> None:
    result = run_small(*LONG, controls("floor_cny: 95"))
    assert min(result.daily["low_cny"].to_pylist()) >= 95
    assert total_t(result, "floor") > 0
    bought = [row for row in result.trades.to_pylist() if row["buyer_id"] == "national/regulator"]
    assert sum(row["quantity_t"] for row in bought) == total_t(result, "floor")
    assert total_t(result, *issued_t()) == total_t(result, "surrender", "carry_over", "cancelled")


def test_nothing_is_listed_above_a_ceiling_that_is_supplied() -> None:
    result = run_small(*SHORT, controls("ceiling_cny: 98"))
    assert max(result.daily["high_cny"].to_pylist()) <= 98
    assert total_t(result, "ceiling") > 0
    assert sum(row["shortfall_t"] for row in firms(result)) == 0


def test_a_ceiling_holds_only_as_long_as_its_supply() -> None:
    result = run_small(*SHORT, controls("ceiling_cny: 98, ceiling_supply_t: 5000"))
    assert total_t(result, "ceiling") <= 5000
    assert max(result.daily["high_cny"].to_pylist()) > 98


def test_the_reserve_withholds_units_while_many_circulate() -> None:
    terms = "release_below_t: 0, intake_above_t: 1, full_intake_above_t: 1"
    plain, held = (run_small(*SHORT, *auctions(), *more) for more in ((), (reserve(terms),)))
    intake_t = total_t(held, "reserve_intake")
    assert intake_t > 0
    less_t = total_t(plain, "auction_offer") - total_t(held, "auction_offer")
    assert less_t == intake_t


def test_the_reserve_releases_units_into_auctions_while_few_circulate() -> None:
    many = 10**11
    terms = f"release_below_t: {many}, intake_above_t: {many + 1}, full_intake_above_t: {many + 1}"
    result = run_small(
        *SHORT,
        *auctions("reserve", reserve=", reserve_price_cny: 500"),
        reserve(terms),
        "horizon.end=2026-12-31",
    )
    assert total_t(result, "reserve_release") == 1_000_000
    (release,) = events(result, "reserve_release")
    assert release["date"].year == 2026


def test_a_flat_fine_is_what_a_missing_tonne_costs() -> None:
    override = "markets.national.compliance.penalty={flat_cny: 10, make_good: false}"
    rows = firms(run_small(*VERY_SHORT, override))
    assert sum(row["shortfall_t"] for row in rows) > 0
    assert all(row["penalty_cny"] == 10 * row["shortfall_t"] for row in rows)


def test_missing_units_stay_owed_where_they_must_be_made_good() -> None:
    two_years = "horizon.end=2026-12-31"
    rows = {}
    for good in ("true", "false"):
        override = f"markets.national.compliance.penalty={{flat_cny: 10, make_good: {good}}}"
        rows[good] = firms(run_small(*VERY_SHORT, override, two_years))
    first = {row["firm_id"]: row for row in rows["true"] if row["year"] == 2024}
    for row in rows["true"]:
        owed_t = 0 if row["year"] == 2024 else first[row["firm_id"]]["shortfall_t"]
        assert row["obligation_t"] == row["emissions_t"] - row["abatement_t"] + owed_t
    for row in rows["false"]:
        assert row["obligation_t"] == row["emissions_t"] - row["abatement_t"]


def test_units_of_the_next_cycle_are_borrowed_up_to_the_limit_and_paid_back() -> None:
    overrides = (
        "markets.national.borrowing=allowed",
        "markets.national.borrowing_share_max=0.02",
        "markets.national.compliance.penalty={flat_cny: 10, make_good: false}",
        "horizon.end=2026-12-31",
    )
    rows = firms(run_small(*VERY_SHORT, *overrides))
    first = {row["firm_id"]: row for row in rows if row["year"] == 2024}
    assert sum(row["borrowed_t"] for row in first.values()) > 0
    for row in first.values():
        assert row["borrowed_t"] <= 0.021 * row["obligation_t"] + 1
        paid_t = row["surrendered_t"] + row["offsets_t"] + row["shortfall_t"]
        assert paid_t == row["obligation_t"]
    forbidden = firms(run_small(*VERY_SHORT, *overrides[2:]))
    assert sum(row["borrowed_t"] for row in forbidden) == 0
    missing = [sum(row["shortfall_t"] for row in found) for found in (rows, forbidden)]
    assert missing[0] < missing[1]


def test_units_borrowed_leave_less_to_be_issued() -> None:
    overrides = ("markets.national.borrowing=allowed", "horizon.end=2026-12-31")
    flat = "markets.national.compliance.penalty={flat_cny: 10, make_good: false}"
    result = run_small(*VERY_SHORT, *overrides, flat)
    issued = dict.fromkeys((2024, 2025), 0)
    for row in firms(result):
        issued[row["year"]] += row["allocation_t"]
    fresh_t = total_t(result, "pre_issue", "final_issue")
    borrowed_t = sum(row["borrowed_t"] for row in firms(result, year=2024))
    assert borrowed_t > 0
    assert sum(issued.values()) == fresh_t + borrowed_t


def test_auctions_and_controls_work_with_daily_calls_too() -> None:
    calls = "matching=call"
    floor = run_small(*LONG, controls("floor_cny: 95"), calls)
    assert min(floor.daily["low_cny"].to_pylist()) >= 95
    assert total_t(floor, "floor") > 0
    sold = run_small(*SHORT, *auctions(), calls)
    assert total_t(sold, "auction") > 0
