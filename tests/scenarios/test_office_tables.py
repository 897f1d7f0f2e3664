"""Tables of offices, in the scenario file or as CSV: good ones, wrong ones, with their lines."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from koopsim.model.errors import ScenarioError
from koopsim.scenarios import Grade, Scenario, load_scenario, office_scenarios

HEAD = """\
name: mine
extends: baseline
title: {de: Meine, en: Mine}
offices:
  table:
    grade: statistic
    source: own counts of 2025
"""
"""Seven lines; tests add the offices from line 8 on."""

FROM_FILE = HEAD + "    file: offices.csv\n"
CSV = """\
name,size,share_under_25,fte_under_25,fte_from_25,land
Musterstadt,3584,0.18,8.6,19.6,BY
Köln Süd,12000,0.2,32,64.25,NW
"""


def load(folder: Path, text: str, table: str | bytes = CSV) -> Scenario:
    """Load a scenario file with a CSV file beside it."""
    content = table if isinstance(table, bytes) else table.encode("utf-8")
    (folder / "offices.csv").write_bytes(content)
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder / "mine.yaml")


def problems(folder: Path, text: str, table: str | bytes = CSV) -> list[str]:
    """Return the lines of the error, without the folder."""
    with pytest.raises(ScenarioError) as caught:
        load(folder, text, table)
    return str(caught.value).replace(f"{folder}{os.sep}", "").splitlines()


def numbers(scenario: Scenario) -> list[tuple[str, int, float, tuple[float, float], str]]:
    """Return what a test compares of each office."""
    return [
        (o.label, o.size, o.share_under_25, o.fte, o.scenario.land)
        for o in office_scenarios(scenario)
    ]


EXPECTED = [
    ("Musterstadt", 3584, 0.18, (8.6, 19.6), "BY"),
    ("Köln Süd", 12000, 0.2, (32.0, 64.25), "NW"),
]


def test_a_csv_file_gives_the_offices_and_the_totals(tmp_path: Path) -> None:
    scenario = load(tmp_path, FROM_FILE)
    assert numbers(scenario) == EXPECTED
    assert scenario.population.size.value == 15_584
    assert scenario.staff.teams.under_25.fte.value == 40.6
    assert scenario.staff.teams.from_25.fte.value == 83.85
    young = 0.18 * 3584 + 0.2 * 12000
    assert scenario.population.share_under_25.value == pytest.approx(young / 15_584, rel=1e-12)
    size = scenario.population.size
    assert (size.grade, size.source) == (Grade.STATISTIC, "own counts of 2025")


def test_numbers_of_a_table_keep_its_grade_and_source(tmp_path: Path) -> None:
    office = office_scenarios(load(tmp_path, FROM_FILE))[0].scenario
    for parameter in (office.population.size, office.staff.teams.from_25.fte):
        assert parameter.grade is Grade.STATISTIC
        assert parameter.source == "Row 'Musterstadt' of the table of offices: own counts of 2025"
    minors = office.population.share_minor
    assert minors.grade is Grade.ASSUMPTION
    assert minors.source.startswith("Derived for Musterstadt like all persons under 25; total: ")


def test_rows_in_the_scenario_file_mean_the_same(tmp_path: Path) -> None:
    rows = "".join(
        f"      - {{name: {label}, size: {size}, share_under_25: {share}, "
        f"fte_under_25: {fte[0]}, fte_from_25: {fte[1]}, land: {land}}}\n"
        for label, size, share, fte, land in EXPECTED
    )
    listed = load(tmp_path, f"{HEAD}    rows:\n{rows}")
    assert numbers(listed) == EXPECTED
    assert listed.digest == load(tmp_path, FROM_FILE).digest


def test_a_table_with_semicolons_takes_decimal_commas_and_a_byte_order_mark(tmp_path: Path) -> None:
    german = CSV.replace(",", ";").replace(".", ",").replace("\n", "\r\n").encode("utf-8-sig")
    assert numbers(load(tmp_path, FROM_FILE, german)) == EXPECTED


def test_columns_that_are_left_out_follow_the_totals(tmp_path: Path) -> None:
    text = FROM_FILE + "staff: {teams: {under_25: {fte: {value: 10.01, range: [10, 11]}}}}\n"
    scenario = load(tmp_path, text, "size,name\n100,A\n300,B\n\n")
    first, second = office_scenarios(scenario)
    assert (first.size, second.size) == (100, 300)
    assert first.share_under_25 == second.share_under_25 == 0.19
    assert first.fte[0] + second.fte[0] == pytest.approx(10.01, abs=1e-9)
    assert 3 * first.fte[0] == pytest.approx(second.fte[0], abs=0.02)
    assert first.scenario.staff.teams.under_25.fte.grade is Grade.ASSUMPTION
    assert first.scenario.land == "NW"


def test_a_scenario_over_a_table_scales_all_offices(tmp_path: Path) -> None:
    load(tmp_path, FROM_FILE)
    (tmp_path / "more.yaml").write_text(
        "name: more\nextends: mine.yaml\ntitle: {de: M, en: M}\n"
        "staff: {teams: {under_25: {fte: {value: 81.2, range: [40, 90]}}}}\n",
        encoding="utf-8",
    )
    more = load_scenario(tmp_path / "more.yaml")
    assert [fte[0] for _, _, _, fte, _ in numbers(more)] == [17.2, 64.0]
    assert [row[:3] for row in numbers(more)] == [row[:3] for row in EXPECTED]
    fte = office_scenarios(more)[0].scenario.staff.teams.under_25.fte
    assert fte.grade is Grade.ASSUMPTION
    assert "scaled to: changed in scenario more" in fte.source


def test_a_table_takes_the_place_of_a_spread_and_the_other_way_round(tmp_path: Path) -> None:
    over = load(tmp_path, FROM_FILE.replace("baseline", "germany"))
    assert over.offices is not None and over.offices.spread is None
    (tmp_path / "one.yaml").write_text(
        "name: one\nextends: germany\ntitle: {de: M, en: M}\noffices:\n", encoding="utf-8"
    )
    assert load_scenario(tmp_path / "one.yaml").offices is None


def test_stated_totals_must_agree_with_the_table(tmp_path: Path) -> None:
    right = "population: {size: {value: 15584, range: [15000, 16000]}}\n"
    size = load(tmp_path, FROM_FILE + right).population.size
    assert (size.range, size.source) == ((15000, 16000), "own counts of 2025")
    wrong = "population: {size: {value: 15585, range: [15000, 16000]}}\n"
    assert problems(tmp_path, FROM_FILE + wrong) == [
        "mine.yaml:9:28: population.size.value: 15585 is not what the table of offices adds up to, "
        "15584; correct one of them, or leave this value out"
    ]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("", ["1:1: the file is empty; the first line names the columns, each further line is an"]),
        ("name,size\n", ["1:1: there is no office below the names of the columns"]),
        (
            "name,sise\nA,1\n",
            ["1:1: the text 'sise' is not a column of", "1:1: the column size is"],
        ),
        ("name,size,size\nA,1,1\n", ["1:1: a column is named twice"]),
        ("name,size\nA,1,2\n", ["2:1: the first line names 2 columns, but this line has 3"]),
        ('name,size\n"A,1\n', ["2:1: quotation marks do not match; an office has one line"]),
        ("name,size\nA,0\n", ["2:1: offices.table.rows.0.size: 0 is not accepted; give 1 or more"]),
        (
            "name,size\nA,x\n",
            ["2:1: offices.table.rows.0.size: the text 'x' is not accepted; give"],
        ),
        ("name,size\nA,\n", ["2:1: offices.table.rows.0.size: is missing; it says: Employable be"]),
        (
            "name,size\nA,1\n\nA,1\n",
            ["4:1: offices.table.rows.1.name: the office 'A' stands in th"],
        ),
        (
            "name,size,share_under_25\nA,1,0.5\nB,1,\n",
            ["3:1: offices.table.rows.1.share_under_25: is given for some offices only; give it"],
        ),
        (
            "name,size,share_under_25\nA,1,1.5\n",
            ["2:1: offices.table.rows.0.share_under_25: 1.5 is not accepted; give 1.0 or less"],
        ),
        ("name,size,land\nA,1,XX\n", ["2:1: offices.table.rows.0.land: the text 'XX' is not acc"]),
        ("name,size\nA\t,1\n", ["2:2: a tab is not accepted; use spaces"]),
        (b"name,size\nK\xf6ln,1\n", ["2:2: the file is not UTF-8; save it with this encoding"]),
        (
            b"x" * 1_100_000,
            ["1:1: the file is larger than 1,048,576 bytes; no scenario needs that"],
        ),
        ("name,size\n" + "A,1\n" * 10_001, ["10002:1: more than 10,000 offices"]),
    ],
)
def test_a_wrong_table_names_its_line(
    tmp_path: Path, table: str | bytes, expected: list[str]
) -> None:
    lines = [line.strip() for line in problems(tmp_path, FROM_FILE, table)]
    found = lines[1:] if len(expected) > 1 else lines
    assert len(found) == len(expected)
    for line, start in zip(found, expected, strict=True):
        assert line.startswith(f"offices.csv:{start}"), line


@pytest.mark.parametrize(
    ("offices", "expected"),
    [
        ("    file: absent.csv\n", "8:11: offices.table.file: absent.csv: cannot be read: No such"),
        (
            "    file: .\n",
            "8:11: offices.table.file: {here}: this is not a file; give the path of a CSV",
        ),
        ('    file: "a\\0b"\n', "8:11: offices.table.file: give the path of a CSV file, seen from"),
        ("    file: ''\n", "8:11: offices.table.file: the text '' is not accepted; give text that"),
        ("    file: 3\n", "8:11: offices.table.file: 3 is not accepted; give text"),
        ("    rows: []\n", "8:11: offices.table.rows: no offices; list them here, or name a file"),
        ("    rows: 3\n", "8:11: offices.table.rows: 3 is not accepted; give a list"),
        ("    rows: [3]\n", "8:12: offices.table.rows.0: 3 is not accepted; a group of fields is"),
        ("    note: x\n", "8:5: offices.table.note: is not a field here; accepted: "),
        ("", "5:3: offices.table.rows: no offices; list them here, or name a file with them"),
        ("  spread: {}\n", "8:3: offices.spread"),
    ],
)
def test_a_table_that_is_none(tmp_path: Path, offices: str, expected: str) -> None:
    found = [line.strip() for line in problems(tmp_path, HEAD + offices)]
    expected = expected.replace("{here}", str(tmp_path))
    assert any(line.startswith(f"mine.yaml:{expected}") for line in found), found


def test_either_a_file_or_rows(tmp_path: Path) -> None:
    text = FROM_FILE + "    rows: [{name: A, size: 3}]\n"
    assert problems(tmp_path, text)[0].endswith("file: give either a file or rows, and not both")


def test_offices_are_either_spread_or_listed(tmp_path: Path) -> None:
    assert problems(tmp_path, HEAD.partition("offices:")[0] + "offices: {}\n") == [
        "mine.yaml:4:1: offices: give either a spread or a table of offices, and not both"
    ]


def test_a_library_scenario_may_not_name_files_of_others(tmp_path: Path) -> None:
    for odd in ("/etc/hostname", "../../etc/hostname", "/dev/zero"):
        lines = problems(tmp_path, HEAD + f"    file: {odd}\n")
        assert all(len(line) < 300 for line in lines)


CHECKS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
"""Each example overwrites the files of the one before."""

names = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12
).filter(lambda text: text.strip() == text and len(text.splitlines()) == 1)


@settings(deadline=None, max_examples=50, suppress_health_check=CHECKS)
@given(
    rows=st.lists(
        st.tuples(names, st.integers(1, 50_000), st.integers(0, 100), st.integers(0, 9_999)),
        min_size=1,
        max_size=8,
        unique_by=lambda row: row[0],
    ),
    mark=st.sampled_from(",;"),
)
def test_what_the_csv_writer_writes_is_read_back(
    tmp_path: Path,
    rows: list[tuple[str, int, int, int]],
    mark: str,
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=mark)
    writer.writerow(["name", "size", "share_under_25", "fte_under_25"])
    for name, size, percent, hundredths in rows:
        share, fte = f"{percent / 100}", f"{hundredths / 100:.2f}"
        decimal = "," if mark == ";" else "."
        writer.writerow([name, size, share.replace(".", decimal), fte.replace(".", decimal)])
    young = "population: {share_minor: {value: 0.0, range: [0.0, 0.1]}}\n"
    scenario = load(tmp_path, FROM_FILE + young, stream.getvalue())
    offices = office_scenarios(scenario)
    assert [(o.label, o.size) for o in offices] == [(row[0], row[1]) for row in rows]
    for office, (_, _, percent, hundredths) in zip(offices, rows, strict=True):
        assert office.share_under_25 == pytest.approx(percent / 100, abs=1e-12)
        assert office.fte[0] == hundredths / 100


@settings(deadline=None, max_examples=100, suppress_health_check=CHECKS)
@given(
    content=st.binary(max_size=80)
    | st.text(max_size=80)
    | st.text(st.sampled_from(list("name,size;\n\"'01259.,ABé \r")), max_size=60).map(
        lambda text: "name,size\n" + text
    )
)
def test_any_table_gives_a_scenario_or_one_clear_error(
    tmp_path: Path, content: str | bytes
) -> None:
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    try:
        load(tmp_path, FROM_FILE, data)
    except ScenarioError as error:
        assert all(char.isprintable() or char == "\n" for char in str(error))
