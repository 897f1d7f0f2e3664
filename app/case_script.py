"""A case from a file: one line for each event, told as a story."""

from __future__ import annotations

from pathlib import Path

from ..model.errors import EventRefused, KoopsimError
from .case_answers import AnswerError, known_event, read_day, read_situation
from .case_driver import Action, DrivenCase

TIME = "time"
"""Stands for an event where only time passes."""


def run_script(path: Path, driven: DrivenCase) -> None:
    """Let the events of a file happen: ``DATE EVENT [FACT ...]`` on each line.

    A date may be ``+14`` (days after the line before); ``DATE time`` lets time pass; empty lines
    and what follows a ``#`` do not count.

    Raises:
        KoopsimError: naming file and line, if the file cannot be read or a line is wrong.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise KoopsimError(f"cannot read the script {str(path)!r}: {reason}") from None
    for number, line in enumerate(lines, start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        try:
            driven.act(_read_line(words, driven))
        except KoopsimError as error:
            raise type(error)(f"{path}:{number}: {error}") from error


def _read_line(words: list[str], driven: DrivenCase) -> Action:
    if len(words) == 1:
        raise AnswerError(f"{words[0]!r} alone is no line; write DATE EVENT [FACT ...]")
    day, event = read_day(words[0], driven.day), words[1]
    if event == TIME:
        if len(words) > 2:
            raise AnswerError(f"{words[2]!r} stands behind 'time', which takes no facts")
        return Action(day)
    if not known_event(event):
        possible = ", ".join(driven.case.possible_events())
        raise EventRefused(f"there is no event {event!r}; possible now: {possible}")
    return Action(day, event, read_situation(words[2:]))
