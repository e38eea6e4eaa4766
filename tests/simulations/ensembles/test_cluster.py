import os
import signal
from pathlib import Path

import distributed
import pytest

from simulations import EnsembleProgress, NoScheduler, connect, run_ensemble
from tests.simulations.ensembles.plans import bytes_of, plan


@pytest.mark.filterwarnings("ignore")  # those of the cluster's own start and end
def test_two_workers_of_a_cluster_of_which_one_is_killed_give_the_same_bytes(
    tmp_path: Path,
) -> None:
    killed: list[int] = []
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            local_directory=str(tmp_path / "dask"),
        ) as cluster,
        connect(cluster.scheduler_address) as client,
    ):

        def kill_once(now: EnsembleProgress) -> None:
            if now.done and not killed:
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)

        manifest = run_ensemble(
            plan("two_policies"), tmp_path / "cluster", executor=client, on_progress=kill_once
        )
    assert killed
    assert manifest["failed"] == 0
    assert bytes_of(manifest) == bytes_of(run_ensemble(plan("two_policies"), tmp_path / "here"))


def test_an_address_where_nothing_answers_is_refused() -> None:
    with pytest.raises(NoScheduler):
        connect("nonsense://nowhere")
