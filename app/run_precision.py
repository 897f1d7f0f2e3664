"""``koopsim run --precision``: how many replications a run needs to be as precise as asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ..model.errors import RunError
from ..model.process.text import Language, Text
from .output import console, error_console

if TYPE_CHECKING:
    from ..analysis.measures import Measure
    from ..analysis.precision import SequentialEstimate, Source
    from ..analysis.warm_up import Runs
    from ..scenarios import Scenario
    from ..simulation.engines import Engine

_SEARCHING = Text("suche die Zahl der Läufe", "looking for the number of runs")
_REACHED = Text(
    "{0}: {1} ± {2} nach {3} Läufen (verlangt war ein Fehler von höchstens {4}).",
    "{0}: {1} ± {2} after {3} runs (an error of at most {4} was asked for).",
)
_MISSED = Text(
    "Achtung: {0} ist nach {3} Läufen, den meisten erlaubten, nur auf ± {2} bekannt; verlangt "
    "war ein Fehler von höchstens {4}. Mehr Läufe erlaubt --at-most.",
    "Note: after {3} runs, the most allowed, {0} is known to ± {2} only; an error of at most {4} "
    "was asked for. --at-most allows more runs.",
)

PrecisionOption = Annotated[
    str | None,
    typer.Option(
        "--precision",
        metavar="PERCENT",
        help="Make as many runs as it takes to know --indicator with this relative error.",
    ),
]
PreciseIndicatorOption = Annotated[
    str, typer.Option("--indicator", metavar="NAME", help="Indicator that --precision is about.")
]
AtMostOption = Annotated[
    int, typer.Option("--at-most", min=2, help="Most runs that --precision may make.")
]


def replications_for(
    scenario: Scenario,
    precision: str,
    indicator: str,
    *,
    months: int | None,
    first: int,
    at_most: int,
    seed: int,
    workers: int | None,
    engine: Engine,
    quiet: bool,
    language: Language,
) -> int:
    """Return how many replications it takes, and print how precise the indicator then is.

    Replications 0, 1, … are those of a run with the same seed, so that ``koopsim run`` with
    this number of replications gives just the result that was looked at.

    Args:
        scenario: the scenario.
        precision: relative error accepted, such as ``2%``.
        indicator: name of a measure.
        months: reported months; the scenario's own if None.
        first: replications before the first look; at least 10 are made.
        at_most: where to stop in any case.
        seed: as in ``simulate``, like ``workers`` and ``engine``.
        workers: processes to use.
        engine: name of the engine.
        quiet: without progress.
        language: of the output.

    Raises:
        AnalysisError: if precision or indicator are not accepted.
        RunError: if the run cannot start, or ``at_most`` is below the first number.
    """
    from ..analysis.measures import measure
    from ..analysis.precision import FIRST_REPLICATIONS, parse_precision, until_precise
    from ..simulation import Replicator
    from ..simulation.progress import ProgressBar
    from ..simulation.runner import total_days

    asked, item = parse_precision(precision), measure(indicator)
    beginning = max(first, FIRST_REPLICATIONS)
    if at_most < beginning:
        raise RunError(
            f"--at-most {at_most} is below the {beginning} runs that --precision begins with"
        )
    chosen = scenario if months is None else scenario.replace({"months": months})
    days = total_days(chosen, None, at_most)
    with (
        ProgressBar(_SEARCHING[language], days, quiet) as progress,
        Replicator(seed=seed, workers=workers, engine=engine, progress=progress) as runs,
    ):
        source = _source(chosen, item, runs)
        found = until_precise(source, asked, share=item.share, first=beginning, at_most=at_most)
    _print(found, item, language)
    return found.replications


def _source(chosen: Scenario, item: Measure, runs: Runs) -> Source:
    from ..analysis.measures import measure_parts

    def values(numbers: Sequence[int]) -> list[tuple[float, float]]:
        found = runs.run([(chosen, number) for number in numbers], ("months",))
        parts = [measure_parts(tables["months"], item) for tables in found]
        return [(float(top[0]), float(bottom[0])) for top, bottom in parts]

    return values


def _print(found: SequentialEstimate, item: Measure, language: Language) -> None:
    from ..analysis.formatting import percent

    shown = item.text(found.interval.mean, language)
    half = percent(found.relative_half_width, language, 1)
    text = _REACHED if found.reached else _MISSED
    out = console() if found.reached else error_console()
    out.print(
        text[language].format(
            item.title[language], shown, half, found.replications, percent(found.asked, language, 1)
        ),
        soft_wrap=True,
    )
