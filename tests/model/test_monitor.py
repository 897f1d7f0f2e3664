"""What a monitor remembers and finds broken, replayed naively over random histories of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import event, given, settings
from koopsim.model.errors import DefinitionError, EventRefused
from koopsim.model.process.case import Case, rule_monitor
from koopsim.model.process.deadlines import clock_operations
from koopsim.model.process.facts import FACT_BIT, SITUATION_DEFAULTS, PersonFacts
from koopsim.model.process.step import Step
from koopsim.model.process.text import Text
from koopsim.model.properties import Always, Lasts, Memory, Monitor, Observation
from koopsim.model.properties.formula import TRUE, Formula, Remembered, StepShape, fact, remembered
from koopsim.model.properties.formula import emits as is_emitted
from koopsim.model.properties.formula import event as is_event
from koopsim.model.properties.monitor import memories_of
from koopsim.model.vocabulary import Modality

from .naive_formulas import RULES, active, combined, holds, real_steps, step_atoms
from .naive_formulas import steps as real

DECLARED = rule_monitor(RULES)
# Events that end a history or take it out of the office's hands; chosen only if nothing else fits.
ENDINGS = {"leave", "need_ends_through_work", "unemployment_benefit_begins", "moved"}
situations = st.sets(st.sampled_from(sorted(SITUATION_DEFAULTS)), max_size=3)
# Where histories begin: rare states lie far from the entry.
TALK = ("talk_held", "analysis_completed")
PLAN = ("enter", "invitation_sent", *TALK, "plan_agreed", "talk_ended")
BEGINNINGS = (
    ("enter",),
    PLAN,
    (*PLAN, "agreements_not_kept"),
    (*PLAN, "need_ends_through_work"),
    ("enter", "invitation_sent", *TALK, "creation_disagreement conciliation_demanded"),
    ("enter", "invitation_sent", "talk_missed", "invitation_sent"),
)
moves = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 25), situations), max_size=30)


def made(name: str, when: Formula, then: Formula) -> Always:
    return Always(
        name=name,
        modality=Modality.MUST,
        cites=("15.1",),
        title=Text("gemacht.", "made."),
        when=when,
        then=then,
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case after a random history; most of its events fit."""
    on = draw(st.dates(date(2023, 7, 1), date(2024, 12, 31)))
    case = Case(PersonFacts(under_25=draw(st.booleans()), minor=False), RULES)
    for item in draw(st.sampled_from(BEGINNINGS)):
        name, _, situation = item.partition(" ")
        case.step(name, on=on, **({situation: True} if situation else {}))
        on += timedelta(days=draw(st.integers(0, 9)))
    for number, days, flipped in draw(moves):
        on = min(on + timedelta(days=days), RULES.valid_to or on)
        case.advance(on)
        fitting = case.possible_events()
        likely = [name for name in fitting if name not in ENDINGS] or list(fitting)
        if not likely:
            break
        given_now = {name: not SITUATION_DEFAULTS[name] for name in sorted(flipped)}
        try:
            case.step(likely[number % len(likely)], on=on, **given_now)
        except EventRefused:
            continue
    return case


def seen(case: Case) -> list[Observation]:
    """The steps of a case, with the facts that do not change."""
    always_true = sum(bit for name, bit in FACT_BIT.items() if name in FIXED)
    return [
        Observation(
            step.day.toordinal(),
            step.event,
            always_true | sum(FACT_BIT[name] for name in step.situation),
            step.before,
            step.after,
            step.acts,
            clock_operations(step.before, step.after, step.acts),
        )
        for step in case.history
        if isinstance(step, Step)
    ]


FIXED = ("conciliation", "reduction_layer", "invitation_after_no_show_with_notice")


def replayed(steps: list[Observation], memory: Remembered) -> list[bool]:
    """What is remembered before each step and after the last, from all steps before it."""

    def truth(formula: Formula, step: Observation) -> bool:
        return holds(formula, step.shape, (), {})

    found = []
    for end in range(len(steps) + 1):
        begun = [i for i, s in enumerate(steps[:end]) if truth(memory.starts, s)]
        ended = [i for i, s in enumerate(steps[:end]) if truth(memory.ends, s)]
        found.append(bool(begun) and max(begun) >= max(ended, default=-1))
    return found


def entered(steps: list[Observation], state: str) -> int:
    """The day on which the present stay in a state began, 0 outside it."""
    day = 0
    for step in reversed(steps):
        if state not in active(step.after):
            break
        day = step.day
        if state not in active(step.before):
            break
    return day


# -- against a naive replay ----------------------------------------------------------------------


@given(cases())
def test_the_memory_of_a_case_is_what_a_replay_remembers(case: Case) -> None:
    steps, kept = seen(case), Memory()
    wanted = {memory.name: replayed(steps, memory) for memory in DECLARED.memories}
    for end, step in enumerate(steps, start=1):
        DECLARED.take_in(step, kept)
        for i, memory in enumerate(DECLARED.memories):
            assert bool(kept.truths >> i & 1) is wanted[memory.name][end]
        days = kept.entered or (0,) * len(DECLARED.lasting)
        for item, day in zip(DECLARED.lasting, days, strict=True):
            assert day == entered(steps[:end], item.state)
            event(f"in {item.state}: {day > 0}, since an earlier step: {0 < day < step.day}")
    for name, values in wanted.items():
        event(f"{name}: {sorted(set(values))}")
    own = case._state.memory
    assert (own.truths, own.entered) == (kept.truths, kept.entered)


@st.composite
def memories(draw: st.DrawFn) -> Remembered:
    """A memory of any beginning and end that steps decide."""
    atoms = step_atoms(draw(real), clocks=False)
    return Remembered("made", draw(combined(atoms)), draw(combined(atoms)))


@settings(max_examples=50)
@given(cases(), memories())
def test_any_memory_is_what_a_replay_remembers(case: Case, memory: Remembered) -> None:
    item = made("reads_it", TRUE, ~remembered(memory))
    monitor, kept, steps = Monitor((item,), {}), Memory(), seen(case)
    for step, known in zip(steps, replayed(steps, memory), strict=False):
        # A step is judged by what was remembered before it, not by what it adds.
        assert monitor.broken(step, kept) == ([item] if known else [])
        monitor.take_in(step, kept)
    assert bool(kept.truths) is replayed(steps, memory)[-1]


@settings(max_examples=50)
@given(cases(), st.data())
def test_the_properties_broken_are_those_a_replay_finds(case: Case, data: st.DataObject) -> None:
    """Steps of a case with their acts or states exchanged for those of other steps."""
    steps = seen(case)
    for name in ("event", "acts", "before", "after"):
        order = data.draw(st.permutations(range(len(steps))))
        moved = data.draw(st.sets(st.integers(0, len(steps) - 1), max_size=3))
        steps = [
            replace(step, **{name: getattr(steps[order[i]], name)}) if i in moved else step
            for i, step in enumerate(steps)
        ]
    past = {memory.name: replayed(steps, memory) for memory in DECLARED.memories}
    kept = Memory()
    for i, step in enumerate(steps):
        facts = [name for name, bit in FACT_BIT.items() if step.facts & bit]
        known = {name: values[i] for name, values in past.items()}
        wanted = {p.name for p in DECLARED.always if holds(p.breach, step.shape, facts, known)}
        found = {p.name for p in DECLARED.broken(step, kept) if not isinstance(p, Lasts)}
        assert found == wanted
        event(f"{'broken' if wanted else 'kept'}")
        DECLARED.take_in(step, kept)


# -- single steps --------------------------------------------------------------------------------


def shape(happening: str, *kinds: str) -> StepShape:
    return next(
        step
        for step in real_steps()
        if step.event == happening and set(kinds) <= {act.kind for act in step.acts}
    )


def test_a_step_that_starts_and_ends_a_memory_starts_it() -> None:
    both = Remembered("both", is_event("moved"), is_event("moved"))
    monitor = Monitor((made("reads_it", TRUE, remembered(both)),), {})
    assert monitor.memory_masks(shape("moved")) == (1, 0)
    assert monitor.memory_masks(shape("enter")) == (0, 1)


def test_without_an_end_a_memory_stays() -> None:
    once = Remembered("once", is_event("moved"))
    monitor = Monitor((made("reads_it", TRUE, remembered(once)),), {})
    assert {monitor.memory_masks(step)[1] for step in real_steps() if step.event != "moved"} == {1}


def test_remember_sets_one_thing_only() -> None:
    memory = Memory()
    for item in DECLARED.memories:
        DECLARED.remember(memory, item.name, True)
    assert memory.truths == (1 << len(DECLARED.memories)) - 1
    for i, item in enumerate(DECLARED.memories):
        other = memory.copy()
        DECLARED.remember(other, item.name, False)
        assert other.truths == memory.truths & ~(1 << i)
        assert other.entered == ()
    for i, lasting in enumerate(DECLARED.lasting):
        other = memory.copy()
        DECLARED.remember(other, lasting.name, 738000)
        assert other.entered == tuple(738000 if i == k else 0 for k in range(len(DECLARED.lasting)))
        assert other.truths == memory.truths


def test_a_memory_depends_on_the_step_only() -> None:
    first = Remembered("first", is_emitted("talk"))
    for wrong, said in ((fact("minor"), r"fact\(minor\)"), (remembered(first), "remembered")):
        for memory in (Remembered("it", wrong), Remembered("it", TRUE, wrong)):
            with pytest.raises(DefinitionError, match=f"memory 'it' may not depend on {said}"):
                memories_of([made("reads_it", TRUE, remembered(memory))])


def test_two_memories_of_one_name_are_refused() -> None:
    one, two = Remembered("it", is_event("moved")), Remembered("it", is_event("enter"))
    same = Remembered("it", is_event("moved"))
    with pytest.raises(DefinitionError, match="two memories are called 'it'"):
        memories_of([made("a", TRUE, remembered(one)), made("b", TRUE, remembered(two))])
    assert memories_of([made("a", remembered(one), remembered(same))]) == (one,)
