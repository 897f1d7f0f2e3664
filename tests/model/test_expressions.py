"""Guard expressions: evaluation against Python itself, simplification, text and back."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.model.errors import DefinitionError
from koopsim.model.process.expressions import TRUE, Expression, parse_expression
from koopsim.model.process.guards import GUARDS

FACTS = ("minor", "coached", "asked", "moved")
STATES = ("trust", "closed", "in_talk")

_atoms = st.one_of(
    st.sampled_from(FACTS).map(lambda name: Expression("name", name)),
    st.sampled_from(STATES).map(lambda name: Expression("in", name)),
    st.just(TRUE),
)


def _compound(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    lists = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        inner.map(lambda part: Expression("not", "", (part,))),
        lists.map(lambda parts: Expression("and", "", parts)),
        lists.map(lambda parts: Expression("or", "", parts)),
    )


expressions = st.recursive(_atoms, _compound, max_leaves=12)
truths = st.fixed_dictionaries({name: st.booleans() for name in (*FACTS, *STATES)})


def _evaluate(expression: Expression, truth: dict[str, bool]) -> bool:
    return expression.evaluate(truth.__getitem__, truth.__getitem__)


@given(expressions, truths)
def test_evaluation_is_that_of_python(expression: Expression, truth: dict[str, bool]) -> None:
    names = {"__builtins__": {}, "In": truth.__getitem__, **{name: truth[name] for name in FACTS}}
    assert _evaluate(expression, truth) is bool(eval(expression.text(), names))


@given(expressions)
def test_text_reads_back_as_the_same_expression(expression: Expression) -> None:
    assert parse_expression(expression.text()) == expression


@given(expressions, truths)
def test_a_prefix_renames_facts_and_nothing_else(
    expression: Expression, truth: dict[str, bool]
) -> None:
    renamed = parse_expression(expression.text("fact_"))
    assert renamed.atoms("name") == {"fact_" + name for name in expression.atoms("name")}
    assert renamed.atoms("in") == expression.atoms("in")
    value = renamed.evaluate(lambda name: truth[name.removeprefix("fact_")], truth.__getitem__)
    assert value == _evaluate(expression, truth)


@given(expressions, truths, st.sets(st.sampled_from((*FACTS, *STATES))))
def test_simplifying_keeps_the_meaning(
    expression: Expression, truth: dict[str, bool], known: set[str]
) -> None:
    reduced = expression.simplify(lambda atom: truth[atom.value] if atom.value in known else None)
    if isinstance(reduced, bool):
        unknown = sorted({*FACTS, *STATES} - known)
        for values in product((False, True), repeat=len(unknown)):
            completed = {**truth, **dict(zip(unknown, values, strict=True))}
            assert _evaluate(expression, completed) is reduced
    else:
        assert not (reduced.atoms("name") | reduced.atoms("in")) & known
        assert _evaluate(reduced, truth) == _evaluate(expression, truth)


@given(expressions, truths)
def test_knowing_everything_leaves_a_constant(
    expression: Expression, truth: dict[str, bool]
) -> None:
    assert expression.simplify(lambda atom: truth[atom.value]) is _evaluate(expression, truth)


@given(expressions)
def test_atoms_are_those_of_the_text(expression: Expression) -> None:
    text = expression.text()
    assert {name for name in FACTS if name in text} == expression.atoms("name")
    assert {name for name in STATES if f"In('{name}')" in text} == expression.atoms("in")


def test_names_of_other_guards_are_replaced_by_their_expressions() -> None:
    named = {"free": parse_expression("not In('closed')")}
    assert parse_expression("free and minor", named) == parse_expression(
        "not In('closed') and minor"
    )


def test_the_empty_text_is_always_true() -> None:
    assert parse_expression("  ") == TRUE
    assert TRUE.evaluate(lambda _: False, lambda _: False) is True


@pytest.mark.parametrize(
    "text",
    [
        "minor +",
        "minor + 1",
        "minor == moved",
        "f(minor)",
        "In(trust)",
        "In('a', 'b')",
        "In('a', x='b')",
        "In(*'a')",
        "minor.real",
        "lambda: minor",
        "False",
        "1",
        "'minor'",
        "minor if moved else asked",
        "In()",
        "[minor]",
        "(yield)",
        "minor := moved",
        "__import__('os')",
    ],
)
def test_anything_else_is_refused_with_the_text(text: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        parse_expression(text)
    assert repr(text) in str(refused.value)


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_every_guard_of_the_process_reads_back(name: str) -> None:
    expression = GUARDS[name].expression
    assert parse_expression(expression.text()) == expression
