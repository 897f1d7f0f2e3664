"""A small run on disk, and logs written by hand: rows as (day, event, cells by column)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from koopsim.analysis.conformance import Conformance, conform
from koopsim.analysis.logs.log_store import LogStore
from koopsim.analysis.logs.mapping import NO_MAPPING, LogMapping
from koopsim.analysis.logs.open_log import open_log
from koopsim.model.rule_set import RuleSet
from koopsim.scenarios import load_scenario
from koopsim.simulation import SimulationResult, simulate
from koopsim.simulation.result_files import write_files

Row = tuple[str, str, dict[str, str]]
Opened = Callable[..., "contextmanager[LogStore]"]
Judge = Callable[..., Conformance]

ENTRY = {
    "minor": "no",
    "under_25": "no",
    "vulnerable": "no",
    "unemployment_benefit": "no",
    "legacy_agreement": "no",
    "need_established": "yes",
    "integrated_to_capacity": "no",
    "holistic_coaching": "no",
}


def entry(**facts: str) -> Row:
    """Return the row of an entry on 2024-01-02."""
    return ("2024-01-02", "enter", {**ENTRY, **facts})


FIRST_TALK: list[Row] = [
    ("2024-01-05", "invitation_sent", {}),
    ("2024-01-19", "talk_held", {}),
    ("2024-01-19", "analysis_completed", {}),
    ("2024-01-19", "plan_agreed", {}),
    ("2024-01-19", "talk_ended", {}),
]
"""From the invitation to a plan."""


def csv_of(rows: list[Row], case: str = "A1") -> str:
    """Return rows as a CSV log."""
    columns = ["case", "date", "event"]
    columns += sorted({name for _, _, cells in rows for name in cells})
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    for day, event, cells in rows:
        filled = {"case": case, "date": day, "event": event, **cells}
        writer.writerow([filled.get(name, "") for name in columns])
    return stream.getvalue()


@pytest.fixture
def opened(tmp_path: Path, rule_set: RuleSet) -> Opened:
    """Open a log given as text or bytes, or as a path."""

    @contextmanager
    def open_it(
        log: str | bytes | Path, mapping: LogMapping = NO_MAPPING, name: str = "log.csv"
    ) -> Iterator[LogStore]:
        path = log
        if not isinstance(log, Path):
            path = tmp_path / name
            path.write_bytes(log.encode() if isinstance(log, str) else log)
        assert isinstance(path, Path)
        with open_log(path, rule_set, mapping) as store:
            yield store

    return open_it


@pytest.fixture
def judge(opened: Opened, rule_set: RuleSet) -> Judge:
    """Replay rows written by hand, or any log."""

    def replay(log: list[Row] | str | Path, mapping: LogMapping = NO_MAPPING) -> Conformance:
        with opened(csv_of(log) if isinstance(log, list) else log, mapping) as store:
            return conform(store, rule_set, mapping)

    return replay


@pytest.fixture(scope="session")
def run() -> SimulationResult:
    """A run of 400 persons over seven months, two replications."""
    changes = {"population.size": 400, "months": 7, "warm_up_months": 3}
    return simulate(
        load_scenario("small").replace(changes),
        replications=2,
        seed=20240301,
        engine="simpy",
        workers=1,
    )


@pytest.fixture(scope="session")
def run_folder(run: SimulationResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same run on disk."""
    folder = tmp_path_factory.mktemp("run")
    write_files(run, folder)
    return folder
