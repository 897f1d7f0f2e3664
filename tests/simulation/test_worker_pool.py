"""Workers: made from one process, with the environment of the moment, replaced when they die."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest
from koopsim.simulation.worker_pool import LocalWorkers, prepare_workers

NAMES = [(f"KOOPSIM_TEST_{number}",) for number in range(6)]


def test_workers_have_the_environment_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also if the process that makes them was started before."""
    prepare_workers([])
    for (name,) in NAMES:
        monkeypatch.setenv(name, name.lower())
    with LocalWorkers(2) as workers:
        assert workers.map(os.getenv, NAMES) == [name.lower() for (name,) in NAMES]
    monkeypatch.delenv(NAMES[0][0])
    with LocalWorkers(2) as workers:
        assert workers.map(os.getenv, NAMES[:2]) == [None, NAMES[1][0].lower()]


def test_a_module_that_cannot_be_imported_before_does_no_harm() -> None:
    with LocalWorkers(2, preload=["koopsim.no_such_module"]) as workers:
        assert workers.map(len, [("abc",), ("",)]) == [3, 0]


MORTAL = """
import os, signal
from pathlib import Path

def die_once(mark):
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Path(mark).name
"""
"""A module that workers can import: a task that ends its process the first time."""


def test_what_a_killed_worker_had_begun_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mortal_task.py").write_text(MORTAL, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    task = importlib.import_module("mortal_task").die_once
    told: list[tuple[int, str]] = []
    with LocalWorkers(2) as workers:
        marks = [(str(tmp_path / name),) for name in "ab"]
        done = workers.map(task, marks, lambda *each: told.append(each))
    assert done == ["a", "b"]
    assert sorted(told) == [(0, "a"), (1, "b")]
