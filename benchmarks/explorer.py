"""The explorer against a plain search in Python, on the same states, in one run.

``python benchmarks/explorer.py [--quick] [--json FILE]``. A quick run leaves out the search with
all facts that change.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from reporting import Section, run_alone

if TYPE_CHECKING:
    from koopsim.model.explorer import Explored


def measure(quick: bool) -> Section:
    """Explore slices of the model; the smallest one also with a plain search."""
    from koopsim.model.explorer import TRACKABLE, Slice, explore
    from koopsim.model.explorer.influence import constant_facts, deciding_facts
    from koopsim.model.process.case import rule_facts
    from koopsim.model.properties import SAFETY, Always
    from koopsim.model.properties.monitor import memories_of
    from koopsim.model.rule_set import load_rule_set
    from koopsim.model.table.cache import table_for

    sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "explorer"))
    from naive_search import NaiveSearch

    section = Section(
        "explorer",
        "Explorer: every reachable state of a case",
        "A state-event pair is one event tried in one state under one valuation of facts. The "
        "plain search is that of the tests; both must find equally many states.",
    )
    rules = load_rule_set("2023-07-01")
    table = table_for(rules)
    judged = tuple(p for p in SAFETY if isinstance(p, Always))
    memories = tuple(memory.name for memory in memories_of(judged))
    explore(rules, Slice(facts=()), judged)  # its kernels are compiled before anything is timed
    deciding = Slice(deciding_facts(table))
    begun = time.perf_counter()
    naive = NaiveSearch(table, deciding, rule_facts(rules)).states()
    plain = time.perf_counter() - begun
    fast = explore(rules, deciding, ())
    if len(naive) != fast.state_count:
        raise SystemExit("explorer and plain search do not agree: nothing is measured")
    _add(section, "deciding facts", fast)
    section.add("deciding facts: plain search", plain, "s")
    section.add("compiled against plain search", plain / fast.seconds, "times as fast")
    _add(section, "with memories", explore(rules, Slice(deciding.facts, memories), judged))
    if not quick:
        changing = tuple(name for name in TRACKABLE if name not in constant_facts())
        every = explore(rules, Slice(changing, memories), judged)
        _add(section, "all facts that change", every)
    return section


def _add(section: Section, title: str, found: Explored) -> None:
    section.add(f"{title}: states", found.state_count, "states")
    section.add(f"{title}: time", found.seconds, "s")
    section.add(f"{title}: rate", found.pairs / found.seconds, "pairs/s")
    section.add(f"{title}: memory", found.memory_bytes / found.state_count, "bytes/state")


if __name__ == "__main__":
    run_alone(measure)
