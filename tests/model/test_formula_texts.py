"""The language of properties: how formulas are written, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from koopsim.model.errors import DefinitionError
from koopsim.model.properties import Memory, Monitor
from koopsim.model.properties import formula as language
from koopsim.model.properties.formula import TRUE, Formula, evaluate, fact, remembered
from koopsim.model.properties.memories import ANALYSED


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (TRUE, "true"),
        (language.event("moved", "enter"), "event(moved, enter)"),
        (language.emits("talk", kind="first"), "emits(talk(kind=first))"),
        (language.emits("demand", cost_rule=False), "emits(demand(cost_rule=no))"),
        (
            language.emits_before("individual_check", "demand", notice_helps=True),
            "emits_before(individual_check(notice_helps=yes), demand)",
        ),
        (language.clock("hold", "update_due"), "clock(hold, update_due)"),
        (remembered(ANALYSED), "remembered(analysed)"),
        (~fact("minor") & TRUE, "not fact(minor) and true"),
        (~(language.keeps("plan") | TRUE), "not (keeps(plan) or true)"),
        (
            language.was_in("trust") & (language.is_in("trust") | TRUE),
            "was_in(trust) and (is_in(trust) or true)",
        ),
    ],
)
def test_a_formula_is_written_as_declared(formula: Formula, text: str) -> None:
    assert formula.text() == text


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: language.event("mooved"), "names the unknown event 'mooved'"),
        (lambda: language.event("moved", "mooved"), "names the unknown event 'mooved'"),
        (lambda: language.was_in("trusted"), "names the unknown state 'trusted'"),
        (lambda: language.is_in("trusted"), "names the unknown state 'trusted'"),
        (lambda: language.keeps("trust"), "names the unknown region 'trust'"),
        (lambda: fact("old"), "names the unknown fact 'old'"),
        (lambda: language.clock("start", "later"), "names the unknown deadline 'later'"),
        (lambda: language.emits("letter"), "names the unknown act 'letter'"),
        (lambda: language.emits("talk", kind="last"), "names the act 'talk' with kind='last'"),
        (lambda: language.emits("talk", sort="first"), "names the act 'talk' with sort='first'"),
        (lambda: language.emits_before("talk", "letter"), "names the unknown act 'letter'"),
        (lambda: language.emits_before("talk", "demand", x=1), "names the act 'talk' with x=1"),
        (lambda: language.event(), "names no event"),
        (lambda: language.was_in(), "names no state"),
        (lambda: language.keeps(), "names no region"),
    ],
)
def test_unknown_names_are_refused_with_one_sentence(
    make: Callable[[], Formula], said: str
) -> None:
    with pytest.raises(DefinitionError) as refused:
        make()
    assert str(refused.value) == f"a formula {said}"


@pytest.mark.parametrize("formula", [language.event("moved"), TRUE, TRUE & language.keeps("plan")])
def test_what_a_step_decides_cannot_be_evaluated_without_it(formula: Formula) -> None:
    with pytest.raises(DefinitionError, match="only facts and memory can be left to evaluate"):
        evaluate(formula, 0, {}.__getitem__)


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: language.clock("stopp", "update_due"), "unknown clock operation 'stopp'"),  # type: ignore[arg-type]
        (lambda: language.emits("reduction", stage=True), "'reduction' with stage=True"),
        (lambda: language.emits("demand", announced=1), "'demand' with announced=1"),
    ],
)
def test_values_are_taken_strictly(make: Callable[[], object], text: str) -> None:
    with pytest.raises(DefinitionError, match=text):
        make()


def test_nothing_unknown_is_remembered() -> None:
    with pytest.raises(DefinitionError, match="nothing of the name 'sneezed' is remembered"):
        Monitor((), {}).remember(Memory(), "sneezed", True)
