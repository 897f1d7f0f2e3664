"""The route into a notice: told so that it can be followed, and the most probable one."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from koopsim.analysis.exact import PersonClass, exact_case
from koopsim.analysis.exact.routes import is_noticed
from koopsim.model.process.events import EVENTS

from .conftest import few


def test_the_route_is_the_shortest_path_of_another_library(plain_case):
    chain = plain_case.chain
    graph = nx.DiGraph()
    matrix = chain.matrix.tocoo()
    for here, there, chance in zip(matrix.row, matrix.col, matrix.data, strict=True):
        graph.add_edge(int(here), int(there), weight=max(0.0, -math.log(min(1.0, chance))))
    for first in np.flatnonzero(chain.start):
        graph.add_edge("start", int(first), weight=-math.log(min(1.0, chain.start[first])))
    lengths = nx.single_source_dijkstra_path_length(graph, "start", weight="weight")
    nearest = min(
        length
        for node, length in lengths.items()
        if node != "start" and is_noticed(chain, chain.states[node])
    )
    assert plain_case.route_into_notice().probability == pytest.approx(math.exp(-nearest), rel=1e-9)


def test_the_route_of_the_baseline_probabilities_has_a_closed_formula():
    scenario = few(measure__monthly_start_rate=0.0, flows__monthly_exit_rate__from_25=1e-9)
    route = exact_case(scenario, PersonClass(spells=False)).route_into_notice()
    assert route.events == ("enter", "invitation_sent", "talk_missed", "invitation_sent")
    assert [step.week for step in route.steps] == [0, 2, 4]
    values = scenario.values()
    no_show = values["attendance.no_show.first"]
    unexcused = no_show * (1 - values["attendance.important_reason_share"])
    entered = 1 - values["population.share_from_unemployment_insurance"]
    assert route.probability_any_time == pytest.approx(entered * unexcused, rel=1e-5)
    assert route.probability < route.probability_any_time
    assert all(event in EVENTS for event in route.events)


def test_without_no_shows_the_route_leads_over_a_breach():
    scenario = few(
        attendance__no_show__first=0.0,
        attendance__no_show__follow_up=0.0,
        measure__monthly_start_rate=0.0,
        cooperation__agreement_probability=1.0,
        cooperation__update_agreement_probability=1.0,
    )
    route = exact_case(scenario, PersonClass(spells=False)).route_into_notice()
    assert route.events[-1] == "agreements_not_kept"
    assert "plan_agreed" in route.events
