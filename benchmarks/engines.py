"""Time both engines on the same scenario: events per second, cold and warm, and the ratio.

Run with ``python benchmarks/engines.py [--scenario baseline] [--months 24] [--json FILE]``.
"Cold" is the first run of a new process whose kernels must be compiled and whose tables are not
kept yet; "first" that of a process that finds them; "warm" the best of some runs after it. All
times include the tables of the scenario and the frames of the result; "days only" leaves them out.
Figures depend on the machine; compare the ratios of one run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from koopsim.scenarios import Scenario

WARM_RUNS = 5


def main() -> None:
    """Measure and print a table; ``--json FILE`` writes the figures as well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="baseline")
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--json", default="")
    parser.add_argument("--one", choices=["simpy", "compiled"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(_measure(arguments.one, arguments.scenario, arguments.months)))
        return
    figures = _compare(arguments.scenario, arguments.months)
    for name, value in figures.items():
        print(f"{name:46} {value:14,.2f}")
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=2)


def _compare(scenario: str, months: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as cache:
        empty = {**os.environ, "KOOPSIM_CACHE": cache, "NUMBA_CACHE_DIR": cache}
        cold = _in_new_process("compiled", scenario, months, empty)
        kept = _in_new_process("compiled", scenario, months, empty)
        simpy = _in_new_process("simpy", scenario, months, empty)
    events = simpy["events"]
    if not events == cold["events"] == kept["events"]:
        raise SystemExit("the engines do not agree")
    figures = {
        "events": events,
        "simpy, first run [s]": simpy["first"],
        "simpy, warm [s]": simpy["warm"],
        "compiled, cold run [s]": cold["first"],
        "compiled, first run with kept kernels [s]": kept["first"],
        "compiled, warm [s]": kept["warm"],
        "compiled, warm, days only [s]": kept["days"],
        "simpy, warm [events/s]": events / simpy["warm"],
        "compiled, warm [events/s]": events / kept["warm"],
        "compiled, warm, days only [events/s]": events / kept["days"],
        "compiled, warm, days only, with warm-up [steps/s]": kept["steps"] / kept["days"],
        "ratio cold": simpy["first"] / cold["first"],
        "ratio with kept kernels": simpy["first"] / kept["first"],
        "ratio warm": simpy["warm"] / kept["warm"],
        "ratio warm, days only": simpy["days"] / kept["days"],
    }
    return figures


def _in_new_process(
    engine: str, scenario: str, months: int, environment: dict[str, str]
) -> dict[str, float]:
    command = [sys.executable, __file__, "--scenario", scenario, "--months", str(months)]
    done = subprocess.run(
        [*command, "--one", engine], env=environment, check=True, capture_output=True, text=True
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _measure(engine: str, name: str, months: int) -> dict[str, float]:
    """Time one engine in this process: first run, best of the runs after it, and its days only."""
    begun = time.perf_counter()
    from koopsim.scenarios import load_scenario
    from koopsim.simulation import runner

    scenario = load_scenario(name).replace({"months": months})
    if engine == "simpy":
        run, days = runner.run_replication, _simpy_days
    else:
        from koopsim.simulation import compiled

        run, days = compiled.run_replication, _compiled_days
    events = len(run(scenario, 0, 1).events)
    first = time.perf_counter() - begun
    runs = 1 if engine == "simpy" else WARM_RUNS
    warm = min(_timed(lambda: run(scenario, 0, 1)) for _ in range(runs))
    found = [days(scenario) for _ in range(runs)]
    return {
        "events": events,
        "first": first,
        "warm": warm,
        "days": min(seconds for seconds, _ in found),
        "steps": found[0][1],
    }


def _timed(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def _simpy_days(scenario: Scenario) -> tuple[float, int]:
    """Return (seconds of the days alone, 0) of the SimPy engine."""
    from koopsim.simulation.runner import run_replication
    from koopsim.simulation.simpy_engine import SimpyOffice

    seconds = 0.0
    whole = SimpyOffice.run

    def timed(office: SimpyOffice, *arguments: object) -> None:
        nonlocal seconds
        seconds = _timed(lambda: whole(office, *arguments))  # type: ignore[arg-type]

    SimpyOffice.run = timed  # type: ignore[assignment]
    try:
        run_replication(scenario, 0, 1)
    finally:
        SimpyOffice.run = whole
    return seconds, 0


def _compiled_days(scenario: Scenario) -> tuple[float, int]:
    """Return (seconds of the days alone, steps with those of stock and warm-up)."""
    from koopsim.simulation.compiled import run_replication
    from koopsim.simulation.compiled.compiled_office import CompiledOffice

    seconds, steps = 0.0, 0
    whole = CompiledOffice.run

    def timed(office: CompiledOffice, *arguments: object) -> None:
        nonlocal seconds, steps
        seconds = _timed(lambda: whole(office, *arguments))  # type: ignore[arg-type]
        steps = int(office.office["steps"])

    CompiledOffice.run = timed  # type: ignore[assignment]
    try:
        run_replication(scenario, 0, 1)
    finally:
        CompiledOffice.run = whole
    return seconds, steps


if __name__ == "__main__":
    main()
