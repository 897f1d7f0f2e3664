"""Guards as terms of the solver z3."""

from __future__ import annotations

from typing import Any

from koopsim.model.process.expressions import Expression
from koopsim.model.process.facts import FACTS
from koopsim.model.process.states import ALL_STATES, LEAVES, REGION_NAMES, leaves_of

from .checkers import require_module


class GuardSolver:
    """All configurations and all facts at once: a region is a number, a fact a truth."""

    def __init__(self) -> None:
        self.z3: Any = require_module("z3")
        self.region = {name: self.z3.Int(f"region_{name}") for name in REGION_NAMES}
        self.fact = {spec.name: self.z3.Bool(spec.name) for spec in FACTS}
        self.number = {
            leaf: number
            for region in REGION_NAMES
            for number, leaf in enumerate(name for name in LEAVES if LEAVES[name].region == region)
        }

    def possible(self, *conditions: Any) -> bool:
        """Tell whether conditions hold together in some consistent case."""
        solver = self.z3.Solver()
        solver.add(*self.consistent(), *conditions)
        answer = solver.check()
        assert answer in (self.z3.sat, self.z3.unsat)
        return bool(answer == self.z3.sat)

    def consistent(self) -> list[Any]:
        """What is true of every case: regions have leaves, a minor is under 25."""
        implies = self.z3.Implies
        bounds = [
            self.z3.And(variable >= 0, variable < sum(s.region == region for s in LEAVES.values()))
            for region, variable in self.region.items()
        ]
        return [
            *bounds,
            # An invariant that the property legacy_ends_2023 states and checkers prove.
            implies(
                self.z3.Or(self.active("legacy_agreement"), self.active("legacy_analysed")),
                self.fact["legacy_period_open"],
            ),
            implies(self.fact["minor"], self.fact["under_25"]),
            implies(self.fact["further_repeated_breach"], self.fact["repeated_breach"]),
        ]

    def active(self, state: str) -> Any:
        """A leaf or a compound is active."""
        region = self.region[ALL_STATES[state].region]
        return self.z3.Or([region == self.number[leaf] for leaf in leaves_of(state)])

    def term(self, expression: Expression) -> Any:
        """A guard expression as a term."""
        if expression.operator == "name":
            return self.fact[expression.value]
        if expression.operator == "in":
            return self.active(expression.value)
        parts = [self.term(part) for part in expression.operands]
        if expression.operator == "not":
            return self.z3.Not(parts[0])
        if expression.operator == "and":
            return self.z3.And(parts)
        return self.z3.Or(parts) if expression.operator == "or" else self.z3.BoolVal(True)

    def renamed(self, term: Any, names: tuple[str, ...]) -> Any:
        """The same term about other values of some facts."""
        pairs = [(self.fact[name], self.z3.Bool(f"other_{name}")) for name in names]
        return self.z3.substitute(term, *pairs)
