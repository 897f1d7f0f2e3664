"""What this machine can do at most, and how far the compiled engine is from it.

``python benchmarks/limits.py [--quick] [--json FILE]``. Memory: bytes per second of a copy and of a
triad over arrays that fit into no cache (after McCalpin's STREAM), and the time of a read that must
wait for the one before it. Instructions: per step of a case, counted by valgrind's cachegrind as
the difference between a process with more runs and one with fewer; left out without valgrind.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from typing import Any

import numpy as np
from reporting import Section, run_alone, timed

MEGABYTES, QUICK_MEGABYTES = 512, 64
READS, QUICK_READS = 20_000_000, 1_000_000
PERSONS, QUICK_PERSONS = (9_650, 98_000), (500,)
LINE = 64

_COUNTED = """
import sys
from koopsim.scenarios import load_scenario
from koopsim.simulation.runner import run_replication
scenario = load_scenario("baseline")
for _ in range(int(sys.argv[1])):
    run_replication(scenario, 0, 1, engine="compiled", events=False)
"""


def measure(quick: bool) -> Section:
    """Measure memory, the time per step for offices of some sizes, and instructions per step."""
    section = Section(
        "limits",
        "Limits of the machine, and the hot loop against them",
        "One core. Copy and triad count bytes read and written. A step is an event of a case, "
        "those of stock and warm-up included; its time is that of the days alone, without log. "
        "Lines of memory per step: if every wake-up brought its whole case from memory.",
    )
    _memory(section, QUICK_MEGABYTES if quick else MEGABYTES)
    _waiting(section, QUICK_READS if quick else READS)
    for persons in QUICK_PERSONS if quick else PERSONS:
        _steps(section, persons)
    if not quick:
        _instructions(section)
    return section


def _memory(section: Section, megabytes: int) -> None:
    size = megabytes * 2**20 // 8
    a, b, c = (np.full(size, float(i)) for i in range(3))

    def triad() -> None:
        np.multiply(b, 3.0, out=a)
        np.add(a, c, out=a)

    rates = [16 * size / timed(lambda: np.copyto(a, b)) / 1e9 for _ in range(5)]
    section.add_all("memory, copy", rates, "GB/s")
    # numpy needs two passes: 2 and 3 numbers of 8 bytes for each element.
    section.add_all("memory, triad", [40 * size / timed(triad) / 1e9 for _ in range(5)], "GB/s")


def _waiting(section: Section, reads: int) -> None:
    """Follow a random cycle, small enough for the first cache and too large for the second."""
    import numba

    @numba.njit
    def follow(following: Any, count: int) -> int:
        place = 0
        for _ in range(count):
            place = following[place]
        return place

    for title, size in (("in the first cache", 2**12), ("in main memory or the last cache", 2**24)):
        order = np.random.default_rng(1).permutation(size)
        following = np.empty(size, dtype=np.int64)
        following[order] = np.roll(order, 1)
        follow(following, 10)
        seconds = [timed(partial(follow, following, reads)) for _ in range(3)]
        section.add_all(
            f"a read that waits for the last, {title}", [1e9 * s / reads for s in seconds], "ns"
        )


def _steps(section: Section, persons: int) -> None:
    """Add the time per step and per person of the days alone."""
    from koopsim.scenarios import load_scenario
    from koopsim.simulation.compiled import compiled_office
    from koopsim.simulation.runner import run_replication

    base = load_scenario("baseline")
    values = {"population.size": persons}
    scale = persons / base.population.size.value
    for team in ("under_25", "from_25"):
        fte = float(getattr(base.staff.teams, team).fte.value)
        values[f"staff.teams.{team}.fte"] = fte * scale  # type: ignore[assignment]
    scenario = base.replace(values, allow_outside_range=True)
    seconds, steps, whole = [0.0], [0], compiled_office.CompiledOffice.run_before

    def counted(office: Any, day: int) -> None:
        begun = time.process_time()
        whole(office, day)
        seconds[-1] += time.process_time() - begun
        steps[-1] = int(office.office["steps"])

    compiled_office.CompiledOffice.run_before = counted  # type: ignore[method-assign]
    try:
        for _ in range(4):
            seconds.append(0.0)
            steps.append(0)
            run_replication(scenario, 0, 1, engine="compiled", events=False)
    finally:
        compiled_office.CompiledOffice.run_before = whole  # type: ignore[method-assign]
    title = f"office of {persons:,} persons"
    months = scenario.months + scenario.warm_up_months
    section.add(f"{title}: steps", steps[-1], "steps")
    times = seconds[2:]
    section.add_all(f"{title}: a step", [1e9 * s / steps[-1] for s in times], "ns")
    per_person = [1e6 * s / persons / months for s in times]
    section.add_all(f"{title}: a person and month", per_person, "µs")
    case = compiled_office.CASE.itemsize
    rates = [steps[-1] * (case + LINE) / s / 1e9 for s in times]
    section.add_all(f"{title}: memory, if each step brought its case", rates, "GB/s")


def _instructions(section: Section) -> None:
    """Count instructions per step with cachegrind, for a processor that valgrind knows."""
    if shutil.which("valgrind") is None:
        return
    from koopsim.scenarios import load_scenario
    from koopsim.simulation.compiled import compiled_office
    from koopsim.simulation.runner import run_replication

    steps: list[int] = []
    whole = compiled_office.CompiledOffice.run_before

    def counted(office: Any, day: int) -> None:
        whole(office, day)
        steps.append(int(office.office["steps"]))

    compiled_office.CompiledOffice.run_before = counted  # type: ignore[method-assign]
    try:
        run_replication(load_scenario("baseline"), 0, 1, engine="compiled", events=False)
    finally:
        compiled_office.CompiledOffice.run_before = whole  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory() as kept:
        known = {"NUMBA_CPU_NAME": "x86-64-v3", "NUMBA_CPU_FEATURES": "+avx2,+bmi2,+fma"}
        settings = {**os.environ, **known, "NUMBA_CACHE_DIR": kept}
        subprocess.run([sys.executable, "-c", _COUNTED, "1"], env=settings, check=True)
        few, many = (_count(runs, settings) for runs in (1, 3))
    section.add(
        "instructions per step, scenario baseline",
        (many - few) / 2 / max(steps),
        "instructions",
    )


def _count(runs: int, settings: dict[str, str]) -> int:
    """Return the instructions of a process with some runs."""
    command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    done = subprocess.run(
        [*command, sys.executable, "-c", _COUNTED, str(runs)],
        env=settings,
        check=True,
        capture_output=True,
        text=True,
    )
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if found is None:
        raise SystemExit("valgrind gave no count of instructions")
    return int(found[1].replace(",", ""))


if __name__ == "__main__":
    run_alone(measure)
