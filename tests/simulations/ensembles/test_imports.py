import subprocess
import sys

HEAVY = ("matplotlib", "pandas", "scipy", "SALib", "distributed", "optuna")


def test_a_process_of_the_pool_loads_nothing_that_only_figures_and_searches_need() -> None:
    asked = f"print([name for name in {HEAVY!r} if name in sys.modules])"
    command = f"import sys; import simulations.ensembles.workers; {asked}"
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
