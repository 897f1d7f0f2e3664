"""Pictures as files: SVG and PNG, the same bytes for the same result."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from matplotlib.figure import Figure

from ..case_histories import has_histories
from ..formatting import check_language
from ..result_protocol import Result
from .backlog import plot_backlog
from .calibration import plot_calibration
from .deadlines import plot_deadlines
from .flows import plot_flows
from .forecast_bands import plot_forecast_bands
from .invitations import plot_invitations
from .sojourns import plot_sojourns
from .staffing import plot_staffing
from .state_occupancy import plot_state_occupancy
from .style import drawing

PNG_DPI = 150
"""Resolution of PNG files in dots per inch."""


class Plot(Protocol):
    """A function that draws a result."""

    def __call__(self, result: Result, language: str = "en") -> Figure:
        """Return the picture."""


FIGURES: Final[Mapping[str, Plot]] = MappingProxyType(
    {
        "staffing": plot_staffing,
        "backlog": plot_backlog,
        "deadlines": plot_deadlines,
        "invitations": plot_invitations,
        "state-occupancy": plot_state_occupancy,
        "forecast": plot_forecast_bands,
        "calibration": plot_calibration,
    }
)
"""Pictures of the monthly values by the name of their file, in the order of the report."""

EVENT_FIGURES: Final[Mapping[str, Plot]] = MappingProxyType(
    {"flows": plot_flows, "sojourns": plot_sojourns}
)
"""Pictures that need the event log."""


def figures_of(result: Result) -> dict[str, Plot]:
    """Return the pictures of a result; fewer without an event log, or with a very long one."""
    return {**FIGURES, **EVENT_FIGURES} if has_histories(result) else dict(FIGURES)


def figure_svg(figure: Figure) -> str:
    """Return a picture as SVG text without date, author or program version."""
    stream = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with drawing():
        figure.savefig(stream, format="svg", metadata=nothing)
    return stream.getvalue()


def figure_png(figure: Figure) -> bytes:
    """Return a picture as PNG without program version."""
    stream = io.BytesIO()
    with drawing():
        figure.savefig(stream, format="png", dpi=PNG_DPI, metadata={"Software": None})
    return stream.getvalue()


def save_figures(
    result: Result, folder: str | os.PathLike[str], language: str = "en"
) -> list[Path]:
    """Write every picture of the result as SVG and as PNG and return the paths.

    Raises:
        AnalysisError: if the language is unknown or the result lacks values.
    """
    chosen = check_language(language)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, plot in figures_of(result).items():
        figure = plot(result, chosen)
        svg, png = target / f"{name}.svg", target / f"{name}.png"
        svg.write_text(figure_svg(figure), encoding="utf-8", newline="\n")
        png.write_bytes(figure_png(figure))
        written += [svg, png]
    return written
