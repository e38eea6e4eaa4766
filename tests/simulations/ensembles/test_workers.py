import subprocess
import sys
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from simulations.ensembles import workers
from simulations.ensembles.refused_ensembles import ProcessesCannotBegin

TINY = Path(__file__).parent / "tiny.yaml"
SCRIPT = """\
from simulations import load_plan, run_ensemble

try:
    run_ensemble(load_plan({plan!r}), {out!r}, jobs=2)
except Exception as error:
    print(type(error).__name__, error.fix["en"])
    raise
"""


class Pool:
    """A pool of which the processes die at once, or answer."""

    dies = True

    def __init__(self, *_: Any, **__: Any) -> None: ...

    def submit(self, _work: object) -> Future[str]:
        future: Future[str] = Future()
        if self.dies:
            future.set_exception(BrokenProcessPool("died"))
        else:
            future.set_result("began")
        return future

    def shutdown(self, **_: Any) -> None: ...


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> type[Pool]:
    monkeypatch.setattr(Pool, "dies", True)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", Pool)
    return Pool


@pytest.mark.usefixtures("pool")
def test_processes_that_never_begin_are_started_anew_once_and_then_refused() -> None:
    processes = workers.Processes(2)
    processes.renew()
    with pytest.raises(ProcessesCannotBegin):
        processes.renew()


def test_processes_that_had_begun_before_one_died_are_started_anew_each_time(
    pool: type[Pool],
) -> None:
    pool.dies = False
    processes = workers.Processes(2)
    for _ in range(5):
        processes.renew()


@pytest.mark.soak
def test_a_script_that_guards_nothing_is_told_so_and_does_not_hang(tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text(SCRIPT.format(plan=f"{TINY}:two_policies", out=str(tmp_path / "out")))
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=300, check=False
    )
    assert "ProcessesCannotBegin" in done.stdout
    assert '__name__ == "__main__"' in done.stdout
