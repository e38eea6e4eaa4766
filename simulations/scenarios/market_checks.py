"""What the rules of one market must agree on with each other and with the firms in it."""

import difflib
from collections.abc import Iterator
from itertools import pairwise

from simulations.scenarios.documents import Path
from simulations.scenarios.market_rules import DatedCycle, Market
from simulations.scenarios.schema import Scenario
from simulations.scenarios.sentences import Finding, unknown_name, words


def market_problems(scenario: Scenario, name: str, market: Market) -> Iterator[Finding]:
    """Yield each contradiction in a market's rules, with its path below the market.

    Args:
        scenario: Whose firms, suppliers and horizon the rules meet.
        name: The market's name there.
        market: Its rules, on the first day or as levers have changed them.
    """
    yield from _allocation(scenario, name, market)
    yield from _auctions(scenario, name, market)
    yield from _prices(market)
    yield from _credits(scenario, market)
    yield from _borrowing(market)
    if market.compliance.cycles is None:
        yield from _yearly_dates(market)
    else:
        yield from _cycles(market.compliance.cycles)


def sectors_of(scenario: Scenario, market: str) -> tuple[str, ...]:
    """Return the sectors that have firms in a market."""
    firms = scenario.agents.firms.values()
    return tuple(sorted({part.sector for part in firms if part.market == market}))


def _allocation(scenario: Scenario, name: str, market: Market) -> Iterator[Finding]:
    plan = market.allocation
    sectors = sectors_of(scenario, name)
    balanced = plan.balance.sectors if plan.balance else ()
    apart = {*plan.equal_to_verified, *balanced}
    by_method = [sector for sector in sectors if sector not in apart]
    if plan.method == "output_benchmark" and plan.benchmarks is None and by_method:
        yield (
            ("allocation", "benchmarks"),
            "",
            words(
                "The method output_benchmark needs `benchmarks`.",
                "output_benchmark 方法需要 benchmarks（基准值）。",
            ),
        )
    lists: list[tuple[Path, tuple[str, ...]]] = [
        (("allocation", "covered"), plan.covered or ()),
        (("allocation", "equal_to_verified"), plan.equal_to_verified),
        (("allocation", "balance", "sectors"), balanced),
        (("allocation", "scope2", "sectors"), plan.scope2.sectors if plan.scope2 else ()),
    ]
    for path, listed in lists:
        for i, sector in enumerate(listed):
            if sector not in sectors and difflib.get_close_matches(sector, sectors, 1, 0.7):
                yield (*path, i), sector, unknown_name(sector, sectors)
    for i, sector in enumerate(balanced):
        if sector in plan.equal_to_verified:
            said = words(
                "This sector receives its verified emissions already (`equal_to_verified`).",
                "该行业已按核定排放量发放（equal_to_verified）。",
            )
            yield ("allocation", "balance", "sectors", i), sector, said
    yield from _scope2(scenario, name, market)
    years = [each.year for each in plan.year_benchmarks or ()]
    for i, year in enumerate(years):
        if year in years[:i]:
            said = words("This year has benchmarks already.", "该年度已有基准值。")
            yield ("allocation", "year_benchmarks", i, "year"), str(year), said


def _scope2(scenario: Scenario, name: str, market: Market) -> Iterator[Finding]:
    counted = market.allocation.scope2.sectors if market.allocation.scope2 else ()
    for i, sector in enumerate(counted):
        firms = [
            part
            for part in scenario.agents.firms.values()
            if part.market == name and part.sector == sector
        ]
        if firms and all(part.indirect_share is None for part in firms):
            said = words(
                "Indirect emissions count here, but no firm of the sector has `indirect_share`.",
                "该行业计入间接排放，但没有企业设置 indirect_share。",
            )
            yield ("allocation", "scope2", "sectors", i), sector, said


def _auctions(scenario: Scenario, name: str, market: Market) -> Iterator[Finding]:
    share = market.allocation.auction_share
    behaviours = (scenario.agents.behaviours_of or {}).get(name, scenario.agents.behaviours)
    if share and market.auctions is not None and behaviours.bidding is None:
        said = words(
            "A share is auctioned, but nobody bids: give the firms' behaviours `bidding`.",
            "设有拍卖比例，但没有企业参与竞买：请在企业行为中设置 bidding。",
        )
        yield ("allocation", "auction_share"), str(share), said
    if share and market.auctions is None:
        said = words(
            "A share is auctioned, but the market has no `auctions`.",
            "设有拍卖比例，但该市场没有 auctions。",
        )
        yield ("allocation", "auction_share"), str(share), said
    if market.auctions and market.auctions.unsold == "reserve" and market.reserve is None:
        said = words(
            "Unsold units go to the reserve, but the market has no `reserve`.",
            "未售出配额转入储备，但该市场没有 reserve。",
        )
        yield ("auctions", "unsold"), "reserve", said
    if market.auctions:
        days = market.auctions.on
        if list(days) != sorted(set(days)):
            said = words("The days must rise from first to last.", "日期须由先到后排列。")
            yield ("auctions", "on"), "", said


def _prices(market: Market) -> Iterator[Finding]:
    controls, reserve = market.price_controls, market.reserve
    if controls is not None:
        floor, ceiling = controls.floor_cny, controls.ceiling_cny
        if floor is None and ceiling is None:
            said = words("Give a floor or a ceiling.", "请填写下限价或上限价。")
            yield ("price_controls",), "", said
        if floor is not None and ceiling is not None and ceiling <= floor:
            said = words(
                f"The ceiling must lie above the floor of {floor} CNY.",
                f"上限价须高于下限价 {floor} 元。",
            )
            yield ("price_controls", "ceiling_cny"), str(ceiling), said
        if ceiling is None and controls.ceiling_supply_t is not None:
            said = words("There is no ceiling to sell at.", "没有可供出售的上限价。")
            yield ("price_controls", "ceiling_supply_t"), "", said
    if reserve is not None:
        if reserve.intake_above_t <= reserve.release_below_t:
            said = words(
                f"Intake must start above the release threshold of {reserve.release_below_t:,} t.",
                f"吸收阈值须高于释放阈值 {reserve.release_below_t:,} 吨。",
            )
            yield ("reserve", "intake_above_t"), str(reserve.intake_above_t), said
        if reserve.full_intake_above_t < reserve.intake_above_t:
            said = words(
                f"Full intake cannot start below intake ({reserve.intake_above_t:,} t).",
                f"全额吸收阈值不得低于吸收阈值 {reserve.intake_above_t:,} 吨。",
            )
            yield ("reserve", "full_intake_above_t"), str(reserve.full_intake_above_t), said


def _credits(scenario: Scenario, market: Market) -> Iterator[Finding]:
    terms = market.offsets
    if terms.supply_t and not terms.units:
        said = words(
            "Credits are supplied, but the market accepts no unit.",
            "设有抵销信用供应量，但该市场不接受任何信用。",
        )
        yield ("offsets", "supply_t"), str(terms.supply_t), said
    for unit in terms.unit_share_max or {}:
        if unit not in terms.units:
            yield ("offsets", "unit_share_max", unit), "", unknown_name(unit, terms.units)
    if terms.issued_from_year is not None and terms.issued_from_year > scenario.horizon.end.year:
        said = words("No credit is so young in this run.", "运行期内不存在如此新的信用。")
        yield ("offsets", "issued_from_year"), str(terms.issued_from_year), said


def _borrowing(market: Market) -> Iterator[Finding]:
    if market.borrowing == "forbidden" and market.borrowing_share_max:
        said = words("Borrowing is forbidden in this market.", "该市场禁止预借。")
        yield ("borrowing_share_max",), str(market.borrowing_share_max), said


def _yearly_dates(market: Market) -> Iterator[Finding]:
    # A pre-issue may come after the deadline: it is then that of the year to come.
    plan, deadline = market.allocation, market.compliance.deadline
    days: dict[Path, str] = {
        ("allocation", "verified_on"): plan.verified_on,
        ("allocation", "final_issue_on"): plan.final_issue_on,
    }
    if plan.equal_to_verified:
        days["allocation", "equal_to_verified_issue_on"] = plan.equal_to_verified_issue_on
    for path, day in days.items():
        if day > deadline:
            said = words(
                f"This day lies after the surrender deadline of the year, {deadline}.",
                f"该日晚于当年清缴截止日 {deadline}。",
            )
            yield path, day, said


def _cycles(cycles: tuple[DatedCycle, ...]) -> Iterator[Finding]:
    for i, cycle in enumerate(cycles):
        here: Path = ("compliance", "cycles", i)
        for key in ("pre_issue", "verified", "final_issue"):
            day = getattr(cycle, key)
            if day > cycle.deadline:
                said = words(
                    f"This day lies after the cycle's deadline, {cycle.deadline}.",
                    f"该日晚于本周期截止日 {cycle.deadline}。",
                )
                yield (*here, key), str(day), said
        if cycle.pre_issue > cycle.final_issue:
            said = words(
                f"Units are issued ahead of the final issue, {cycle.final_issue}.",
                f"预发放须早于最终发放 {cycle.final_issue}。",
            )
            yield (*here, "pre_issue"), str(cycle.pre_issue), said
        years = cycle.emission_years
        if list(years) != list(range(years[0], years[0] + len(years))):
            said = words("Emission years follow each other.", "排放年度须连续递增。")
            yield (*here, "emission_years"), str(list(years)), said
        if max(years) > cycle.deadline.year:
            said = words("These emissions lie after the deadline.", "该排放年度晚于截止日。")
            yield (*here, "emission_years"), str(list(years)), said
    for i, (before, after) in enumerate(pairwise(cycles), start=1):
        here = ("compliance", "cycles", i)
        if after.deadline <= before.deadline:
            said = words(
                f"Cycles follow each other; the one before ends on {before.deadline}.",
                f"各周期须先后相接；前一周期截止于 {before.deadline}。",
            )
            yield (*here, "deadline"), str(after.deadline), said
        if min(after.emission_years) <= max(before.emission_years):
            said = words(
                f"The cycle before covers {max(before.emission_years)} already.",
                f"前一周期已覆盖 {max(before.emission_years)} 年。",
            )
            yield (*here, "emission_years"), str(list(after.emission_years)), said
