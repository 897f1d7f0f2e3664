"""The process in the language of Murphi, as rumur and CMurphi read it.

Each event is one rule inside a ruleset over the facts that it reads and nobody tracks, so that the
checker itself tries all their values. Regions are enumerations, truths are booleans. A breach of a
property stops the checker with an assertion, a contradiction of the definition with an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..process.definition import Transition
from ..process.process import TRANSITIONS
from ..process.states import INITIAL_CONFIGURATION, REGION_NAMES
from ..properties import Always
from ..rule_set import RuleSet
from .conditions import LEAVES_OF_REGION, Notation
from .guarded import TRACKABLE, Check, GuardedProcess, GuardedStep, Move, read_after_step
from .naming import header, next_of, variable
from .steps import guarded_process

_NOTATION = Notation(
    both="&",
    one="|",
    negated="!",
    true="true",
    false="false",
    truth=variable,
    in_leaf=lambda region, leaf, after: f"{next_of(region) if after else region} = {leaf}",
)


def to_murphi(
    rule_set: RuleSet,
    *,
    facts: Sequence[str] = TRACKABLE,
    transitions: Sequence[Transition] = TRANSITIONS,
    properties: Sequence[Always] = (),
    faults: bool = True,
) -> str:
    """Write the process for rumur.

    Args:
        rule_set: the rule set.
        facts: person and derived facts that are tracked; the others are free in each step.
        transitions: the transitions of the process.
        properties: properties that become assertions.
        faults: whether contradictions of the definition become error rules.

    Raises:
        DefinitionError: if a fact cannot be tracked.
    """
    process = guarded_process(rule_set, transitions, facts, properties)
    lines = [*header(process, "--"), "", "type"]
    lines += [
        f"  {region}_state: enum {{ {', '.join(LEAVES_OF_REGION[region])} }};"
        for region in REGION_NAMES
    ]
    lines += ["", "var", *(f"  {region}: {region}_state;" for region in REGION_NAMES)]
    lines += [f"  {variable(name)}: boolean;" for name in process.truths]
    lines += ["", *_start(process)]
    for step in process.steps:
        lines += ["", *_rule(step)]
        if faults:
            lines += [line for fault in step.faults for line in _fault(step, fault)]
    return "\n".join(lines) + "\n"


def _rulesets(facts: Sequence[str], prefix: str = "") -> tuple[list[str], list[str]]:
    if not facts:
        return [], []
    names = "; ".join(f"{prefix}{variable(fact)}: boolean" for fact in facts)
    return [f"ruleset {names} do"], ["endruleset;"]


def _start(process: GuardedProcess) -> list[str]:
    before, after = _rulesets(process.begins, "begin_")
    implied = dict(process.implied())

    def value(name: str) -> str:
        if name not in process.begins:
            return "false"
        other = f" & begin_{variable(implied[name])}" if name in implied else ""
        return f"begin_{variable(name)}{other}"

    body = [
        f"  {region} := {leaf};"
        for region, leaf in zip(REGION_NAMES, INITIAL_CONFIGURATION, strict=True)
    ]
    body += [f"  {variable(name)} := {value(name)};" for name in process.truths]
    return [*before, 'startstate "a case begins" begin', *body, "end;", *after]


def _rule(step: GuardedStep) -> list[str]:
    before, after = _rulesets(step.free)
    regions = [region for region, _ in step.moves]
    updates = [u.name for u in step.updates]
    lines = [*before, f'rule "{step.name}"', f"  {_NOTATION.write(step.enabled)}", "==>"]
    declared = [r for r in REGION_NAMES if r in regions or r in read_after_step(step)]
    lines += [f"  var {next_of(region)}: {region}_state;" for region in declared]
    lines += [f"  var {next_of(variable(name))}: boolean;" for name in updates]
    lines += ["begin", *(f"  {next_of(region)} := {region};" for region in declared)]
    for region, moves in step.moves:
        lines += _choice(region, moves)
    for update in step.updates:
        kept = f"{variable(update.name)} & !({_NOTATION.write(update.clears)})"
        value = f"({_NOTATION.write(update.sets)}) | ({kept})"
        lines.append(f"  {next_of(variable(update.name))} := {value};")
    lines += [
        f'  assert !({_NOTATION.write(check.breach)}) "{check.name}";' for check in step.checks
    ]
    lines += [f"  {region} := {next_of(region)};" for region in regions]
    lines += [f"  {variable(name)} := {next_of(variable(name))};" for name in updates]
    return [*lines, "end;", *after]


def _choice(region: str, moves: Sequence[Move]) -> Iterator[str]:
    for number, move in enumerate(moves):
        word = "elsif" if number else "if"
        yield f"  {word} {_NOTATION.write(move.condition)} then {next_of(region)} := {move.target};"
    if moves:
        yield "  end;"


def _fault(step: GuardedStep, fault: Check) -> list[str]:
    read = fault.breach.truths()
    before, after = _rulesets([fact for fact in step.fault_facts if fact in read])
    return [
        "",
        *before,
        f'rule "{fault.name}"',
        f"  {_NOTATION.write(fault.breach)}",
        "==>",
        f'begin error "{fault.name}"; end;',
        *after,
    ]
