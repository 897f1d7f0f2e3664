"""Reachability, expected time, long-run shares and best and worst policies, by Storm as well."""

from __future__ import annotations

import math

import numpy as np
import pytest
from koopsim.analysis.exact.chain import COUNTS
from koopsim.analysis.exact.numbers import WEEKS_PER_MONTH, WEEKS_PER_YEAR
from koopsim.analysis.exact.routes import is_noticed
from scipy import sparse

pytest.importorskip("stormpy")

from .stormpy_models import PRECISION, ask, chain_model, decision_model


@pytest.fixture(params=["plain_case", "vulnerable_case"])
def case(request):
    return request.getfixturevalue(request.param)


def _gone(case):
    return np.arange(case.states) == 0


def test_expected_time_in_benefit_and_in_a_plan_with_notice(case):
    chain, gone = case.chain, _gone(case)
    shares = case.time_shares()
    weeks = shares.months_in_benefit * WEEKS_PER_MONTH
    model = chain_model(chain.matrix, chain.start, {"gone": gone}, ~gone)
    assert ask(model, 'R=? [F "gone"]') == pytest.approx(weeks, rel=PRECISION)
    noticed = np.array(chain.plans()) == "plan_with_notice"
    model = chain_model(chain.matrix, chain.start, {"gone": gone}, noticed)
    expected = shares.plan["plan_with_notice"] * weeks
    assert ask(model, 'R=? [F "gone"]') == pytest.approx(expected, rel=PRECISION)


def test_long_run_share_of_a_case_that_begins_anew_when_it_ends(case):
    chain = case.chain
    size = case.states
    matrix = chain.matrix.tolil()
    # Whoever leaves is replaced on the same day, so that the end takes no time.
    into_gone = np.asarray(chain.matrix[:, [0]].todense()).ravel()
    renewed = chain.matrix + sparse.csr_array(into_gone.reshape(-1, 1) @ chain.start.reshape(1, -1))
    matrix = renewed.tolil()
    matrix[:, 0] = 0
    matrix[0, :] = chain.start.reshape(1, -1)
    plans = np.array(chain.plans())
    for plan in ("plan_with_notice", "not_agreed", "returning"):
        model = chain_model(matrix.tocsr(), chain.start, {"x": plans == plan}, np.zeros(size))
        share = case.time_shares().plan[plan]
        assert ask(model, 'LRA=? ["x"]') == pytest.approx(share, rel=20 * PRECISION, abs=1e-7)


def test_probability_and_time_of_the_return_to_trust(case):
    chain = case.chain
    back = case.months_to_return_to_trust()
    trust = np.array(chain.plans()) == "trust"
    entries = case.entries_into_notice()
    model = chain_model(chain.matrix, entries, {"trust": trust}, np.zeros(case.states))
    assert ask(model, 'P=? [F "trust"]') == pytest.approx(back.probability, rel=PRECISION)
    # The time given that trust is reached is that of the chain conditioned on reaching it.
    import stormpy as sp

    found = sp.model_checking(model, sp.parse_property('P=? [F "trust"]'))
    chance = np.array([found.get_value(i) for i in range(case.states)])
    keeps = np.flatnonzero(chance > 0)
    scale = sparse.diags_array(1 / chance[keeps])
    inner = scale @ chain.matrix[keeps][:, keeps] @ sparse.diags_array(chance[keeps])
    inner = inner.tolil()
    for place in np.flatnonzero(trust[keeps]):
        inner[place, :] = 0
        inner[place, place] = 1.0
    inner = sparse.csr_array(sparse.diags_array(1 / inner.sum(axis=1)) @ inner.tocsr())
    start = entries[keeps] * chance[keeps]
    model = chain_model(inner, start / start.sum(), {"trust": trust[keeps]}, ~trust[keeps])
    weeks = ask(model, 'R=? [F "trust"]')
    assert weeks / WEEKS_PER_MONTH == pytest.approx(back.months, rel=20 * PRECISION)


def test_talks_per_year(case):
    chain, gone = case.chain, _gone(case)
    talks = chain.counts[:, COUNTS.index("talks")]
    model = chain_model(chain.matrix, chain.start, {"gone": gone}, talks)
    weeks = case.time_shares().months_in_benefit * WEEKS_PER_MONTH
    collected = ask(model, 'R=? [F "gone"]') + chain.start_counts[COUNTS.index("talks")]
    assert collected / weeks * WEEKS_PER_YEAR == pytest.approx(
        case.per_year().talks, rel=2 * PRECISION
    )


def _process(case, weekly_reward):
    """The decision process with the two halves of a week as two steps, for Storm.

    Returns (matrix, first row of each state, state of each row, reward of each row).
    """
    chain, decisions = case.chain, case.chain.decisions
    size = case.states
    rows, groups, rewards = [], [], []
    # States 0 .. size-1: before the chances; size .. 2 size-1: after them; then the start.
    for state in range(size):
        groups.append(len(rows))
        rows.append((chain.chances, state, size))
        rewards.append(weekly_reward[state])
    places = {int(s): np.flatnonzero(decisions.state == s) for s in np.unique(decisions.state)}
    for state in range(size):
        groups.append(len(rows))
        choices = places.get(state)
        if choices is None:
            rows.append((chain.waits, state, 0))
            rewards.append(0.0)
        else:
            rows.extend((decisions.waits, int(row), 0) for row in choices)
            rewards.extend([0.0] * len(choices))
    groups.append(len(rows))
    entries: tuple[list[int], list[int], list[float]] = ([], [], [])
    for number, (matrix, row, shift) in enumerate(rows):
        for place in range(matrix.indptr[row], matrix.indptr[row + 1]):
            entries[0].append(number)
            entries[1].append(int(matrix.indices[place]) + shift)
            entries[2].append(float(matrix.data[place]))
    for place in np.flatnonzero(chain.start):
        entries[0].append(len(rows))
        entries[1].append(int(place))
        entries[2].append(float(chain.start[place]))
    rewards.append(0.0)
    matrix = sparse.coo_array(
        (entries[2], (entries[0], entries[1])), shape=(len(rows) + 1, 2 * size + 1)
    ).tocsr()
    return matrix, np.array(groups), rewards


@pytest.mark.parametrize("objective", ["share_with_notice", "share_under_any_notice"])
def test_lowest_and_highest_share_over_the_discretion(case, objective):
    chain = case.chain
    found = case.discretion(objective)
    plans = np.array(chain.plans())
    if objective == "share_with_notice":
        reward = (plans == "plan_with_notice").astype(float)
    else:
        reward = np.array([_any_notice(case, i) for i in range(case.states)])
    matrix, groups, rewards = _process(case, reward)
    gone = np.zeros(matrix.shape[1], dtype=bool)
    gone[[0, case.states]] = True
    model = decision_model(matrix, groups, {"gone": gone}, rewards)
    weeks = case.time_shares().months_in_benefit * WEEKS_PER_MONTH
    for word, policy in (("min", found.lowest), ("max", found.highest)):
        value = ask(model, f'R{word}=? [F "gone"]') / weeks
        assert policy.value == pytest.approx(value, rel=20 * PRECISION, abs=1e-7)
    assert found.lowest.value <= found.scenario <= found.highest.value
    assert found.highest.value > found.lowest.value


def _any_notice(case, number):
    state = case.chain.states[number]
    if number == 0:
        return 0.0
    plan, invitation, _, _, demand, *_ = case.chain.week.configurations[state.configuration]
    notice = invitation.startswith(("once_", "notice_"))
    return float(plan == "plan_with_notice" or demand == "demand_standing" or notice)


def test_probability_of_ever_meeting_a_notice_bounds_the_route(case):
    chain = case.chain
    route = case.route_into_notice()
    noticed = np.array([is_noticed(chain, state) for state in chain.states])
    model = chain_model(chain.matrix, chain.start, {"x": noticed}, np.zeros(case.states))
    ever = ask(model, 'P=? [F "x"]')
    assert 0 < route.probability <= route.probability_any_time <= ever * (1 + PRECISION)


def test_most_probable_route_by_storm(case):
    import stormpy as sp

    chain = case.chain
    noticed = np.array([is_noticed(chain, state) for state in chain.states])
    model = chain_model(chain.matrix, chain.start, {"x": noticed}, np.zeros(case.states))
    _, probability = sp.analysis.shortest_path(model, "x")
    assert math.isclose(probability, case.route_into_notice().probability, rel_tol=1e-9)
