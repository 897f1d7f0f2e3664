"""How far a check is, on standard error; nothing where that is no terminal."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from ..model.process.text import Language, Text

_WORDS = {
    "explore": Text("erkunde Zustände", "exploring states"),
    "judge": Text("prüfe Eigenschaften", "judging properties"),
    "mutants": Text("prüfe Mutanten", "trying mutants"),
}


class CheckProgress:
    """A bar for each part of a check; use as a context manager."""

    def __init__(self, language: Language, quiet: bool = False) -> None:
        self._language = language
        self._tasks: dict[str, TaskID] = {}
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=quiet or not sys.stderr.isatty(),
            transient=True,
        )

    def __enter__(self) -> Self:
        """Show the bars."""
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the bars."""
        self._progress.stop()

    def told(self, what: str, done: int, total: int) -> None:
        """Take note of how much is done of what there is."""
        if what not in self._tasks:
            words = _WORDS[what][self._language] if what in _WORDS else what
            self._tasks[what] = self._progress.add_task(words, total=total)
        self._progress.update(self._tasks[what], completed=done, total=total)

    def mutants(self, done: int, total: int) -> None:
        """Take note of mutants tried."""
        self.told("mutants", done, total)
