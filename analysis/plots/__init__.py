"""Pictures of a result: each is a function of a result and returns a matplotlib figure.

Read ``style`` first, then any family. The functions touch no global state of matplotlib, and
``save_figures`` writes the same bytes for the same result.
"""

from __future__ import annotations

from .backlog import plot_backlog
from .calibration import plot_calibration
from .deadlines import plot_deadlines
from .files import FIGURES, figure_svg, save_figures
from .forecast_bands import plot_forecast_bands
from .invitations import plot_invitations
from .staffing import plot_staffing
from .state_occupancy import plot_state_occupancy

__all__ = [
    "FIGURES",
    "figure_svg",
    "plot_backlog",
    "plot_calibration",
    "plot_deadlines",
    "plot_forecast_bands",
    "plot_invitations",
    "plot_staffing",
    "plot_state_occupancy",
    "save_figures",
]
