"""The whole country through ``koopsim run``, and how time grows with cases and months.

``python benchmarks/country.py [--quick] [--json FILE]``. The country: 404 offices, 3,899,000
persons, 24 months, one replication, all cores, once without the log of single persons and once with
it; each in a new process with kernels and tables kept (an earlier run makes them). Growth:
processor seconds of one process that has run before, for more and more persons in offices of the
mean size, and for more and more months. A quick run leaves out the country and the largest sizes.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil
from reporting import Section, run_alone

if TYPE_CHECKING:
    from koopsim.scenarios import Scenario

PERSONS = (1_000, 10_000, 100_000, 1_000_000, 4_000_000)
QUICK_PERSONS = (1_000, 10_000)
MONTHS = (6, 12, 24, 48)
QUICK_MONTHS = (6, 12)
MONTHS_PERSONS, QUICK_MONTHS_PERSONS = 100_000, 5_000
MEAN_OFFICE = 9_650
FITTED_FROM = 10_000
"""Below, making the tables of the office takes longer than its days."""


def measure(quick: bool) -> Section:
    """Run the country, then fit how time grows."""
    section = Section(
        "country",
        "Scenario germany, and growth with cases and months",
        "koopsim run germany --months 24 --replications 1 --no-report in a new process, kernels "
        "and tables kept; memory is the sum of the peaks of all processes. Yardstick: "
        "a million additions in Python, which say how fast a core was just then. Growth: processor "
        "seconds of one process without log, of warm runs; slope of the logarithms by "
        "least squares.",
    )
    if not quick:
        for title, options in (("without log", ["--no-events"]), ("with log", [])):
            _country(section, title, options)
    _grow_cases(section, QUICK_PERSONS if quick else PERSONS)
    if quick:
        _grow_months(section, QUICK_MONTHS, QUICK_MONTHS_PERSONS)
    else:
        _grow_months(section, MONTHS, MONTHS_PERSONS)
    return section


def _country(section: Section, title: str, options: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "koopsim.app.main", "run", "germany", "--months", "24"]
        command += ["--replications", "1", "--no-report", "--quiet", "--out", folder, *options]
        speed = [_additions() for _ in range(5)]
        seconds, used = _watched(command)
        speed += [_additions() for _ in range(5)]
        run = json.loads((Path(folder) / "manifest-run.json").read_text(encoding="utf-8"))
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    section.add(f"germany {title}: time", seconds, "s")
    section.add(f"germany {title}: processor time", used, "s")
    section.add(f"germany {title}: memory", run["peak_memory_bytes"] / 2**30, "GiB")
    section.add(f"germany {title}: files", size / 2**20, "MiB")
    section.add_all(f"germany {title}: yardstick before and after", speed, "ms")


def _watched(command: list[str]) -> tuple[float, float]:
    """Run a command; return its seconds, and the processor seconds of all its processes.

    Workers are not children of the command, so the system does not add up their time; it is read
    ten times a second as long as they live.
    """
    begun, used = time.perf_counter(), dict[int, float]()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        tree = psutil.Process(process.pid)
        while process.poll() is None:
            with suppress(psutil.Error):
                for each in [tree, *tree.children(recursive=True)]:
                    times = each.cpu_times()
                    used[each.pid] = times.user + times.system
            time.sleep(0.1)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - begun, sum(used.values())


def _additions() -> float:
    """Return the milliseconds of a million additions in Python: how fast a core is just now."""
    begun, total = time.perf_counter(), 0
    for number in range(1_000_000):
        total += number
    return 1000 * (time.perf_counter() - begun)


def _scenario(persons: int, months: int) -> Scenario:
    """Return a country of offices of the mean size."""
    from koopsim.scenarios import load_scenario

    country, offices = load_scenario("germany"), max(1, round(persons / MEAN_OFFICE))
    scale = persons / country.population.size.value
    teams = country.staff.teams
    values: dict[str, object] = {
        "population.size": persons,
        "offices.spread.count": offices,
        "offices.spread.region_count": max(1, round(offices / 25)),
        "staff.teams.under_25.fte": float(teams.under_25.fte.value) * scale,
        "staff.teams.from_25.fte": float(teams.from_25.fte.value) * scale,
        "months": months,
        "counterfactual": True,
    }
    return country.replace(values, allow_outside_range=True)


def _seconds(scenario: Scenario) -> float:
    """Return the processor seconds of one replication, region by region as a worker does it."""
    from koopsim.simulation.unit import run_unit, units_of

    begun = time.process_time()
    for unit in units_of(scenario, [0]):
        run_unit(unit, 1, "compiled")
    return time.process_time() - begun


def _grow_cases(section: Section, sizes: tuple[int, ...]) -> None:
    _seconds(_scenario(1_000, 1))
    times = []
    for persons in sizes:
        # Small runs are short: the median of more of them.
        runs = [_seconds(_scenario(persons, 24)) for _ in range(1 if persons > 200_000 else 5)]
        times.append(float(np.median(runs)))
        section.add_all(f"{persons:,} persons, 24 months", runs, "s")
    fitted = [(p, s) for p, s in zip(sizes, times, strict=True) if p >= min(FITTED_FROM, sizes[-2])]
    section.add("growth with persons, exponent", _slope(fitted), "1 is linear")


def _grow_months(section: Section, lengths: tuple[int, ...], persons: int) -> None:
    """Months of warm-up are simulated as well and therefore counted."""
    pairs = []
    for months in lengths:
        scenario = _scenario(persons, months)
        seconds = float(np.median([_seconds(scenario) for _ in range(3)]))
        pairs.append((months + scenario.warm_up_months, seconds))
        section.add(f"{persons:,} persons, {months} months and warm-up", seconds, "s")
    section.add("growth with months, exponent", _slope(pairs), "1 is linear")


def _slope(pairs: list[tuple[int, float]]) -> float:
    logs = np.array([(math.log(size), math.log(seconds)) for size, seconds in pairs])
    return float(np.polyfit(logs[:, 0], logs[:, 1], 1)[0])


if __name__ == "__main__":
    run_alone(measure)
