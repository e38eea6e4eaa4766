"""A run: every market of a scenario through its calendar, with one seed."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import simpy

from simulations.agents import FirmAgent, draw_firms
from simulations.errors import RunCancelled
from simulations.memory import MemoryWorld
from simulations.runs.credit_purchases import open_desks, walk_pools
from simulations.runs.links import open_links
from simulations.runs.market_run import open_market, walk
from simulations.runs.market_state import MarketState
from simulations.runs.moving import settle_in
from simulations.runs.records import Records, table, trades_table
from simulations.runs.results import RunResult
from simulations.runs.stage import DAY_MINUTES, Stage, Steps
from simulations.runs.summary import summarise
from simulations.scenarios import Scenario, trading_days
from simulations.streams import Streams

_CHECK_DAYS = 20
"""Trading days between two assertions that every unit and fen is somewhere."""

OnProgress = Callable[[int, int], None]
ShouldCancel = Callable[[], bool]


def run(
    scenario: Scenario,
    seed: int | None = None,
    on_progress: OnProgress | None = None,
    should_cancel: ShouldCancel | None = None,
) -> RunResult:
    """Run a scenario.

    Args:
        scenario: What to run.
        seed: Seed of all random streams; default the scenario's own.
        on_progress: Called with days done and days in all, once a trading day.
        should_cancel: Asked once a trading day whether to stop.

    Returns:
        Tables and summary; the same for the same scenario and seed.

    Raises:
        RunCancelled: ``should_cancel`` answered yes.
    """
    used_seed = scenario.seed if seed is None else seed
    with _without_collector():
        return _run(scenario, used_seed, on_progress, should_cancel)


def _run(
    scenario: Scenario,
    seed: int,
    on_progress: OnProgress | None,
    should_cancel: ShouldCancel | None,
) -> RunResult:
    streams = Streams(seed)
    days = trading_days(scenario)
    world, records = MemoryWorld(), Records()
    agents = [
        FirmAgent(profile, world.open_account(profile.firm_id), streams)
        for profile in draw_firms(scenario, streams)
    ]
    stage = Stage(scenario=scenario, days=days, world=world, streams=streams, records=records)
    stage.firms.update((agent.account_id, agent) for agent in agents)
    markets = [
        MarketState(name, [agent for agent in agents if agent.profile.market == name], stage)
        for name in scenario.markets
    ]
    settle_in({market.name: market for market in markets}, scenario)
    for market in markets:
        open_market(market)
    pools = open_desks(markets, stage)
    open_links(markets, stage)
    env = simpy.Environment()
    processes = [_days(env, world, days, on_progress, should_cancel)]
    processes.append(walk_pools(pools, stage, env))
    processes += [walk(market, env) for market in markets]
    _run_all(env, processes)
    world.check_conservation()
    if on_progress:
        on_progress(len(days), len(days))
    return _result(scenario, seed, world, records, days)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Suspend the cycle collector: a run makes millions of values and hardly a cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _run_all(env: simpy.Environment, processes: list[Steps]) -> None:
    """Run processes to their ends; the first failure stops all and is raised as it was.

    SimPy itself would raise a copy, made from the exception's positional arguments only.
    """
    failed = env.event()

    def guarded(steps: Steps) -> Steps:
        try:
            yield from steps
        except Exception as error:  # every failure must stop the run
            if not failed.triggered:
                failed.succeed(error)

    ended = env.all_of([env.process(guarded(steps)) for steps in processes])
    env.run(until=env.any_of([failed, ended]))
    if failed.triggered:
        error = failed.value
        assert isinstance(error, Exception), "only failures are passed here"
        raise error


def _days(
    env: simpy.Environment,
    world: MemoryWorld,
    days: tuple[date, ...],
    on_progress: OnProgress | None,
    should_cancel: ShouldCancel | None,
) -> Steps:
    """Begin each trading day before any market opens; report and ask."""
    for i, day in enumerate(days):
        yield env.timeout((day - days[0]).days * DAY_MINUTES - env.now)
        world.start_day(i)
        if i % _CHECK_DAYS == 0:
            world.check_conservation()
        if on_progress:
            on_progress(i, len(days))
        if should_cancel and should_cancel():
            raise RunCancelled(done_days=i, total_days=len(days))


def _result(
    scenario: Scenario,
    seed: int,
    world: MemoryWorld,
    records: Records,
    days: tuple[date, ...],
) -> RunResult:
    tables = {
        "daily": table("daily", records.days),
        "trades": trades_table(world.tape, days, list(world.accounts)),
        "firms": table("firms", records.firms),
        "events": table("events", records.events),
    }
    return RunResult(
        scenario=scenario,
        seed=seed,
        **tables,
        summary=summarise(scenario, seed, tables, world.orders_placed, records.cycles),
    )
