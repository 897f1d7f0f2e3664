"""The whole answer on a small office: sense, pictures, report, data, exactness, errors."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.plots.breach_curve import plot_breach_curve
from koopsim.analysis.plots.effort_by_task import plot_effort_by_task
from koopsim.analysis.plots.files import figure_png, figure_svg
from koopsim.analysis.reports import Picture, Table, write_document
from koopsim.analysis.staffing import BREACHES, MEASURES, OfficeYear, StaffAnswer, least_staff
from koopsim.analysis.staffing.curve import Curve, rises
from koopsim.analysis.staffing.data import staff_data
from koopsim.analysis.staffing.document import staff_document
from koopsim.analysis.staffing.sentences import answer_sentences, monotone_sentences
from koopsim.analysis.staffing.tables_of_staff import curve_table, effort_rows, needed_table
from koopsim.scenarios import load_scenario

QUICK = {"months": 3, "office_years": 12, "confidence": 0.9, "curve_years": 3}
TARGETS = ("update_overdue <= 5% with 80%", "first_talk_missed in under_25 <= 1% with 80%")


@pytest.fixture(scope="module")
def answer() -> StaffAnswer:
    return least_staff(load_scenario("small"), TARGETS, saving_years=2, workers=1, **QUICK)


def test_the_team_that_can_meets_its_target(answer):
    young, old = answer.teams
    assert (young.team, old.team) == ("under_25", "from_25")
    assert old.reachable and 1.0 < old.needed < old.demand < 4.0
    assert old.caseload == int(old.persons / old.needed)
    assert (old.present, answer.present["from_25"]) == (2.7, 2.7)
    (target,) = old.targets
    assert (target.decision.office_years, target.decision.failures) == (12, 0)
    assert target.floor.mean < target.then.mean <= 0.05
    assert target.met.n == 12 and target.met.mean > 0.5
    assert 0.5 < old.utilisation.mean < 1.05
    assert answer.staff["from_25"] == old.needed
    # The level found is met, a hundredth less is not.
    looks = {look.level: look.met for look in answer.found["from_25"].looks}
    level = round(100 * old.needed)
    assert looks[level] and not looks[level - 1]


def test_a_target_that_no_staff_meets_is_said_so(answer):
    young = answer.teams[0]
    assert not young.reachable and not answer.reachable and math.isnan(young.needed)
    assert young.caseload is None
    assert answer.staff["under_25"] == answer.present["under_25"]
    assert young.targets[1].floor.mean > 0.1
    for language, word in (("en", "no staff meets"), ("de", "Kein Personal erreicht")):
        first = next(answer_sentences(answer, language))
        assert word in first and "%" in first


def test_the_curve_falls_and_its_ends_are_those_of_short_and_ample_staff(answer):
    table = answer.curve.table
    for team in answer.present:
        own = table[(table["team"] == team) & (table["measure"] == "update_missed")]
        assert own["fte"].is_monotonic_increasing
        assert own["value"].iloc[0] > 0.5 > 0.2 > own["value"].iloc[-1]
        assert (own["low"] <= own["value"]).all() and (own["value"] <= own["high"]).all()
    assert set(BREACHES) <= set(table["measure"]) == set(MEASURES)
    assert answer.rises == []


def made_curve(waits: list[float], noise: float) -> Curve:
    """A curve of one team with 10 office-years at each level; their common luck is large."""
    random = np.random.default_rng(2)
    luck = random.normal(0, 5, 10)
    years = [
        [
            OfficeYear(
                number,
                12,
                {
                    "young": {
                        "bookings": 1.0,
                        "wait_days_sum": wait + luck[number] + random.normal(0, noise),
                        "backlog": 0.0,
                    }
                },
            )
            for number in range(10)
        ]
        for wait in waits
    ]
    staff = [{"young": 1.0 + place} for place in range(len(waits))]
    return Curve(pd.DataFrame(), staff, years)


def test_worse_with_more_staff_is_found_and_told(answer):
    wait = [MEASURES["wait_days"]]
    (found,) = rises(made_curve([60.0, 40.0, 42.0, 20.0, 20.0], 0.5), wait)
    assert (found.fewer_fte, found.more_fte) == (2.0, 3.0)
    assert found.worse - found.better == pytest.approx(2, abs=0.6)
    told = list(monotone_sentences(replace(answer, rises=[found]), "en"))
    assert told[0].startswith("More staff, worse result: young, wait for the invitation: from")
    # Noise alone is not reported, seeds 2; error 1 %.
    assert rises(made_curve([20.0] * 8, 0.5), wait) == []


def test_effort_is_that_of_the_demand(answer):
    for team in answer.present:
        own = answer.effort[answer.effort["team"] == team]
        assert own["fte"].sum() == pytest.approx(answer.demand.fte[team])
    assert answer.savings[0].fte == pytest.approx(
        answer.effort.groupby("task")["fte_saved"].sum().max()
    )
    assert "update" in {each.task for each in answer.savings}


@pytest.mark.parametrize("language", ["de", "en"])
def test_report_and_pictures_are_whole(answer, language, tmp_path):
    document = staff_document(answer, language)
    names = [b.name for b in document.blocks if isinstance(b, Table | Picture)]
    assert names == [
        "staff-needed",
        "targets",
        "deadlines",
        "breach-curve",
        "curve",
        "effort",
        "effort",
        "savings",
    ]
    assert "first_talk_missed in under_25 <= 1% with 80%" in document.subtitle
    written = write_document(document, tmp_path, ("html", "csv"))
    html = written[0].read_text(encoding="utf-8")
    assert ("Fortschreibungen" if language == "de" else "updates missed") in html
    assert re.search(r"\bnan\b", html) is None
    for block in document.blocks:
        if isinstance(block, Table):
            assert all(len(row) == len(block.columns) for row in block.rows) and block.rows


def test_pictures_name_axes_units_and_rules(answer):
    figure = plot_breach_curve(answer, "en")
    svg = figure_svg(figure)
    assert svg == figure_svg(plot_breach_curve(answer, "en"))
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels[0] == "updates missed (Rz 15.65)" and len(labels) == len(BREACHES)
    assert [axes.get_xlabel() for axes in figure.axes] == ["staff of the team [FTE]"] * 2
    marks = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert any("1:75" in mark for mark in marks) and any("1:150" in mark for mark in marks)
    assert figure_png(plot_effort_by_task(answer, "de")).startswith(b"\x89PNG")


def test_tables_hold_the_numbers(answer):
    needed = needed_table(answer, "en")
    assert [row[0] for row in needed.rows] == ["team under 25", "team from 25", "all teams"]
    assert needed.rows[1][5] == pytest.approx(answer.teams[1].persons / 150)
    curve = curve_table(answer, "en")
    assert len(curve.rows) == 2 * len(answer.curve.staff)
    effort = effort_rows(answer, "en")
    assert sum(row[4] for row in effort.rows) == pytest.approx(answer.effort["fte"].sum())


def test_data_are_plain_and_without_nan(answer):
    data = json.loads(json.dumps(staff_data(answer), allow_nan=False))
    assert data["teams"][0]["fte_needed"] is None and data["teams"][0]["reachable"] is False
    assert data["teams"][1]["fte_needed"] == answer.teams[1].needed
    assert data["teams"][1]["targets"][0]["office_years"] == 12
    assert len(data["deadlines"]) == 3 * len(BREACHES)


@pytest.mark.slow
def test_the_same_on_any_number_of_workers_and_for_all_teams_together():
    quick = {**QUICK, "months": 2, "curve_years": 2, "saving_years": 0, "seed": 3}
    target = ["update_overdue in all <= 5% with 80%"]
    one, two = (
        least_staff(load_scenario("small"), target, workers=workers, **quick) for workers in (1, 2)
    )
    assert json.dumps(staff_data(one)) == json.dumps(staff_data(two))
    (team,) = one.teams
    assert team.team == "all" and team.reachable
    assert sum(one.staff.values()) == pytest.approx(team.needed, abs=0.001)
    ratio = one.present["from_25"] / one.present["under_25"]
    assert one.staff["from_25"] / one.staff["under_25"] == pytest.approx(ratio, rel=0.01)
    staff_document(one, "de")


@pytest.mark.slow
def test_a_third_team_is_staffed_like_the_others():
    chosen = load_scenario("case-management").replace(
        {
            "population.size": 600,
            "staff.teams.under_25.fte": 1.0,
            "staff.teams.from_25.fte": 2.2,
            "staff.teams.case_management.fte": 1.6,
        },
        allow_outside_range=True,
    )
    quick = {**QUICK, "months": 2, "curve_years": 2, "saving_years": 0}
    found = least_staff(chosen, ["wait_days in case_management <= 20 with 80%"], workers=1, **quick)
    assert list(found.present) == ["under_25", "from_25", "case_management"]
    (team,) = found.teams
    assert team.team == "case_management" and team.reachable and 0.3 < team.needed < 4
    assert {row[0] for row in curve_table(found, "en").rows} >= {"case management team"}
    staff_document(found, "de")


def test_what_cannot_be_asked_is_refused():
    small = load_scenario("small")
    with pytest.raises(AnalysisError, match="404 offices"):
        least_staff(load_scenario("germany"))
    with pytest.raises(AnalysisError, match="at least one target"):
        least_staff(small, [])
    with pytest.raises(AnalysisError, match="under_25, from_25, all"):
        least_staff(small, ["wait_days in nobody <= 3"])
    with pytest.raises(AnalysisError, match="cannot be judged in 6 months"):
        least_staff(small, ["waiver_review_missed <= 5%"], months=6)
    with pytest.raises(AnalysisError, match="two office-years"):
        least_staff(small, curve_years=1)
    with pytest.raises(AnalysisError, match="at least 59"):
        least_staff(small, office_years=5)
    empty = small.replace(
        {"staff.teams.under_25.fte": 0.0, "staff.teams.from_25.fte": 0.0}, allow_outside_range=True
    )
    with pytest.raises(AnalysisError, match="no staff"):
        least_staff(empty, ["wait_days in all <= 3"])
