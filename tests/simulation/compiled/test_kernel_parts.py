"""Parts of the kernels against their definitions: delays, timers, waiting lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.model.errors import RunError
from koopsim.scenarios import load_scenario
from koopsim.simulation.compiled import office_arrays
from koopsim.simulation.compiled.clocking import CONTACT, earliest, earliest_expiry, timers_due
from koopsim.simulation.compiled.delay_arrays import DelayArrays
from koopsim.simulation.compiled.drawing import delay
from koopsim.simulation.compiled.layout import CASE, CLOCKS, OFFICE, TEAM_COUNT
from koopsim.simulation.compiled.waiting import booking_key, first_waiting, join, withdraw
from koopsim.simulation.distributions import DiscreteTable, geometric_days, uniform_days
from koopsim.simulation.tables import scenario_tables

LAST_WORD = (1 << 64) - 1


# -- delays ----------------------------------------------------------------------------------


@numba.njit
def look_up(offices: Any, head: int, words: Any, found: Any) -> None:
    for i in range(words.size):
        found[i] = delay(offices[0], head, words[i])


def found_delays(table: DiscreteTable, longest: int, words: list[int], name: str) -> list[int]:
    arrays = DelayArrays([replace(DELAYS, **{name: table})], longest)
    offices = np.zeros(1, dtype=OFFICE)
    offices[0]["addresses"]["thresholds"] = arrays.words.ctypes.data
    offices[0]["addresses"]["delay_numbers"] = arrays.numbers.ctypes.data
    found = np.zeros(len(words), dtype=np.int64)
    look_up(offices, arrays.head(name, table), np.array(words, dtype=np.uint64), found)
    return found.tolist()


DELAYS = scenario_tables(load_scenario("small")).delays

TABLES = st.one_of(
    st.floats(1.0, 4000.0).map(geometric_days),
    st.builds(
        lambda low, more: uniform_days(low, low + more), st.integers(0, 50), st.integers(0, 900)
    ),
    st.lists(st.integers(1, LAST_WORD), min_size=0, max_size=300, unique=True).flatmap(
        lambda thresholds: st.sets(
            st.integers(0, 3000), min_size=len(thresholds) + 1, max_size=len(thresholds) + 1
        ).map(lambda values: DiscreteTable(sorted(values), sorted(thresholds)))
    ),
)


@given(
    table=TABLES,
    longest=st.integers(0, 2000),
    words=st.lists(st.integers(0, LAST_WORD), min_size=1, max_size=30),
)
def test_delays_are_those_of_the_tables_as_far_as_a_run_goes(
    table: DiscreteTable, longest: int, words: list[int]
) -> None:
    edges = [int(each) for each in table.thresholds[:: max(1, len(table) // 20)]]
    words = [*words, *edges, *(edge - 1 for edge in edges), 0, LAST_WORD]
    wanted = [table.value(word) for word in words]
    found = found_delays(table, longest, words, "conciliation")
    assert found_delays(table, longest, words, "measure_lasts") == wanted
    for one, other in zip(found, wanted, strict=True):
        assert one == other or (one > longest and other > longest)


# -- timers ----------------------------------------------------------------------------------


@numba.njit
def ask(cases: Any, today: int) -> Any:
    return earliest(cases[0]), earliest_expiry(cases[0]), timers_due(cases[0], today)


DAYS = st.integers(0, 65_535)


@given(
    timers=st.lists(DAYS, min_size=CASE["timers"].shape[0], max_size=CASE["timers"].shape[0]),
    expiry=st.lists(DAYS, min_size=CLOCKS, max_size=CLOCKS),
    today=st.one_of(DAYS, st.sampled_from([0, 32_767, 32_768, 65_535])),
)
def test_what_is_due_is_found_among_all_timers_and_clocks(
    timers: list[int], expiry: list[int], today: int
) -> None:
    cases: npt.NDArray[Any] = np.zeros(1, dtype=CASE)
    cases[0]["timers"], cases[0]["expiry"] = timers, expiry
    first, first_expiry, due = ask(cases, today)
    morning = timers[:CONTACT]
    assert first == min(*morning, *expiry)
    assert first_expiry == min(expiry)
    assert due == sum(1 << place for place, day in enumerate(morning) if day <= today)


# -- waiting lists ---------------------------------------------------------------------------


@numba.njit
def enter(offices: Any, cases: Any, index: int, team: int, priority: int, due: int) -> None:
    case = cases[index]
    case.key = booking_key(priority, due, index)
    join(offices[0], case, team)


@numba.njit
def leave(offices: Any, cases: Any, index: int) -> None:
    withdraw(offices[0], cases[index])


@numba.njit
def first(offices: Any, team: int) -> Any:
    return first_waiting(offices[0], team)


MOST = 24


@given(
    st.lists(
        st.tuples(
            st.integers(0, MOST - 1), st.integers(0, 1), st.integers(0, 2), st.integers(0, 5)
        ),
        max_size=120,
    )
)
def test_whoever_waits_is_served_by_priority_due_day_and_rank(
    moves: list[tuple[int, int, int, int]],
) -> None:
    cases, offices = np.zeros(MOST, dtype=CASE), np.zeros(1, dtype=OFFICE)
    heaps = np.zeros(TEAM_COUNT * MOST + 1, dtype=np.uint64)
    places = np.zeros(MOST, dtype=np.int32)
    cases["index"] = np.arange(MOST)
    offices[0]["capacity"] = MOST
    offices[0]["addresses"]["heaps"] = heaps.ctypes.data
    offices[0]["addresses"]["places"] = places.ctypes.data
    waiting: dict[int, tuple[int, tuple[int, int, int]]] = {}
    for index, team, priority, due in moves:
        if index in waiting:
            leave(offices, cases, index)
            del waiting[index]
        else:
            enter(offices, cases, index, team, priority, due)
            waiting[index] = team, (priority, due, index)
        for place in range(TEAM_COUNT):
            keys = [key for at, key in waiting.values() if at == place]
            assert first(offices, place) == (min(keys)[2] if keys else -1)
            assert offices[0]["waiting"][place] == len(keys)


# -- days ------------------------------------------------------------------------------------


def test_a_past_that_kernels_cannot_count_is_refused() -> None:
    plain = replace(scenario_tables(load_scenario("small")).plain, adherence_interval_months=800)
    with pytest.raises(RunError, match="the compiled engine takes 19998: use the engine simpy"):
        office_arrays._base_day(plain, 738_000)
