"""Asking a result in SQL: the same as pandas, read-only, and nothing outside the result."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from koopsim.model.errors import KoopsimError
from koopsim.scenarios import load_scenario
from koopsim.simulation import QueryError, ResultFolder, SimulationResult, open_result, simulate
from koopsim.simulation.result_files import write_files
from koopsim.simulation.result_query import OFFICE_TABLES, TABLES
from pyarrow import dataset

Asked = SimulationResult | ResultFolder


@pytest.fixture(scope="module")
def result() -> SimulationResult:
    tiny = load_scenario("small").replace(
        {"population.size": 80, "months": 3, "warm_up_months": 1}, allow_outside_range=True
    )
    return simulate(tiny, seed=5, replications=2, workers=1)


@pytest.fixture(scope="module")
def folder(result: SimulationResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("result")
    write_files(result, path)
    return path


@pytest.fixture(params=["memory", "folder"])
def asked(request: pytest.FixtureRequest, result: SimulationResult, folder: Path) -> Asked:
    return result if request.param == "memory" else open_result(folder)


def test_counts_and_sums_agree_with_pandas(asked: Asked, result: SimulationResult) -> None:
    answer = asked.query(
        "select replication, event, count(*) as times, sum(minutes) as minutes from events "
        "group by replication, event order by replication, event"
    )
    groups = result.events.groupby(["replication", "event"], observed=True)["minutes"]
    expected = groups.agg(["size", "sum"]).reset_index()
    assert len(answer) == len(expected) > 10
    for name, column in zip(answer.columns, expected.columns, strict=True):
        assert answer[name].tolist() == expected[column].tolist()


def test_joins_dates_and_reserved_words_agree_with_pandas(
    asked: Asked, result: SimulationResult
) -> None:
    answer = asked.query(
        'select e."case", min(e.date) as first, any_value(c."left") as "left" '
        'from events e join cases c using (replication, office, "case") '
        'where c.under_25 and e.replication = 0 group by e."case" order by e."case"'
    )
    keys = ["replication", "office", "case"]
    joined = result.events.merge(result.cases[[*keys, "left", "under_25"]], on=keys)
    joined = joined[joined["under_25"] & (joined["replication"] == 0)]
    expected = joined.groupby("case").agg(first=("date", "min"), left=("left", "first"))
    assert answer["case"].tolist() == expected.index.tolist()
    assert answer["first"].tolist() == expected["first"].tolist()
    assert answer["left"].isna().tolist() == expected["left"].isna().tolist()
    assert len(answer) > 5


@pytest.mark.parametrize("name", [name for name in TABLES if name not in OFFICE_TABLES])
def test_every_table_comes_back_whole(asked: Asked, result: SimulationResult, name: str) -> None:
    answer, frame = asked.query(f"from {name}"), getattr(result, name)
    assert list(answer.columns) == list(frame.columns)
    assert answer.astype(str).equals(frame.astype(str).astype(answer.astype(str).dtypes))


def test_parameters_by_place_and_by_name(asked: Asked, result: SimulationResult) -> None:
    expected = int((result.events["event"] == "talk_held").sum())
    by_place = asked.query("select count(*) as n from events where event = ?", ["talk_held"])
    by_name = asked.query("select count(*) as n from events where event = $e", {"e": "talk_held"})
    assert by_place["n"].tolist() == by_name["n"].tolist() == [expected]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("", "a query is one SELECT, but this text holds 0 statements"),
        ("-- nothing", "a query is one SELECT, but this text holds 0 statements"),
        ("select 1; select 2", "a query is one SELECT, but this text holds 2 statements"),
        ("selec 1", 'the query cannot be answered: syntax error at or near "selec"'),
        ("select case from events", 'a column named like a word of SQL is written "case"'),
        ("select e.left from events e, x where", 'a column named like a word of SQL is written "'),
        ("from evnts", "a result has no table 'evnts'; it has events, cases, months, daily_stock"),
        ("select foo from events", 'Referenced column "foo" not found in FROM clause!'),
        ("select foo(1)", "Scalar Function with name foo does not exist!"),
        ("select cast('x' as int)", "Could not convert string 'x' to INT32"),
        ("select * from events where event = ?", "the query cannot be answered: "),
    ],
)
def test_a_wrong_query_gives_one_sentence(
    result: SimulationResult, sql: str, expected: str
) -> None:
    with pytest.raises(QueryError) as refused:
        result.query(sql)
    assert expected in str(refused.value)
    assert "\n" not in str(refused.value)
    assert issubclass(QueryError, KoopsimError)


@pytest.mark.parametrize(
    "sql",
    [
        "create table mine as select 1",
        "insert into events values (1)",
        "delete from events",
        "drop view events",
        "update events set minutes = 0",
        "copy events to '{folder}/stolen.csv'",
        "copy (select 1) to '{folder}/events.parquet' (format parquet)",
        "export database '{folder}/stolen'",
        "attach '{folder}/stolen.db'",
        "set enable_external_access = true",
        "reset lock_configuration",
        "install httpfs",
        "load httpfs",
        "pragma database_list",
        "call pragma_version()",
        "explain select 1",
        "begin transaction",
    ],
)
def test_nothing_can_be_changed(folder: Path, sql: str) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(QueryError, match="a query is one SELECT"):
        open_result(folder).query(sql.format(folder=folder))
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    "source",
    [
        "'{file}'",
        "read_csv('{file}')",
        "read_text('{file}')",
        "read_blob('{file}')",
        "read_json('{file}')",
        "sniff_csv('{file}')",
        "glob('{folder}/*')",
        "'{folder}/events.parquet'",
        "read_parquet('{folder}/events.parquet')",
        "parquet_metadata('{folder}/events.parquet')",
        "read_csv('https://example.org/x.csv')",
        "query('select * from read_text(''{file}'')')",
        "query_table('{file}')",
        "secret_frame",
    ],
)
def test_no_other_file_or_data_can_be_read(asked: Asked, folder: Path, source: str) -> None:
    secret_frame = pd.DataFrame({"secret": [1]})
    assert len(secret_frame) == 1
    text = source.format(file=folder / "manifest.json", folder=folder)
    with pytest.raises(QueryError):
        asked.query(f"select * from {text}")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=60) | st.text("select*from events,(casleft)'\";-1", max_size=40))
@example("select '\ud800'")
@example("select date '290000-01-01', interval 5 month, 1e300::decimal(38, 1)")
@example("select '\0'")
def test_any_text_gives_a_frame_or_a_query_error(result: SimulationResult, text: str) -> None:
    try:
        assert isinstance(result.query(text), pd.DataFrame)
    except QueryError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("value", [object(), 1 << 200, "\ud800", b"x", float("nan"), {1: 2}])
def test_odd_parameters_give_a_frame_or_a_query_error(
    result: SimulationResult, value: object
) -> None:
    try:
        assert len(result.query("select ? as x", [value])) == 1
    except QueryError as error:
        assert "\n" not in str(error)


def test_what_is_no_text_is_refused(result: SimulationResult) -> None:
    with pytest.raises(QueryError, match="a query is a text"):
        result.query(5)  # type: ignore[arg-type]


def test_events_are_scanned_lazily(asked: Asked, result: SimulationResult) -> None:
    scanner = asked.scan_events(["case", "minutes"], dataset.field("event") == "talk_held")
    held = result.events[result.events["event"] == "talk_held"]
    read = scanner.to_table().to_pandas()
    assert list(read.columns) == ["case", "minutes"]
    assert read["minutes"].tolist() == held["minutes"].tolist()
    assert asked.scan_events().count_rows() == len(result.events)
    with pytest.raises(
        QueryError, match="the event log has no column 'minuts'; it has replication"
    ):
        asked.scan_events(["minuts"])


def test_polars_reads_the_same(asked: Asked, result: SimulationResult) -> None:
    polars = pytest.importorskip("polars")
    lazy = asked.lazy_events()
    assert isinstance(lazy, polars.LazyFrame)
    minutes = lazy.select(polars.col("minutes").cast(polars.Int64).sum()).collect().item()
    assert minutes == int(result.events["minutes"].astype("int64").sum())


def test_without_polars_the_error_says_what_to_install(
    result: SimulationResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(QueryError, match=r"pip install 'koopsim\[polars\]'"):
        result.lazy_events()


def test_a_log_in_parts_is_one_table(result: SimulationResult, tmp_path: Path) -> None:
    write_files(result, tmp_path)
    (tmp_path / "events.parquet").unlink()
    for number, part in result.events.groupby("replication"):
        inner = tmp_path / "events" / f"replication={number}"
        inner.mkdir(parents=True)
        part.drop(columns="replication").to_parquet(inner / "part.parquet", index=False)
    answer = open_result(tmp_path).query(
        "select replication, count(*) as n from events group by all order by all"
    )
    expected = result.events.groupby("replication").size()
    assert answer["replication"].tolist() == expected.index.tolist()
    assert answer["n"].tolist() == expected.tolist()


def test_a_result_without_event_log_still_answers_about_months(
    result: SimulationResult, tmp_path: Path
) -> None:
    write_files(result, tmp_path)
    (tmp_path / "events.parquet").unlink()
    opened = open_result(tmp_path)
    answer = opened.query("select count(*) as n from MONTHS")
    assert answer["n"].tolist() == [len(result.months)]
    with pytest.raises(QueryError, match=r"has no file events\.parquet"):
        opened.query("select count(*) from events")


def test_the_manifest_is_at_hand(folder: Path, result: SimulationResult) -> None:
    assert open_result(str(folder)).manifest == json.loads(json.dumps(result.manifest))


@pytest.mark.parametrize("damage", ["absent", "no manifest", "bad manifest", "a list", "no events"])
def test_a_folder_that_is_no_result_gives_one_sentence(
    result: SimulationResult, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "run"
    if damage != "absent":
        write_files(result, folder)
    if damage == "no manifest":
        (folder / "manifest.json").unlink()
    elif damage == "bad manifest":
        (folder / "manifest.json").write_bytes(b"\xff{")
    elif damage == "a list":
        (folder / "manifest.json").write_text("[]", encoding="utf-8")
    elif damage == "no events":
        (folder / "events.parquet").write_bytes(b"PAR1 half a file")
    with pytest.raises(QueryError) as refused:
        open_result(folder).query("select count(*) from events")
    assert str(folder) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_unknown_tables_are_refused(asked: Asked) -> None:
    with pytest.raises(QueryError, match="a result has no table 'scenario'; it has events"):
        asked.table("scenario")


def test_a_query_leaves_no_file_behind(
    result: SimulationResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result.query("select * from events order by acts")
    assert os.listdir(tmp_path) == []
