"""Where the compiled engine spends its time, function by function.

``python benchmarks/hot_loop.py [--quick] [--json FILE]``. Linux ``perf`` takes a sample of the
address at work 2,000 times a second of processor time; the symbols of the machine code that numba
has made say to which function an address belongs. A function that was put into its callers counts
there. Left out where ``perf`` or ``nm`` is missing.
"""

from __future__ import annotations

import bisect
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from reporting import Section, run_alone

SIZES, QUICK_SIZES = ((9_650, 30), (98_000, 3)), ((500, 20),)
"""Persons of an office, and how often it is run."""

GROUPS = {
    "drawing (Philox, delays, timers of life)": ("philox", "drawing", "persons", "life_events"),
    "stepping through the table, properties, log": ("stepping", "acting"),
    "clocks and next wake-up": ("clocking", "mornings"),
    "agenda and waking": ("agenda", "days"),
    "waiting list and contacts": ("waiting", "contacting", "talking"),
    "work of staff": ("work_events", "stocking", "workdays"),
}
SHOWN = 8

_TARGET = """
import json, sys
from numba.core.codegen import CPUCodeLibrary
folder, persons, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
objects, keep = {}, CPUCodeLibrary._set_compiled_object
def remember(library, code):
    objects[library.name] = bytes(code)
    keep(library, code)
CPUCodeLibrary._set_compiled_object = remember
from koopsim.scenarios import load_scenario
from koopsim.simulation.compiled import days
from koopsim.simulation.runner import run_replication
base = load_scenario("baseline")
scale = persons / base.population.size.value
values = {"population.size": persons}
for team in ("under_25", "from_25"):
    values[f"staff.teams.{team}.fte"] = float(getattr(base.staff.teams, team).fte.value) * scale
scenario = base.replace(values, allow_outside_range=True)
run_replication(scenario, 0, 1, engine="compiled", events=False)
found = []
for kernel in (days.run_days, days.open_office):
    for compiled in kernel.overloads.values():
        path = f"{folder}/{kernel.__name__}.o"
        with open(path, "wb") as file:
            file.write(objects[compiled.library.name])
        name = compiled.fndesc.llvm_func_name
        found.append((path, name, compiled.library.get_pointer_to_function(name)))
with open(f"{folder}/symbols.json", "w") as file:
    json.dump(found, file)
for _ in range(runs):
    run_replication(scenario, 0, 1, engine="compiled", events=False)
"""


def measure(quick: bool) -> Section:
    """Sample offices of some sizes; shares are of the time in machine code of the kernels."""
    section = Section(
        "hot_loop",
        "Profile of the compiled engine's days",
        "Samples of the processor at work (perf, clock of the system), without log, by the "
        "function whose machine code ran; what was put into a caller counts there.",
    )
    if shutil.which("perf") is None or shutil.which("nm") is None:
        section.skipped = "perf and nm are needed"
        return section
    for persons, runs in QUICK_SIZES if quick else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            try:
                samples = _sample(Path(folder), persons, runs)
            except subprocess.CalledProcessError:
                section.skipped = "perf may not sample here"
                return section
        _add(section, persons, samples)
    return section


def _sample(folder: Path, persons: int, runs: int) -> Counter[str]:
    """Return how many samples fell into each function."""
    data = folder / "perf.data"
    command = ["perf", "record", "--quiet", "-e", "cpu-clock", "-F", "2000", "-o", str(data)]
    target = [sys.executable, "-c", _TARGET, str(folder), str(persons), str(runs)]
    subprocess.run([*command, *target], check=True, capture_output=True)
    script = ["perf", "script", "-F", "ip", "-i", str(data)]
    lines = subprocess.run(script, check=True, capture_output=True, text=True).stdout.split()
    functions = _functions(folder)
    starts = [start for start, _, _ in functions]
    found: Counter[str] = Counter()
    for line in lines:
        address = int(line, 16)
        place = bisect.bisect_right(starts, address) - 1
        if place >= 0 and address < functions[place][1]:
            found[functions[place][2]] += 1
    return found


def _functions(folder: Path) -> list[tuple[int, int, str]]:
    """Return (first address, address after the last, name) of all functions of the kernels."""
    found = []
    for path, name, address in json.loads((folder / "symbols.json").read_text(encoding="utf-8")):
        listed = subprocess.run(["nm", "-S", path], check=True, capture_output=True, text=True)
        rows = [row.split() for row in listed.stdout.splitlines()]
        code = [
            (int(row[0], 16), int(row[1], 16), row[3])
            for row in rows
            if len(row) == 4 and row[2].lower() in "tw"
        ]
        moved = address - next(start for start, _, symbol in code if symbol == name)
        found += [(start + moved, start + moved + size, _short(s)) for start, size, s in code]
    return sorted(found)


def _short(symbol: str) -> str:
    """Return module and name of a mangled function, such as ``stepping.step``."""
    parts, rest = [], symbol.removeprefix("_ZN")
    while match := re.match(r"(\d+)", rest):
        length = int(match[1])
        parts.append(rest[match.end() : match.end() + length])
        rest = rest[match.end() + length :]
    return ".".join(parts[-2:]) or symbol


def _add(section: Section, persons: int, samples: Counter[str]) -> None:
    whole = sum(samples.values())
    title = f"office of {persons:,} persons"
    section.add(f"{title}: samples", whole, "samples")
    modules: Counter[str] = Counter()
    for name, count in samples.items():
        modules[name.split(".")[0]] += count
    left = 100.0
    for group, members in GROUPS.items():
        share = 100 * sum(modules[member] for member in members) / max(1, whole)
        left -= share
        section.add(f"{title}: {group}", share, "%")
    section.add(f"{title}: all else", max(0.0, left), "%")
    for name, count in samples.most_common(SHOWN):
        section.add(f"{title}: function {name}", 100 * count / whole, "%")


if __name__ == "__main__":
    run_alone(measure)
