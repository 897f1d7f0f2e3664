"""Staff in scenario files: what is not said is neutral, what contradicts itself is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from koopsim.model.errors import ScenarioError
from koopsim.scenarios import Scenario, load_scenario, office_scenarios
from koopsim.scenarios.staff import AbsenceByMonth

BASELINE = load_scenario("baseline")
ORIGIN = "grade: assumption, source: Made for a test."
HEAD = """name: mine
extends: baseline
title: {de: Meins, en: Mine}
"""


def load(folder: Path, text: str) -> Scenario:
    """Load a scenario that extends the baseline."""
    path = folder / "mine.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_scenario(path)


def change(day: str, team: str, fte: float, more: str = "") -> str:
    """Return one item of ``staff.changes``."""
    number = f"{{value: {fte}, unit: FTE, range: [-50.0, 50.0], {ORIGIN}}}"
    return f"    - {{first_day: {day}, team: {team}, fte: {number}{more}}}\n"


def test_what_is_not_said_is_neutral() -> None:
    data = BASELINE.model_dump()
    for name in ("absence_by_month", "meeting_minutes_per_head", "ramp_up", "changes"):
        del data["staff"][name]
    del data["staff"]["teams"]["case_management"]
    for team in ("under_25", "from_25"):
        del data["staff"]["teams"][team]["mean_hours_share"]
    staff = Scenario.model_validate(data).staff
    assert staff.absence_by_month.relative() == (1.0,) * 12
    assert staff.meeting_minutes_per_head.value == 0
    assert staff.teams.case_management.fte.value == 0
    assert staff.teams.under_25.mean_hours_share.value == 1
    assert (staff.ramp_up.months.value, staff.ramp_up.productivity_at_start.value) == (0, 1)
    assert staff.changes == ()


def test_only_the_ratios_of_the_factors_count() -> None:
    changed = BASELINE.replace(
        {f"staff.absence_by_month.{m}": 3.0 for m in AbsenceByMonth.model_fields},
        allow_outside_range=True,
    )
    assert changed.staff.absence_by_month.relative() == (1.0,) * 12
    summer = BASELINE.replace({"staff.absence_by_month.july": 1.7})
    found = summer.staff.absence_by_month.relative()
    assert sum(found) == pytest.approx(12)
    assert found[6] / found[0] == pytest.approx(1.7)


def test_changes_are_parameters_with_paths_and_replace_those_of_the_base(tmp_path: Path) -> None:
    first = load(tmp_path, "staff:\n  changes:\n" + change("2024-03-01", "from_25", -2.0))
    path = "staff.changes.0.fte"
    assert dict(first.parameters())[path].value == -2.0
    assert first.replace({path: -3.0}).staff.changes[0].fte.value == -3.0
    assert first.digest != first.replace({path: -3.0}).digest != BASELINE.digest
    other = tmp_path / "other.yaml"
    text = HEAD.replace("baseline", "./mine.yaml").replace("mine\n", "other\n", 1)
    other.write_text(
        text + "staff:\n  changes:\n" + change("2024-04-01", "under_25", 1.0), encoding="utf-8"
    )
    assert [c.team for c in load_scenario(other).staff.changes] == ["under_25"]


def test_the_digest_knows_day_and_team_of_a_change(tmp_path: Path) -> None:
    days = [("2024-03-01", "from_25"), ("2024-03-02", "from_25"), ("2024-03-01", "under_25")]
    digests = {
        load(tmp_path, "staff:\n  changes:\n" + change(day, team, -2.0)).digest
        for day, team in days
    }
    assert len(digests) == 3


REFUSED = {
    "more leave than are there": (
        change("2024-03-01", "under_25", -20.0) + change("2024-02-01", "under_25", -10.0),
        "mine.yaml:6:60: staff.changes.0.fte.value: leaves team under_25 with -5.6 FTE on "
        "2024-03-01; no more can leave than are there",
    ),
    "nobody for case management": (
        change("2024-03-01", "case_management", 2.0),
        "staff.changes.0.team: case_management has no staff on the first day, so no person "
        "belongs to it; give staff.teams.case_management.fte, or another team",
    ),
    "no such team": (
        change("2024-03-01", "over_25", 2.0),
        "staff.changes.0.team: the text 'over_25' is not accepted; give 'under_25', 'from_25' or "
        "'case_management'",
    ),
    "no such day": (
        change("2024-02-30", "from_25", 2.0),
        "staff.changes.0.first_day: the text '2024-02-30' is not accepted; give a day of the "
        "calendar from 2000-01-01 to 2100-12-31",
    ),
    "an unknown field": (
        change("2024-02-29", "from_25", 2.0, ", days: 3"),
        "staff.changes.0.days: is not a field here; accepted: first_day, fte, ramp_up, team",
    ),
    "no list": ("    value: 3\n", "staff.changes"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused(tmp_path: Path, case: str) -> None:
    changes, text = REFUSED[case]
    with pytest.raises(ScenarioError) as refused:
        load(tmp_path, "staff:\n  changes:\n" + changes)
    assert text in str(refused.value)


def test_a_search_may_try_less_staff_than_leaves() -> None:
    few = load_scenario("staff-turnover").replace(
        {"staff.teams.from_25.fte": 1.0}, allow_outside_range=True
    )
    assert few.staff.changes[0].fte.value == -5.0


def test_twelve_zeros_are_no_profile() -> None:
    zeros = {f"staff.absence_by_month.{m}": 0.0 for m in AbsenceByMonth.model_fields}
    with pytest.raises(ScenarioError, match="all twelve factors are 0"):
        BASELINE.replace(zeros, allow_outside_range=True)


def test_offices_get_their_part_of_case_management_and_of_changes() -> None:
    new: list[dict[str, Any]] = [
        {
            "first_day": "2024-05-01",
            "team": team,
            "fte": {
                "value": fte,
                "unit": "FTE",
                "range": (-500.0, 500.0),
                "grade": "assumption",
                "source": "Made for a test.",
            },
        }
        for team, fte in (("from_25", -202.0), ("case_management", 101.0))
    ]
    germany = load_scenario("germany").replace(
        {"staff.teams.case_management.fte": 4040.0, "staff.changes": new}, allow_outside_range=True
    )
    offices = office_scenarios(germany)
    hundredths = [round(100 * office.fte_case_management, 6) for office in offices]
    assert sum(hundredths) == 404_000
    for office, hundredth in zip(offices, hundredths, strict=True):
        assert hundredth == pytest.approx(404_000 * office.size / 3_899_000, abs=1)
    for place, total in ((0, -202.0), (1, 101.0)):
        parts = [office.scenario.staff.changes[place].fte.value for office in offices]
        assert sum(parts) == pytest.approx(total)
    last = offices[-1]
    lost = last.scenario.staff.changes[0].fte
    assert lost.value / last.fte[1] == pytest.approx(-202.0 / 21054.6)
    assert "Derived for office 403 like the staff of the team" in lost.source
    managed = last.scenario.staff.teams.case_management.fte
    assert "by the number of persons" in managed.source
