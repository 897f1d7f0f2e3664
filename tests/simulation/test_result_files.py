"""Results as files: what is written, what a failure leaves, what can be read back."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from koopsim.model.errors import RunError
from koopsim.model.process.facts import fact_names
from koopsim.scenarios import load_scenario
from koopsim.simulation import SimulationResult, result_files, simulate
from koopsim.simulation.event_log import CASE_SCHEMA, EVENT_SCHEMA
from koopsim.simulation.result_files import prepare_folder, write_files, write_text

FILES = [
    "events.parquet",
    "cases.parquet",
    "months.parquet",
    "daily_stock.parquet",
    "manifest.json",
]


@pytest.fixture(scope="module")
def result() -> SimulationResult:
    tiny = load_scenario("small").replace(
        {"population.size": 60, "months": 2, "warm_up_months": 1}, allow_outside_range=True
    )
    return simulate(tiny, seed=11, workers=1)


def test_five_files_are_written_and_nothing_else(result: SimulationResult, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    paths = write_files(result, folder)
    assert [path.name for path in paths] == FILES
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("name", ["events", "cases", "months", "daily_stock"])
def test_frames_read_back_with_pandas_and_pyarrow(
    result: SimulationResult, tmp_path: Path, name: str
) -> None:
    write_files(result, tmp_path)
    frame = getattr(result, name)
    read = pd.read_parquet(tmp_path / f"{name}.parquet")
    assert list(read.columns) == list(frame.columns)
    assert read.astype(str).equals(frame.astype(str))
    table = pq.read_table(tmp_path / f"{name}.parquet")
    assert table.num_rows == len(frame)
    assert table.column_names == list(frame.columns)
    codec = pq.ParquetFile(tmp_path / f"{name}.parquet").metadata.row_group(0).column(0).compression
    assert codec == "ZSTD"


def test_the_columns_are_those_of_the_schema(result: SimulationResult) -> None:
    assert list(result.events.columns) == list(EVENT_SCHEMA)
    assert list(result.cases.columns) == list(CASE_SCHEMA)
    assert set(fact_names("person")) <= set(CASE_SCHEMA)
    assert list(result.months.columns) == [
        "replication",
        "month",
        "team",
        "indicator",
        "value",
        "unit",
    ]
    assert result.months["unit"].notna().all()


def test_categories_stay_categories(result: SimulationResult, tmp_path: Path) -> None:
    write_files(result, tmp_path)
    read = pd.read_parquet(tmp_path / "events.parquet")
    for column in ("event", "before", "after", "acts", "rules", "team"):
        assert isinstance(read[column].dtype, pd.CategoricalDtype)
        assert list(read[column].cat.categories) == sorted(read[column].cat.categories)


def test_the_manifest_says_where_the_numbers_come_from(
    result: SimulationResult, tmp_path: Path
) -> None:
    write_files(result, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == result.manifest
    assert manifest["scenario"] == {"name": "small", "digest": result.scenario.digest}
    assert manifest["rule_set"]["name"] == "2023-07-01"
    assert (manifest["rule_set"]["valid_from"], manifest["rule_set"]["valid_to"]) == (
        "2023-07-01",
        "2026-06-30",
    )
    assert (manifest["seed"], manifest["replications"], manifest["months"]) == (11, 1, 2)
    assert (manifest["warm_up_from"], manifest["start"], manifest["last_day"]) == (
        "2023-12-01",
        "2024-01-01",
        "2024-02-29",
    )
    assert len(manifest["table"]["digest"]) == 64
    assert manifest["command"].startswith("koopsim run small --months 2 --replications 1 --seed 11")
    assert {"simpy", "python-statemachine", "pandas", "python"} <= manifest["versions"].keys()
    assert not any(text in json.dumps(manifest) for text in ("/home", "/root", "/tmp"))


def test_writing_twice_gives_the_same_bytes(result: SimulationResult, tmp_path: Path) -> None:
    for folder in ("one", "two", "one"):
        write_files(result, tmp_path / folder)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_write_that_fails_leaves_the_old_file_whole(
    result: SimulationResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(result, tmp_path)
    old = {name: (tmp_path / name).read_bytes() for name in FILES}

    def disk_is_full(frame: pd.DataFrame, path: Path, **_: object) -> None:
        Path(path).write_bytes(b"half a file")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", disk_is_full)
    with pytest.raises(RunError, match="No space left on device"):
        write_files(result, tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == old
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


def test_a_text_that_cannot_be_finished_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "manifest.json"
    write_text(path, "old\n")

    def disk_is_full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(result_files.os, "fsync", disk_is_full)
    with pytest.raises(OSError, match="No space left"):
        write_text(path, "new\n")
    assert path.read_text(encoding="utf-8") == "old\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["manifest.json"]


def test_a_folder_that_cannot_be_made_is_one_clear_error(
    result: SimulationResult, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(RunError, match="cannot write to folder") as refused:
        write_files(result, tmp_path / "file" / "out")
    assert "\n" not in str(refused.value)


def test_a_folder_without_permission_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, data: bytes) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(RunError, match="Permission denied"):
        prepare_folder(tmp_path)


def test_the_probe_is_removed(tmp_path: Path) -> None:
    prepare_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []
