"""Rows of a log from outside: each is used or reported, in any form a file may have."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.logs.log_store import LogStore
from koopsim.analysis.logs.mapping import LogMapping, read_mapping
from koopsim.analysis.logs.open_log import open_log
from koopsim.analysis.logs.problems import PROBLEMS, ProblemKind
from koopsim.model.process.events import EVENTS
from koopsim.model.rule_set import load_rule_set

from .conftest import FIRST_TALK, Judge, Opened, entry

GOOD = "case,date,event\n1,2024-03-01,enter\n1,2024-03-04,invitation_sent\n"


def rows_of(store: LogStore) -> list[tuple[str, int, int]]:
    return [(case, row.row, row.day) for case, rows in store.cases() for row in rows]


def kinds(store: LogStore) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in store.problem_rows().to_dict("records"):
        found.setdefault(row["row"], []).append(row["kind"])
    return found


BROKEN = {
    ",2024-03-05,leave": ProblemKind.missing_case,
    "1,,leave": ProblemKind.missing_date,
    "1,5 March,leave": ProblemKind.bad_date,
    "1,05.03.24,leave": ProblemKind.bad_date,
    "1,2024-02-30,leave": ProblemKind.impossible_date,
    "1,31.04.2024,leave": ProblemKind.impossible_date,
    "1,2023-06-30,leave": ProblemKind.outside_rule_set,
    "1,2026-07-01,leave": ProblemKind.outside_rule_set,
    "1,2024-03-05,": ProblemKind.missing_event,
    "1,2024-03-05,left": ProblemKind.unknown_event,
    "1,2024-03-05": ProblemKind.too_few_cells,
    "1,2024-03-05,leave,more": ProblemKind.too_many_cells,
    '1,"2024-03-05,leave': ProblemKind.too_few_cells,
    "1,2024-03-04,invitation_sent": ProblemKind.duplicate,
}


@pytest.mark.parametrize("line", BROKEN)
def test_a_broken_row_is_reported_and_the_others_are_used(opened: Opened, line: str) -> None:
    with opened(f"{GOOD}{line}\n2,2024-03-05,enter\n") as store:
        assert kinds(store) == {4: [BROKEN[line]]}
        assert (store.counts.read, store.counts.used, store.counts.left_out) == (4, 3, 1)
        assert [row for _, row, _ in rows_of(store)] == [2, 3, 5]
        table = store.problem_rows("de")
        assert table["accepted"].str.len().min() > 3
        assert list(table["consequence"]) == ["Zeile ausgelassen"]


USED = {
    "vulnerable": ("vielleicht", ProblemKind.bad_truth),
    "acts": ("letter(to=nobody)", ProblemKind.bad_acts),
    "before": ("trust|first_due", ProblemKind.bad_configuration),
}


@pytest.mark.parametrize("column", USED)
def test_a_broken_cell_costs_the_cell_alone(opened: Opened, column: str) -> None:
    text, kind = USED[column]
    with opened(f"case,date,event,{column}\n1,2024-03-01,enter,{text}\n") as store:
        assert kinds(store) == {2: [kind]}
        assert store.counts.left_out == 0
        assert len(rows_of(store)) == 1


def test_rows_that_differ_in_their_time_are_two(opened: Opened) -> None:
    rows = "".join(f"1,2024-03-05T{hour}:00,offer_made\n" for hour in ("08", "09", "09"))
    with opened(GOOD + rows) as store:
        assert kinds(store) == {6: [ProblemKind.duplicate]}


def test_a_minor_who_is_not_under_25_is_reported(opened: Opened) -> None:
    with opened("case,date,event,minor,under_25\n1,2024-03-01,enter,ja,nein\n") as store:
        assert kinds(store) == {2: [ProblemKind.contradiction]}
        ((_, rows),) = store.cases()
        assert rows[0].known == 0


def test_rows_out_of_order_are_put_in_order(opened: Opened) -> None:
    text = "case,date,event\n1,2024-03-04,invitation_sent\n2,2024-01-01,enter\n1,2024-03-01,enter\n"
    with opened(text) as store:
        assert kinds(store) == {4: [ProblemKind.out_of_order]}
        assert [row for case, row, _ in rows_of(store) if case == "1"] == [4, 2]


GERMAN = "Fall;Datum;Ereignis;minderjährig\nä1;01.03.2024;wird volljährig;ja\n"
FORMS = {
    "utf-8 with mark": GERMAN.encode("utf-8-sig"),
    "windows-1252": GERMAN.encode("cp1252"),
    "utf-16": GERMAN.replace(";", "\t").encode("utf-16"),
    "utf-16, the other way": b"\xfe\xff"
    + "case,date,event,minor\nä1,2024-03-01,came_of_age,1\n".encode("utf-16-be"),
    "lines of Windows": "case,date,event,minor\r\nä1,2024-03-01,came_of_age,x\r\n".encode(),
    "lines of old Macs": "case,date,event,minor\rä1,2024-03-01,came_of_age,x\r".encode(),
    "no last line end": "case|date|event|minor\nä1|2024-03-01T08:15|Came_of_Age|TRUE".encode(),
    "quoted": 'case,date,event,minor\n"ä1","2024-03-01","came_of_age","yes"\n\n'.encode(),
    "other order": "minor;event;note;date;case\nja;came_of_age;x;2024-03-01;ä1\n".encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_any_common_form_is_read(opened: Opened, form: str) -> None:
    with opened(FORMS[form]) as store:
        assert kinds(store) == {}
        ((case, (row,)),) = store.cases()
        assert (case, row.day, list(EVENTS)[row.event]) == ("ä1", 738946, "came_of_age")
        assert row.known.bit_count() == row.truth.bit_count() == 1


def test_a_line_in_another_encoding_is_reported_and_used(opened: Opened) -> None:
    padding = b"".join(b"%d,2024-03-01,enter\n" % n for n in range(60_000))
    text = b"case,date,event\n" + padding + "zü,2024-03-01,enter\n".encode("cp1252")
    with opened(text) as store:
        assert kinds(store) == {60_002: [ProblemKind.other_encoding]}
        assert store.counts.used == 60_001


REFUSED = {
    "": "is empty",
    "\n \n": "is empty",
    "case,date,event\n": "holds no rows",
    "case,day,what\n1,2024-03-01,enter\n": "no column for event",
    "case,date,event,fall\n1,2024-03-01,enter,1\n": "two columns hold 'case'",
    "case,date,event\n1,2024-03-01,foo\n2,2024-03-01,foo\n": "none of its 2 rows can be used",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_log_of_which_nothing_can_be_used_is_refused_in_a_sentence(
    judge: Judge, text: str
) -> None:
    with pytest.raises(AnalysisError, match=REFUSED[text]):
        judge(text)


def test_what_is_no_log_is_refused(tmp_path: Path) -> None:
    rules = load_rule_set("2023-07-01")
    with pytest.raises(AnalysisError, match="there is no log"):
        open_log(tmp_path / "nothing.csv", rules)
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and nothing else")
    with pytest.raises(AnalysisError, match="as Parquet"):
        open_log(tmp_path / "bad.parquet", rules)


def test_a_parquet_log_from_outside(opened: Opened, tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "case": [1, 1, 2, 2],
            "date": pd.to_datetime(["2024-03-01", "2024-03-04", None, "2024-03-05"]),
            "event": ["enter", "invitation_sent", "enter", "enter"],
            "minor": pd.array([True, None, None, False], dtype="boolean"),
        }
    )
    frame.to_parquet(tmp_path / "log.parquet")
    with opened(tmp_path / "log.parquet") as store:
        assert kinds(store) == {4: [ProblemKind.missing_date]}
        assert [case for case, _, _ in rows_of(store)] == ["1", "1", "2"]


CELLS = st.one_of(
    st.sampled_from(
        ["1", "2", "", "2024-03-01", "2024-02-30", "01.03.2024", "enter", "leave", "x"]
    ),
    st.text(
        st.characters(blacklist_characters="\r\n\x00", blacklist_categories=["Cs"]), max_size=8
    ),
)
LINES = st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=25)


@settings(max_examples=25)
@given(
    lines=LINES, separator=st.sampled_from(";,\t"), encoding=st.sampled_from(["utf-8", "utf-16"])
)
def test_rows_in_are_rows_used_and_rows_reported(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[list[str]],
    separator: str,
    encoding: str,
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "log.csv"
    texts = [separator.join(line) for line in lines]
    content = "\n".join([separator.join(("case", "date", "event", "minor")), *texts])
    path.write_bytes(content.encode(encoding))
    with open_log(path, load_rule_set("2023-07-01")) as store:
        counts, found = store.counts, kinds(store)
        used = {row for _, row, _ in rows_of(store)}
        assert counts.read == sum(bool(text.strip()) for text in texts)
        assert counts.used == len(used)
        assert counts.left_out == store.left_out_rows()
        lost = {
            row
            for row, all_of in found.items()
            if not all(PROBLEMS[ProblemKind(kind)].row_used for kind in all_of)
        }
        assert used | lost == set(range(2, counts.read + 2))
        assert not used & lost
        assert Counter(counts.by_kind) == Counter(k for all_of in found.values() for k in all_of)


@settings(max_examples=15)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "log.csv"
    path.write_bytes(b"case,date,event\n" + content)
    with open_log(path, load_rule_set("2023-07-01")) as store:
        assert store.counts.used == len({row for _, row, _ in rows_of(store)})


MAPPING = """
columns: {case: Aktenzeichen, date: Buchung, event: Vorgang}
events:
  Zugang: enter
  Beratung: [talk_held, talk_ended]
  Telefonnotiz: ignore
  Einladung: invitation_sent
unrecorded: [talk_ended]
assumed: {unemployment_benefit: false, legacy_agreement: false}
"""


def mapping_of(tmp_path: Path, text: str) -> LogMapping:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


def test_a_mapping_gives_names_their_meaning(opened: Opened, judge: Judge, tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, MAPPING)
    text = (
        "Aktenzeichen;Buchung;Vorgang\n7;02.01.2024;Zugang\n7;03.01.2024;Telefonnotiz\n"
        "7;05.01.2024;Einladung\n7;20.02.2024;Beratung\n"
    )
    with opened(text, mapping) as store:
        assert (store.counts.read, store.counts.used) == (4, 3)
        assert kinds(store) == {3: [ProblemKind.left_out_by_mapping]}
        assert store.events == 4
    found = judge(text, mapping)
    assert found.misfits == 0
    # What is assumed of persons who enter makes the deadline of the first talk known.
    assert set(found.rules["deadline"]) == {"first_talk_due"}
    unsure = mapping_of(tmp_path, MAPPING.partition("assumed")[0])
    assert judge(text, unsure).rules.empty


def test_unrecorded_events_may_have_happened_unseen(judge: Judge) -> None:
    rows = [
        ("2024-01-02", "enter", {}),
        ("2024-01-05", "invitation_sent", {}),
        ("2024-01-19", "talk_held", {}),
        ("2024-01-22", "invitation_sent", {}),
        ("2024-02-05", "talk_held", {}),
    ]
    assert judge(rows).misfits == 1
    assert judge(rows, LogMapping(unrecorded=frozenset({"talk_ended"}))).misfits == 0


def test_a_deadline_that_an_unrecorded_event_restarts_is_not_held_against_anybody(
    judge: Judge,
) -> None:
    rows = [entry(), *FIRST_TALK, ("2024-09-30", "offer_made", {})]
    missed = {"update_due", "adherence_review_due"}
    assert set(judge(rows).rules["deadline"]) == missed
    unrecorded = LogMapping(unrecorded=frozenset({"agreements_kept"}))
    assert set(judge(rows, unrecorded).rules["deadline"]) == {"update_due"}


@settings(max_examples=15)
@given(content=st.binary(max_size=60))
def test_any_header_is_read_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("header") / "log.csv"
    path.write_bytes(content)
    with pytest.raises(AnalysisError) as caught, open_log(path, load_rule_set("2023-07-01")) as log:
        log.days()
    assert "\n" not in str(caught.value)


WRONG = {
    "events: {Zugang: entr}": "did you mean 'enter'",
    "event: {Zugang: enter}": "'event' is no part of a mapping file",
    "columns: {kase: Fall}": "'kase' is no column",
    "columns: [case]": "list of pairs",
    "unrecorded: talk_ended": "give a list",
    "assumed: {minor: maybe}": "minor is true or false",
    "acts_recorded: [lettr]": "'lettr' is no act",
    "events: {": "mapping file: ",
    "": "is empty",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_mapping_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(AnalysisError, match=WRONG[text]) as caught:
        mapping_of(tmp_path, text)
    assert "mapping.yaml" in str(caught.value)
