"""`Lasts` and `Keepable`: MUST deadlines that end in time, SHOULD deadlines that can be kept.

A `Lasts` property is explored with the clocks that end the state, in weeks (in days for limits of
weeks), and a watch beside them that starts from the property's own limit. A `Keepable` deadline is
explored with its clock in three phases (runs, due today, late): whether it can be kept does not
depend on how many days are left, since what keeps it can happen on one day.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..explorer import Explored, Slice, kernel
from ..explorer.clocked_arrays import with_clocks
from ..explorer.exploration import search, search_arrays
from ..explorer.graph import Flags, StateGraph, state_graph
from ..explorer.judged_steps import StepJudge
from ..explorer.slice import CLOCK_BITS, HELD, LATE, TrackedClock
from ..process.deadlines import DEADLINES
from ..process.states import leaves_of
from ..process.text import Text
from ..properties import Keepable, Lasts
from .judging import story_of
from .model_under_check import ModelUnderCheck
from .paths import vias_to
from .reaching import WholeGraph
from .story import Story, Waits
from .verdict import Verdict


def judge_lasting(whole: WholeGraph, item: Lasts) -> Verdict:
    """Return the verdict on a state that must end within a limit."""
    model = whole.model
    days = item.unit == "weeks"
    forcing = model.forcing(frozenset(leaves_of(item.state)))
    clocks = (*(model.clock(d.name, days=days) for d in forcing), model.watch(item, days=days))
    explored = _explore(whole, clocks, (item,))
    found = explored.breaches().get(item.name)
    entered = _is_running(explored, len(clocks) - 1)
    story = None
    if found is not None:
        told = story_of(
            model,
            explored,
            (found[0], -1),
            None,
            subject=item.name,
            title=item.title,
            cites=item.cites,
            ends="breaks",
        )
        story = told and _with_wait(told, forcing[0].name if forcing else item.name)
    return Verdict(
        name=item.name,
        kind="within",
        modality=item.modality,
        cites=item.cites,
        title=item.title,
        status="violated" if found else "proved",
        vacuous=not entered.any(),
        steps=explored.steps,
        story=story,
    )


def judge_keepable(whole: WholeGraph, item: Keepable) -> Verdict:
    """Return the verdict on a SHOULD deadline, with the shortest story in which it is missed."""
    model = whole.model
    deadline = model.deadline(item.deadline)
    clock = TrackedClock(item.deadline, "misses", 1, 1, deadline.longer_if, deadline.when)
    explored = _explore(whole, (clock,))
    running = _is_running(explored, 0)
    graph = state_graph(explored)
    lost = np.flatnonzero(running & ~graph.can_reach(_keeping(graph, item), _usable(graph, item)))
    bad = int(lost[0]) if len(lost) else None
    wrong = _wrong_limit(model, item)
    return Verdict(
        name=item.name,
        kind="keepable",
        modality=item.modality,
        cites=item.cites,
        title=item.title,
        status="keepable" if bad is None and wrong is None else "not_keepable",
        vacuous=not running.any(),
        steps=int(running.sum()),
        story=_miss(model, explored, item, running, bad),
        detail=wrong,
    )


def _wrong_limit(model: ModelUnderCheck, item: Keepable) -> Text | None:
    """Return what is wrong if the deadline does not run for as long as the rule says."""
    deadline = model.deadline(item.deadline)
    runs = model.limit(deadline)
    says = model.ticks(item.limit, item.unit, days=item.unit == "days")
    if runs == says:
        return None
    return Text(
        f"Die Frist läuft {runs} statt {says} {item.unit}.",
        f"The deadline runs for {runs} instead of {says} {item.unit}.",
    )


def _explore(
    whole: WholeGraph, clocks: tuple[TrackedClock, ...], watched: tuple[Lasts, ...] = ()
) -> Explored:
    """Explore with clocks; if they read no other facts, on the arrays of the whole graph."""
    model, judge = whole.model, StepJudge((), ())
    read = {name for clock in clocks for name in (clock.longer_if, clock.when) if name}
    extra = tuple(sorted(read - set(model.deciding)))
    if extra:
        chosen = Slice((*model.deciding, *extra), (), clocks)
        return search(model.table, judge, chosen, watched=watched)
    states_of = {item.name: item.state for item in watched}
    arrays = with_clocks(whole.explored.arrays, model.table, clocks, states_of)
    return search_arrays(arrays, model.table, judge, watched=watched)


def _is_running(explored: Explored, clock: int) -> Flags:
    shift = np.uint64(explored.slice.shift_of_clock(clock))
    value = (explored.states >> shift) & np.uint64((1 << CLOCK_BITS) - 1)
    running: Flags = (value > 0) & (value < LATE) & (value & np.uint64(HELD) == 0)
    return running


def _usable(graph: StateGraph, item: Keepable) -> Flags:
    """Steps that cost no time and that office and person can bring about together."""
    timed = [d.expiry_event for d in DEADLINES if d.expiry_event]
    return (graph.via >= 0) & ~graph.is_event((*timed, *item.not_by))


def _keeping(graph: StateGraph, item: Keepable) -> Flags:
    """States in which a usable step starts the clock anew, holds or stops it."""
    arrays = graph.explored.arrays
    operated = np.diff(arrays.operation_start) > 0
    branch = graph.branches
    steps = (branch >= 0) & operated[np.maximum(branch, 0)] & _usable(graph, item)
    flags = np.zeros(len(graph.start) - 1, dtype=np.bool_)
    flags[graph.sources[steps]] = True
    return flags


def _miss(
    model: ModelUnderCheck,
    explored: Explored,
    item: Keepable,
    running: Flags,
    bad: int | None,
) -> Story | None:
    """Return the shortest story in which the deadline passes: begin it, then wait."""
    candidates = [bad] if bad is not None else np.flatnonzero(running)[:200].tolist()
    for state in candidates:
        if kernel.VIA_TICK in vias_to(explored, state):
            continue
        story = story_of(
            model,
            explored,
            (state, -1),
            None,
            subject=item.deadline,
            title=item.title,
            cites=item.cites,
            ends="misses",
        )
        if story is not None:
            return _with_wait(story, item.deadline)
    return None


def _with_wait(story: Story, deadline: str) -> Story:
    return replace(story, moves=(*story.moves, Waits(deadline)))
