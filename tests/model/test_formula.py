"""The language of properties: what formulas mean (against a second reading), what triggers them."""

from __future__ import annotations

import re

import hypothesis.strategies as st
import pytest
from hypothesis import event, given, settings
from koopsim.model.process.acts import Act
from koopsim.model.process.facts import FACT_BIT
from koopsim.model.process.states import INITIAL_CONFIGURATION
from koopsim.model.process.text import Text
from koopsim.model.properties import SAFETY, Always, Monitor
from koopsim.model.properties import formula as language
from koopsim.model.properties.formula import (
    TRUE,
    Formula,
    StepShape,
    evaluate,
    fact,
    implies,
    remembered,
)
from koopsim.model.properties.kinds import PropertyIndex, trigger_of
from koopsim.model.properties.memories import ANALYSED
from koopsim.model.vocabulary import Modality

from .naive_formulas import (
    changed_steps,
    formulas,
    holds,
    knowledge,
    step_atoms,
    triggering,
    truths,
)

BY_CASE_ONLY = {"fact", "remembered"}
ALWAYS = [item for item in SAFETY if isinstance(item, Always)]


def bits(true_facts: set[str]) -> int:
    return sum(FACT_BIT[name] for name in true_facts)


def always(when: Formula, then: Formula) -> Always:
    return Always(
        name="made",
        modality=Modality.MUST,
        cites=("15.1",),
        title=Text("gemacht.", "made."),
        when=when,
        then=then,
    )


@st.composite
def steps_and_formulas(draw: st.DrawFn) -> tuple[StepShape, Formula]:
    step = draw(changed_steps())
    return step, draw(formulas(step))


@st.composite
def steps_and_triggers(draw: st.DrawFn) -> tuple[StepShape, Formula]:
    """The formula speaks of the step, or as often of another one."""
    step, other = draw(changed_steps()), draw(changed_steps())
    return step, draw(triggering(draw(st.sampled_from([step, other, other]))))


@st.composite
def steps_and_atoms(draw: st.DrawFn) -> tuple[StepShape, list[Formula]]:
    step = draw(changed_steps())
    return step, draw(st.lists(step_atoms(step), min_size=8, max_size=16))


# -- what a formula means ----------------------------------------------------------------------


@settings(max_examples=300)
@given(steps_and_atoms())
def test_a_step_decides_each_atom_as_the_second_reading_does(
    both: tuple[StepShape, list[Formula]],
) -> None:
    step, atoms = both
    for atom in atoms:
        expected = holds(atom, step, (), {})
        event(f"{atom.operator} {expected}")
        assert step.residual(atom) is expected


@given(steps_and_formulas(), truths, knowledge)
def test_residual_and_evaluate_agree_with_the_second_reading(
    both: tuple[StepShape, Formula], true_facts: set[str], known: dict[str, bool]
) -> None:
    step, formula = both
    expected = holds(formula, step, true_facts, known)
    rest = step.residual(formula)
    event(f"{expected}, {'decided by the step' if isinstance(rest, bool) else 'open'}")
    assert evaluate(rest, bits(true_facts), known.__getitem__) is expected


@given(steps_and_formulas())
def test_what_remains_speaks_of_facts_and_memory_only(both: tuple[StepShape, Formula]) -> None:
    step, formula = both
    rest = step.residual(formula)
    if isinstance(rest, bool):
        return
    assert {atom.operator for atom in rest.atoms()} <= BY_CASE_ONLY
    assert set(rest.atoms()) <= set(formula.atoms())


@given(steps_and_formulas(), truths, knowledge)
def test_a_text_read_by_python_means_the_same(
    both: tuple[StepShape, Formula], true_facts: set[str], known: dict[str, bool]
) -> None:
    step, formula = both
    worth = {a.text(): str(holds(a, step, true_facts, known)) for a in formula.atoms()}
    longest_first = sorted(worth, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(text) for text in longest_first))
    read = pattern.sub(lambda match: worth[match[0]], formula.text())
    assert re.fullmatch(r"(True|False|not|and|or|[() ])+", read)
    assert eval(read) is holds(formula, step, true_facts, known)


@given(steps_and_formulas(), steps_and_formulas(), truths, knowledge)
def test_implies_every_and_either_are_what_they_say(
    first: tuple[StepShape, Formula],
    second: tuple[StepShape, Formula],
    true_facts: set[str],
    known: dict[str, bool],
) -> None:
    step, a, b = first[0], first[1], second[1]

    def truth(formula: Formula) -> bool:
        return evaluate(step.residual(formula), bits(true_facts), known.__getitem__)

    assert truth(implies(a, b)) is (truth(b) if truth(a) else True)
    assert truth(language.every(a, b, a)) is min(truth(a), truth(b))
    assert truth(language.either(b, a, b)) is max(truth(a), truth(b))


def test_an_act_comes_before_another_or_without_it() -> None:
    order = language.emits_before("individual_check", "demand", notice_helps=True)
    check = Act("individual_check", (("notice_helps", True),))
    wrong = Act("individual_check", (("notice_helps", False),))
    demand = Act("demand", (("basis", "breach"),))
    for acts, expected in (
        ((check, demand), True),
        ((wrong, check, demand), True),
        ((demand, check), False),
        ((demand, check, demand), False),
        ((wrong, demand), False),
        ((check,), True),
        ((demand,), False),
        ((), False),
    ):
        step = StepShape("moved", INITIAL_CONFIGURATION, INITIAL_CONFIGURATION, acts)
        assert step.residual(order) is expected


# -- what triggers a property ------------------------------------------------------------------


@settings(max_examples=300)
@given(steps_and_triggers(), truths, knowledge)
def test_the_trigger_is_there_wherever_the_formula_holds(
    both: tuple[StepShape, Formula], true_facts: set[str], known: dict[str, bool]
) -> None:
    step, formula = both
    trigger = trigger_of(formula)
    kinds = {act.kind for act in step.acts}
    there = trigger is None or step.event in trigger[0] or not kinds.isdisjoint(trigger[1])
    true = holds(formula, step, true_facts, known)
    event(f"{'any step' if trigger is None else 'trigger'}, there {there}, holds {true}")
    assert there or not true


@settings(max_examples=300)
@given(steps_and_triggers(), st.sampled_from([~TRUE, fact("minor"), ~remembered(ANALYSED)]))
def test_no_property_is_skipped_that_a_step_could_break(
    both: tuple[StepShape, Formula], then: Formula
) -> None:
    step, when = both
    item = always(when, then)
    skipped = PropertyIndex((item,)).concerned(step.event, [a.kind for a in step.acts]) == []
    event(f"{'skipped' if skipped else 'looked at'}")
    if skipped:
        assert not satisfiable(step.residual(item.breach))


def satisfiable(rest: Formula | bool) -> bool:
    """Tell whether some facts and some memory make what remains true."""
    if isinstance(rest, bool):
        return rest
    atoms = sorted({atom.text() for atom in rest.atoms()})
    names = {atom.text(): atom for atom in rest.atoms()}
    for number in range(1 << len(atoms)):
        chosen = [names[text] for i, text in enumerate(atoms) if number >> i & 1]
        facts = bits({atom.names[0] for atom in chosen if atom.operator == "fact"})
        known = {atom.memory.name for atom in chosen if atom.memory is not None}
        if evaluate(rest, facts, known.__contains__):
            return True
    return False


@given(changed_steps())
def test_the_declared_properties_are_found_as_without_an_index(step: StepShape) -> None:
    found = {item.name for item, _ in Monitor(ALWAYS, {}).look(step).open}
    plain = {item.name for item in ALWAYS if step.residual(item.breach) is not False}
    assert found == plain


@pytest.mark.parametrize(
    ("formula", "events", "kinds"),
    [
        (language.event("moved", "enter"), {"moved", "enter"}, set()),
        (language.emits("demand", basis="breach"), set(), {"demand"}),
        (fact("minor") & language.emits("talk"), set(), {"talk"}),
        (language.event("moved") & language.emits("talk"), {"moved"}, set()),
        (language.event("moved") | language.emits("talk"), {"moved"}, {"talk"}),
    ],
)
def test_triggers_are_as_narrow_as_can_be_told(
    formula: Formula, events: set[str], kinds: set[str]
) -> None:
    assert trigger_of(formula) == (events, kinds)


@pytest.mark.parametrize(
    "formula",
    [
        TRUE,
        ~language.event("moved"),
        fact("minor"),
        language.was_in("trust") & language.is_in("trust"),
        language.event("moved") | fact("minor"),
        language.clock("start", "update_due"),
        language.emits_before("talk", "demand"),
    ],
    ids=Formula.text,
)
def test_without_a_trigger_every_step_is_looked_at(formula: Formula) -> None:
    assert trigger_of(formula) is None
    assert PropertyIndex((always(formula, TRUE),)).concerned("enter", []) == [0]


def test_positions_come_in_order_and_once() -> None:
    talk, moved = language.emits("talk"), language.event("moved")
    chosen = [always(when, ~TRUE) for when in (talk, moved, TRUE, talk | moved)]
    index = PropertyIndex(chosen)
    assert index.concerned("moved", ["talk", "talk"]) == [0, 1, 2, 3]
    assert index.concerned("moved", []) == [1, 2, 3]
    assert index.concerned("enter", ["demand"]) == [2]
