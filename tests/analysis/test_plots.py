"""Pictures: axes named in both languages, something drawn on each, same bytes each time."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.plots import (
    EVENT_FIGURES,
    FIGURES,
    figure_svg,
    figures_of,
    plot_backlog,
    plot_calibration,
    plot_deadlines,
    plot_forecast_bands,
    plot_invitations,
    plot_staffing,
    plot_state_occupancy,
    save_figures,
)
from koopsim.analysis.plots.style import LINES
from matplotlib.colors import to_rgb

PLOTS = (
    plot_staffing,
    plot_backlog,
    plot_deadlines,
    plot_invitations,
    plot_state_occupancy,
    plot_forecast_bands,
    plot_calibration,
)
every_plot = pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.__name__)


def test_all_pictures_are_tested_here() -> None:
    assert set(FIGURES.values()) == set(PLOTS)
    assert set(EVENT_FIGURES) == {"flows", "sojourns"}  # tested in test_sojourns


def test_pictures_of_events_are_drawn_where_there_are_events(result: Any) -> None:
    assert set(figures_of(result)) == set(FIGURES)
    log = dataclasses.replace(result, events=pd.DataFrame({"event": ["enter"]}))
    assert set(figures_of(log)) == {*FIGURES, *EVENT_FIGURES}


@every_plot
def test_axes_are_named_in_both_languages_and_nothing_is_empty(plot: Any, result: Any) -> None:
    named = {}
    for language in ("de", "en"):
        figure = plot(result, language)
        assert figure.axes
        for axes in figure.axes:
            assert axes.get_xlabel().strip() and axes.get_ylabel().strip()
            assert axes.has_data()
            assert axes.get_ylim()[0] <= 0
        named[language] = [(a.get_xlabel(), a.get_ylabel()) for a in figure.axes]
    assert named["de"] != named["en"]


@every_plot
def test_a_single_run_of_one_month_can_be_drawn(plot: Any, single_run: Any) -> None:
    figure = plot(single_run, "de")
    assert all(axes.has_data() for axes in figure.axes)
    assert len(figure_svg(figure)) > 5_000


@every_plot
def test_the_same_result_gives_the_same_bytes_and_no_global_state(plot: Any, result: Any) -> None:
    before = dict(mpl.rcParams)
    first, second = figure_svg(plot(result, "en")), figure_svg(plot(result, "en"))
    assert first == second
    assert dict(mpl.rcParams) == before
    assert not re.search(r"<dc:date>|Matplotlib v", first)
    ET.fromstring(first)


def test_a_band_reaches_from_low_to_high(result: Any) -> None:
    from koopsim.analysis import summary

    frame = summary(result, ["talks"])
    (axes,) = plot_forecast_bands(result, "en", ["talks"]).axes
    (band,) = axes.collections
    heights = band.get_paths()[0].vertices[:, 1]
    assert heights.min() == pytest.approx(frame["low"].min())
    assert heights.max() == pytest.approx(frame["high"].max())
    assert np.allclose(axes.lines[0].get_ydata(), frame["mean"])


def test_the_areas_add_up_to_their_states(result: Any) -> None:
    from koopsim.analysis import summary
    from koopsim.analysis.plots.state_occupancy import OTHER_STATES, SIX_STATES

    assert len(SIX_STATES) == 6
    names = (*SIX_STATES, *OTHER_STATES)
    total = summary(result, names).groupby("month")["mean"].sum().max()
    (axes,) = plot_state_occupancy(result, "en").axes
    assert len(axes.collections) == len(names)
    tops = [c.get_paths()[0].vertices[:, 1].max() for c in axes.collections]
    assert max(tops) == pytest.approx(total)


def test_lines_differ_without_colour() -> None:
    assert (
        len({line.dashes for line in LINES}) == len({line.marker for line in LINES}) == len(LINES)
    )
    colours = [to_rgb(line.colour) for line in LINES]
    assert len(set(colours)) == len(LINES)


def test_numbers_on_axes_are_localised(build: Any) -> None:
    values = [(r, "2024-01", "all", "talks", 12_000.5 + r) for r in range(2)]
    (axes,) = plot_forecast_bands(build(values), "de", ["talks"]).axes
    assert axes.yaxis.get_major_formatter()(2500.0) == "2.500"
    assert axes.yaxis.get_major_formatter()(0.25) == "0,25"


def test_a_single_run_says_that_it_has_no_interval(single_run: Any) -> None:
    figure = plot_staffing(single_run, "en")
    assert "no interval" in figure.get_supxlabel() or "hence no interval" in figure.get_supxlabel()


def test_files_are_written_alike_twice(result: Any, tmp_path: Path) -> None:
    first = save_figures(result, tmp_path / "a", "de")
    second = save_figures(result, tmp_path / "b", "de")
    assert len(first) == 2 * len(FIGURES)
    for one, other in zip(first, second, strict=True):
        assert one.name == other.name
        assert one.read_bytes() == other.read_bytes()
    assert {path.suffix for path in first} == {".svg", ".png"}


@every_plot
def test_other_languages_are_refused(plot: Any, result: Any) -> None:
    with pytest.raises(AnalysisError, match="choose de or en"):
        plot(result, "fr")
