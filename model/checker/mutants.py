"""Run many mutants in parallel and count how many the properties notice."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from ..errors import RuleError
from ..rule_set import RuleSet
from .mutant_trial import MutantTrial, Trial
from .mutation import all_mutants

Progress = Callable[[int, int], None]
"""Receives (mutants tried, mutants in all)."""

_CHUNK = 8


@dataclass(frozen=True, slots=True)
class MutantReport:
    """The trials of all mutants, in a fixed order, whatever the number of workers was."""

    trials: tuple[Trial, ...]

    @property
    def survivors(self) -> tuple[Trial, ...]:
        """Mutants that nothing noticed and that differ from the model."""
        return tuple(t for t in self.trials if t.outcome == "survived")

    @property
    def caught_share(self) -> float:
        """Share of the mutants that are not equivalent which some property caught (0 to 1)."""
        counts = Counter(t.outcome for t in self.trials)
        different = counts["caught"] + counts["survived"]
        return counts["caught"] / different if different else 1.0

    def by_kind(self) -> dict[str, Counter[str]]:
        """Return for each kind of change how many were caught, equivalent, survived."""
        table: dict[str, Counter[str]] = {}
        for trial in self.trials:
            table.setdefault(trial.kind, Counter())[trial.outcome] += 1
        return table


def run_mutants(
    rule_set: RuleSet,
    *,
    sample: int | None = None,
    seed: int = 1,
    kinds: Sequence[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
) -> MutantReport:
    """Try the mutants of a rule set's model.

    Args:
        rule_set: the rule set.
        sample: only so many, drawn with ``seed``; default: all.
        seed: of the sample.
        kinds: only changes of these kinds ("drop act", ...).
        workers: processes; default: all cores.
        progress: is told how far it is.

    Raises:
        RuleError: if no change is of one of the kinds.
        DefinitionError: if the model itself breaks a property.
    """
    numbers = _chosen(sample, seed, kinds)
    MutantTrial(rule_set).prepare()
    trials = []
    for trial in _trials(rule_set, numbers, workers or os.cpu_count() or 1):
        trials.append(trial)
        if progress is not None:
            progress(len(trials), len(numbers))
    return MutantReport(tuple(trials))


def _chosen(sample: int | None, seed: int, kinds: Sequence[str]) -> list[int]:
    mutants = all_mutants()
    known = sorted({m.kind for m in mutants})
    unknown = [kind for kind in kinds if kind not in known]
    if unknown:
        raise RuleError(f"no change is of kind {unknown[0]!r}; known: {', '.join(known)}")
    numbers = [i for i, m in enumerate(mutants) if not kinds or m.kind in kinds]
    if sample is not None and sample < len(numbers):
        numbers = sorted(random.Random(seed).sample(numbers, sample))
    return numbers


def _trials(rule_set: RuleSet, numbers: list[int], workers: int) -> Iterator[Trial]:
    if workers == 1:
        _prepare(rule_set)
        yield from map(_run, numbers)
        return
    with ProcessPoolExecutor(workers, initializer=_prepare, initargs=(rule_set,)) as pool:
        yield from pool.map(_run, numbers, chunksize=_CHUNK)


_TRIAL: list[MutantTrial] = []


def _prepare(rule_set: RuleSet) -> None:
    _TRIAL[:] = [MutantTrial(rule_set)]


def _run(number: int) -> Trial:
    return _TRIAL[0].run(all_mutants()[number])
