"""Guard expressions: one small language that is evaluated, run in the chart and can be proved.

An expression is built from names (facts, or other named guards), ``In('state')``, ``not``, ``and``
and ``or``. The same text is the condition in python-statemachine, fills the transition table and is
what a solver receives, so that a guard cannot mean two things.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from ..errors import DefinitionError

Operator = Literal["name", "in", "not", "and", "or", "true"]


@dataclass(frozen=True, slots=True)
class Expression:
    """A node of a guard expression.

    ``operator`` is ``"name"`` (a fact, in ``value``), ``"in"`` (a state is active, in ``value``),
    ``"not"``, ``"and"``, ``"or"`` (over ``operands``) or ``"true"``.
    """

    operator: Operator
    value: str = ""
    operands: tuple[Expression, ...] = ()

    def evaluate(self, fact: Callable[[str], bool], active: Callable[[str], bool]) -> bool:
        """Evaluate with ``fact(name)`` and ``active(state)`` giving the truth of the atoms."""
        if self.operator == "name":
            return fact(self.value)
        if self.operator == "in":
            return active(self.value)
        if self.operator == "not":
            return not self.operands[0].evaluate(fact, active)
        if self.operator == "and":
            return all(part.evaluate(fact, active) for part in self.operands)
        if self.operator == "or":
            return any(part.evaluate(fact, active) for part in self.operands)
        return True

    def atoms(self, operator: Literal["name", "in"]) -> frozenset[str]:
        """Return the facts (``"name"``) or the states (``"in"``) that the expression reads."""
        if self.operator == operator:
            return frozenset({self.value})
        return frozenset().union(*(part.atoms(operator) for part in self.operands))

    def simplify(self, known: Callable[[Expression], bool | None]) -> Expression | bool:
        """Put known atoms in and return what remains: a constant or a smaller expression."""
        if self.operator in ("name", "in"):
            truth = known(self)
            return self if truth is None else truth
        if self.operator == "not":
            inner = self.operands[0].simplify(known)
            return (not inner) if isinstance(inner, bool) else Expression("not", "", (inner,))
        if self.operator in ("and", "or"):
            return self._simplify_list(known)
        return True

    def _simplify_list(self, known: Callable[[Expression], bool | None]) -> Expression | bool:
        absorbing = self.operator == "or"
        rest: list[Expression] = []
        for part in self.operands:
            reduced = part.simplify(known)
            if isinstance(reduced, bool):
                if reduced is absorbing:
                    return absorbing
                continue
            rest.append(reduced)
        if not rest:
            return not absorbing
        return rest[0] if len(rest) == 1 else Expression(self.operator, "", tuple(rest))

    def text(self, prefix: str = "") -> str:
        """Return the expression as python-statemachine and SCXML readers take it.

        ``prefix`` is put before fact names, so that no fact is taken for an event or a state.
        """
        if self.operator == "name":
            return prefix + self.value
        if self.operator == "in":
            return f"In('{self.value}')"
        if self.operator == "not":
            return f"not {_bracketed(self.operands[0], prefix)}"
        if self.operator in ("and", "or"):
            return f" {self.operator} ".join(_bracketed(part, prefix) for part in self.operands)
        return "True"


def _bracketed(part: Expression, prefix: str) -> str:
    text = part.text(prefix)
    return f"({text})" if part.operator in ("and", "or") else text


TRUE = Expression("true")


def parse_expression(text: str, named: Mapping[str, Expression] | None = None) -> Expression:
    """Parse a guard text; names found in ``named`` are replaced by their expressions.

    Raises:
        DefinitionError: if the text holds anything but names, ``In('…')``, not, and, or.
    """
    if not text.strip():
        return TRUE
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise DefinitionError(f"guard {text!r} is no expression: {error.msg}") from error
    return _convert(tree.body, text, named or {})


def _convert(node: ast.expr, text: str, named: Mapping[str, Expression]) -> Expression:
    if isinstance(node, ast.Name):
        return named.get(node.id, Expression("name", node.id))
    if isinstance(node, ast.Constant) and node.value is True:
        return TRUE
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return Expression("not", "", (_convert(node.operand, text, named),))
    if isinstance(node, ast.BoolOp):
        operator: Operator = "and" if isinstance(node.op, ast.And) else "or"
        return Expression(operator, "", tuple(_convert(v, text, named) for v in node.values))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "In":
        argument = node.args[0] if len(node.args) == 1 and not node.keywords else None
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            return Expression("in", argument.value)
    raise DefinitionError(
        f"guard {text!r}: only fact names, In('state'), not, and, or are allowed, "
        f"not {ast.unparse(node)!r}"
    )
