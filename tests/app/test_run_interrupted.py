"""``koopsim run`` killed, interrupted, out of disk: what is finished is kept, and it goes on."""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from koopsim.simulation import run_to_folder

psutil = pytest.importorskip("psutil")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

UNITS = "unfinished-run"
REPLICATIONS = 8
MONTHS = 2
SCENARIO = """\
name: tiny
extends: small
title: {de: Winzig, en: Tiny}
question: {de: Wie schnell?, en: How fast?}
description: {de: Für Tests., en: For tests.}
warm_up_months: 0
population:
  size: {value: 250, range: [1, 1000]}
"""
COMMAND = (
    *("--months", str(MONTHS), "--replications", str(REPLICATIONS)),
    *("--engine", "simpy", "--quiet", "--no-report"),
)
PATIENCE_SECONDS = 120


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("manifest-run.json", ".koopsim-lock")
    }


def scenario_file(folder: Path) -> Path:
    """Write the scenario beside a folder of results."""
    path = folder.parent / f"{folder.name}.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def in_this_process(folder: Path, resume: bool = False) -> Any:
    return run_to_folder(
        scenario_file(folder),
        folder,
        months=MONTHS,
        replications=REPLICATIONS,
        engine="simpy",
        workers=1,
        resume=resume,
    )


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    in_this_process(folder)
    return contents(folder)


def start(folder: Path, *options: str, prepare: Callable[[], None] | None = None) -> Any:
    """Start a run as a program with a process group of its own, as a terminal does."""

    def before() -> None:
        # Tests that run in the background of a shell are deaf to interrupts, and so would it be.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if prepare is not None:
            prepare()

    return subprocess.Popen(
        [
            *(sys.executable, "-m", "koopsim.app.main", "run", str(scenario_file(folder))),
            *(*COMMAND, "--out", str(folder), *options),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=before,
    )


def finished_units(folder: Path) -> list[Path]:
    return list((folder / UNITS).glob("replication-*-region-????"))


def wait_until(condition: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.005)
    raise AssertionError("waited in vain")


def workers_of(process: Any) -> list[Any]:
    """Return the living worker processes of a run: its children, or those of their maker."""
    found = []
    with suppress(psutil.Error):
        for child in psutil.Process(process.pid).children():
            with suppress(psutil.Error):  # it has ended meanwhile
                command = " ".join(child.cmdline())
                if "spawn_main" in command:
                    found.append(child)
                elif "forkserver" in command:
                    found += child.children()
    return found


def kill_and_resume(folder: Path, expected: dict[str, bytes], seed: int) -> None:
    """Kill a worker at a random moment, then the whole run at another one, and resume."""
    moments = random.Random(seed)
    process = start(folder, "--workers", "2")
    try:
        wait_until(lambda: finished_units(folder) or process.poll() is not None)
        time.sleep(moments.random() * 0.5)
        victims = workers_of(process)
        assert victims or process.poll() is not None
        if victims:
            moments.choice(victims).kill()
        before = len(finished_units(folder))
        wait_until(lambda: len(finished_units(folder)) > before or process.poll() is not None)
        time.sleep(moments.random() * 0.5)
        orphans = workers_of(process)
        process.kill()
    finally:
        process.kill()
        process.communicate()
    wait_until(lambda: not any(orphan.is_running() for orphan in orphans))
    in_this_process(folder, resume=True)
    assert contents(folder) == expected
    assert not (folder / UNITS).exists()


def test_killed_worker_and_killed_run_lose_nothing(
    expected: dict[str, bytes], tmp_path: Path
) -> None:
    kill_and_resume(tmp_path, expected, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_killed_at_other_moments(expected: dict[str, bytes], tmp_path: Path, seed: int) -> None:
    kill_and_resume(tmp_path, expected, seed)


@pytest.mark.slow
def test_a_run_survives_the_death_of_a_worker(expected: dict[str, bytes], tmp_path: Path) -> None:
    process = start(tmp_path, "--workers", "2")
    try:
        wait_until(lambda: workers_of(process) and list((tmp_path / UNITS).glob("*.part")))
        workers_of(process)[0].kill()
        _, errors = process.communicate(timeout=PATIENCE_SECONDS)
    finally:
        process.kill()
    assert (process.returncode, errors) == (0, "")
    assert contents(tmp_path) == expected


@pytest.mark.parametrize("workers", [pytest.param("1", marks=pytest.mark.slow), "2"])
def test_an_interrupt_says_how_to_go_on(
    expected: dict[str, bytes], tmp_path: Path, workers: str
) -> None:
    process = start(tmp_path, "--workers", workers)
    try:
        wait_until(lambda: len(finished_units(tmp_path)) >= 2)
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: to workers as well
        _, errors = process.communicate(timeout=PATIENCE_SECONDS)
    finally:
        process.kill()
    assert process.returncode == 130
    first, last = errors.splitlines()
    assert first == f"Interrupted; what is finished is kept in {tmp_path}. Go on with --resume."
    assert last == "interrupted"
    assert not list((tmp_path / UNITS).glob("*.part"))
    kept = len(finished_units(tmp_path))
    assert 2 <= kept < REPLICATIONS
    assert in_this_process(tmp_path, resume=True).run["units_kept_from_before"] == kept
    assert contents(tmp_path) == expected


def test_an_interrupt_while_workers_start_is_quiet(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    process = start(folder, "--workers", "2")
    try:
        wait_until(lambda: workers_of(process))
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE_SECONDS)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert errors.splitlines()[-1] == "interrupted"


def limit(size: int) -> Callable[[], None]:
    """Let no file grow beyond a size: a write fails as on a full disk."""

    def prepare() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return prepare


def test_a_file_that_cannot_grow_is_one_clear_error_and_units_are_kept(
    expected: dict[str, bytes], tmp_path: Path
) -> None:
    """Each unit fits below the limit, all of them in one file do not."""
    size = len(expected["events.parquet"]) - 4096
    process = start(tmp_path, "--workers", "1", prepare=limit(size))
    _, errors = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 2
    assert len(errors.splitlines()) == 1
    assert re.match(r"koopsim: cannot write the results to .*: .*File too large", errors)
    assert len(finished_units(tmp_path)) == REPLICATIONS
    assert not list(tmp_path.glob("*.part"))
    assert not (tmp_path / "manifest.json").exists()
    done = start(tmp_path, "--resume")
    assert done.communicate(timeout=PATIENCE_SECONDS)[1] == ""
    assert done.returncode == 0
    assert contents(tmp_path) == expected


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts file systems")
def test_a_disk_that_is_full(expected: dict[str, bytes], tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    # Room for some units: each needs two files and some folders.
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "koopsim-test", str(disk)], capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip(f"cannot mount: {mounted.stderr.decode().strip()}")
    try:
        process = start(disk / "out", "--workers", "1")
        _, errors = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 2
        assert len(errors.splitlines()) == 1
        assert "No space left on device" in errors
        kept = len(finished_units(disk / "out"))
        assert 0 < kept < REPLICATIONS
        subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
        result = in_this_process(disk / "out", resume=True)
        assert result.run["units_kept_from_before"] == kept
        assert contents(disk / "out") == expected
    finally:
        subprocess.run(["umount", str(disk)], check=True)
