"""Runs on a Dask cluster: the same bytes, also when workers die; errors in one sentence."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from koopsim.model.errors import RunError
from koopsim.scenarios import Scenario, load_scenario
from koopsim.simulation import cluster as cluster_module
from koopsim.simulation import run_to_folder
from koopsim.simulation.cluster import ClusterWorkers
from koopsim.simulation.folder_plan import UNITS
from koopsim.simulation.runner import total_days

distributed = pytest.importorskip("distributed")

REPLICATIONS = 6
RUN_DEPENDENT = "manifest-run.json"


def scenario() -> Scenario:
    changes = {"population.size": 120, "months": 3, "warm_up_months": 0}
    return load_scenario("small").replace(changes, allow_outside_range=True)


def run(folder: Path, **options: Any) -> Any:
    chosen = {"replications": REPLICATIONS, "seed": 7, "engine": "simpy", **options}
    return run_to_folder(scenario(), folder, **chosen)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != RUN_DEPENDENT
    }


class Days:
    """Progress that counts."""

    def __init__(self) -> None:
        self.days = 0

    def advance(self, days: int) -> None:
        self.days += days


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("local")
    run(folder, workers=1)
    return contents(folder)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two worker processes, one of them with two threads' worth of tasks at a time."""
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=2,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    ) as made:
        yield made


def test_a_cluster_gives_the_same_bytes_and_counts_every_day(
    cluster: Any, expected: dict[str, bytes], tmp_path: Path
) -> None:
    progress = Days()
    result = run(tmp_path, cluster=cluster.scheduler_address, progress=progress)
    assert contents(tmp_path) == expected
    assert result.run["workers"] == cluster.scheduler_address
    # What the last tasks report may arrive after they are done.
    total = total_days(scenario(), None, REPLICATIONS)
    assert total / 2 <= progress.days <= total


def kill_a_worker(cluster: Any) -> int:
    """Kill one worker process of a LocalCluster; its nanny starts another one."""
    nanny = next(iter(cluster.workers.values()))
    os.kill(nanny.pid, signal.SIGKILL)
    return int(nanny.pid)


def test_a_worker_that_is_killed_in_the_middle_costs_nothing(
    cluster: Any, expected: dict[str, bytes], tmp_path: Path
) -> None:
    killed: list[int] = []

    class Killing(Days):
        def advance(self, days: int) -> None:
            if not killed and list((tmp_path / UNITS).glob("*.part")):
                killed.append(kill_a_worker(cluster))

    run(tmp_path, cluster=cluster.scheduler_address, progress=Killing())
    assert len(killed) == 1
    assert contents(tmp_path) == expected


def test_an_error_of_a_task_comes_back_as_it_is(cluster: Any, tmp_path: Path) -> None:
    wanted = {"cluster": cluster.scheduler_address}
    with pytest.raises(RunError, match="is gone, or this worker does not see it") as refused:
        workers = ClusterWorkers(wanted["cluster"])
        from koopsim.simulation.unit import Unit
        from koopsim.simulation.unit_files import write_unit

        try:
            absent = str(tmp_path / "absent")
            workers.map(write_unit, [(Unit(scenario(), 0, 0), 1, "simpy", True, absent)])
        finally:
            workers.close()
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "absent").exists()


def test_workers_of_another_version_are_refused(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = cluster_module._versions()
    monkeypatch.setattr(cluster_module, "_versions", lambda: real | {"koopsim": "9.9"})
    with pytest.raises(RunError, match=r"has koopsim .*, but this is koopsim 9\.9"):
        run(tmp_path, cluster=cluster.scheduler_address)
    assert os.listdir(tmp_path) == []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{port}", "nonsense://x", "no such host", " "])
def test_an_address_at_which_nobody_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(cluster_module, "CONNECT_SECONDS", 1)
    with pytest.raises(RunError, match="scheduler") as refused:
        run(tmp_path, cluster=address.format(port=free_port()))
    assert "\n" not in str(refused.value)
    assert os.listdir(tmp_path) == []


def test_without_dask_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RunError, match=r"pip install 'koopsim\[cluster\]'"):
        run(tmp_path, cluster="tcp://127.0.0.1:1")
    assert os.listdir(tmp_path) == []


SCHEDULER = """
import asyncio, sys
from distributed import Scheduler, Worker

async def serve():
    async with Scheduler(host="127.0.0.1", port=0, dashboard_address=None) as scheduler:
        async with Worker(scheduler.address, nthreads=1, dashboard_address=None):
            print(scheduler.address, flush=True)
            await asyncio.sleep(600)

if __name__ == "__main__":
    asyncio.run(serve())
"""


@pytest.mark.slow
def test_a_scheduler_that_is_killed_is_one_clear_error_and_resumable(
    expected: dict[str, bytes], tmp_path: Path
) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SCHEDULER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert server.stdout is not None
    address = server.stdout.readline().decode().strip()

    class Killing(Days):
        def advance(self, days: int) -> None:
            if list((tmp_path / UNITS).glob("replication-*-region-????")):
                server.kill()

    begun = time.monotonic()
    try:
        with pytest.raises(RunError, match=r"the connection to the Dask scheduler .* is lost"):
            run(tmp_path, cluster=address, progress=Killing())
    finally:
        server.kill()
        server.wait()
    assert time.monotonic() - begun < 60
    assert run(tmp_path, resume=True, workers=1).run["units_kept_from_before"] >= 1
    assert contents(tmp_path) == expected
