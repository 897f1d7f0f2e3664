"""Progress on stderr: bar, rate, time left; silent when not a terminal or when told to be."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


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
        speed = self._progress.tasks[0].speed
        rate = f"{speed:.0f} {self._unit}/s" if speed else ""
        self._progress.update(self._task, advance=days, rate=rate)
