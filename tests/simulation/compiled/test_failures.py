"""What stops the SimPy engine stops the compiled one, with the same words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from koopsim.model.errors import RunError
from koopsim.model.process.text import Text
from koopsim.model.properties import Always, Formula, Monitor
from koopsim.model.properties.formula import TRUE, emits, fact
from koopsim.model.table.outline import outline_of
from koopsim.model.table.transition_table import TransitionTable
from koopsim.model.vocabulary import Modality
from koopsim.scenarios import Scenario, load_scenario
from koopsim.simulation import simpy_region, stepper
from koopsim.simulation.compiled import (
    calendar_arrays,
    compiled_region,
    model_arrays,
    office_arrays,
)
from koopsim.simulation.runner import run_replication

run_compiled = partial(run_replication, engine="compiled")

SMALL = {
    "population.size": 80,
    "staff.teams.under_25.fte": 0.4,
    "staff.teams.from_25.fte": 0.8,
    "months": 3,
    "warm_up_months": 0,
}


@pytest.fixture
def scenario() -> Scenario:
    return load_scenario("small").replace(SMALL, allow_outside_range=True)


@pytest.fixture
def fresh_arrays() -> Iterator[None]:
    """Nothing that was made ready before is used, and nothing made ready here is kept."""

    def forget() -> None:
        model_arrays._model_arrays.cache_clear()
        office_arrays._model.cache_clear()
        office_arrays._slot_minutes.cache_clear()
        calendar_arrays.deadline_arrays.cache_clear()

    forget()
    yield
    forget()


def property_of(when: Formula, then: Formula) -> Always:
    return Always(
        name="planted",
        modality=Modality.MUST,
        cites=("15.2",),
        title=Text("gesetzt", "planted"),
        when=when,
        then=then,
    )


BROKEN = {
    "by the step alone": property_of(emits("no_show"), ~TRUE),
    "by facts": property_of(emits("no_show"), fact("under_25")),
}


@pytest.mark.parametrize("which", BROKEN)
def test_a_broken_property_is_told_alike(
    monkeypatch: pytest.MonkeyPatch, fresh_arrays: None, scenario: Scenario, which: str
) -> None:
    planted = (BROKEN[which],)
    for module in (stepper, model_arrays, calendar_arrays, office_arrays):
        monkeypatch.setattr(module, "rule_monitor", lambda _: Monitor(planted, {}))
    monkeypatch.setattr(model_arrays, "SAFETY", planted)
    told = []
    for run in (run_compiled, run_replication):
        with pytest.raises(RunError) as stopped:
            run(scenario, 0, 1)
        told.append(str(stopped.value))
    assert told[0] == told[1]
    assert told[0].startswith("property planted (15.2) is broken by 'talk_missed' on 2024-01-")
    assert "The case so far:\n" in told[0]


def test_a_refused_event_is_told_alike(
    monkeypatch: pytest.MonkeyPatch, fresh_arrays: None, scenario: Scenario
) -> None:
    whole = model_arrays.table_for

    def without_some_talks(rule_set: Any) -> TransitionTable:
        table = whole(rule_set)
        cells = {
            key: cell
            for key, cell in table.cells.items()
            if key[1] != "talk_ended" or table.configurations[key[0]][0] != "trust"
        }
        return TransitionTable(
            table.rule_set, "shortened", table.configurations, table.entries, cells
        )

    for module in (simpy_region, model_arrays, compiled_region):
        monkeypatch.setattr(module, "table_for", without_some_talks)
    for module in (model_arrays, office_arrays):
        monkeypatch.setattr(
            module, "outline_for", lambda each: outline_of(without_some_talks(each))
        )
    told = []
    for run in (run_compiled, run_replication):
        with pytest.raises(RunError) as stopped:
            run(scenario, 0, 1)
        told.append(str(stopped.value))
    assert told[0] == told[1]
    assert "talk_ended" in told[0]
    assert "The case so far:\n" in told[0]


def test_what_only_the_kernels_refuse_is_reported_as_such(
    monkeypatch: pytest.MonkeyPatch, fresh_arrays: None, scenario: Scenario
) -> None:
    whole = model_arrays.table_for

    def without_talks(rule_set: Any) -> TransitionTable:
        table = whole(rule_set)
        cells = {key: cell for key, cell in table.cells.items() if key[1] != "talk_held"}
        return TransitionTable(table.rule_set, "talks", table.configurations, table.entries, cells)

    monkeypatch.setattr(model_arrays, "table_for", without_talks)
    monkeypatch.setattr(model_arrays, "outline_for", lambda each: outline_of(without_talks(each)))
    with pytest.raises(RunError, match="the compiled engine stopped at case"):
        run_compiled(scenario, 0, 1)
