"""Time the main job: how long the SimPy engine takes, and how many events it handles per second.

Run with ``python benchmarks/engine.py [--scenario baseline] [--months 24] [--replications 5]``. The
table is compiled cold first (own cache folder), then the scenario is run twice: on one worker with
one replication, and on all cores with all replications. Figures depend on the machine; compare the
ratios of one run.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time


def main() -> None:
    """Measure and print a table; ``--json FILE`` writes the figures as well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="baseline")
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--replications", type=int, default=5)
    parser.add_argument("--json", default="")
    arguments = parser.parse_args()
    figures = _measure(arguments.scenario, arguments.months, arguments.replications)
    for name, value in figures.items():
        print(f"{name:40} {value:14,.2f}")
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=2)


def _measure(scenario: str, months: int, replications: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as cache:
        os.environ["KOOPSIM_CACHE"] = cache
        from koopsim.model import load_rule_set
        from koopsim.model.table.cache import table_for
        from koopsim.simulation import simulate

        begun = time.perf_counter()
        table = table_for(load_rule_set("2023-07-01"))
        compiled = time.perf_counter()
        one = simulate(scenario, months=months, replications=1, seed=1, workers=1)
        single = time.perf_counter()
        many = simulate(scenario, months=months, replications=replications, seed=1)
        done = time.perf_counter()
    return {
        "configurations": float(len(table.configurations)),
        "cold compile [s]": compiled - begun,
        "events of one replication": float(len(one.events)),
        "one replication, one worker [s]": single - compiled,
        "events per second, one worker": len(one.events) / (single - compiled),
        f"{replications} replications, all cores [s]": done - single,
        "events per second, all cores": len(many.events) / (done - single),
    }


if __name__ == "__main__":
    main()
