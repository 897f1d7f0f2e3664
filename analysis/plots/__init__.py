"""Pictures of a result: each is a function of a result and returns a matplotlib figure.

Read ``style`` first, then any family. The functions touch no global state of matplotlib, and
``save_figures`` writes the same bytes for the same result.
"""

from __future__ import annotations

from .backlog import plot_backlog
from .calibration import plot_calibration
from .comparison import plot_differences, plot_paths
from .deadlines import plot_deadlines
from .files import EVENT_FIGURES, FIGURES, figure_svg, figures_of, save_figures
from .flows import plot_flows
from .forecast_bands import plot_forecast_bands
from .invitations import plot_invitations
from .sojourns import plot_sojourns
from .staffing import plot_staffing
from .state_occupancy import plot_state_occupancy
from .sweep import plot_sweep
from .warm_up import plot_warm_up

__all__ = [
    "EVENT_FIGURES",
    "FIGURES",
    "figure_svg",
    "figures_of",
    "plot_backlog",
    "plot_calibration",
    "plot_deadlines",
    "plot_differences",
    "plot_flows",
    "plot_forecast_bands",
    "plot_invitations",
    "plot_paths",
    "plot_sojourns",
    "plot_staffing",
    "plot_state_occupancy",
    "plot_sweep",
    "plot_warm_up",
    "save_figures",
]
