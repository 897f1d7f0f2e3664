"""What all measurements share: figures with units, a table on the terminal, a JSON file."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = ("koopsim", "numba", "numpy", "pandas", "pyarrow", "simpy")


@dataclass(frozen=True)
class Figure:
    """One measured number; ``low`` and ``high`` are the extremes if it is a median of several."""

    name: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None


def load_of_machine() -> float | None:
    """Return how many processes wanted a core in the last minute; None if nobody knows."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


@dataclass
class Section:
    """The figures of one measurement, how they were taken, and the load of the machine before."""

    name: str
    title: str
    method: str
    figures: list[Figure] = field(default_factory=list)
    skipped: str = ""
    load: float | None = field(default_factory=load_of_machine)

    def add(self, name: str, value: float, unit: str) -> None:
        """Add a single number."""
        self.figures.append(Figure(name, float(value), unit))

    def add_all(self, name: str, values: Sequence[float], unit: str) -> None:
        """Add the median of several numbers, with their extremes."""
        middle = statistics.median(values)
        self.figures.append(Figure(name, float(middle), unit, float(min(values)), max(values)))


Measure = Callable[[bool], Section]
"""Takes its measure; the argument asks for a quick one, with smaller work."""


def timed(work: Callable[[], object]) -> float:
    """Return how long some work takes [s, wall]."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def shown(number: float) -> str:
    """Return a number with about four digits and separators of thousands."""
    if number == int(number) or abs(number) >= 1000:
        return f"{number:,.0f}"
    digits = 1 if abs(number) >= 100 else 2 if abs(number) >= 1 else 4
    return f"{number:,.{digits}f}"


def print_section(section: Section) -> None:
    """Print the table of a measurement."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=section.title, title_justify="left")
    table.add_column("what")
    table.add_column("value", justify="right")
    table.add_column("least to most", justify="right")
    table.add_column("unit")
    for each in section.figures:
        ends = f"{shown(each.low)} to {shown(each.high)}" if each.low is not None else ""
        table.add_row(each.name, shown(each.value), ends, each.unit)
    console = Console()
    if section.skipped:
        console.print(f"{section.title}: left out, {section.skipped}", markup=False)
    else:
        console.print(table)


def environment() -> dict[str, Any]:
    """Return what figures depend on: machine, load, versions."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()


def write_json(path: Path, about: dict[str, Any], sections: Sequence[Section]) -> None:
    """Write all figures; the file is written beside and moved into place."""
    content = {"environment": about, "sections": [asdict(section) for section in sections]}
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}-{os.getpid()}.part")
    beside.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    beside.replace(path)


def run_alone(measure: Measure) -> None:
    """Run one measurement as a program: ``--quick``, ``--json FILE``."""
    import argparse

    parser = argparse.ArgumentParser(description=sys.modules[measure.__module__].__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller work")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    arguments = parser.parse_args()
    about = environment()
    section = measure(arguments.quick)
    print_section(section)
    if arguments.json:
        write_json(arguments.json, about, [section])
