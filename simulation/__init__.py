"""From a scenario and the model to tidy results.

Read in this order: random_streams, distributions, working_calendar, day_order, tables, population,
stock, simulated_case, effort, staff, contacts, office, talks, mornings, recorder, stepper,
simpy_engine, event_log, months, result_query, results, result_folder, manifest, runner, replicator.
Nothing here knows plots or reports.
"""

from .replicator import Replicator
from .result_folder import ResultFolder, open_result
from .result_query import QueryError
from .results import SimulationResult
from .runner import simulate

__all__ = [
    "QueryError",
    "Replicator",
    "ResultFolder",
    "SimulationResult",
    "open_result",
    "simulate",
]
