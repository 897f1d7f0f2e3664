"""Loading kernels before processes are made: nothing is left of it, and it ends with its parent."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import Any

import psutil
from koopsim.simulation.compiled import ready
from koopsim.simulation.compiled.days import open_office, run_days, send_away, take_in

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid)
"""

CHILD = """
import time
from koopsim.simulation.compiled.ready import ending_with_parent
with ending_with_parent():
    print("begun", flush=True)
    time.sleep(600)
"""


def test_what_is_loaded_is_what_offices_ask_for() -> None:
    """Each kernel has one set of types, that of the calls; no thread is left behind."""
    from koopsim.scenarios import load_scenario
    from koopsim.simulation.unit import run_unit, units_of

    before = threading.active_count()
    with ready.ending_with_parent():
        ready.load_kernels()
    assert threading.active_count() == before
    small = {"offices.spread.count": 2, "offices.spread.region_count": 1, "months": 2}
    small |= {"population.size": 200, "flows.monthly_move_rate": 0.3}
    scenario = load_scenario("germany").replace(small, allow_outside_range=True)
    run_unit(units_of(scenario, [0])[0], 1, "compiled")
    kernels: list[Any] = [open_office, run_days, send_away, take_in]
    assert [len(kernel.signatures) for kernel in kernels] == [1, 1, 1, 1]


def test_it_ends_when_its_parent_has_ended() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PARENT, CHILD], capture_output=True, text=True, check=True
    )
    child, end = int(done.stdout), time.monotonic() + 30
    while psutil.pid_exists(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not psutil.pid_exists(child)
