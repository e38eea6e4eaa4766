"""What firms, suppliers, investors and their behaviours must agree on with the markets."""

from collections.abc import Iterator

from simulations.scenarios.documents import Path
from simulations.scenarios.participants import FIRMS_MAX, Behaviours, Expectations
from simulations.scenarios.schema import Scenario
from simulations.scenarios.sentences import Finding, unknown_name, words

_FIRM_T_MIN = 100
"""Mean emissions of a population below this are a slip of the unit; thresholds start at 3,000 t."""


def participant_problems(scenario: Scenario) -> Iterator[Finding]:
    """Yield each contradiction about who takes part."""
    yield from _firms(scenario)
    agents = scenario.agents
    yield from _behaviours(agents.behaviours, ("agents", "behaviours"))
    for name, behaviours in (agents.behaviours_of or {}).items():
        here: Path = ("agents", "behaviours_of", name)
        if name not in scenario.markets:
            yield here, "", unknown_name(name, scenario.markets)
        yield from _behaviours(behaviours, here)
    if agents.expectations is not None:
        yield from _expectations(agents.expectations, scenario)
    yield from _suppliers(scenario)
    yield from _investors(scenario)
    yield from _repos(scenario)


def _firms(scenario: Scenario) -> Iterator[Finding]:
    total = 0
    for name, firms in scenario.agents.firms.items():
        here: Path = ("agents", "firms", name)
        total += firms.count
        if firms.market not in scenario.markets:
            yield (*here, "market"), firms.market, unknown_name(firms.market, scenario.markets)
        if firms.load_factor_high < firms.load_factor_low:
            said = words("The high end lies below the low end.", "上限低于下限。")
            yield (*here, "load_factor_high"), str(firms.load_factor_high), said
        if sum(firms.classes.model_dump().values()) <= 0:
            said = words("One class needs a chance.", "至少一类机组的概率须大于零。")
            yield (*here, "classes"), "", said
        if 0 < firms.emissions_t < firms.count * _FIRM_T_MIN:
            mean = firms.emissions_t / firms.count
            said = words(
                f"That is {mean:,.1f} t a firm; give the population's emissions in t, "
                "not in Mt or 10,000 t.",
                f"平均每家仅 {mean:,.1f} 吨；请以吨填写该类企业的排放总量（不是百万吨或万吨）。",
            )
            yield (*here, "emissions_t"), str(firms.emissions_t), said
    if total > FIRMS_MAX:
        said = words(
            f"All populations together have {total:,} firms; at most {FIRMS_MAX:,} are accepted.",
            f"各类企业合计 {total:,} 家；最多接受 {FIRMS_MAX:,} 家。",
        )
        yield ("agents", "firms"), str(total), said
    with_firms = {firms.market for firms in scenario.agents.firms.values() if firms.count}
    for name in scenario.markets:
        if name not in with_firms:
            said = words(
                "No firm takes part in this market; add a population in `agents.firms`.",
                "该市场没有任何企业；请在 agents.firms 中添加。",
            )
            yield ("markets", name), "", said


def _behaviours(behaviours: Behaviours, here: Path) -> Iterator[Finding]:
    chances = [chance for chance, _ in behaviours.block.discount_quantiles]
    if chances != sorted(set(chances)) or chances[0] != 0 or chances[-1] != 1:
        said = words("Quantiles must rise from 0 to 1.", "分位点须从 0 递增到 1。")
        yield (*here, "block", "discount_quantiles"), "", said


def _expectations(expectations: Expectations, scenario: Scenario) -> Iterator[Finding]:
    here: Path = ("agents", "expectations")
    if sum(expectations.mix.values()) <= 0:
        said = words("One rule needs a chance.", "至少一种预期规则的概率须大于零。")
        yield (*here, "mix"), "", said
    if not expectations.mix.get("peers"):
        return
    if expectations.peer_network != "random" and expectations.peer_degree % 2:
        said = words(
            "On a ring a firm observes as many on either side: give an even number.",
            "环形网络中两侧观察对象数相同：请填写偶数。",
        )
        yield (*here, "peer_degree"), str(expectations.peer_degree), said
    for name in scenario.markets:
        firms = scenario.agents.firms.values()
        count = sum(part.count for part in firms if part.market == name)
        if 0 < count <= expectations.peer_degree:
            said = words(
                f"{name} has {count} firm(s); a firm observes fewer others than there are.",
                f"{name} 只有 {count} 家企业；观察对象数须小于企业数。",
            )
            yield (*here, "peer_degree"), str(expectations.peer_degree), said


def _suppliers(scenario: Scenario) -> Iterator[Finding]:
    for name, suppliers in (scenario.agents.suppliers or {}).items():
        for i, market in enumerate(suppliers.markets):
            here: Path = ("agents", "suppliers", name, "markets", i)
            if market not in scenario.markets:
                yield here, market, unknown_name(market, scenario.markets)
            elif not _accepts(scenario, market, suppliers.unit):
                said = words(
                    f"{market} accepts no {suppliers.unit} (`offsets.units`), now or later.",
                    f"{market} 始终不接受 {suppliers.unit}（offsets.units）。",
                )
                yield here, market, said


def _accepts(scenario: Scenario, market: str, unit: str) -> bool:
    """Tell whether a market accepts a unit, or has rules changed that say which it accepts."""
    changes = [
        *(shock.set or {} for shock in scenario.shocks if shock.market == market),
        *(news.set for news in scenario.announcements if news.market == market),
    ]
    later = any(key in {"offsets", "offsets.units"} for change in changes for key in change)
    return later or unit in scenario.markets[market].offsets.units


def _investors(scenario: Scenario) -> Iterator[Finding]:
    investors = scenario.agents.investors or {}
    providers = scenario.agents.liquidity_providers or {}
    for section, entries in (("investors", investors), ("liquidity_providers", providers)):
        for name, entry in entries.items():
            if entry.market not in scenario.markets:
                path: Path = ("agents", section, name, "market")
                yield path, entry.market, unknown_name(entry.market, scenario.markets)
    for name, some in investors.items():
        if some.value_share + some.momentum_share > 1:
            said = words(
                f"value_share and momentum_share make {some.value_share + some.momentum_share:g}; "
                "together they are at most 1, the rest trades on noise.",
                f"value_share 与 momentum_share 合计 {some.value_share + some.momentum_share:g}，"
                "不得超过 1（其余为噪声交易）。",
            )
            yield ("agents", "investors", name, "momentum_share"), str(some.momentum_share), said


def _repos(scenario: Scenario) -> Iterator[Finding]:
    providers = scenario.agents.liquidity_providers or {}
    for name, repos in (scenario.agents.repos or {}).items():
        here: Path = ("agents", "repos", name)
        if repos.market not in scenario.markets:
            yield (*here, "market"), repos.market, unknown_name(repos.market, scenario.markets)
            continue
        there = [key for key, entry in providers.items() if entry.market == repos.market]
        if repos.provider not in there:
            yield (*here, "provider"), repos.provider, unknown_name(repos.provider, there)
        if repos.start == repos.end:
            said = words("A repo ends after it began.", "回购须在开始之后到期。")
            yield (*here, "end"), repos.end, said
