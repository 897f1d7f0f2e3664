"""Runs into folders: the same bytes whatever happens on the way, one clear error where it ends."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from koopsim.model.errors import RunError
from koopsim.scenarios import Scenario, load_scenario
from koopsim.simulation import QueryError, open_result, run_all_to_folders, run_to_folder, simulate
from koopsim.simulation import folder_run as folder_run_module
from koopsim.simulation.folder_lock import LOCK, locked
from koopsim.simulation.folder_plan import UNITS
from koopsim.simulation.runner import total_days

RUN_DEPENDENT = "manifest-run.json"
REPLICATIONS = 2
UNITS_OF_COUNTRY = 2 * REPLICATIONS
FEW = settings(
    max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def country() -> Scenario:
    changes = {
        "population.size": 160,
        "staff.teams.under_25.fte": 0.5,
        "staff.teams.from_25.fte": 1.0,
        "offices.spread.count": 4,
        "offices.spread.region_count": 2,
        "offices.spread.size_decile_ratio": 3.0,
        "flows.monthly_move_rate": 0.05,
        "months": 2,
        "warm_up_months": 1,
    }
    return load_scenario("germany").replace(changes, allow_outside_range=True)


def office(name: str = "small", size: int = 60) -> Scenario:
    changes = {"population.size": size, "months": 2, "warm_up_months": 0}
    small = load_scenario("small").replace(changes, allow_outside_range=True)
    return small.model_copy(update={"name": name})


def run(folder: Path, scenario: Scenario | None = None, **options: Any) -> Any:
    chosen = {"replications": REPLICATIONS, "seed": 3, "workers": 1, "engine": "simpy", **options}
    return run_to_folder(scenario or country(), folder, **chosen)


def contents(folder: Path) -> dict[str, bytes]:
    """All files that must not depend on how a run went."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != RUN_DEPENDENT
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    run(folder)
    return folder


@pytest.fixture(scope="module")
def expected(whole: Path) -> dict[str, bytes]:
    return contents(whole)


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all units are finished, and nothing is put together."""
    folder = tmp_path_factory.mktemp("unfinished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder_run_module, "assemble", interrupt)
        with pytest.raises(KeyboardInterrupt):
            run(folder)
    assert len(units_in(folder)) == UNITS_OF_COUNTRY
    assert os.listdir(folder) == [UNITS]
    return folder


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def units_in(folder: Path) -> list[Path]:
    return sorted((folder / UNITS).glob("replication-*-region-????"))


@pytest.mark.parametrize(
    ("engine", "workers"),
    [("compiled", 1), ("simpy", 2), pytest.param("compiled", 2, marks=pytest.mark.slow)],
)
def test_bytes_do_not_depend_on_engine_and_workers(
    expected: dict[str, bytes], tmp_path: Path, engine: str, workers: int
) -> None:
    result = run(tmp_path, engine=engine, workers=workers)
    assert contents(tmp_path) == expected
    assert len(expected) == 5 + 2 * REPLICATIONS * 4
    assert (result.run["engine"], result.run["workers"]) == (engine, workers)
    assert result.run["units"] == UNITS_OF_COUNTRY


def test_a_stored_result_is_that_of_simulate(whole: Path) -> None:
    stored = run(whole, resume=True)
    simulated = simulate(country(), replications=REPLICATIONS, seed=3, workers=1, engine="simpy")
    assert stored.months.equals(simulated.months)
    order = ["replication", "office"]
    for name in ("events", "cases", "daily_stock", "office_days"):
        frame = getattr(simulated, name)
        keys = [key for key in order if key in frame]
        frame = frame.sort_values(keys, kind="stable", ignore_index=True)
        found = getattr(stored, name)
        assert list(found.columns) == list(frame.columns)
        assert found.astype(str).equals(frame.astype(str)), name
    assert stored.log_rows == len(simulated.events) > 300
    assert stored.replications == REPLICATIONS


def test_without_events_only_counts_are_written_and_they_are_the_same(
    expected: dict[str, bytes], tmp_path: Path
) -> None:
    result = run(tmp_path, events=False)
    found = contents(tmp_path)
    counts = {"months.parquet", "daily_stock.parquet", "office_months.parquet"}
    assert set(found) == counts | {"office_days.parquet", "manifest.json"}
    assert all(found[name] == expected[name] for name in counts)
    assert len(result.events) == len(result.cases) == result.log_rows == 0


class Killed(BaseException):
    """A process that is killed does nothing any more."""


@contextmanager
def killed_at(operation: int, late: bool) -> Iterator[Callable[[], int]]:
    """Let a change of the file system, counted from 0, be the last one; ``late``: it still happens.

    All changes after it do not happen, not even those that should tidy up.
    """
    seen = 0

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def change(*arguments: Any, **options: Any) -> Any:
            nonlocal seen
            seen += 1
            if seen <= operation:
                return real(*arguments, **options)
            if late and seen == operation + 1:
                real(*arguments, **options)
            raise Killed

        return change

    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "mkdir", "unlink"):
            patch.setattr(Path, name, dying(getattr(Path, name)))
        patch.setattr(shutil, "rmtree", dying(shutil.rmtree))
        yield lambda: seen


def spoil(path: Path, how: str) -> None:
    if how == "removed":
        shutil.rmtree(path)
    elif how == "counts damaged":
        (path / "counts.npz").write_bytes(b"PK\x03\x04 half")
    elif how == "counts empty":
        (path / "counts.npz").write_bytes(b"")
    elif how == "log damaged":
        log = next(iter(path.rglob("events/**/*.parquet")))
        log.write_bytes(log.read_bytes()[:-9])
    elif how == "log removed":
        next(iter(path.rglob("cases/**/*.parquet"))).unlink()
    elif how == "a part":
        path.rename(path.with_name(f"{path.name}-77.part"))


HARM = ("", "", "removed", "counts damaged", "counts empty", "log damaged", "log removed", "a part")


@FEW
@given(
    harm=st.lists(st.sampled_from(HARM), min_size=4, max_size=4),
    kills=st.lists(st.tuples(st.integers(0, 80), st.booleans()), max_size=3),
    older=st.booleans(),
)
def test_whatever_is_lost_a_resumed_run_gives_the_same_bytes(
    unfinished: Path,
    expected: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
    harm: list[str],
    kills: list[tuple[int, bool]],
    older: bool,
) -> None:
    folder = tmp_path_factory.mktemp("resumed")
    shutil.copytree(unfinished, folder, dirs_exist_ok=True)
    for path, how in zip(units_in(folder), harm, strict=True):
        spoil(path, how)
    (folder / UNITS / "replication-00000-region-0000-1.part").mkdir()
    (folder / UNITS / "plan.json.part").write_text("{", encoding="utf-8")
    if older:
        (folder / "events" / "replication=9" / "office=0").mkdir(parents=True)
        (folder / "events" / "replication=9" / "office=0" / "part-0.parquet").write_bytes(b"old")
        (folder / "events.parquet").write_bytes(b"old")
    for operation, late in kills:
        try:
            with killed_at(operation, late):
                run(folder, resume=True)
        except Killed:
            continue
        assert contents(folder) == expected
    result = run(folder, resume=True)
    assert contents(folder) == expected
    assert not (folder / UNITS).exists()
    assert result.run["units_kept_from_before"] <= UNITS_OF_COUNTRY


def test_any_moment_of_the_assembly_may_be_the_last(
    unfinished: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """Killed at every fifth change of the file system; all units are finished before."""
    folder = tmp_path / "counted"
    shutil.copytree(unfinished, folder)
    with killed_at(10**6, False) as changes:
        run(folder, resume=True)
        total = changes()
    assert contents(folder) == expected
    assert total > 20
    for moment in range(0, total, 5):
        folder = tmp_path / f"killed-{moment}"
        shutil.copytree(unfinished, folder)
        with pytest.raises(Killed), killed_at(moment, moment % 2 == 1):
            run(folder, resume=True)
        kept = run(folder, resume=True).run.get("units_kept_from_before")
        assert kept == UNITS_OF_COUNTRY
        assert contents(folder) == expected
        shutil.rmtree(folder)


def test_while_a_result_is_put_together_it_is_not_taken_for_one(
    unfinished: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(unfinished, tmp_path, dirs_exist_ok=True)
    shutil.copy(whole / "manifest.json", tmp_path)
    changed = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8")) | {"seed": 4}
    (tmp_path / "manifest.json").write_text(json.dumps(changed), encoding="utf-8")
    assert open_result(tmp_path).manifest["seed"] == 4
    monkeypatch.setattr("koopsim.simulation.assembly._write_counts", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, resume=True)
    with pytest.raises(QueryError, match=r"is not finished: finish it with koopsim run --resume"):
        open_result(tmp_path)


def test_another_plan_is_refused_in_one_sentence(unfinished: Path, tmp_path: Path) -> None:
    shutil.copytree(unfinished, tmp_path, dirs_exist_ok=True)
    before = contents(tmp_path)
    with pytest.raises(RunError, match=r"had another plan \(seed: 3 instead of 4\)") as refused:
        run(tmp_path, seed=4, resume=True)
    assert "\n" not in str(refused.value)
    assert contents(tmp_path) == before
    with pytest.raises(RunError, match=r"had another plan \(replications: 2 instead of 3"):
        run(tmp_path, replications=3, resume=True)
    run(tmp_path, seed=4)
    assert open_result(tmp_path).manifest["seed"] == 4


def test_a_damaged_plan_is_no_plan(
    unfinished: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    shutil.copytree(unfinished, tmp_path, dirs_exist_ok=True)
    (tmp_path / UNITS / "plan.json").write_bytes(b"{")
    assert run(tmp_path, resume=True).run["units_kept_from_before"] == 0
    assert contents(tmp_path) == expected


def test_a_unit_damaged_while_the_run_goes_on_is_one_clear_error(tmp_path: Path) -> None:
    def damage(days: int) -> None:
        for path in units_in(tmp_path)[:1]:
            (path / "counts.npz").write_bytes(b"PK\x03\x04 half")

    with pytest.raises(RunError, match="is damaged: resume the run, this unit is done again"):
        run(tmp_path, progress=Watcher(damage))
    assert run(tmp_path, resume=True).run["units_kept_from_before"] == UNITS_OF_COUNTRY - 1


class Watcher:
    """Progress that calls a function with all days finished so far."""

    def __init__(self, watch: Callable[[int], None]) -> None:
        self._watch = watch
        self.days = 0

    def advance(self, days: int) -> None:
        self.days += days
        self._watch(self.days)


def test_a_folder_that_is_taken_away_is_one_clear_error_and_stays_away(tmp_path: Path) -> None:
    folder = tmp_path / "out"

    def take_away(_: int) -> None:
        if len(units_in(folder)) == 2:
            shutil.rmtree(folder)

    with pytest.raises(RunError, match="is gone, or this worker does not see it") as refused:
        run(folder, progress=Watcher(take_away))
    assert "\n" not in str(refused.value)
    assert not folder.exists()


@pytest.mark.parametrize("place", [1, 3])
def test_a_full_disk_keeps_the_units_before(
    expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    from koopsim.simulation import unit_files

    real, calls = unit_files.write_parts, []

    def full(parts: Any, path: Path, without: Any = ()) -> int:
        calls.append(path)
        if len(calls) > 4 * place:  # two tables of two offices in each unit
            path.write_bytes(b"half a file")
            raise OSError(28, "No space left on device")
        return real(parts, path, without)

    with monkeypatch.context() as patch:
        patch.setattr(unit_files, "write_parts", full)
        with pytest.raises(RunError, match="No space left on device") as refused:
            run(tmp_path)
    assert "\n" not in str(refused.value)
    assert len(units_in(tmp_path)) == place
    assert len(os.listdir(tmp_path / UNITS)) == place + 1
    assert run(tmp_path, resume=True).run["units_kept_from_before"] == place
    assert contents(tmp_path) == expected


def test_what_failed_at_once_leaves_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_run_module, "write_unit", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path)
    assert os.listdir(tmp_path) == []


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path) -> None:
    with (
        locked(tmp_path),
        pytest.raises(RunError, match="another run is writing to"),
    ):
        run(tmp_path)
    assert not (tmp_path / LOCK).exists()
    run(tmp_path, office(), replications=1)


def test_a_whole_result_is_not_run_again(
    expected: dict[str, bytes], whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    days: list[int] = []
    with monkeypatch.context() as patch:
        patch.setattr(folder_run_module, "write_unit", interrupt)
        run(tmp_path, resume=True, progress=Watcher(days.append))
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path, resume=False)
    assert days == [total_days(country(), None, REPLICATIONS)]
    assert contents(tmp_path) == expected
    (tmp_path / "months.parquet").unlink()
    assert run(tmp_path, resume=True).run["units_kept_from_before"] == 0
    assert contents(tmp_path) == expected


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_progress_reaches_exactly_all_days_also_after_an_interruption(
    unfinished: Path, tmp_path: Path, workers: int
) -> None:
    shutil.copytree(unfinished, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(units_in(tmp_path)[0])
    shutil.rmtree(units_in(tmp_path)[1])
    days: list[int] = []
    run(tmp_path, resume=True, workers=workers, progress=Watcher(days.append))
    total = total_days(country(), None, REPLICATIONS)
    assert days[0] == total // 2
    assert days[-1] == total


def test_several_scenarios_share_workers_and_give_what_each_gives_alone(tmp_path: Path) -> None:
    scenarios = [office("one"), office("two", 90), country()]
    options: dict[str, Any] = {"replications": 2, "seed": 5, "engine": "simpy"}
    together = run_all_to_folders(
        [(each, tmp_path / "together" / each.name) for each in scenarios], workers=2, **options
    )
    assert [result.scenario for result in together] == scenarios
    for each in scenarios:
        run_to_folder(each, tmp_path / "alone" / each.name, workers=1, **options)
    found = contents(tmp_path / "together")
    assert found == contents(tmp_path / "alone")
    assert len(found) == 2 * 5 + 5 + 2 * 2 * 4


def test_what_is_finished_of_several_scenarios_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [(office(name), tmp_path / name) for name in ("one", "two")]
    options: dict[str, Any] = {"replications": 2, "seed": 5, "workers": 1, "engine": "simpy"}
    real, calls = folder_run_module.write_unit, []

    def third_is_the_last(*arguments: Any, **options: Any) -> Any:
        calls.append(arguments)
        if len(calls) > 3:
            raise KeyboardInterrupt
        return real(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(folder_run_module, "write_unit", third_is_the_last)
        with pytest.raises(KeyboardInterrupt):
            run_all_to_folders(runs, **options)
    assert open_result(tmp_path / "one").manifest["scenario"]["name"] == "one"
    assert len(units_in(tmp_path / "two")) == 1
    one, two = run_all_to_folders(runs, resume=True, **options)
    assert one.run["units_kept_from_before"] == 0
    assert two.run["units_kept_from_before"] == 1


def test_two_scenarios_need_two_folders(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="two scenarios have the same folder"):
        run_all_to_folders([(office("one"), tmp_path), (office("two"), tmp_path / "." / "")])
    assert os.listdir(tmp_path) == []


def test_an_older_result_of_another_kind_leaves_nothing(tmp_path: Path) -> None:
    run(tmp_path)
    run(tmp_path, office(), replications=1)
    names = {"cases", "daily_stock", "events", "months"}
    assert set(contents(tmp_path)) == {*(f"{name}.parquet" for name in names), "manifest.json"}
    run(tmp_path, office(), replications=1, events=False)
    assert set(contents(tmp_path)) == {"daily_stock.parquet", "months.parquet", "manifest.json"}


def test_an_office_in_which_nothing_happens_has_a_log_without_rows(tmp_path: Path) -> None:
    nobody = office(size=1).replace({"months": 1}, allow_outside_range=True)
    for seed in range(4):
        result = run(tmp_path, nobody, seed=seed, replications=3)
        simulated = simulate(nobody, seed=seed, replications=3, workers=1, engine="simpy")
        assert result.log_rows == len(simulated.events)
        assert result.events.astype(str).equals(simulated.events.astype(str))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs to put on another user")
def test_a_folder_that_is_closed_to_this_user(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    folder = tmp_path / "closed"
    folder.mkdir()
    os.seteuid(65534)
    try:
        with pytest.raises(RunError, match="cannot write to folder") as refused:
            run(folder, office(), replications=1)
    finally:
        os.seteuid(0)
    assert "\n" not in str(refused.value)
    assert os.listdir(folder) == []


def test_the_manifest_of_the_run_holds_all_that_may_differ(tmp_path: Path) -> None:
    result = run(tmp_path, office(), replications=1)
    assert json.loads((tmp_path / RUN_DEPENDENT).read_text(encoding="utf-8")) == result.run
    assert set(result.run) == {
        *("engine", "workers", "units", "units_kept_from_before", "seconds"),
        "peak_memory_bytes",
    }
    # An interpreter and its libraries.
    assert 50e6 < result.run["peak_memory_bytes"] < 10e9
    text = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    assert "seconds" not in text and "peak" not in text and str(tmp_path) not in text
