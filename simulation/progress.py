"""Progress on stderr: bar, rate, time left; silent when not a terminal or when told to be."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_SPEED_SECONDS = 600
"""How far back the rate looks: units of a large run finish minutes apart."""


class ProgressReporter(Protocol):
    """Anything that takes note of finished days."""

    def advance(self, days: int) -> None:
        """Add finished days."""


class NoProgress:
    """Reports nothing."""

    def advance(self, days: int) -> None:
        """Ignore."""


class ProgressBar:
    """A bar of simulated days, or of other units; use as a context manager."""

    def __init__(
        self, title: str, total_days: int, quiet: bool = False, unit: str = "days"
    ) -> None:
        self._unit = unit
        visible = not quiet and sys.stderr.isatty()
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(unit),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=not visible,
            speed_estimate_period=_SPEED_SECONDS,
            transient=True,
        )
        self._task = self._progress.add_task(title, total=total_days, rate="")

    def __enter__(self) -> Self:
        """Show the bar."""
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the bar."""
        self._progress.stop()

    def advance(self, days: int) -> None:
        """Add finished days (or units)."""
        task = self._progress.tasks[0]
        # What a worker that was killed has done is done, and reported, again.
        known = min(days, max(0, task.total - task.completed)) if task.total is not None else days
        rate = f"{task.speed:.0f} {self._unit}/s" if task.speed else ""
        self._progress.update(self._task, advance=known, rate=rate)
