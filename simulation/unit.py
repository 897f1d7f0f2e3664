"""A unit of work: one region of a scenario in one replication. Units know nothing of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from ..scenarios import OfficeScenario, Scenario, office_scenarios
from .engines import Engine, engine_function
from .office_run import OfficeCounts, OfficeRun, in_order, join

LOGS = ("events", "cases")
"""Tables with rows of single persons; all others are counts."""


@dataclass(frozen=True)
class Unit:
    """One region (from 0) of a scenario in one replication (from 0)."""

    scenario: Scenario
    replication: int
    region: int


@dataclass(frozen=True)
class UnitResult:
    """What a unit gives: its counts, and those of ``LOGS`` that were asked for."""

    counts: OfficeCounts
    logs: dict[str, pd.DataFrame]


@lru_cache(maxsize=8)
def regions_of(scenario: Scenario) -> tuple[tuple[OfficeScenario, ...], ...]:
    """Return the offices of each region; an ordinary scenario is one region with one office."""
    offices = office_scenarios(scenario)
    return tuple(
        tuple(office for office in offices if office.region == region)
        for region in range(1 + max(office.region for office in offices))
    )


def units_of(scenario: Scenario, replications: Iterable[int]) -> list[Unit]:
    """Return the units of some replications."""
    regions = range(len(regions_of(scenario)))
    return [Unit(scenario, number, region) for number in replications for region in regions]


def run_offices_of(
    unit: Unit, seed: int, engine: Engine, report: Callable[[int], None] | None, events: bool
) -> Iterator[OfficeRun]:
    """Run a unit; yield its offices in order of their numbers."""
    offices = regions_of(unit.scenario)[unit.region]
    return engine_function(engine)(offices, unit.replication, seed, report, events=events)


def run_unit(
    unit: Unit,
    seed: int,
    engine: Engine,
    logs: tuple[str, ...] = (),
    report: Callable[[int], None] | None = None,
) -> UnitResult:
    """Run a unit; return its counts, and its tables of ``logs`` (office by office)."""
    counts: list[OfficeCounts] = []
    kept: dict[str, list[pd.DataFrame]] = {name: [] for name in logs}
    for run in run_offices_of(unit, seed, engine, report, "events" in logs):
        counts.append(run.counts)
        for name, frames in kept.items():
            frames.append(getattr(run, name)())
    return UnitResult(in_order(counts), {name: join(frames) for name, frames in kept.items()})
