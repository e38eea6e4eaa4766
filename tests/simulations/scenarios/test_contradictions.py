"""Parts of a scenario that disagree with each other, each named at its line with a sentence."""

import pytest

from simulations import ScenarioInvalid, parse_scenario

HEAD = "schema: tanlab/scenario@1\nextends: builtin:cn-national-2024\n"
PILOT = (
    "schema: tanlab/scenario@1\n"
    "extends: [builtin:cn-national-2024, builtin:cn-pilot-hubei@2024.1]\n"
)
EXPECTATIONS = (
    "agents: {expectations: {mix: %s, trend_window_days: 5, trend_strength: 1, "
    "trend_change_max: 1, peer_weight: 0.5, peer_network: %s, peer_degree: %s, "
    "peer_rewired_share: 0.1, horizon_years: 2, rate: 0.05, shortage_near_days: 3}}\n"
)
MARKET = "markets: {national: {%s}}\n"
CYCLE = (
    "{emission_years: [%s], pre_issue: %s, verified: 2025-06-30, final_issue: 2025-09-30, "
    "deadline: %s}"
)


def found(text: str) -> list[tuple[str, str]]:
    with pytest.raises(ScenarioInvalid) as refused:
        parse_scenario(text)
    return [(problem.path, problem.sentence["en"]) for problem in refused.value.problems]


def market(rules: str) -> list[tuple[str, str]]:
    return found(HEAD + MARKET % rules)


@pytest.mark.parametrize(
    ("rules", "path", "sentence"),
    [
        ("allocation: {benchmarks: null}", "allocation.benchmarks", "needs `benchmarks`"),
        ("allocation: {auction_share: 0.1}", "allocation.auction_share", "has no `auctions`"),
        (
            "allocation: {equal_to_verified: [stel]}",
            "allocation.equal_to_verified[0]",
            "did you mean “steel”",
        ),
        (
            "allocation: {balance: {sectors: [steel], share_max: 0.03, slope: 0.2}}",
            "allocation.balance.sectors[0]",
            "verified emissions already",
        ),
        (
            "allocation: {scope2: {sectors: [cement]}}",
            "allocation.scope2.sectors[0]",
            "no firm of the sector has `indirect_share`",
        ),
        ("price_controls: {floor_cny: 50, ceiling_cny: 40}", "ceiling_cny", "above the floor"),
        ("price_controls: {ceiling_supply_t: 5}", "price_controls", "floor or a ceiling"),
        (
            "auctions: {on: [12-01, 06-01], bidder_share_max: 0.2, unsold: cancel}",
            "auctions.on",
            "must rise",
        ),
        (
            "auctions: {on: [06-01], bidder_share_max: 0.2, unsold: reserve}",
            "auctions.unsold",
            "has no `reserve`",
        ),
        (
            "reserve: {release_below_t: 9, release_t: 1, intake_above_t: 5, "
            "full_intake_above_t: 4, intake_share: 0.2, intake_t_min: 1, review_on: 05-15}",
            "reserve.intake_above_t",
            "above the release threshold of 9 t",
        ),
        ("offsets: {units: []}", "offsets.supply_t", "accepts no unit"),
        (
            "offsets: {unit_share_max: {INCLUSION: 0.01}}",
            "offsets.unit_share_max.INCLUSION",
            "known here: CCER",
        ),
        ("offsets: {issued_from_year: 2050}", "offsets.issued_from_year", "so young"),
        ("borrowing_share_max: 0.1", "borrowing_share_max", "forbidden"),
        ("compliance: {deadline: 08-31}", "allocation.final_issue_on", "after the surrender"),
        (
            f"compliance: {{cycles: [{CYCLE % ('2024', '2025-06-30', '2024-12-31')}]}}",
            "compliance.cycles",
            "No surrender deadline",
        ),
        (
            f"compliance: {{cycles: [{CYCLE % ('2023, 2021', '2025-10-30', '2025-12-31')}]}}",
            "compliance.cycles[0].emission_years",
            "follow each other",
        ),
        (
            f"compliance: {{cycles: [{CYCLE % ('2024', '2025-10-30', '2025-12-31')}]}}",
            "compliance.cycles[0].pre_issue",
            "ahead of the final issue",
        ),
    ],
)
def test_rules_of_a_market_that_disagree_are_named(rules: str, path: str, sentence: str) -> None:
    assert any(path in where and sentence in said for where, said in market(rules))


def test_cycles_follow_each_other_and_cover_a_year_once() -> None:
    cycle = CYCLE % ("2024", "2025-06-30", "2025-12-31")
    paths = [path for path, _ in market(f"compliance: {{cycles: [{cycle}, {cycle}]}}")]
    assert paths == [
        "markets.national.compliance.cycles[1].emission_years",
        "markets.national.compliance.cycles[1].deadline",
    ]


@pytest.mark.parametrize(
    ("agents", "path", "sentence"),
    [
        (EXPECTATIONS % ("{naive: 0}", "random", 2), "mix", "One rule needs a chance"),
        (EXPECTATIONS % ("{peers: 1}", "regular", 3), "peer_degree", "even number"),
        (
            "agents: {firms: {power: {emissions_t: 5100}}}\n",
            "agents.firms.power.emissions_t",
            "not in Mt",
        ),
        (
            "agents: {suppliers: {x: {unit: INCLUSION, markets: [national, hubbei], count: 1, "
            "opening_supply_t: 1, supply_t_per_year: 1, supply_sigma_log: 0, unit_cost_cny: 9, "
            "cost_sigma_log: 0, discount: 0, patience_days: 1, sunk_days: 1, offered_share: 1}}}",
            "agents.suppliers.x.markets[0]",
            "national accepts no INCLUSION",
        ),
        (
            "agents: {liquidity_providers: {x: {market: natonal, count: 1, quotes_per_day: 1, "
            "cash_cny: 9, inventory_t: 1, inventory_t_range: 1, spread_min: 0.01, "
            "spread_per_sd: 1, skew: 1, quantity_t: 1}}}",
            "agents.liquidity_providers.x.market",
            "did you mean “national”",
        ),
        ("markets: {hubei: {preset: cn-pilot-hubei@2024.1}}", "markets.hubei", "No firm takes"),
    ],
)
def test_participants_that_fit_no_market_are_named(agents: str, path: str, sentence: str) -> None:
    assert any(path in where and sentence in said for where, said in found(HEAD + agents))


def lever(*shocks: str) -> list[tuple[str, str]]:
    lines = [f"  - {{market: national, {shock}}}\n" for shock in shocks]
    return found(HEAD + "shocks:\n" + "".join(lines))


def test_a_lever_meets_the_rules_that_levers_before_it_left() -> None:
    floor = "at: 2025-03-03, set: {price_controls: {floor_cny: 50}}"
    ceiling = "at: 2025-04-01, set: {price_controls.ceiling_cny: %s}"
    assert lever(floor, ceiling % 40) == [
        (
            "shocks[1].set.price_controls.ceiling_cny",
            "The ceiling must lie above the floor of 50 CNY.",
        )
    ]
    assert "as a whole first" in lever(ceiling % 60)[0][1]
    parse_scenario(
        HEAD + f"shocks: [{{market: national, {ceiling % 60}}}, {{market: national, {floor}}}]\n"
    )


def test_a_change_that_may_not_happen_is_nothing_to_build_on() -> None:
    floor = "at: 2025-03-03, chance: 0.5, set: {price_controls: {floor_cny: 50}}"
    ceiling = "at: 2025-04-01, set: {price_controls.ceiling_cny: 60}"
    [(path, said)] = lever(floor, ceiling)
    assert path == "shocks[1].set.price_controls.ceiling_cny"
    assert "no `price_controls` on that day" in said


@pytest.mark.parametrize(
    ("shock", "sentence"),
    [
        ("at: 2025-06-02, set: {scheme: XYZ}", "fixed during a run"),
        ("at: 2025-06-02, set: {trading.settlement.units: T+0}", "fixed during a run"),
        ("at: 2025-06-02, set: {compliance.deadlin: 11-30}", "did you mean “compliance.deadline”"),
        ("at: 2025-06-02, set: {deadline: 11-30}", "did you mean “compliance.deadline”"),
        ("at: 2025-06-02, set: {allocation.auction_share: 0.05}", "has no `auctions`"),
        ("at: 2025-06-02, news: {pct: 5}, demand: {sector: power, pct: 4}", "exactly one"),
        ("at: 2025-06-02, revision: {sector: pwer, firms_share: 1, pct: 4}", "“power”"),
        ("at: 2025-06-02, invalidation: {unit: INCLUSION, share: 0.1}", "known here: CCER"),
        ("at: 2025-06-02, liquidity: {share: 0.5, days: 5}", "neither investors nor"),
    ],
)
def test_a_shock_that_cannot_happen_is_named(shock: str, sentence: str) -> None:
    assert any(sentence in said for _, said in lever(shock))


def test_a_date_that_does_not_exist_hides_no_other_problem_of_its_shock() -> None:
    paths = [path for path, _ in lever("at: 2031-13-01, set: {alocation.auction_share: 0.05}")]
    assert paths == ["shocks[0].at", "shocks[0].set.alocation.auction_share"]


@pytest.mark.parametrize(
    ("dates", "path", "sentence"),
    [
        ("at: 2025-06-02, effective: 2025-05-01", "effective", "before it is announced"),
        ("at: 2024-06-02, effective: 2024-07-01", "effective", "before the run"),
        ("at: 2026-06-02, effective: 2026-07-01", "at", "outside the horizon"),
        (
            "at: 2025-06-02, effective: 2025-07-01, reversed_at: 2025-08-01",
            "reversed_at",
            "before it takes effect",
        ),
    ],
)
def test_an_announcement_has_its_dates_in_order(dates: str, path: str, sentence: str) -> None:
    text = f"announcements: [{{market: national, {dates}, set: {{offsets.max_share: 0.1}}}}]\n"
    [(where, said)] = found(HEAD + text)
    assert where == f"announcements[0].{path}"
    assert sentence in said


@pytest.mark.parametrize(
    ("links", "sentence"),
    [
        ("{first: hubei, second: hubei, kind: full, from: 2025-01-01}", "Two different"),
        ("{first: hubei, second: natonal, kind: full, from: 2025-01-01}", "“national”"),
        ("{first: hubei, second: national, kind: quota, from: 2025-01-01}", "needs `quota_t`"),
        ("{first: hubei, second: national, kind: full, from: 2026-01-01}", "after the end"),
        (
            "{first: hubei, second: national, kind: full, from: 2025-03-01, until: 2025-02-01}",
            "starts on",
        ),
        (
            "{first: hubei, second: national, kind: exchange_ratio, from: 2025-01-01}",
            "other than one",
        ),
        (
            "{first: hubei, second: national, kind: full, from: 2025-01-01}, "
            "{first: national, second: hubei, kind: one_way, from: 2025-02-01}",
            "linked already",
        ),
    ],
)
def test_a_link_that_cannot_be_is_named(links: str, sentence: str) -> None:
    assert any(sentence in said for _, said in found(PILOT + f"links: [{links}]\n"))


THREE = (
    "schema: tanlab/scenario@1\n"
    "extends: [builtin:cn-national-2024, builtin:cn-pilot-hubei@2024.1, "
    "builtin:cn-pilot-guangdong@2024.1]\n"
    "links:\n"
    "  - {first: hubei, second: guangdong, %s, from: 2025-01-01}\n"
    "  - {first: guangdong, second: national, %s, from: 2025-01-01}\n"
    "  - {first: national, second: hubei, %s, from: 2025-01-01}\n"
)


def test_links_that_close_a_circle_are_named() -> None:
    ratio = "kind: exchange_ratio, units_for_one: %s"
    [(path, said)] = found(THREE % (("kind: one_way",) * 3))
    assert path == "links[2]"
    assert "form a circle: national → hubei → guangdong → national" in said
    [(path, said)] = found(THREE % (ratio % 2, ratio % 2, ratio % 2))
    assert path == "links[2]"
    assert "units would multiply" in said
    parse_scenario(THREE % (ratio % 2, ratio % 2, ratio % 0.25))


@pytest.mark.parametrize(
    ("moves", "sentence"),
    [
        ("sector: stel, pilot: hubei, national: national, first_year: 2024", "“steel”"),
        ("sector: steel, pilot: hubei, national: hubei, first_year: 2024", "Two different"),
        ("sector: steel, pilot: hubei, national: national, first_year: 2040", "No compliance year"),
    ],
)
def test_a_move_that_cannot_be_is_named(moves: str, sentence: str) -> None:
    text = f"moves: [{{{moves}, surplus: cancel_free, keep_years: 0, units_for_one: 1.0}}]\n"
    assert any(sentence in said for _, said in found(PILOT + text))


def test_a_sector_leaves_once_and_does_not_come_back() -> None:
    move = "{sector: steel, pilot: %s, national: %s, first_year: 2024, surplus: cancel_free, "
    move += "keep_years: 0, units_for_one: 1.0}"
    there, back = move % ("hubei", "national"), move % ("national", "hubei")
    assert "in a circle" in found(PILOT + f"moves: [{there}, {back}]\n")[0][1]
    assert "leaves the pilot already" in found(PILOT + f"moves: [{there}, {there}]\n")[0][1]


def test_a_wrong_unit_is_named_beside_what_is_usual() -> None:
    with pytest.raises(ScenarioInvalid) as refused:
        parse_scenario(HEAD + MARKET % "offsets: {max_share: 5}")
    [problem] = refused.value.problems
    assert problem.hint["en"].startswith(
        "A share is meant, not per cent: 5 % is written 0.05. Accepted is 0 to 1 (share)"
    )
    assert "cn-national-2024 has 0.05 [5 % of the obligation" in problem.hint["en"]
    assert "此处为比例而非百分数" in problem.hint["zh"]
