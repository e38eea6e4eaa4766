"""An experiment that a researcher holds: planned, and carried out by a call."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulations.ensembles import EnsemblePlan, EnsembleResult, carry_out


@dataclass(frozen=True, slots=True)
class PlannedExperiment(EnsemblePlan):
    """An experiment with its scenario."""

    def run(
        self, *, jobs: int = 1, executor: Any = None, directory: Path | str | None = None
    ) -> EnsembleResult:
        """Carry it out.

        Args:
            jobs: Processes on this machine; 1 runs in this process.
            executor: Instead of ``jobs``: a ``distributed.Client`` or any executor with ``submit``.
            directory: Where to write, and where to go on if it was interrupted; without one, files
                are kept only as long as the result.

        Returns:
            What was found; the same for any jobs or executor.
        """
        return carry_out(self, jobs=jobs, executor=executor, directory=directory)
