"""Both engines on the same scenario, side by side: events per second, cold, kept and warm.

``python benchmarks/engines.py [--quick] [--json FILE]``. The engines take turns in one process
(SimPy, compiled, SimPy, …), each from the scenario to the tables of the result, and must agree in
every event. "Cold" is the first run of a new process that finds no machine code and no tables kept;
"kept" that of a process that finds them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

from reporting import Section, run_alone

if TYPE_CHECKING:
    from koopsim.scenarios import Scenario
    from koopsim.simulation.runner import Replication

ROUNDS = 3
WARM_RUNS = 5
_FIRST_RUN = (
    "from koopsim.scenarios import load_scenario\n"
    "from koopsim.simulation.runner import run_replication\n"
    "run_replication(load_scenario({name!r}), 0, 1, engine={engine!r})\n"
)


def measure(quick: bool) -> Section:
    """Compare the engines; ``small`` stands for ``baseline`` in a quick run."""
    name = "small" if quick else "baseline"
    section = Section(
        "engines",
        f"Both engines, scenario {name}, one replication",
        "The engines take turns in one process, from the scenario to all tables of the result with "
        "the event log; the logs are compared. Of each turn the compiled engine counts with the "
        "median of some runs; shown is the median of the turns, with extremes.",
    )
    _first_runs(section, name)
    _warm_runs(section, name, 1 if quick else ROUNDS)
    _memory(section)
    return section


def _first_runs(section: Section, name: str) -> None:
    with tempfile.TemporaryDirectory() as cache:
        empty = {**os.environ, "KOOPSIM_CACHE": cache, "NUMBA_CACHE_DIR": cache}
        for title, engine in (
            ("compiled, new process, nothing kept (cold)", "compiled"),
            ("compiled, new process, kernels and tables kept", "compiled"),
            ("simpy, new process, tables kept", "simpy"),
        ):
            command = [sys.executable, "-c", _FIRST_RUN.format(name=name, engine=engine)]
            begun = time.perf_counter()
            subprocess.run(command, env=empty, check=True)
            section.add(title, time.perf_counter() - begun, "s")


def _warm_runs(section: Section, name: str, rounds: int) -> None:
    from koopsim.scenarios import load_scenario

    scenario = load_scenario(name)
    _run(scenario, "compiled")
    times: dict[str, list[float]] = {"simpy": [], "compiled": [], "without log": []}
    ratios, events = [], 0
    for _ in range(rounds):
        slow, slow_seconds = _run(scenario, "simpy")
        fast_runs = [_run(scenario, "compiled") for _ in range(WARM_RUNS)]
        # The median, not the best: the other engine runs only once in a turn.
        fast_seconds = statistics.median(seconds for _, seconds in fast_runs)
        if not slow.events.equals(fast_runs[0][0].events):
            raise SystemExit("the engines do not agree: nothing is measured")
        events = len(slow.events)
        times["simpy"].append(slow_seconds)
        times["compiled"].append(fast_seconds)
        without = [_run(scenario, "compiled", False)[1] for _ in range(WARM_RUNS)]
        times["without log"].append(statistics.median(without))
        ratios.append(slow_seconds / fast_seconds)
    section.add("events of the log", events, "events")
    for engine, seconds in times.items():
        title = "compiled, warm, no log" if engine == "without log" else f"{engine}, warm"
        section.add_all(title, seconds, "s")
        section.add_all(title, [events / each for each in seconds], "events/s")
    section.add_all("compiled against simpy", ratios, "times as fast")


def _run(scenario: Scenario, engine: str, log: bool = True) -> tuple[Replication, float]:
    from koopsim.simulation.runner import run_replication

    begun = time.perf_counter()
    found = run_replication(scenario, 0, 1, engine=engine, events=log)  # type: ignore[arg-type]
    return found, time.perf_counter() - begun


def _memory(section: Section) -> None:
    """Add what a case takes in the compiled engine, by what it is for."""
    from koopsim.simulation.compiled.layout import CASE

    def size(*names: str) -> int:
        return sum(CASE[name].itemsize for name in names)

    clocks = ("expiry", "due", "remaining", "missed")
    known = {"timers": ("timers", "planned"), "visits of decisions": ("visits",)}
    known |= {"deadlines": clocks, "what properties remember": ("lasting", "truths")}
    listed = {name for names in known.values() for name in names}
    rest = tuple(name for name in CASE.names or () if name not in listed)
    for title, names in {**known, "state, facts, waiting list": rest}.items():
        section.add(f"a case: {title}", size(*names), "bytes")
    section.add("a case: all", CASE.itemsize, "bytes")


if __name__ == "__main__":
    run_alone(measure)
