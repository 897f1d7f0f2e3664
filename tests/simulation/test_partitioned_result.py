"""A log by replication and office: types, order, and readers that open only what they need."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from koopsim.scenarios import Scenario, load_scenario
from koopsim.simulation import QueryError, ResultFolder, open_result, parquet_files, run_to_folder
from koopsim.simulation.event_log import CASE_SCHEMA, EVENT_SCHEMA
from koopsim.simulation.months import COUNTED_ACTS
from koopsim.simulation.parquet_files import arrow_table, join_files, write_parts
from pyarrow.dataset import field

OFFICES = 11
"""More than ten: 10 comes after 9, not after 1."""
REPLICATIONS = 2


def country() -> Scenario:
    changes = {
        "population.size": 440,
        "staff.teams.under_25.fte": 11.0,
        "staff.teams.from_25.fte": 22.0,
        "offices.spread.count": OFFICES,
        "offices.spread.region_count": 3,
        "offices.spread.size_decile_ratio": 2.0,
        "flows.monthly_move_rate": 0.03,
        "months": 2,
        "warm_up_months": 1,
    }
    return load_scenario("germany").replace(changes, allow_outside_range=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("country")
    run_to_folder(country(), path, replications=REPLICATIONS, seed=3, workers=1, engine="simpy")
    return path


@pytest.fixture(scope="module")
def opened(folder: Path) -> ResultFolder:
    return open_result(folder)


def parts(folder: Path, table: str) -> list[Path]:
    return sorted((folder / table).rglob("*.parquet"))


def test_columns_types_and_order_are_those_of_one_file(opened: ResultFolder) -> None:
    text = pa.dictionary(pa.int16(), pa.string())
    events = opened.table("events").schema
    assert events.names == list(EVENT_SCHEMA)
    types = {
        **{"replication": pa.int16(), "office": pa.int16(), "case": pa.int64()},
        **{"date": pa.timestamp("ms"), "minutes": pa.int16()},
        **dict.fromkeys(("event", "before", "after", "acts", "rules", "team"), text),
    }
    assert {name: events.field(name).type for name in events.names} == types
    cases = opened.table("cases").schema
    assert cases.names == list(CASE_SCHEMA)
    assert cases.field("entered").type == cases.field("left").type == pa.timestamp("ms")
    assert cases.field("under_25").type == pa.bool_()
    frame = opened.table("events").to_table(columns=["replication", "office"]).to_pandas()
    assert frame.equals(frame.sort_values(["replication", "office"], kind="stable"))
    assert set(frame["office"]) == set(range(OFFICES))


def test_office_tables_are_there_and_add_up(opened: ResultFolder) -> None:
    answer = opened.query(
        "select m.value as together, sum(o.value) as added from office_months o join months m "
        "using (replication, month, team, indicator) where m.unit in ('count', 'minutes') "
        "group by replication, month, team, indicator, m.value"
    )
    assert len(answer) > 200
    assert answer["together"].tolist() == pytest.approx(answer["added"].tolist())
    days = opened.query("select count(distinct office) as n, count(*) as rows from office_days")
    assert (days["n"][0], days["rows"][0]) == (OFFICES, OFFICES * REPLICATIONS * (31 + 29))


def test_monthly_indicators_are_those_that_sql_counts_in_the_log(opened: ResultFolder) -> None:
    """The engine counts as it goes; here each act is found again in the text of the log."""
    patterns = {
        "talks": r"\btalk\(",
        "no_shows": r"\bno_show\b",
        "demands_with_notice": r"\bdemand\(",
        "individual_checks": r"\bindividual_check\b",
        "agreements_reviews": r"\badherence_review\b",
        "moves": r"\bhandover\b",
    }
    assert set(patterns) <= set(COUNTED_ACTS)
    for name, pattern in patterns.items():
        both = opened.query(
            "select replication, office, month, team, o.value as value, coalesce(n, 0) as n "
            "from office_months o left join ("
            "select replication, office, strftime(date, '%Y-%m') as month, team, "
            "sum(len(regexp_extract_all(acts, $pattern))) as n from events group by all) "
            "using (replication, office, month, team) "
            "where indicator = $name and team <> 'all'",
            {"pattern": pattern, "name": name},
        )
        assert len(both) == REPLICATIONS * OFFICES * 2 * 2
        assert both["value"].tolist() == both["n"].tolist(), name
        assert both["value"].sum() > 0, name


def test_a_query_about_one_office_opens_no_other_file(folder: Path, tmp_path: Path) -> None:
    """All other files are rubbish, but for the first one, of which the schema is read."""
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    first = tmp_path / "events" / "replication=0" / "office=0" / "part-0.parquet"
    kept = [path for path in parts(tmp_path, "events") if path.parent.name == "office=3"]
    spoilt = [path for path in parts(tmp_path, "events") if path not in (first, *kept)]
    for path in spoilt:
        path.write_bytes(b"rubbish")
    assert (len(kept), len(spoilt)) == (REPLICATIONS, REPLICATIONS * (OFFICES - 1) - 1)
    opened = open_result(tmp_path)
    rows = sum(pq.read_metadata(path).num_rows for path in kept)
    answer = opened.query("select count(*) as n, min(office) as o from events where office = 3")
    assert (answer["n"][0], answer["o"][0]) == (rows, 3)
    assert opened.scan_events(["case"], field("office") == 3).to_table().num_rows == rows
    one = opened.scan_events(["case"], (field("office") == 3) & (field("replication") == 1))
    assert one.count_rows() == pq.read_metadata(kept[1]).num_rows
    with pytest.raises(QueryError, match="the query cannot be answered"):
        opened.query("select count(minutes) from events")


def test_a_filter_picks_fragments(opened: ResultFolder) -> None:
    events = opened.table("events")
    assert len(list(events.get_fragments())) == OFFICES * REPLICATIONS
    assert len(list(events.get_fragments(filter=field("office") == 3))) == REPLICATIONS
    both = (field("office") == 3) & (field("replication") == 1)
    assert len(list(events.get_fragments(filter=both))) == 1


def test_pandas_and_polars_read_lazily_what_sql_reads(opened: ResultFolder, folder: Path) -> None:
    polars = pytest.importorskip("polars")
    answer = opened.query("select sum(minutes) as m, count(*) as n from events where office = 10")
    lazy = opened.lazy_events()
    assert isinstance(lazy, polars.LazyFrame)
    kept = lazy.filter(polars.col("office") == 10)
    found = kept.select(polars.col("minutes").cast(polars.Int64).sum(), polars.len()).collect()
    assert found.row(0) == (answer["m"][0], answer["n"][0])
    frame = pd.read_parquet(folder / "events", filters=[("office", "=", 10)])
    assert (int(frame["minutes"].astype("int64").sum()), len(frame)) == found.row(0)


def test_every_file_has_statistics_and_compression(folder: Path) -> None:
    for path in [*parts(folder, "events"), *folder.glob("*.parquet")]:
        found = pq.read_metadata(path)
        for group in range(found.num_row_groups):
            for column in range(found.num_columns):
                described = found.row_group(group).column(column)
                assert described.compression == "ZSTD"
                assert described.is_stats_set, (path, described.path_in_schema)


def test_a_partitioned_log_without_files_is_one_clear_error(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "events")
    (tmp_path / "events").mkdir()
    with pytest.raises(QueryError, match="no Parquet file is in it"):
        open_result(tmp_path).query("select count(*) from events")


def test_a_folder_whose_own_name_looks_like_a_partition(folder: Path, tmp_path: Path) -> None:
    odd = tmp_path / "office=99"
    shutil.copytree(folder, odd)
    answer = open_result(odd).query("select max(office) as most from events")
    assert answer["most"][0] == OFFICES - 1


def frame_of(rows: int, texts: list[str], first: int = 0) -> pd.DataFrame:
    names = pd.Categorical([texts[i % len(texts)] for i in range(rows)], sorted(texts))
    return pd.DataFrame({"number": range(first, first + rows), "text": names})


def test_small_files_are_gathered_to_large_row_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_files, "ROW_GROUP_ROWS", 1000)
    sizes, paths, first = [300, 0, 600, 50, 2500, 10, 999, 1], [], 0
    for place, rows in enumerate(sizes):
        paths.append(tmp_path / f"{place}.parquet")
        write_parts([frame_of(rows, ["common", f"only {place}"], first)], paths[-1])
        first += rows
    whole = tmp_path / "whole.parquet"
    join_files(paths, whole)
    read = pq.ParquetFile(whole)
    groups = [read.metadata.row_group(i).num_rows for i in range(read.num_row_groups)]
    assert sum(groups) == sum(sizes)
    assert max(groups) <= 1000
    assert len(groups) <= 8
    assert read.schema_arrow.field("text").type == pa.dictionary(pa.int16(), pa.string())
    frame = read.read().to_pandas()
    assert frame["number"].tolist() == list(range(sum(sizes)))
    parts_read = pd.concat([pd.read_parquet(path).astype({"text": str}) for path in paths])
    assert frame["text"].astype(str).tolist() == parts_read["text"].tolist()
    # In each row group a text stands once: all pages are dictionary-encoded.
    for group in range(read.num_row_groups):
        assert "RLE_DICTIONARY" in read.metadata.row_group(group).column(1).encodings
        assert read.metadata.row_group(group).column(1).has_dictionary_page


def test_a_table_without_rows_keeps_its_types() -> None:
    table = arrow_table(frame_of(0, ["a"]).assign(empty=pd.Categorical([], categories=[])))
    text = pa.dictionary(pa.int16(), pa.string())
    assert table.schema.field("text").type == table.schema.field("empty").type == text
