"""Outcomes of deadlines from the log: by hand, and against the engine's own counts."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from koopsim.analysis.staffing import MEASURES
from koopsim.analysis.staffing.obligations import FULFILLED_BY, outcomes
from koopsim.model.process.deadlines import DEADLINES
from koopsim.model.rule_set import load_rule_set

RULES = load_rule_set("2023-07-01")
REST = "no_measure|no_demand|appointment_hearing_none|breach_hearing_none"
WAIVED, GONE = f"waived|plain_due|no_talk|{REST}", f"closed|no_invitation|no_talk|{REST}"
TALK = f"waived|plain_due|talk_open|{REST}"
PLAN = f"plan_outstanding|plain_due|talk_analysed|{REST}"
END = date(2024, 12, 31)


def log(*rows: tuple[int, str, str, str, str, str]) -> pd.DataFrame:
    """A log of (case, day, event, before, after, acts)."""
    names = ["case", "date", "event", "before", "after", "acts"]
    frame = pd.DataFrame(rows, columns=names)
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[s]")
    frame["team"] = "from_25"
    frame = frame.sort_values("date", kind="stable")
    for name in ("event", "before", "after", "acts", "team"):
        frame[name] = frame[name].astype("category")
    return frame


def granted(case: int, day: str) -> tuple[int, str, str, str, str, str]:
    return case, day, "waiver_granted", PLAN, WAIVED, "waiver_documented"


def reviewed(case: int, day: str) -> tuple[int, str, str, str, str, str]:
    return case, day, "waiver_reviewed", TALK, TALK, "waiver_review(result=continues)"


def missed(case: int, day: str) -> tuple[int, str, str, str, str, str]:
    return case, day, "deadline_missed:waiver_review_due", WAIVED, WAIVED, ""


def of(*rows: tuple[int, str, str, str, str, str]) -> tuple[int, int]:
    return outcomes(log(*rows), RULES, END)["from_25"]["waiver_review_due"]


def test_kept_and_missed_reviews_are_told_apart():
    assert of(granted(1, "2024-01-10"), reviewed(1, "2024-07-01")) == (0, 1)
    assert of(granted(1, "2024-01-10"), missed(1, "2024-07-11")) == (1, 0)
    # Made up for late: one obligation, missed. The next began on that day.
    late = granted(1, "2024-01-10"), missed(1, "2024-07-11"), reviewed(1, "2024-07-20")
    assert of(*late) == (1, 0)
    # The review starts a new clock; it is due after the log's end and not counted.
    assert of(granted(1, "2024-01-10"), reviewed(1, "2024-07-01"), reviewed(1, "2024-12-01")) == (
        0,
        1,
    )


def test_who_leaves_owes_nothing_and_cases_do_not_mix():
    gone = (1, "2024-03-01", "leave", WAIVED, GONE, "")
    assert of(granted(1, "2024-01-10"), gone) == (0, 0)
    assert of(granted(1, "2024-01-10"), missed(2, "2024-07-11"), reviewed(3, "2024-05-01")) == (
        0,
        0,
    )


def test_only_obligations_that_end_within_the_log_are_counted():
    # Six months from 29 June end on 29 December, from 1 July on 1 January.
    assert of(granted(1, "2024-06-29"), reviewed(1, "2024-12-20")) == (0, 1)
    assert of(granted(1, "2024-07-01"), reviewed(1, "2024-12-20")) == (0, 0)


def test_what_fulfils_a_deadline_stops_or_restarts_it_in_the_model():
    by_name = {deadline.name: deadline for deadline in DEADLINES}
    assert set(FULFILLED_BY) <= set(by_name)
    assert all(by_name[name].modality == "SHOULD" for name in FULFILLED_BY)
    used = {each.deadline for each in MEASURES.values() if each.deadline}
    assert used <= set(FULFILLED_BY)
    for each in MEASURES.values():
        if each.deadline:
            assert set(each.rules) <= set(by_name[each.deadline].cites)


@pytest.fixture(scope="module")
def year(office_years):
    return office_years.run([({"under_25": 0.8, "from_25": 2.0}, 0)], with_log=True)[0]


def test_outcomes_agree_with_the_engine_s_counts(year):
    # The engine counts all of the twelve months, the log only obligations with their full time in
    # it; first talks are due within weeks, so both are nearly the same set.
    for team in ("under_25", "from_25", "all"):
        sums, found = year.sums[team], year.outcomes[team]
        late, in_time = found["first_talk_due"]
        assert 0.8 * sums["first_talks_missed"] <= late <= sums["first_talks_missed"]
        assert 0.8 * sums["first_talks_in_time"] <= in_time <= sums["first_talks_in_time"]
        assert found["plan_due"][0] <= sums["plans_missed"]
        assert found["analysis_due"][0] <= sums["analyses_missed"]
        assert found["ground_review_due"][0] == sums["ground_reviews_missed"] == 0
    assert year.outcomes["from_25"]["first_talk_due"][0] > 10
    assert year.outcomes["from_25"]["notice_review_due"][1] > 0


def test_teams_add_up(year):
    for name, (late, in_time) in year.outcomes["all"].items():
        parts = [year.outcomes[team][name] for team in ("under_25", "from_25")]
        assert (late, in_time) == (sum(p[0] for p in parts), sum(p[1] for p in parts))
