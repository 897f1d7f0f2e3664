"""From a scenario and the model to tidy results.

Read in this order: random_streams, distributions, working_calendar, day_order, tables, population,
stock, simulated_case, effort, staff, contacts, office, talks, mornings, recorder, stepper,
simpy_engine, event_log, months, results, manifest, runner. Nothing here knows plots or reports.
"""

from .results import SimulationResult
from .runner import simulate

__all__ = ["SimulationResult", "simulate"]
