"""What ``--vary`` accepts, finds and refuses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.varying import find_paths, parse_vary
from koopsim.scenarios import load_scenario

BASE = load_scenario("baseline")
KNOWN = dict(BASE.parameters())


@pytest.mark.parametrize(
    ("short", "path"),
    [
        ("attendance.no_show.first", "attendance.no_show.first"),
        ("no_show.first", "attendance.no_show.first"),
        ("size", "population.size"),
        ("minutes.update", "minutes.update"),
        ("attendance.first", "attendance.no_show.first"),
        ("teams.from_25.fte", "staff.teams.from_25.fte"),
        ("staff.from_25.fte", "staff.teams.from_25.fte"),
    ],
)
def test_short_paths(short: str, path: str) -> None:
    assert find_paths(short, KNOWN) == (path,)


@pytest.mark.parametrize("path", list(KNOWN))
def test_every_full_path_finds_itself(path: str) -> None:
    assert find_paths(path, KNOWN) == (path,)


@pytest.mark.parametrize("short", ["staff.fte", "fte", "staff.teams.fte", "teams.fte"])
def test_staff_of_all_teams(short: str) -> None:
    teams = [path for path in KNOWN if path.startswith("staff.teams.") and path.endswith(".fte")]
    assert find_paths(short, KNOWN) == tuple(teams) and len(teams) >= 2


def test_a_group_keeps_its_proportions() -> None:
    axis = parse_vary("staff.fte=50,153", BASE)
    assert (axis.name, axis.unit, axis.base) == ("staff.teams.*.fte", "FTE", 76.5)
    for value, setting in zip(axis.values, axis.settings, strict=True):
        assert sum(setting.values()) == pytest.approx(value)
        young, older = (setting[f"staff.teams.{team}.fte"] for team in ("under_25", "from_25"))
        assert young / older == pytest.approx(24.4 / 52.1)


@given(
    st.floats(0.01, 0.99).map(lambda x: round(x, 6)),
    st.floats(0.01, 0.99).map(lambda x: round(x, 6)),
    st.integers(2, 40),
)
def test_ranges_are_evenly_spaced(low: float, high: float, count: int) -> None:
    text = f"no_show.first={low}:{high}:{count}"
    if low == high:
        with pytest.raises(AnalysisError, match="same value"):
            parse_vary(text, BASE)
        return
    values = parse_vary(text, BASE).values
    assert values == pytest.approx(np.linspace(low, high, count), abs=1e-9)
    assert (values[0], values[-1]) == (low, high)


def test_percentages_are_of_the_scenarios_value() -> None:
    assert parse_vary("no_show.first=50%:150%:3", BASE).values == (0.15, 0.3, 0.45)
    assert parse_vary("staff.fte=80%,100%", BASE).values == (61.2, 76.5)
    assert parse_vary("no_show.first=100%,0.4", BASE).values == (0.3, 0.4)


def test_whole_numbers_are_rounded_and_kept_once() -> None:
    axis = parse_vary("minutes.update=100%:110%:5", BASE)
    assert axis.values == (20.0, 21.0, 22.0)
    assert all(isinstance(setting["minutes.update"], int) for setting in axis.settings)
    assert BASE.replace(dict(axis.settings[1])).minutes.update.value == 21


def test_switches() -> None:
    axis = parse_vary("reductions.enabled=true,false", BASE)
    assert axis.settings == ({"reductions.enabled": True}, {"reductions.enabled": False})
    with pytest.raises(AnalysisError, match="true or false, not '1'"):
        parse_vary("enabled=1", BASE)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "is not accepted; write PATH=LOW:HIGH:COUNT"),
        ("no_show.first", "is not accepted"),
        ("=1,2", "is not accepted"),
        ("no_show.first=", "is not accepted"),
        ("no_show.first=0.1:0.2", "is not accepted"),
        ("no_show.first=0.1:0.2:0.3:4", "is not accepted"),
        ("no_show.first=a,b", "'a' in 'no_show.first=a,b' is no number"),
        ("no_show.first=0.1,", "is no number"),
        ("no_show.first=1e999,0.2", "too large"),
        ("no_show.first=0.1:0.2:1", "no number of values"),
        ("no_show.first=0.1:0.2:1000", "no number of values"),
        ("no_show.first=0.1:0.2:²", "no number of values"),
        ("no_show.frist=0.1,0.2", "did you mean attendance.no_show.first"),
        ("no_show=0.1,0.2", "attendance.no_show.first, attendance.no_show.follow_up"),
        ("zzzz=1,2", "koopsim scenarios NAME"),
        ("under_25=1,2", "may mean flows.monthly_exit_rate.under_25"),
        ("appointment=0.1", None),
    ],
)
def test_refusals_say_what_is_accepted(text: str, part: str | None) -> None:
    if part is None:
        assert parse_vary(text, BASE).paths == ("reductions.share_decided.appointment",)
        return
    with pytest.raises(AnalysisError) as refused:
        parse_vary(text, BASE)
    assert part in str(refused.value)
    assert "\n" not in str(refused.value)


@given(st.text(max_size=40))
def test_any_text_gives_an_axis_or_one_sentence(text: str) -> None:
    for asked in (text, f"no_show.first={text}", f"{text}=0.1,0.2"):
        try:
            axis = parse_vary(asked, BASE)
        except AnalysisError:
            continue
        assert axis.values and len(axis.values) == len(axis.settings)
