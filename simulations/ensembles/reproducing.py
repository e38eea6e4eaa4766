"""A run or an ensemble carried out again from its own directory, its bytes compared."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from simulations.ensembles.reading import is_ensemble, read_ensemble
from simulations.ensembles.running import run_ensemble
from simulations.ensembles.tasks import ShouldCancel
from simulations.runs import read_run, run, versions, write_run
from simulations.scenarios import Scenario, read_stored

OnRuns = Callable[[int, int], None]


def reproduce(
    directory: Path | str,
    *,
    jobs: int = 1,
    executor: Any = None,
    on_progress: OnRuns | None = None,
    should_cancel: ShouldCancel | None = None,
) -> dict[str, Any]:
    """Carry out again what a directory says and compare every file's hash.

    Args:
        directory: A finished run or ensemble; it is read, never written.
        jobs: Processes for an ensemble.
        executor: Instead of ``jobs``, as for ``run_ensemble``.
        on_progress: Called with days (of a run) or runs (of an ensemble) done and in all.
        should_cancel: Asked whether to stop.

    Returns:
        ``ok``, the number of files, the names of those that differ, and versions that are not
        those of the manifest.

    Raises:
        NotARun: The directory holds neither a finished run nor a finished ensemble.
        NotAnEnsemble: A file of the ensemble is missing.
        ResultsChanged: A file no longer has the hash in the manifest.
        StoredOtherwise: Another version wrote it, in another form.
    """
    with tempfile.TemporaryDirectory(prefix="tanlab-reproduce-") as folder:
        again = Path(folder) / "again"
        if is_ensemble(directory):
            ensemble = read_ensemble(directory)
            before: Mapping[str, Any] = ensemble.manifest
            after = run_ensemble(
                ensemble.plan,
                again,
                jobs=jobs,
                executor=executor,
                on_progress=(lambda now: on_progress(now.done, now.total)) if on_progress else None,
                should_cancel=should_cancel,
            )
        else:
            files = read_run(directory)
            before = files.manifest
            scenario = read_stored(Scenario, files.scenario)
            result = run(scenario, before["seed"], on_progress, should_cancel)
            after = write_run(result, again)
    return _compared(before, after)


def _compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    names = sorted(before["files"] | after["files"])
    differing = [n for n in names if before["files"].get(n) != after["files"].get(n)]
    then, now = before["versions"], versions()
    return {
        "ok": not differing,
        "kind": before["schema"],
        "files": len(names),
        "differing": differing,
        "versions": {
            name: {"then": then.get(name), "now": now.get(name)}
            for name in sorted(then | now)
            if then.get(name) != now.get(name)
        },
    }
