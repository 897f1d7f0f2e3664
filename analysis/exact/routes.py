"""The most probable way from entry to the first notice (RFB), and how probable it is."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from ..errors import AnalysisError
from .case_state import GONE, CaseState
from .case_steps import Way
from .chain import Chain

_NOTICED = frozenset({"once_sent", "notice_sent"})
_LONGEST_WEEKS = 520
_SMALLEST = 1e-12


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A week of a route in which something happens: the week after entry, and the events."""

    week: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteIntoNotice:
    """The most probable way to the first demand or invitation to a talk with RFB.

    ``probability`` is that of these events in exactly these weeks; ``probability_any_time`` that
    of the same events in this order, nothing else between them, in whatever weeks (up to ten
    years). ``events`` are the events in order.
    """

    steps: tuple[RouteStep, ...]
    probability: float
    probability_any_time: float

    @property
    def events(self) -> tuple[str, ...]:
        """The events in order."""
        return tuple(event for step in self.steps for event in step.events)


def is_noticed(chain: Chain, state: CaseState) -> bool:
    """Tell whether a demand with RFB stands or an invitation to a talk with RFB is out."""
    if state == GONE:
        return False
    leaves = chain.week.configurations[state.configuration]
    return leaves[1] in _NOTICED or leaves[4] == "demand_standing"


def most_probable_route(chain: Chain) -> RouteIntoNotice:
    """Return the shortest path on -log p from the day of entry to a notice.

    Raises:
        AnalysisError: if no notice can be reached.
    """
    size = len(chain.states)
    matrix = chain.matrix.tocoo()
    inside = matrix.row != matrix.col
    firsts = np.flatnonzero(chain.start)
    row = np.concatenate([matrix.row[inside], np.full(len(firsts), size)])
    column = np.concatenate([matrix.col[inside], firsts])
    chance = np.concatenate([matrix.data[inside], chain.start[firsts]])
    # A length of 0 would mean "no edge"; a certain step gets the smallest length instead.
    length = np.maximum(-np.log(np.minimum(chance, 1.0)), 1e-15)
    graph = sparse.coo_array((length, (row, column)), shape=(size + 1, size + 1)).tocsr()
    distance, before = dijkstra(graph, indices=np.array(size), return_predecessors=True)
    goals = np.array([is_noticed(chain, state) for state in chain.states])
    if not np.isfinite(distance[:size][goals]).any():
        raise AnalysisError("under this scenario no case ever meets a notice (RFB)")
    goal = int(np.flatnonzero(goals)[np.argmin(distance[:size][goals])])
    path = [goal]
    while before[path[-1]] != size:
        path.append(int(before[path[-1]]))
    return _told(chain, path[::-1])


def _told(chain: Chain, path: list[int]) -> RouteIntoNotice:
    """Tell a path of states as events."""
    states = [chain.states[i] for i in path]
    first = max(
        (way for way in chain.week.entry() if way.state == states[0]),
        key=lambda way: way.probability,
    )
    steps = [RouteStep(0, first.events)]
    probability = sum(w.probability for w in chain.week.entry() if w.state == states[0])
    for week, (here, there) in enumerate(pairwise(states), start=1):
        ways = [way for way in _week(chain, here) if way.state == there]
        probability *= sum(way.probability for way in ways)
        events = max(ways, key=lambda way: way.probability).events
        if events:
            steps.append(RouteStep(week, events))
    route = RouteIntoNotice(tuple(steps), probability, 0.0)
    return RouteIntoNotice(route.steps, probability, _any_time(chain, route.events))


def _week(chain: Chain, state: CaseState) -> list[Way]:
    """Return every way through a whole week."""
    found = []
    for early in chain.week.chances(state):
        for late in chain.week.ways(early.state):
            found.append(
                Way(
                    early.probability * late.probability,
                    late.state,
                    (),
                    early.events + late.events,
                )
            )
    return found


def _any_time(chain: Chain, events: tuple[str, ...]) -> float:
    """Return the probability of these events in this order, in whatever weeks."""
    place: defaultdict[tuple[CaseState, int], float] = defaultdict(float)
    for way in chain.week.entry():
        if way.events == events[: len(way.events)]:
            place[way.state, len(way.events)] += way.probability
    known: dict[CaseState, list[Way]] = {}
    arrived: list[float] = []
    for _ in range(_LONGEST_WEEKS):
        arrived += [
            chance
            for (state, done), chance in place.items()
            if done == len(events) and is_noticed(chain, state)
        ]
        place = _a_week_on(chain, events, place, known)
        if not place:
            break
    return math.fsum(arrived)


def _a_week_on(
    chain: Chain,
    events: tuple[str, ...],
    place: dict[tuple[CaseState, int], float],
    known: dict[CaseState, list[Way]],
) -> defaultdict[tuple[CaseState, int], float]:
    """Move on all that has gone through the first events and meets no notice yet."""
    following: defaultdict[tuple[CaseState, int], float] = defaultdict(float)
    for (state, done), chance in place.items():
        if is_noticed(chain, state):
            continue
        if state not in known:
            known[state] = _week(chain, state)
        for way in known[state]:
            further = done + len(way.events)
            if way.events == events[done:further] and chance * way.probability > _SMALLEST:
                following[way.state, further] += chance * way.probability
    return following
