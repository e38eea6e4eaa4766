"""Layer S of checks 1 to 18: the solvers against closed forms, in the published digits."""

from collections.abc import Iterator

from simulations.checks.check import Check, close, close_within
from simulations.equilibria import (
    CappedMarket,
    CapYear,
    EmissionsOutlook,
    LinearFirm,
    OffsetSupply,
    Producer,
    output_at_price,
    shortage_price_cny,
    solve_auction,
    solve_banking,
    solve_cap,
    solve_dominant,
    solve_joined,
    solve_link,
    solve_offsets,
    solve_output_cap,
    solve_rate_based,
    solve_transaction_costs,
)

_SLOPES = (1.0, 3.0)
_BAU = 100.0
_CAP = 160.0
_RATE = 0.05
# One unit of the last digit in which a figure is published: some were added up from rounded ones.
_THREE_DIGITS, _TWO_DIGITS, _ONE_DIGIT = 1e-3, 1e-2, 1e-1


def equilibrium_checks() -> Iterator[Check]:
    """Yield the solver's checks in the order of their numbers."""
    yield from _one_year()
    yield from _price_controls()
    yield from _several_years()
    yield from _links()
    yield from _frictions()
    yield from _output()
    yield from _offsets()
    yield _shortage()


def _firms(first: float, second: float) -> list[LinearFirm]:
    """Return the two firms of check 1 with so many free units each."""
    return [
        LinearFirm(_BAU, slope, 0.0, units)
        for slope, units in zip(_SLOPES, (first, second), strict=True)
    ]


def _one_year() -> Iterator[Check]:
    equal = solve_cap(_firms(80, 80), _CAP)
    yield close(
        1,
        "price = marginal cost at the cap: p, a1, a2, cost, trade",
        [30.0, 30.0, 10.0, 600.0, 10.0],
        [equal.price_cny, *equal.abatement_t, equal.abatement_cost_cny, equal.volume_t],
    )
    other = solve_cap(_firms(120, 40), _CAP)
    one_holds_all = solve_cap(_firms(160, 0), _CAP)
    auctioned = solve_auction(_firms(0, 0), _CAP)
    yield close(
        2,
        "independence of allocation: three prices, bills of firm 2, auction revenue",
        [30.0, 30.0, 30.0, 300.0, 1_500.0, 4_800.0],
        [
            other.price_cny,
            one_holds_all.price_cny,
            auctioned.market.price_cny,
            equal.bill_cny(1),
            other.bill_cny(1),
            auctioned.revenue_cny,
        ],
    )
    firms = [LinearFirm(_BAU, 0.5, 10), LinearFirm(_BAU, 0.5, 40)]
    corner, inner = solve_cap(firms, 160), solve_cap(firms, 100)
    yield close(
        3,
        "intercepts and corners: p, a1, a2 at R = 40, then at R = 100",
        [30.0, 40.0, 0.0, 50.0, 80.0, 20.0],
        [corner.price_cny, *corner.abatement_t, inner.price_cny, *inner.abatement_t],
    )


def _price_controls() -> Iterator[Check]:
    slack = solve_cap(_firms(100, 100), 200)
    floored = solve_cap(_firms(100, 100), 220, floor_cny=5.0)
    yield close(
        4,
        "slack cap: price without and with a floor of 5",
        [0.0, 5.0],
        [slack.price_cny, floored.price_cny],
    )
    ceiling = solve_cap(_firms(80, 80), _CAP, ceiling_cny=20.0)
    yield close(
        5,
        "ceiling 20: price, abatement, units sold beyond the cap",
        [20.0, 80.0 / 3.0, 40.0 / 3.0],
        [ceiling.price_cny, sum(ceiling.abatement_t), ceiling.sold_at_ceiling_t],
    )
    auction = solve_auction(_firms(0, 0), _CAP, reserve_cny=40.0)
    yield close(
        6,
        "auction of all units with a reserve of 40: price, abatement, unsold",
        [40.0, 160.0 / 3.0, 40.0 / 3.0],
        [auction.market.price_cny, sum(auction.market.abatement_t), auction.unsold_t],
    )


def _years(*needed_t: float) -> list[CapYear]:
    """Return years of one firm with slope 1 that must abate so much in each."""
    return [CapYear((LinearFirm(_BAU, 1.0),), _BAU - needed) for needed in needed_t]


def _several_years() -> Iterator[Check]:
    two = solve_banking(_years(10, 50), _RATE)
    apart = solve_banking(_years(10, 50), _RATE, bank_t_max=0.0)
    yield close_within(
        7,
        "two years with banking: prices, bank; prices without banking",
        [29.268, 30.732, 19.268, 10.0, 50.0],
        [*two.prices_cny, two.bank_t[0], *apart.prices_cny],
        _THREE_DIGITS,
    )
    name = "the same in closed form: p1 = ΣR/(2+r)"
    yield close_within(7, name, [60 / (2 + _RATE)], [two.prices_cny[0]], 1e-6)
    five = solve_banking(_years(10, 20, 30, 40, 50), _RATE)
    yield close_within(
        8,
        "five years: prices, bank",
        [27.146, 28.504, 29.929, 31.425, 32.996, 17.146, 25.650, 25.579, 17.004, 0.0],
        [*five.prices_cny, *five.bank_t],
        _THREE_DIGITS,
    )
    name = "the same in closed form: p1 = ΣR/Σ(1+r)^(t−1)"
    yield close_within(8, name, [150 / _annuity(5)], [five.prices_cny[0]], 1e-6)
    empty = solve_banking(_years(30, 10, 10, 40, 60), _RATE)
    yield close_within(
        9,
        "no borrowing, the bank empties: prices, bank",
        [30.0, 27.841, 29.234, 30.695, 32.230, 0.0, 17.841, 37.075, 27.770, 0.0],
        [*empty.prices_cny, *empty.bank_t],
        _THREE_DIGITS,
    )
    name = "the same in closed form: p1 = R1, p2 = (R2 + … + R5)/Σ(1+r)^(t−2)"
    yield close_within(9, name, [30.0, 120 / _annuity(4)], list(empty.prices_cny[:2]), 1e-5)


def _annuity(years: int) -> float:
    return sum((1 + _RATE) ** year for year in range(years))


def _links() -> Iterator[Check]:
    pilot = CappedMarket((LinearFirm(_BAU, 2.0),), 90.0)
    national = CappedMarket((LinearFirm(1_000.0, 0.5),), 840.0)
    joined = solve_joined([pilot, national])
    link = solve_link(pilot, national)
    apart = solve_link(pilot, national, to_second_t_max=0.0, to_first_t_max=0.0)
    yield close(
        10,
        "linked markets: p, a1, a2, flow, cost apart, cost linked",
        [68.0, 34.0, 136.0, 24.0, 6_500.0, 5_780.0],
        [
            joined[0].price_cny,
            *joined[0].abatement_t,
            *joined[1].abatement_t,
            link.flow_t,
            apart.abatement_cost_cny,
            link.abatement_cost_cny,
        ],
    )
    quota = solve_link(pilot, national, to_second_t_max=10.0)
    yield close(
        11,
        "transfer quota 10: both prices, wedge",
        [40.0, 75.0, 35.0],
        [quota.first.price_cny, quota.second.price_cny, quota.wedge_cny],
    )


def _frictions() -> Iterator[Check]:
    firms = _firms(80, 80)
    costly = solve_transaction_costs(firms, buyer_cny=2.0, seller_cny=2.0)
    marginal = [
        firm.marginal_cost_cny(abated)
        for firm, abated in zip(firms, costly.abatement_t, strict=True)
    ]
    yield close(
        12,
        "transaction cost 4: a1, a2, marginal costs, volume, cost of abatement",
        [29.0, 11.0, 29.0, 33.0, 9.0, 602.0],
        [*costly.abatement_t, *marginal, costly.volume_t, costly.abatement_cost_cny],
    )
    seller, buyer = _firms(100, 60)
    monopoly = solve_dominant(seller, [buyer])
    yield close_within(
        13,
        "dominant seller: sales, price",
        [120 / 7, 480 / 7],
        [monopoly.sales_t, monopoly.price_cny],
        1e-6,
    )
    name = "dominant seller: cost of abatement"
    yield close_within(13, name, [930.6], [monopoly.abatement_cost_cny], _ONE_DIGIT)


def _output() -> Iterator[Check]:
    rated = output_at_price([Producer(100, 1, 1.0, 200, 0.9)], 20.0)
    capped = output_at_price([Producer(100, 1, 1.0, 200)], 20.0)
    yield close(
        14,
        "rate-based subsidy at 20: q and e capped, q and e rate-based, subsidy",
        [81.0, 72.9, 99.0, 89.1, 18.0],
        [
            *capped.output,
            capped.emissions_t,
            *rated.output,
            rated.emissions_t,
            *rated.subsidies_cny,
        ],
    )
    producers = [Producer(100, 1, intensity, 200, 0.85) for intensity in (1.0, 0.8)]
    cleared = solve_rate_based(producers)
    same = solve_output_cap(producers, cleared.emissions_t)
    yield close_within(
        15,
        "rate-based clearing: price, emissions; price of a cap at the same emissions",
        [11.948, 169.482, 4.363],
        [cleared.price_cny, cleared.emissions_t, same.price_cny],
        1e-3,
    )
    yield close_within(
        15,
        "output capped and rate-based",
        [95.7, 96.5, 98.6, 100.8],
        [*same.output, *cleared.output],
        _ONE_DIGIT,
    )


def _offsets() -> Iterator[Check]:
    firms = _firms(80, 80)
    cheap = solve_offsets(firms, _CAP, OffsetSupply(12.0), 0.05)
    yield close_within(
        16,
        "cheap offsets, limit 5 %: emissions, offsets, price",
        [168.421, 8.421, 23.684],
        [cheap.emissions_t, cheap.offsets_t, cheap.market.price_cny],
        1e-3,
    )
    marginal = solve_offsets(firms, _CAP, OffsetSupply(25.0), 0.05)
    yield close(
        17,
        "marginal offsets at 25: price, abatement, offsets, limit",
        [25.0, 100.0 / 3.0, 20.0 / 3.0, 25.0 / 3.0],
        [
            marginal.market.price_cny,
            sum(marginal.market.abatement_t),
            marginal.offsets_t,
            marginal.limit_t,
        ],
    )


def _shortage() -> Check:
    outlook = EmissionsOutlook(100.0, 5.0)
    later = outlook.after(0.5).sd_t
    outlooks = [outlook, *(EmissionsOutlook(mean, later) for mean in (100.0, 104.0, 106.0))]
    return close_within(
        18,
        "shortage option: price now, then at half the variance with mean 100, 104, 106",
        [21.19, 12.90, 50.00, 71.42],
        [shortage_price_cny(outlook, 104.0, 100.0) for outlook in outlooks],
        _TWO_DIGITS,
    )
