"""All ways a piece of behaviour can go: its yes/no questions answered one way and the other.

The behaviour of a case (``simulation.talks``, ``simulation.mornings``) compares random words with
thresholds. Here a word is a ``Drawn``: comparing it asks a question, and ``every_way`` runs the
behaviour again and again until each question on each path has been answered both ways. What comes
back are the paths with their exact probabilities, so that no chance is typed a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TypeVar

from ...simulation.random_streams import WORD_LIMIT
from ...simulation.tables import Chances

Result = TypeVar("Result")
REMAINDER_MARK = 10**8
"""What ``word % length`` gives for a drawn word: a mark that stands for "evenly spread"."""


class Chance(int):
    """A threshold that knows the name of its probability (a field of ``Chances``)."""

    name: str

    def __new__(cls, limit: int, name: str) -> Chance:
        """Make a threshold with a name."""
        made = super().__new__(cls, limit)
        made.name = name
        return made


def named_chances(chances: Chances) -> Chances:
    """Return the same thresholds, each knowing its name."""
    return Chances(**{f.name: Chance(getattr(chances, f.name), f.name) for f in fields(chances)})


@dataclass(slots=True)
class _Asked:
    answer: bool
    open: bool


class Questions:
    """The questions of one run: the first ones answered as planned, the rest with yes.

    ``forced`` answers the questions of some chances by name (an officer's discretion that is
    decided, not drawn). ``probability`` is that of the path so far; ``met`` are the names of the
    chances that were asked for.
    """

    def __init__(self, planned: list[_Asked], forced: Mapping[str, bool]) -> None:
        self.path = planned
        self.probability = 1.0
        self.met: set[str] = set()
        self._forced = forced
        self._position = 0

    def ask(self, probability: float, name: str = "") -> bool:
        """Answer a question that is a yes with ``probability``."""
        if name:
            self.met.add(name)
        if name in self._forced:
            return self._forced[name]
        if probability <= 0 or probability >= 1:
            return probability >= 1
        if self._position == len(self.path):
            self.path.append(_Asked(True, True))
        answer = self.path[self._position].answer
        self._position += 1
        self.probability *= probability if answer else 1 - probability
        return answer


class Drawn(int):
    """A random word that is not yet known: comparing it asks a question.

    What an answer tells (the word is below a threshold) holds for later comparisons of the word.
    """

    questions: Questions
    low: int
    high: int

    def __new__(cls, questions: Questions) -> Drawn:
        """Make an unknown word of 64 bits."""
        made = super().__new__(cls, 0)
        made.questions, made.low, made.high = questions, 0, WORD_LIMIT
        return made

    def __lt__(self, limit: int) -> bool:
        """Ask whether the word is below ``limit``."""
        value = int(limit)
        below = min(max(value - self.low, 0), self.high - self.low)
        name = limit.name if isinstance(limit, Chance) else ""
        answer = self.questions.ask(below / (self.high - self.low), name)
        if not 0 < below < self.high - self.low:
            return answer
        if answer:
            self.high = value
        else:
            self.low = value
        return answer

    def __ge__(self, limit: int) -> bool:
        """Ask whether the word is at least ``limit``."""
        return not self < limit

    def __mod__(self, length: int) -> int:
        """Return the mark of an evenly spread remainder."""
        return REMAINDER_MARK

    __hash__ = int.__hash__


def every_way(
    run: Callable[[Questions], Result], forced: Mapping[str, bool]
) -> Iterator[tuple[float, Result, frozenset[str]]]:
    """Yield (probability, result, names of the chances met) of every path of ``run``."""
    planned: list[_Asked] = []
    while True:
        questions = Questions(planned, forced)
        result = run(questions)
        yield questions.probability, result, frozenset(questions.met)
        planned = questions.path
        while planned and not planned[-1].open:
            planned.pop()
        if not planned:
            return
        planned[-1] = _Asked(False, False)
