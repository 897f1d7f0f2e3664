"""Sweeps: the grid, the tidy table, the pictures, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.plots.files import figure_svg
from koopsim.analysis.plots.sweep import plot_sweep
from koopsim.analysis.sweep import Sweep, grid_of, sweep
from koopsim.analysis.varying import parse_vary
from koopsim.scenarios import Scenario, load_scenario
from koopsim.simulation import Replicator, simulate
from scipy import stats

from .experiment_runs import KnownRuns

BASE = load_scenario("small").replace({"months": 2})


def number(scenario: Scenario, replication: int, name: str, month: int) -> float:
    noise = np.random.default_rng([3, replication, month]).normal(0, 1)
    first = scenario.attendance.no_show.first.value
    staff = scenario.staff.teams.under_25.fte.value + scenario.staff.teams.from_25.fte.value
    return float(100 * first + 10 * staff + noise)


def made(*texts: str, replications: int = 4) -> Sweep:
    axes = [parse_vary(text, BASE) for text in texts]
    names = ("talks", "no_show_share")
    return sweep(BASE, axes, KnownRuns(number), seed=1, replications=replications, indicators=names)


def test_every_point_is_there_and_the_last_axis_runs_fastest() -> None:
    found = made("no_show.first=0.2,0.4", "staff.fte=3,4,5")
    assert found.points == 6 and len(found.table) == 12
    rows = found.of("talks")
    assert list(rows["attendance.no_show.first"]) == [0.2] * 3 + [0.4] * 3
    assert list(rows["staff.teams.*.fte"]) == [3.0, 4.0, 5.0] * 2


def test_means_intervals_and_paired_differences() -> None:
    found = made("no_show.first=0.2,0.4")
    rows = found.of("talks")
    noise = [np.mean([number(BASE, n, "talks", month) for month in range(2)]) for n in range(4)]
    for place, first in enumerate((0.2, 0.4)):
        values = np.array(noise) + 100 * (first - 0.3)
        limits = stats.t.interval(0.95, 3, values.mean(), stats.sem(values))
        assert rows["mean"][place] == pytest.approx(values.mean())
        assert (rows["low"][place], rows["high"][place]) == pytest.approx(limits)
        # common random numbers: the noise is the same, so the difference is exact
        assert rows["difference"][place] == pytest.approx(100 * (first - 0.3))
        assert rows["difference_low"][place] == pytest.approx(rows["difference_high"][place])
    assert found.base["mean"].iloc[0] == pytest.approx(np.mean(noise))


def test_points_are_what_the_simulator_gives_alone() -> None:
    base = load_scenario("small").replace({"months": 1, "warm_up_months": 0})
    axes = [parse_vary("no_show.first=0.2,0.5", base)]
    with Replicator(seed=2, workers=1, engine="compiled") as runs:
        found = sweep(base, axes, runs, seed=2, replications=2, indicators=["no_shows"])
    for value, mean in zip((0.2, 0.5), found.of("no_shows")["mean"], strict=True):
        point = base.replace({"attendance.no_show.first": value})
        alone = simulate(point, replications=2, seed=2, workers=1, engine="compiled")
        assert mean == pytest.approx(alone.totals()["no_shows"].iloc[0])


def test_one_replication_has_no_intervals() -> None:
    found = made("no_show.first=0.2,0.4", replications=1)
    assert found.table["low"].isna().all() and found.table["mean"].notna().all()
    assert plot_sweep(found, "talks").axes


@pytest.mark.parametrize(
    "texts",
    [
        ("no_show.first=0.2,0.3,0.4",),
        ("no_show.first=0.2,0.4", "staff.fte=3,4,5"),
        ("no_show.first=0.2,0.4", "staff.fte=3,4", "minutes.update=15,20,25"),
        ("no_show.first=0.2:0.4:14", "staff.fte=3,4"),
    ],
)
def test_pictures_name_axes_and_do_not_change(texts: tuple[str, ...]) -> None:
    found = made(*texts, replications=2)
    for name in ("talks", "no_show_share"):
        titles = {}
        for language in ("de", "en"):
            figure = plot_sweep(found, name, language)
            assert figure.axes
            drawn = [axes for axes in figure.axes if axes.get_label() != "<colorbar>"]
            assert all(axes.get_xlabel() and axes.get_ylabel() for axes in drawn)
            assert all(axes.has_data() for axes in drawn)
            titles[language] = drawn[0].get_xlabel()
            again = plot_sweep(found, name, language)
            assert figure_svg(figure) == figure_svg(again)
        assert titles["de"] != titles["en"]


def test_a_heat_map_shows_the_means() -> None:
    found = made("no_show.first=0.2,0.4", "staff.fte=3,5", replications=2)
    (axes,) = plot_sweep(found, "talks", "en").axes
    shown = {(t.get_position()[0], t.get_position()[1]): t.get_text() for t in axes.texts}
    rows = found.of("talks").set_index(["attendance.no_show.first", "staff.teams.*.fte"])["mean"]
    for x, first in ((0.5, 0.2), (1.5, 0.4)):
        for y, staff in ((0.5, 3.0), (1.5, 5.0)):
            assert float(shown[x, y]) == pytest.approx(rows[first, staff], rel=0.02)


def test_refusals_run_nothing() -> None:
    first, staff = parse_vary("no_show.first=0.2,0.4", BASE), parse_vary("staff.fte=3,4", BASE)
    beyond = parse_vary("no_show.first=0.6,0.7", BASE)
    large = parse_vary("no_show.first=0.2:0.4:200", BASE)
    many = [
        large,
        parse_vary("staff.fte=2:4:200", BASE),
        parse_vary("no_show.follow_up=.2,.3", BASE),
    ]
    runs = KnownRuns(number)
    for axes, options, text in (
        ([], {}, "at least one parameter"),
        ([first, first], {}, "varied twice"),
        ([beyond], {}, "0.6 lies outside its range 0.15 to 0.5"),
        (many, {}, "80,000 points"),
        ([large, staff], {"replications": 1000}, "401,000 runs"),
        ([first], {"replications": 0}, "at least 1 replication"),
        ([first], {"indicators": []}, "at least one indicator"),
        ([first], {"indicators": ["x"]}, "Unknown indicator"),
    ):
        with pytest.raises(AnalysisError, match=text):
            sweep(BASE, axes, runs, seed=1, **options)  # type: ignore[arg-type]
    assert runs.jobs == []
    assert len(grid_of(BASE, [beyond], allow_outside_range=True)) == 2
    four = made("no_show.first=.2,.3", "staff.fte=3,4", "minutes.update=20,21", "size=490,500")
    with pytest.raises(AnalysisError, match="at most 3 can be drawn"):
        plot_sweep(four, "talks")
    with pytest.raises(AnalysisError, match="no values for 'stock'"):
        plot_sweep(four, "stock")
