"""The benchmarks run, agree, and write what the documentation reads; nothing is timed."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
BENCHMARKS = ROOT / "benchmarks"
SLOW = ("table_compile", "explorer", "engines", "hot_loop", "country", "limits")


@pytest.fixture
def queue_models(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import queue_models

    return queue_models


def run_quickly(name: str, folder: Path) -> dict[str, float]:
    """Renew one benchmark in a file of figures as a user does; return its figures."""
    target = folder / "figures.json"
    earlier = {"name": "earlier", "title": "", "method": "", "figures": [], "skipped": ""}
    target.write_text(json.dumps({"environment": {}, "sections": [earlier]}), encoding="utf-8")
    command = [sys.executable, str(BENCHMARKS / "run_all.py"), "--quick", "--only", name]
    subprocess.run([*command, "--json", str(target)], check=True, capture_output=True)
    content = json.loads(target.read_text(encoding="utf-8"))
    kept, section = content["sections"]
    assert kept["name"] == "earlier"
    assert set(content["environment"]["versions"]) >= {"koopsim", "numba"}
    if section["skipped"]:
        pytest.skip(section["skipped"])
    figures = {f"{each['name']} [{each['unit']}]": each["value"] for each in section["figures"]}
    assert len(figures) == len(section["figures"]) > 3
    assert all(math.isfinite(value) for value in figures.values())
    return figures


def test_queue_tools_give_the_waits_of_the_recursion(queue_models: ModuleType) -> None:
    arrivals, services = queue_models._customers(400)
    exact = queue_models.kiefer_wolfowitz(arrivals, services, queue_models.SERVERS)
    assert exact.max() > 0
    for run in (queue_models.simpy_waits, queue_models.ciw_waits, queue_models.salabim_waits):
        np.testing.assert_allclose(run(arrivals, services), exact, atol=1e-9)


def test_erlang_formula_against_one_server_and_a_table(queue_models: ModuleType) -> None:
    assert queue_models.erlang_wait(1, 0.8) == pytest.approx(0.8 / 0.2)  # M/M/1
    # Two servers: rho**2 / (1 - rho**2) mean service times.
    assert queue_models.erlang_wait(2, 0.6) == pytest.approx(0.36 / 0.64)


def test_waits_that_are_not_those_of_the_formula_are_refused(queue_models: ModuleType) -> None:
    with pytest.raises(SystemExit, match="Erlang"):
        queue_models._check_erlang(np.full(1000, 5.0) + np.arange(1000) % 7)


def test_the_queue_benchmark_runs_and_keeps_other_figures(tmp_path: Path) -> None:
    assert run_quickly("queue_models", tmp_path)["SimPy [events/s]"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW)
def test_every_other_benchmark_runs(name: str, tmp_path: Path) -> None:
    assert run_quickly(name, tmp_path)


def test_the_page_shows_figures_of_every_benchmark() -> None:
    content = json.loads((ROOT / "docs" / "performance.json").read_text(encoding="utf-8"))
    names = {section["name"] for section in content["sections"]}
    assert names >= {"engines", "country", "queue", "hot_loop", "table", "limits", "explorer"}
