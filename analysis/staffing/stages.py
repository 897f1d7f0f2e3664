"""The progress of a search: one bar after the other, since each stage knows only its own length."""

from __future__ import annotations

from types import TracebackType
from typing import Final, Self

from ...model.process.text import Language, Text
from ...simulation.progress import ProgressBar

STAGES: Final = {
    "demand": Text("1/5 Arbeit ohne Warten", "1/5 work without waiting"),
    "curve": Text("2/5 Personal und Fristen", "2/5 staff and deadlines"),
    "search": Text("3/5 suche das nötige Personal (geschätzt)", "3/5 searching staff (estimate)"),
    "check": Text("4/5 Probe mit neuen Läufen", "4/5 check with fresh runs"),
    "savings": Text("5/5 eine Minute weniger", "5/5 one minute less"),
}
"""Titles of the stages, in order."""


class Stages:
    """Takes note of finished days of the current stage; use as a context manager.

    Without ``visible`` nothing is shown.
    """

    def __init__(self, visible: bool = False, language: Language = "en") -> None:
        self._visible, self._language = visible, language
        self._bar: ProgressBar | None = None

    def __enter__(self) -> Self:
        """Return the stages."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the bar."""
        self._close()

    def begin(self, stage: str, days: int) -> None:
        """Begin a stage that simulates so many days."""
        self._close()
        self._bar = ProgressBar(STAGES[stage][self._language], days, quiet=not self._visible)
        self._bar.__enter__()

    def advance(self, days: int) -> None:
        """Add finished days."""
        if self._bar is not None:
            self._bar.advance(days)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
