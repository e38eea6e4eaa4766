"""What if: twenty runs with a small population, with levers moved and with them where they were.

Both sides share their seeds, so that they differ by the levers only. The runs of each side are kept
in a file by the scenario's digest; moving a slider back is answered at once.
"""

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import col, delete, select

from simulations import RunResult, Scenario, run
from web.catalogue import Job, User
from web.installation import Installation
from web.jobs import JobRun, job_kind
from web.settings import Settings
from web.simulations.bands import Sketch, band, days_shown, spread
from web.simulations.lab_jobs import UNFINISHED, LabJob, find_job, unfinished_jobs
from web.simulations.run_errors import UnknownMarket, UnknownRun
from web.simulations.runs import Line, RunParameters, check_size
from web.simulations.scenario_sources import ScenarioSource

KIND: Final = "whatif"
RUNS: Final = 20
FIRMS: Final = 100
FILES_MAX: Final = 200
JOBS_KEPT: Final = 5
FIGURES: Final = (
    "price_mean_cny",
    "price_last_cny",
    "volume_t",
    "block_share",
    "compliance_rate",
    "abatement_t",
    "offsets_t",
    "shortfall_t",
)


class WhatIf(BaseModel):
    """What is asked: a scenario, the market shown, assignments of the levers that were moved."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: str = Field(max_length=64)
    text: str = ""
    market: str = Field(max_length=64)
    assignments: tuple[Line, ...] = Field((), max_length=20)

    def scenario_of(self, assignments: tuple[str, ...] = ()) -> Scenario:
        """Return the scenario with assignments laid over it."""
        parameters = RunParameters(
            scenario=self.scenario, seed=0, overrides=assignments, text=self.text
        )
        return parameters.scenario_of()


def population(scenario: Scenario) -> tuple[str, ...]:
    """Return the assignments by which about a hundred firms stand for all, in their proportions."""
    groups = scenario.agents.firms
    total = scenario.firm_count
    if total <= FIRMS:
        return ()
    return tuple(
        f"agents.firms.{name}.count={max(min(group.count, 2), round(group.count * FIRMS / total))}"
        for name, group in groups.items()
    )


def ask(
    installation: Installation,
    user: User,
    source: ScenarioSource,
    market: str,
    assignments: tuple[str, ...],
) -> str:
    """Queue the runs and return the job's number; what the user asked before is stopped.

    Raises:
        UnknownMarket: the scenario has no such market.
        ScenarioInvalid: the assignments do not fit it.
        RunTooLarge: even the small population is too large for the server.
    """
    text = "" if source.is_shipped else source.text
    asked = WhatIf(scenario=source.reference, text=text, market=market, assignments=assignments)
    scenario = asked.scenario_of()
    if market not in scenario.markets:
        raise UnknownMarket(market=market, known=", ".join(scenario.markets))
    check_size(asked.scenario_of((*assignments, *population(scenario))), installation.settings)
    for job_id in unfinished_jobs(installation, user, KIND):
        installation.jobs.cancel(job_id)
    _forget_earlier(installation, user)
    return installation.jobs.start(KIND, asked.model_dump(mode="json"), user.id)


def _forget_earlier(installation: Installation, user: User) -> None:
    """Delete the user's answers but for the latest few; each holds all its bands."""
    ended = select(Job.id).where(
        Job.kind == KIND, Job.user_id == user.id, col(Job.state).not_in(UNFINISHED)
    )
    with installation.catalogue.unit_of_work() as session:
        old = session.exec(ended.order_by(col(Job.created_at).desc()).offset(JOBS_KEPT)).all()
        session.exec(delete(Job).where(col(Job.id).in_(old)))


def find_whatif(installation: Installation, user: User, job_id: str) -> Job:
    """Return the user's own job as it is now.

    Raises:
        UnknownRun: there is none of this number.
    """
    found = find_job(installation, KIND, LabJob, job_id)
    if found is None or found.job.user_id != user.id:
        raise UnknownRun(run_id=job_id[:64])
    return found.job


@job_kind(KIND, lane="prompt")
def explore(job: JobRun) -> Mapping[str, Any]:
    """Carry out the runs of both sides, and tell after each what is known so far."""
    asked = WhatIf.model_validate(job.parameters)
    small = population(asked.scenario_of())
    base = _Side(asked.scenario_of(small), asked.market, job.settings)
    moved = _Side(asked.scenario_of((*small, *asked.assignments)), asked.market, job.settings)
    sides = [moved] if moved.file == base.file else [moved, base]
    total = sum(side.missing for side in sides)
    done = 0
    known = _found(base, moved)
    try:
        for replication in range(RUNS):
            for side in sides:
                if side.has(replication):
                    continue
                job.progress(done, total, "simulate", known)
                side.run(replication)
                done += 1
            known = _found(base, moved if len(sides) > 1 else base)
    finally:  # what was asked next needs the runs of the unchanged side too
        for side in sides:
            side.keep()
    job.progress(total, total, "", known)
    return known


class _Side:
    """The runs of one scenario, those kept from before among them."""

    def __init__(self, scenario: Scenario, market: str, settings: Settings) -> None:
        self._scenario = scenario
        self._market = market
        named = f"{scenario.digest} {scenario.seed} {market} {RUNS} {version('tanlab')}"
        folder = settings.instance.absolute() / "whatif"
        self.file = folder / f"{hashlib.sha256(named.encode()).hexdigest()}.json"
        kept = _read(self.file)
        self.days: list[str] = kept.get("days", [])
        self.sketches = [Sketch(**values) for values in kept.get("runs", ())]

    @property
    def missing(self) -> int:
        """Return how many runs are still to be done."""
        return RUNS - len(self.sketches)

    def has(self, replication: int) -> bool:
        """Tell whether a run is known."""
        return replication < len(self.sketches)

    def run(self, replication: int) -> None:
        """Carry out one run; every side uses the same seed for it."""
        result = run(self._scenario, self._scenario.seed + replication)
        days, closes = _closes(result, self._market)
        shown = days_shown(days)
        self.days = [days[place] for place in shown]
        figures = result.summary["markets"][self._market]
        self.sketches.append(
            Sketch(
                [closes[place] for place in shown],
                {name: float(figures[name]) for name in FIGURES},
            )
        )

    def keep(self) -> None:
        """Keep the runs for the next time; the oldest files make room."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        values = {"days": self.days, "runs": [sketch.as_json() for sketch in self.sketches]}
        unfinished = self.file.with_suffix(".part")
        unfinished.write_text(json.dumps(values), encoding="utf-8")
        unfinished.replace(self.file)
        files = sorted(self.file.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for old in files[:-FILES_MAX]:
            old.unlink(missing_ok=True)


def _found(base: _Side, moved: _Side) -> dict[str, Any]:
    """Return what the page shows: both bands, and each figure with its paired difference."""
    runs = min(len(base.sketches), len(moved.sketches))
    first, second = base.sketches[:runs], moved.sketches[:runs]
    figures = []
    for name in FIGURES:
        before = [sketch.figures[name] for sketch in first]
        after = [sketch.figures[name] for sketch in second]
        paired = [y - x for x, y in zip(before, after, strict=True)]
        row = {"base": spread(before), "moved": spread(after), "difference": spread(paired)}
        figures.append({"name": name, **row})
    return {
        "runs": runs,
        "of": RUNS,
        "days": base.days if runs else [],
        "base": band([sketch.closes_cny for sketch in first]),
        "moved": band([sketch.closes_cny for sketch in second]),
        "figures": figures,
    }


def _closes(result: RunResult, market: str) -> tuple[list[str], list[float]]:
    daily = result.daily.select(["market", "date", "close_cny"]).to_pylist()
    rows = [row for row in daily if row["market"] == market]
    return [row["date"].isoformat() for row in rows], [float(row["close_cny"]) for row in rows]


def _read(file: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found
