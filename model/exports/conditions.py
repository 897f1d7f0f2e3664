"""Conditions on one step, in the small form that every exporter can write.

Guards, act conditions and properties become conditions over three kinds of atoms: a truth (a fact
or a memory, as before the step), a region that is in one of some leaves before the step, and the
same after it. Making a condition folds constants, joins leaf sets and drops repetitions, so that
the written text stays short and equal conditions are equal objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..process.expressions import Expression
from ..process.states import ALL_STATES, LEAVES, leaves_of

Operator = Literal["constant", "truth", "before", "after", "not", "and", "or"]

LEAVES_OF_REGION: dict[str, tuple[str, ...]] = {}
for _leaf in LEAVES.values():
    LEAVES_OF_REGION[_leaf.region] = (*LEAVES_OF_REGION.get(_leaf.region, ()), _leaf.name)


@dataclass(frozen=True, slots=True)
class Condition:
    """A node; make it with the functions of this module.

    ``name`` is the name of a truth or of a region, ``leaves`` are the leaves that the region is in
    (in their fixed order), ``value`` is the truth of a constant.
    """

    operator: Operator
    name: str = ""
    leaves: tuple[str, ...] = ()
    value: bool = False
    operands: tuple[Condition, ...] = ()

    def atoms(self) -> Iterator[Condition]:
        """Iterate over the atoms, from left to right, with repetitions."""
        if self.operands:
            for part in self.operands:
                yield from part.atoms()
        else:
            yield self

    def truths(self) -> frozenset[str]:
        """Return the names of the truths that are read."""
        return frozenset(atom.name for atom in self.atoms() if atom.operator == "truth")

    def assume(self, known: Mapping[str, bool]) -> Condition:
        """Put in the truths whose values are known."""
        if self.operator == "truth":
            return constant(known[self.name]) if self.name in known else self
        if not self.operands:
            return self
        parts = tuple(part.assume(known) for part in self.operands)
        if parts == self.operands:
            return self
        return negation(parts[0]) if self.operator == "not" else _join(self.operator, parts)


def constant(value: bool) -> Condition:
    """Return a condition that always holds, or never."""
    return TRUE if value else FALSE


TRUE = Condition("constant", value=True)
FALSE = Condition("constant", value=False)


def truth(name: str) -> Condition:
    """Return the condition that a fact or a memory is true before the step."""
    return Condition("truth", name)


def region_in(
    region: str, leaves: Iterable[str], when: Literal["before", "after"] = "before"
) -> Condition:
    """Return the condition that a region is in one of some of its leaves."""
    chosen = frozenset(leaves)
    ordered = tuple(leaf for leaf in LEAVES_OF_REGION[region] if leaf in chosen)
    if not ordered:
        return FALSE
    if len(ordered) == len(LEAVES_OF_REGION[region]):
        return TRUE
    return Condition(when, region, ordered)


def state_active(state: str, when: Literal["before", "after"] = "before") -> Condition:
    """Return the condition that a leaf or a compound is active."""
    return region_in(ALL_STATES[state].region, leaves_of(state), when)


def negation(part: Condition) -> Condition:
    """Return the condition that ``part`` does not hold."""
    if part.operator == "constant":
        return constant(not part.value)
    if part.operator == "not":
        return part.operands[0]
    if part.operator in ("before", "after"):
        others = [leaf for leaf in LEAVES_OF_REGION[part.name] if leaf not in part.leaves]
        return region_in(part.name, others, "before" if part.operator == "before" else "after")
    return Condition("not", operands=(part,))


def every(*parts: Condition) -> Condition:
    """Return the condition that all parts hold."""
    return _join("and", parts)


def either(*parts: Condition) -> Condition:
    """Return the condition that at least one part holds."""
    return _join("or", parts)


def _join(operator: Operator, parts: Iterable[Condition]) -> Condition:
    absorbing = constant(operator == "or")
    flat = [
        inner
        for part in parts
        for inner in (part.operands if part.operator == operator else (part,))
    ]
    if operator == "or":
        flat = _factor(flat)
    joined = _join_leaves(operator, dict.fromkeys(flat))
    kept = tuple(part for part in joined if part != constant(operator == "and"))
    if absorbing in kept or any(negation(part) in kept for part in kept):
        return absorbing
    if not kept:
        return constant(operator == "and")
    return kept[0] if len(kept) == 1 else Condition(operator, operands=kept)


def _factor(parts: Iterable[Condition]) -> list[Condition]:
    """Join alternatives that differ only in the leaves of the region they begin with."""
    leaves: dict[tuple[str, tuple[Condition, ...]], tuple[str, ...]] = {}
    order: list[Condition | tuple[str, tuple[Condition, ...]]] = []
    for part in parts:
        if part.operator != "and" or part.operands[0].operator != "before":
            order.append(part)
            continue
        key = part.operands[0].name, part.operands[1:]
        if key not in leaves:
            order.append(key)
        leaves[key] = (*leaves.get(key, ()), *part.operands[0].leaves)
    return [
        item if isinstance(item, Condition) else every(region_in(item[0], leaves[item]), *item[1])
        for item in order
    ]


def _join_leaves(operator: Operator, parts: Iterable[Condition]) -> list[Condition]:
    """Turn all conditions on one region into one: common leaves for "and", all for "or"."""
    leaves: dict[tuple[str, str], frozenset[str]] = {}
    order: list[Condition | tuple[str, str]] = []
    for part in parts:
        if part.operator not in ("before", "after"):
            order.append(part)
            continue
        key, now = (part.operator, part.name), frozenset(part.leaves)
        if key not in leaves:
            order.append(key)
            leaves[key] = now
        else:
            leaves[key] = leaves[key] & now if operator == "and" else leaves[key] | now
    return [
        item
        if isinstance(item, Condition)
        else region_in(item[1], leaves[item], "before" if item[0] == "before" else "after")
        for item in order
    ]


def from_expression(expression: Expression, rule_facts: Mapping[str, bool]) -> Condition:
    """Return a guard expression as a condition on the configuration before the step.

    ``rule_facts`` are put in as constants.
    """
    operator = expression.operator
    if operator == "name":
        name = expression.value
        return constant(rule_facts[name]) if name in rule_facts else truth(name)
    if operator == "in":
        return state_active(expression.value)
    parts = [from_expression(part, rule_facts) for part in expression.operands]
    if operator == "not":
        return negation(parts[0])
    return TRUE if operator == "true" else _join(operator, parts)


@dataclass(frozen=True, slots=True)
class Notation:
    """How a language writes conditions.

    ``truth`` writes the name of a fact or memory, ``in_leaf`` the comparison of a region with one
    leaf (region, leaf, whether after the step).
    """

    both: str
    one: str
    negated: str
    true: str
    false: str
    truth: Callable[[str], str]
    in_leaf: Callable[[str, str, bool], str]

    def write(self, condition: Condition) -> str:
        """Write a condition; compound ones are bracketed."""
        operator = condition.operator
        if operator == "constant":
            return self.true if condition.value else self.false
        if operator == "truth":
            return self.truth(condition.name)
        if operator == "not":
            return f"{self.negated}({self.write(condition.operands[0])})"
        if operator in ("before", "after"):
            return self._write_region(condition)
        sign = self.both if operator == "and" else self.one
        return "(" + f" {sign} ".join(self.write(part) for part in condition.operands) + ")"

    def _write_region(self, condition: Condition) -> str:
        others = [leaf for leaf in LEAVES_OF_REGION[condition.name] if leaf not in condition.leaves]
        shorter = condition.leaves if len(condition.leaves) <= len(others) else tuple(others)
        after = condition.operator == "after"
        tests = [self.in_leaf(condition.name, leaf, after) for leaf in shorter]
        text = tests[0] if len(tests) == 1 else "(" + f" {self.one} ".join(tests) + ")"
        return text if shorter is condition.leaves else f"{self.negated}({text})"
