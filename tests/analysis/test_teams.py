"""Results with a third team: every table, sentence and picture has it; two teams stay two."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pytest
from koopsim.analysis.compliance import overall, utilisation
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.forecast import monthly_values, summary, teams_of, yearly_values
from koopsim.analysis.formatting import enumeration, fitting
from koopsim.analysis.plots import plot_backlog, plot_staffing
from koopsim.analysis.reports.findings import Findings
from koopsim.analysis.reports.wording import Wording
from koopsim.app.run_summary import print_summary
from rich.console import Console

THREE = ("under_25", "from_25", "case_management")


@pytest.fixture(scope="module")
def three(result: Any) -> Any:
    """The synthetic result with a third team that is twice the one from 25."""
    months = result.months.astype({"team": str, "indicator": str, "month": str})
    more = months[months["team"] == "from_25"].copy()
    more["team"] = "case_management"
    more["value"] *= 2
    whole = months[months["team"] == "all"].copy()
    extra = more.set_index(["replication", "month", "indicator"])["value"]
    keys = pd.MultiIndex.from_frame(whole[["replication", "month", "indicator"]])
    whole["value"] += extra.loc[keys].to_numpy()
    parts = [months[months["team"] != "all"], more, whole]
    return type(result)(result.scenario, result.rule_set, pd.concat(parts, ignore_index=True))


def test_teams_are_those_of_the_result(result: Any, three: Any) -> None:
    assert teams_of(result) == THREE[:2]
    assert teams_of(three) == THREE


def test_a_team_that_is_not_there_is_refused(result: Any, three: Any) -> None:
    with pytest.raises(AnalysisError) as refused:
        monthly_values(result, None, "case_management")
    assert str(refused.value) == (
        "The result has no values of team 'case_management'; choose one of under_25, from_25, all."
    )
    with pytest.raises(AnalysisError, match="knows no team 'old'; choose one of under_25, from_25"):
        summary(three, ["talks"], "old")


def test_values_and_utilisation_have_the_third_team(three: Any) -> None:
    rows = overall(utilisation(three), "team")
    assert list(rows) == [*THREE, "all"]
    assert rows["case_management"]["needed"] == pytest.approx(2 * rows["from_25"]["needed"])
    sums = [
        yearly_values(three, ["talks"], team).set_index("year").loc["all", "mean"]
        for team in (*THREE, "all")
    ]
    assert sum(sums[:3]) == pytest.approx(sums[3])


@pytest.mark.parametrize("language", ["de", "en"])
def test_sentences_name_the_third_team_and_its_numbers(three: Any, language: Any) -> None:
    findings = Findings(three, Wording(language))
    title = {"de": "Team Fallmanagement", "en": "case management team"}[language]
    texts = [findings.answer()[1], findings.caption("staffing"), findings.caption("backlog")]
    for text in texts:
        assert title in text
        assert "{" not in text
    needed = overall(utilisation(three), "team")["case_management"]["needed"]
    assert fitting(needed, language) in texts[0]


def test_teams_that_are_short_of_staff_are_named(three: Any) -> None:
    months = three.months.copy()
    longer = (months["indicator"] == "backlog") & months["team"].isin(["from_25", THREE[2], "all"])
    months.loc[longer, "value"] += 4321.0
    other = type(three)(three.scenario, three.rule_set, months)
    text = Findings(other, Wording("en")).answer()[0]
    assert "(team from 25 and case management team)" in text


@pytest.mark.parametrize("language", ["de", "en"])
def test_pictures_draw_every_team(result: Any, three: Any, language: Any) -> None:
    assert len(plot_staffing(three, language).axes) == 3
    assert len(plot_staffing(result, language).axes) == 2
    assert len(plot_backlog(three, language).axes[0].get_lines()) == 3
    assert len(plot_backlog(result, language).axes[0].get_lines()) == 2


def test_the_summary_in_the_terminal_has_every_team(three: Any) -> None:
    out = io.StringIO()
    print_summary(Console(file=out, width=200), three, "en")
    assert "staff needed, case management team [FTE]" in out.getvalue()
    assert out.getvalue().count("case management team") >= 3


def test_texts_are_put_one_after_the_other() -> None:
    assert enumeration(["a"], "de") == "a"
    assert enumeration(["a", "b", "c"], "de") == "a, b und c"
    assert enumeration(["a", "b"], "en") == "a and b"
