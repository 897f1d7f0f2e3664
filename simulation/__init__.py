"""From a scenario and the model to tidy results.

Read in this order: random_streams, distributions, working_calendar, horizon, day_order, tables,
population, stock, simulated_case, effort, staff, contacts, office, talks, mornings, recorder,
stepper, simpy_engine, region, event_log, months, office_run, simpy_region, engines, unit; then what
puts units together: worker_pool, cluster, result_query, results, manifest, runner, replicator,
parquet_files, unit_files, result_folder, stored_result, folder_plan, folder_lock, assembly,
folder_run. Nothing here knows plots or
reports.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .folder_run import run_all_to_folders, run_to_folder
    from .replicator import Replicator
    from .result_folder import ResultFolder, open_result
    from .result_query import QueryError
    from .results import SimulationResult
    from .runner import simulate
    from .stored_result import StoredResult

__all__ = [
    "QueryError",
    "Replicator",
    "ResultFolder",
    "SimulationResult",
    "StoredResult",
    "open_result",
    "run_all_to_folders",
    "run_to_folder",
    "simulate",
]

_PLACES = {
    "QueryError": "result_query",
    "Replicator": "replicator",
    "ResultFolder": "result_folder",
    "SimulationResult": "results",
    "StoredResult": "stored_result",
    "open_result": "result_folder",
    "run_all_to_folders": "folder_run",
    "run_to_folder": "folder_run",
    "simulate": "runner",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for: a program can start workers before it has imported the rest."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_PLACES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
