"""`Always` and `Possible`: judged in every reachable step of the main exploration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..explorer import Explored, Slice
from ..explorer.exploration import Progress, search_arrays
from ..explorer.judged_steps import StepJudge
from ..explorer.search_arrays import ArrayBuilder, SearchArrays
from ..process.text import Text
from ..properties import Always, Possible
from ..properties.formula import TRUE, Formula
from ..properties.monitor import memories_of
from .model_under_check import ModelUnderCheck
from .paths import concrete_path
from .story import Story, StoryEnd
from .verdict import Verdict

JudgedStep = Always | Possible

_NO_PERSON = Text(
    "Die Suche ließ Tatsachen offen; keine einzelne Person geht diesen Weg.",
    "The search left facts open; no single person can go this way.",
)


@dataclass(frozen=True)
class PreparedSearch:
    """A search that judges some properties; the arrays are made once for several runs."""

    model: ModelUnderCheck
    judge: StepJudge
    arrays: SearchArrays

    @classmethod
    def of(
        cls,
        model: ModelUnderCheck,
        properties: Sequence[JudgedStep],
        facts: tuple[str, ...] | None = None,
    ) -> PreparedSearch:
        """Prepare a search with these facts (default: all that change) and all memories.

        A `Possible` is judged as if its step were forbidden: the first breach shows it.
        """
        judged = tuple(as_always(item) for item in properties)
        memories = memories_of(judged)
        names = tuple(memory.name for memory in memories)
        chosen = Slice(model.changing if facts is None else facts, names)
        steps = StepJudge(judged, memories, model.rule_facts)
        return cls(model, steps, ArrayBuilder(steps, chosen).build(model.table))

    def run(
        self, progress: Progress | None = None, *, excluded: frozenset[str] = frozenset()
    ) -> Explored:
        """Explore; ``excluded`` are events that never happen."""
        return search_arrays(
            self.arrays, self.model.table, self.judge, progress=progress, excluded=excluded
        )


def explore_for(
    model: ModelUnderCheck,
    properties: Sequence[JudgedStep],
    progress: Progress | None = None,
    *,
    facts: tuple[str, ...] | None = None,
    excluded: frozenset[str] = frozenset(),
) -> Explored:
    """Explore once, judging these properties; see `PreparedSearch`."""
    return PreparedSearch.of(model, properties, facts).run(progress, excluded=excluded)


def as_always(item: JudgedStep) -> Always:
    """Return what the search judges: a `Possible` as the claim that no such step happens."""
    if isinstance(item, Always):
        return item
    return Always(
        name=item.name,
        modality=item.modality,
        cites=item.cites,
        title=item.title,
        when=item.step,
        then=~TRUE,
    )


def judge(
    model: ModelUnderCheck, explored: Explored, properties: Sequence[JudgedStep]
) -> list[Verdict]:
    """Return the verdicts on properties that ``explored`` judged."""
    breaches, tested = explored.breaches(), explored.tested()
    return [_verdict(model, explored, item, breaches, tested) for item in properties]


def _verdict(
    model: ModelUnderCheck,
    explored: Explored,
    item: JudgedStep,
    breaches: dict[str, tuple[int, int]],
    tested: set[str],
) -> Verdict:
    found = breaches.get(item.name)
    wanted = isinstance(item, Possible)
    story = None
    if found is not None:
        story = story_of(
            model,
            explored,
            found,
            as_always(item).breach,
            subject=item.name,
            title=item.title,
            cites=item.cites,
            ends="reaches" if wanted else "breaks",
        )
    return Verdict(
        name=item.name,
        kind="possible" if wanted else "always",
        modality=item.modality,
        cites=item.cites,
        title=item.title,
        status=("possible" if found else "impossible")
        if wanted
        else ("violated" if found else "proved"),
        vacuous=not wanted and item.name not in tested,
        story=story,
        detail=_NO_PERSON if found is not None and story is None else None,
    )


def story_of(
    model: ModelUnderCheck,
    explored: Explored,
    found: tuple[int, int],
    breach: Formula | None,
    *,
    subject: str,
    title: Text,
    cites: tuple[str, ...],
    ends: StoryEnd,
) -> Story | None:
    """Return the story of the shortest path to a state and the option taken there (if any)."""
    state, option = found
    path = concrete_path(explored, model.rule_facts, state, option if option >= 0 else None, breach)
    if path is None:
        return None
    return Story(
        subject=subject,
        title=title,
        cites=cites,
        ends=ends,
        rule_set=model.base_name,
        changes=model.changes,
        facts=path.facts,
        moves=path.moves,
        legacy_period=path.legacy_period,
    )
