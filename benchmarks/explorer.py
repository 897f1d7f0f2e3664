"""Time the explorer against a plain search in Python, on the same states, in one run.

Prints configurations, states, state-event pairs per second, bytes per state, and the ratio. Start:
``python benchmarks/explorer.py`` (``--large`` adds the search with all facts: minutes, 3 GB).
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from koopsim.model.explorer import TRACKABLE, Explored, Slice, explore
from koopsim.model.explorer.influence import constant_facts, deciding_facts
from koopsim.model.process.case import rule_facts
from koopsim.model.properties import SAFETY, Always
from koopsim.model.properties.monitor import memories_of
from koopsim.model.rule_set import load_rule_set
from koopsim.model.table.cache import table_for

RULES = load_rule_set("2023-07-01")
JUDGED = tuple(p for p in SAFETY if isinstance(p, Always))
MEMORIES = tuple(m.name for m in memories_of(JUDGED))


def line(name: str, explored: Explored) -> None:
    """Print one exploration."""
    rate = explored.pairs / explored.seconds
    room = explored.memory_bytes / explored.state_count
    print(
        f"{name:<34}{explored.state_count:>12,}{explored.pairs:>14,}"
        f"{explored.seconds:>9.2f}{rate / 1e6:>9.1f}{room:>9.0f}"
    )


def main() -> None:
    """Measure and print a table."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "explorer"))
    from naive_search import NaiveSearch

    table = table_for(RULES)
    explore(RULES, Slice(facts=()), JUDGED)
    print(f"{'tracked':<34}{'states':>12}{'pairs':>14}{'s':>9}{'M/s':>9}{'B/state':>9}")
    deciding = Slice(deciding_facts(table))
    begun = time.perf_counter()
    naive = NaiveSearch(table, deciding, rule_facts(RULES)).states()
    plain = time.perf_counter() - begun
    fast = explore(RULES, deciding, ())
    assert len(naive) == fast.state_count
    line("deciding facts", fast)
    line("deciding facts, memories", explore(RULES, Slice(deciding.facts, MEMORIES), JUDGED))
    changing = tuple(name for name in TRACKABLE if name not in constant_facts())
    line("all facts that change, memories", explore(RULES, Slice(changing, MEMORIES), JUDGED))
    if "--large" in sys.argv:
        line("all facts, memories", explore(RULES, Slice(TRACKABLE, MEMORIES), JUDGED))
    print(
        f"plain search in Python on the deciding facts: {plain:.1f} s, "
        f"{plain / fast.seconds:,.0f} times as long as the compiled one"
    )


if __name__ == "__main__":
    main()
