from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest

from simulations import WorkersDiffer
from simulations.ensembles.carrying_out import Crew, Pace
from simulations.ensembles.tasks import Batch, BatchResult, Outcome, Task
from simulations.runs.results import versions


class Mortal:
    """Workers of which the pool dies whenever a poisonous run is among those handed out."""

    at_once = 2
    width = 4
    name = "mortal"

    def __init__(self, poison: set[int], worker_versions: dict[str, str] | None = None) -> None:
        self.poison = poison
        self.versions = worker_versions or versions()
        self.out: list[Future[BatchResult]] = []
        self.pools = 1
        self.batches: list[tuple[int, ...]] = []

    def submit(self, batch: Batch) -> Future[BatchResult]:
        future: Future[BatchResult] = Future()
        cases = tuple(task.case for task in batch.tasks)
        self.batches.append(cases)
        self.out.append(future)
        if self.poison.intersection(cases):
            for other in self.out:
                if not other.done():
                    other.set_exception(BrokenProcessPool("died"))
        elif len(self.out) == self.width or len(cases) == 1:
            done = tuple(Outcome(t.case, t.replication, t.seed, {"m": 1.0}) for t in batch.tasks)
            future.set_result(BatchResult(done, self.versions, 0.01))
        return future

    def renew(self) -> None:
        self.pools += 1
        self.out = []

    def stop(self, running: list[Future[BatchResult]]) -> None:
        for future in running:
            future.cancel()

    def close(self) -> None:
        pass


def tasks_of(count: int) -> list[Task]:
    return [Task(case, 0, case, {}) for case in range(count)]


def test_a_run_that_kills_its_worker_is_found_and_no_other_is_blamed() -> None:
    workers, taken = Mortal({2}), list[Outcome]()
    crew = Crew(workers, "{}", (), (), taken.append)
    assert crew.carry_out(tasks_of(6), lambda: False)
    assert sorted(outcome.case for outcome in taken) == list(range(6))
    assert [outcome.case for outcome in taken if outcome.error] == [2]
    assert next(outcome for outcome in taken if outcome.error).error == "BrokenProcessPool"
    assert workers.pools > 2


def test_a_worker_with_other_versions_is_refused() -> None:
    crew = Crew(Mortal(set(), versions() | {"numpy": "1.0"}), "{}", (), (), list[Outcome]().append)
    with pytest.raises(WorkersDiffer, match=r"numpy 1\.0"):
        crew.carry_out(tasks_of(2), lambda: False)


def test_batches_grow_to_about_a_second() -> None:
    pace = Pace()
    assert pace.batch_size == 1
    for seconds, size in ((0.05, 20), (0.001, 64), (30.0, 1)):
        assert Pace(runs=1, seconds=seconds).batch_size == size
