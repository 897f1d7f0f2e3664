"""The process in Promela, as spin reads it: one process, one guarded ``d_step`` for each outcome.

Spin resolves no choice inside a ``d_step``, so an event that reads free facts has one alternative
for each outcome that they can lead to. Every step prints ``EV <name>``; a breach prints ``BROKEN
<property>`` and stops at an assertion, so that a replayed trail tells the story.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import DefinitionError
from ..process.deadlines import DEADLINES
from ..process.definition import Transition
from ..process.process import TRANSITIONS
from ..process.states import INITIAL_CONFIGURATION, LEAVES, REGION_NAMES, leaves_of
from ..properties import Always, Formula, LeadsTo
from ..rule_set import RuleSet
from .conditions import Condition, Notation, either, every, negation, state_active, truth
from .guarded import (
    PERIOD_ENDS,
    PERIOD_EXPIRY,
    TRACKABLE,
    Check,
    GuardedProcess,
    GuardedStep,
    Move,
    read_after_step,
)
from .naming import header, next_of, variable
from .steps import guarded_process

_NOTATION = Notation(
    both="&&",
    one="||",
    negated="!",
    true="true",
    false="false",
    truth=variable,
    in_leaf=lambda region, leaf, after: f"{next_of(region) if after else region} == {leaf}",
)


def to_promela(
    rule_set: RuleSet,
    *,
    facts: Sequence[str] = TRACKABLE,
    transitions: Sequence[Transition] = TRANSITIONS,
    properties: Sequence[Always] = (),
    leads_to: Sequence[LeadsTo] = (),
    claims: Mapping[str, str] | None = None,
    faults: bool = True,
) -> str:
    """Write the process for spin.

    Args:
        rule_set: the rule set.
        facts: person and derived facts that are tracked; the others are free in each step.
        transitions: the transitions of the process.
        properties: properties that become assertions.
        leads_to: properties that become LTL claims, under the fairness that MUST deadlines end.
        claims: further LTL formulas by name; regions, leaves and truths bear their names here.
        faults: whether contradictions of the definition become assertions.

    Raises:
        DefinitionError: if a fact cannot be tracked.
    """
    process = guarded_process(rule_set, transitions, facts, properties)
    lines = [f"/* {line} */" for line in header(process, "")]
    lines += ["", f"mtype = {{ {', '.join(LEAVES)} }};", ""]
    lines += [
        f"mtype {region} = {leaf};"
        for region, leaf in zip(REGION_NAMES, INITIAL_CONFIGURATION, strict=True)
    ]
    lines += [f"hidden mtype {next_of(region)};" for region in REGION_NAMES]
    lines += [f"bool {variable(name)} = false;" for name in process.truths]
    lines += [f"hidden byte {next_of(variable(name))};" for name in process.truths]
    lines += ["", "active proctype process() {", *_start(process), "end:", "  do"]
    for step in process.steps:
        lines += [line for _, variant in step.variants() for line in _option(variant)]
        if faults:
            lines += _faults(step)
    lines += ["  od", "}"]
    formulas = {item.name: _ltl(item, process) for item in leads_to} | dict(claims or {})
    lines += [f"\nltl {name} {{ {formula} }}" for name, formula in formulas.items()]
    return "\n".join(lines) + "\n"


def _start(process: GuardedProcess) -> list[str]:
    """Choose the facts with which a case begins, as one atomic step."""
    if not process.begins:
        return []
    lines = ["  atomic {"]
    implied = dict(process.implied())
    for name in sorted(process.begins, key=lambda fact: fact in implied):
        needed = f"{variable(implied[name])} -> " if name in implied else ""
        lines.append(f"    if :: {needed}{variable(name)} = true :: true fi;")
    return [*lines, "  };"]


def _option(step: GuardedStep) -> list[str]:
    regions = [region for region, _ in step.moves]
    declared = [r for r in REGION_NAMES if r in regions or r in read_after_step(step)]
    lines = [f"  :: d_step {{ {_NOTATION.write(step.enabled)};"]
    lines += [f"    {next_of(region)} = {region};" for region in declared]
    for region, moves in step.moves:
        lines.append(_choice(region, moves))
    for update in step.updates:
        kept = f"({variable(update.name)} && !({_NOTATION.write(update.clears)}))"
        value = f"{_NOTATION.write(update.sets)} || {kept}"
        lines.append(f"    {next_of(variable(update.name))} = {value};")
    lines.append(f'    printf("EV {step.name}\\n");')
    lines += [_check(check) for check in step.checks]
    lines += [f"    {region} = {next_of(region)};" for region in regions]
    names = [variable(update.name) for update in step.updates]
    lines += [f"    {name} = {next_of(name)};" for name in names]
    lines += [f"    {next_of(name)} = 0;" for name in (*declared, *names)]
    return [*lines, "  }"]


def _choice(region: str, moves: Sequence[Move]) -> str:
    options = " ".join(
        f":: {_NOTATION.write(move.condition)} -> {next_of(region)} = {move.target}"
        for move in moves
    )
    return f"    if {options} :: else fi;"


def _check(check: Check) -> str:
    broken = f'printf("BROKEN {check.name}\\n"); assert(false)'
    return f"    if :: {_NOTATION.write(check.breach)} -> {broken} :: else fi;"


def _faults(step: GuardedStep) -> list[str]:
    return [
        f'  :: d_step {{ {_NOTATION.write(breach)}; printf("BROKEN {fault.name}\\n");'
        " assert(false) }"
        for fault in step.faults
        for breach in fault.variants(step.fault_facts)
    ]


def _ltl(item: LeadsTo, process: GuardedProcess) -> str:
    start, goal = (_NOTATION.write(_state_condition(f)) for f in (item.start, item.goal))
    promise = f"[] (({start}) -> <> ({goal}))"
    fair = " && ".join(f"([] <> !({_NOTATION.write(c)}))" for c in _forced(item, process))
    return f"({fair}) -> ({promise})" if fair else promise


def _forced(item: LeadsTo, process: GuardedProcess) -> list[Condition]:
    """Return where the events can happen that MUST deadlines force in the states of ``start``.

    These events lead out of the states in which they can happen; so that a deadline ends is written
    as: its event is impossible again and again. The end of the transition period forces as well.
    """
    names = {name for atom in item.start.atoms() for s in atom.names for name in leaves_of(s)}
    forced = {d.expiry_event for d in DEADLINES if d.expiry_event and names & d.active_in}
    if PERIOD_ENDS in (step.name for step in process.steps):
        forced = {PERIOD_ENDS if name == PERIOD_EXPIRY else name for name in forced}
    return [
        either(*(variant.enabled for _, variant in step.variants()))
        for step in process.steps
        if step.name in forced
    ]


def _state_condition(formula: Formula) -> Condition:
    """Return a formula on a state (``is_in`` and ``fact``) as a condition.

    Raises:
        DefinitionError: if it speaks of a step.
    """
    if formula.operator == "is_in":
        return either(*(state_active(name) for name in formula.names))
    if formula.operator == "fact":
        return truth(formula.names[0])
    parts = [_state_condition(part) for part in formula.operands]
    if formula.operator == "not":
        return negation(parts[0])
    if formula.operator == "and":
        return every(*parts)
    if formula.operator == "or":
        return either(*parts)
    raise DefinitionError(f"{formula.text()}: only is_in and fact speak of a state")
