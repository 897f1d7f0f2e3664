"""The two engines by name, and which one is faster for a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from ..model.errors import RunError
from ..scenarios import OfficeScenario, Scenario

if TYPE_CHECKING:
    from .office_run import OfficeRun

Engine = Literal["simpy", "compiled", "auto"]

COMPILED_FROM = 100_000
"""From how many simulated months of persons on "auto" takes the compiled engine: below, the SimPy
engine is done before the kernels are compiled for the first time."""


class RunRegion(Protocol):
    """Runs the offices of a region; see ``simpy_region.run_region``."""

    def __call__(
        self,
        offices: Sequence[OfficeScenario],
        number: int,
        seed: int,
        report: Callable[[int], None] | None = None,
        *,
        events: bool = True,
    ) -> Iterator[OfficeRun]:
        """Run replication ``number``; yield the offices in order."""


def engine_function(engine: Engine) -> RunRegion:
    """Return what runs a region; the compiler is loaded only if needed."""
    if engine == "simpy":
        from . import simpy_region

        return simpy_region.run_region
    from . import compiled

    return compiled.run_region


def modules_of(engines: Iterable[Engine]) -> list[str]:
    """Return the modules that workers need for some engines; the last takes long to import."""
    compiled = ["koopsim.simulation.compiled.ready"] if "compiled" in engines else []
    return ["koopsim.simulation.unit_files", *compiled]


def choose_engine(engine: Engine, scenario: Scenario, replications: int) -> Engine:
    """Return the engine that is to run: the one asked for, or for "auto" the one that is faster.

    Raises:
        RunError: if there is no such engine.
    """
    if engine not in get_args(Engine):
        raise RunError(f"there is no engine {engine!r}; accepted are {', '.join(get_args(Engine))}")
    if engine != "auto":
        return engine
    months = scenario.warm_up_months + scenario.months
    person_months = scenario.population.size.value * months * replications
    return "compiled" if person_months >= COMPILED_FROM else "simpy"
