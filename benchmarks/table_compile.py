"""Compile the transition table from the declarations: cold, and read back from the cache.

``python benchmarks/table_compile.py [--quick] [--json FILE]``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from reporting import Section, run_alone

_MEASURE = """
import time
from koopsim.model import load_rule_set
from koopsim.model.table.cache import table_for
rules = load_rule_set("2023-07-01")
begun = time.perf_counter()
table = table_for(rules)
print(time.perf_counter() - begun, len(table.configurations), len(table.entries))
"""


def measure(quick: bool) -> Section:
    """Compile and read back, each in a new process; a quick run does it once instead of thrice."""
    section = Section(
        "table",
        "Transition table of the rule set 2023-07-01",
        "Seconds of table_for in a new process, with an empty cache folder and then with a full "
        "one.",
    )
    cold, kept = [], []
    for _ in range(1 if quick else 3):
        with tempfile.TemporaryDirectory() as cache:
            cold.append(_once(cache))
            kept.append(_once(cache))
    section.add_all("compile", [seconds for seconds, _, _ in cold], "s")
    section.add_all("read from the cache", [seconds for seconds, _, _ in kept], "s")
    section.add("configurations", cold[0][1], "configurations")
    section.add("different outcomes", cold[0][2], "entries")
    return section


def _once(cache: str) -> tuple[float, int, int]:
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE],
        env={**os.environ, "KOOPSIM_CACHE": cache},
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, configurations, entries = done.stdout.split()
    return float(seconds), int(configurations), int(entries)


if __name__ == "__main__":
    run_alone(measure)
