"""How far an ensemble has come, read from its directory while it runs or after it stopped."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulations.ensembles.designs import case_count
from simulations.ensembles.directories import CASES, ENSEMBLE_SCHEMA, FAILURES, PENDING, PLAN
from simulations.ensembles.locks import is_locked
from simulations.ensembles.plans import EnsemblePlan, plan_of
from simulations.ensembles.reading import is_ensemble
from simulations.ensembles.refused_ensembles import NotAnEnsemble
from simulations.ensembles.sessions import read_sessions, timings_of
from simulations.runs import read_json


@dataclass(frozen=True, slots=True)
class EnsembleStatus:
    """How far an ensemble has come.

    Args:
        scenario: Id of its scenario.
        experiment: Its experiment.
        cases: Its cases.
        replications: Runs of each.
        done: Runs that succeeded.
        failed: Runs that failed when they were last tried.
        total: All runs.
        finished: Whether its manifest is written; it may have failures.
        running: Whether a process is at work in its directory.
        timings: Sessions and their sums, as in the manifest.
    """

    scenario: str
    experiment: str
    cases: int
    replications: int
    done: int
    failed: int
    total: int
    finished: bool
    running: bool
    timings: dict[str, Any]


def planned_ensemble(directory: Path | str) -> EnsemblePlan:
    """Return what a directory's ensemble carries out, whether or not it is finished.

    Raises:
        NotAnEnsemble: No plan stands in the directory.
        StoredOtherwise: Another version wrote it, in another form.
    """
    values = read_json(Path(directory) / PLAN)
    if not isinstance(values, dict) or values.get("schema") != ENSEMBLE_SCHEMA:
        raise NotAnEnsemble(directory=str(directory), missing=PLAN)
    return plan_of(values)


def ensemble_status(directory: Path | str) -> EnsembleStatus:
    """Return how far the ensemble in a directory has come.

    Raises:
        NotAnEnsemble: No plan stands in the directory.
        StoredOtherwise: Another version wrote it, in another form.
    """
    directory = Path(directory)
    plan = planned_ensemble(directory)
    cases, replications = case_count(plan.experiment), plan.experiment.replications
    whole = {path.stem for path in (directory / CASES).glob("*.json")}
    pending = [path.stem.split("-")[0] for path in (directory / PENDING).glob("*-*.json")]
    ended = [case for case in pending if case not in whole]
    failed = list((directory / FAILURES).glob("*.json"))
    return EnsembleStatus(
        scenario=plan.scenario.id,
        experiment=plan.name,
        cases=cases,
        replications=replications,
        done=len(whole) * replications + len(ended),
        failed=len(failed),
        total=cases * replications,
        finished=is_ensemble(directory),
        running=is_locked(directory),
        timings=timings_of(read_sessions(directory)),
    )
