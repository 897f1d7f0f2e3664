"""`AlwaysPossible` and `LeadsTo`: what stays reachable, and what comes about in the end.

Both are decided on the whole graph of states with the facts that decide where a case goes; the
others change no path (see ``explorer.influence``). Nothing is cut away, so cycles are all there.

A history that never comes to the goal stays, from some day on, within one strongly connected part
of the states outside the goal (a single state counts: nothing need ever happen). It is fair if each
MUST deadline is, somewhere in that part, not running, without effect, or started anew. So the goal
is always reached exactly if no part that can be entered allows a fair history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from ..explorer import Explored, Slice, kernel
from ..explorer.exploration import search, search_arrays
from ..explorer.graph import Flags, StateGraph, facts_of, state_graph
from ..explorer.judged_steps import StepJudge
from ..explorer.search_arrays import EVENT_NAMES, SearchArrays
from ..explorer.slice import CONFIGURATION_BITS
from ..process.acts import Act
from ..process.deadlines import DEADLINE_INDEX, Deadline
from ..process.facts import FACT_BIT
from ..process.states import Configuration
from ..properties import AlwaysPossible, Formula, LeadsTo, StepShape
from ..properties.formula import evaluate
from ..properties.kinds import Trigger, trigger_of
from ..table.transition_table import Entry
from .judging import story_of
from .model_under_check import ModelUnderCheck
from .verdict import Verdict


@dataclass(frozen=True)
class WholeGraph:
    """The graph of a model with the deciding facts; made once for all such properties."""

    model: ModelUnderCheck
    prepared: SearchArrays | None = None

    @cached_property
    def explored(self) -> Explored:
        """All states."""
        nothing = StepJudge((), ())
        if self.prepared is not None:
            return search_arrays(self.prepared, self.model.table, nothing)
        return search(self.model.table, nothing, Slice(self.model.deciding))

    @cached_property
    def graph(self) -> StateGraph:
        """All steps."""
        return state_graph(self.explored)

    def states_where(self, formula: Formula) -> Flags:
        """Tell for each state whether a formula over ``is_in`` and deciding facts holds."""
        residuals = [_residual(formula, here) for here in self.explored.arrays.configurations]
        truth = np.array([rest is True for rest in residuals], dtype=np.bool_)
        flags = truth[self._configurations]
        undecided = np.array([not isinstance(rest, bool) for rest in residuals], dtype=np.bool_)
        for state in np.flatnonzero(undecided[self._configurations]):
            rest = residuals[int(self._configurations[state])]
            flags[state] = evaluate(rest, self._facts(int(state)), lambda _: False)
        return flags

    @cached_property
    def _configurations(self) -> npt.NDArray[np.int64]:
        mask = np.uint64((1 << CONFIGURATION_BITS) - 1)
        return (self.explored.states & mask).astype(np.int64)

    def _facts(self, state: int) -> int:
        return sum(FACT_BIT[name] for name in facts_of(self.explored, state))

    def active_in(self, leaves: frozenset[str]) -> Flags:
        """Tell for each state whether one of these leaves is active."""
        names = self.explored.arrays.configurations
        active = np.array([not leaves.isdisjoint(names[i]) for i in range(len(names))])
        return active[self._configurations]

    @cached_property
    def entries_of_branches(self) -> list[Entry]:
        """The table's entry of each branch."""
        entries = self.explored.table.entries
        return [entries[int(o)] for o in self.explored.arrays.branch_entry]

    def steps_of(self, good: Flags) -> Flags:
        """Tell for each step whether its branch is marked in ``good``."""
        branches = self.graph.branches
        return (branches >= 0) & good[np.maximum(branches, 0)]

    def steps_where(self, formula: Formula) -> Flags:
        """Tell for each step whether it satisfies a formula (facts that it leaves open fit)."""
        arrays, table = self.explored.arrays, self.explored.table
        good = np.zeros(len(arrays.branch_after), dtype=np.bool_)
        trigger = trigger_of(formula)
        for branch, entry in enumerate(self.entries_of_branches):
            cell = arrays.branch_cell[branch]
            event = EVENT_NAMES[arrays.cell_event[cell]]
            if trigger is not None and not _triggers(trigger, event, entry.acts):
                continue
            before = table.configurations[arrays.cell_configuration[cell]]
            after = table.configurations[entry.after]
            shape = StepShape(event, before, after, entry.acts, entry.operations)
            good[branch] = shape.residual(formula) is not False
        return self.steps_of(good)

    def where_goal(self, formula: Formula, usable: Flags) -> Flags:
        """Tell for each state whether the goal is met there, or by a usable step from there."""
        if all(atom.operator in ("is_in", "fact", "true") for atom in formula.atoms()):
            return self.states_where(formula)
        goal = np.zeros(self.explored.state_count, dtype=np.bool_)
        goal[self.graph.sources[self.steps_where(formula) & usable]] = True
        return goal


@cache
def _residual(formula: Formula, here: Configuration) -> Formula | bool:
    return StepShape("", here, here, ()).residual(formula)


def _triggers(trigger: Trigger, event: str, acts: Sequence[Act]) -> bool:
    return event in trigger[0] or any(act.kind in trigger[1] for act in acts)


def judge_always_possible(whole: WholeGraph, item: AlwaysPossible) -> Verdict:
    """Return the verdict: from every state in ``start`` a step with ``goal`` can be reached."""
    graph = whole.graph
    start = whole.states_where(item.start)
    usable = ~graph.is_event(item.without)
    goal = whole.where_goal(item.goal, usable)
    lost = np.flatnonzero(start & ~graph.can_reach(goal, usable))
    return _verdict(whole, item, "always_possible", start, lost)


def judge_leads_to(whole: WholeGraph, item: LeadsTo) -> Verdict:
    """Return the verdict: from every state in ``start`` every fair history comes to ``goal``."""
    graph = whole.graph
    start, goal = whole.states_where(item.start), whole.states_where(item.goal)
    outside = ~goal
    number, labels, kept = graph.components(outside)
    fair = _fair_components(whole, number, labels, kept, outside)
    lost_states = outside & fair[labels]
    can_be_lost = outside & graph.can_reach(lost_states, kept)
    lost = np.flatnonzero(start & can_be_lost)
    return _verdict(whole, item, "leads_to", start, lost)


def _fair_components(
    whole: WholeGraph,
    number: int,
    labels: npt.NDArray[np.int32],
    kept: Flags,
    outside: Flags,
) -> Flags:
    """Tell for each component whether a history may stay in it for ever."""
    graph = whole.graph
    fair = np.ones(number, dtype=np.bool_)
    sources = graph.sources
    within = kept & (labels[sources] == labels[graph.target])
    for deadline in (d for d in whole.model.deadlines if d.expiry_event):
        released = np.zeros(number, dtype=np.bool_)
        idle = outside & ~(whole.active_in(deadline.active_in) & _can_expire(whole, deadline))
        released[labels[idle]] = True
        started = within & _starts(whole, deadline)
        released[labels[sources[started]]] = True
        fair &= released
    return fair


def _can_expire(whole: WholeGraph, deadline: Deadline) -> Flags:
    """Tell for each state whether the deadline, once it has run, forces its event there."""
    graph = whole.graph
    if deadline.unit == "fixed_day":
        steps = graph.via == kernel.VIA_PERIOD
    else:
        steps = graph.is_event((deadline.expiry_event,))
    able = np.zeros(whole.explored.state_count, dtype=np.bool_)
    able[graph.sources[steps]] = True
    return able


def _starts(whole: WholeGraph, deadline: Deadline) -> Flags:
    start = (DEADLINE_INDEX[deadline.name], "start")
    return whole.steps_of(
        np.array([start in entry.operations for entry in whole.entries_of_branches], np.bool_)
    )


def _verdict(
    whole: WholeGraph,
    item: AlwaysPossible | LeadsTo,
    kind: str,
    start: Flags,
    lost: npt.NDArray[np.int64],
) -> Verdict:
    story = None
    if len(lost):
        story = story_of(
            whole.model,
            whole.explored,
            (int(lost[0]), -1),
            None,
            subject=item.name,
            title=item.title,
            cites=item.cites,
            ends="reaches",
        )
    return Verdict(
        name=item.name,
        kind=kind,
        modality=item.modality,
        cites=item.cites,
        title=item.title,
        status="violated" if len(lost) else "proved",
        vacuous=not start.any(),
        steps=int(start.sum()),
        story=story,
    )


def deadlocks(whole: WholeGraph) -> list[Configuration]:
    """Return the configurations, other than of closed cases, in which nothing can happen."""
    graph = whole.graph
    stuck = np.flatnonzero(np.diff(graph.start) == 0)
    names = whole.explored.arrays.configurations
    found = dict.fromkeys(names[whole.explored.configuration_of(int(s))] for s in stuck)
    return [configuration for configuration in found if "closed" not in configuration]
