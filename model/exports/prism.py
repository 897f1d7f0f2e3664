"""The process in the PRISM language, as PRISM and Storm read it.

One module: each outcome of a step is one command, so that several are a choice. As ``mdp`` the
choice is open, as ``dtmc`` all outcomes are equally likely: that is for counting and for reaching,
not a forecast. Leaves are numbered constants; each is a label too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ..errors import DefinitionError
from ..process.definition import Transition
from ..process.process import TRANSITIONS
from ..process.states import INITIAL_CONFIGURATION, REGION_NAMES
from ..rule_set import RuleSet
from .conditions import FALSE, LEAVES_OF_REGION, TRUE, Notation
from .guarded import TRACKABLE, GuardedProcess, GuardedStep, Move, Update
from .naming import header, variable
from .steps import guarded_process

_NOTATION = Notation(
    both="&",
    one="|",
    negated="!",
    true="true",
    false="false",
    truth=variable,
    in_leaf=lambda region, leaf, after: f"{region}={leaf}",
)
_KINDS = ("mdp", "dtmc")


def to_prism(
    rule_set: RuleSet,
    *,
    facts: Sequence[str] = TRACKABLE,
    transitions: Sequence[Transition] = TRANSITIONS,
    kind: Literal["mdp", "dtmc"] = "mdp",
) -> str:
    """Write the process for PRISM and Storm.

    Args:
        rule_set: the rule set.
        facts: person and derived facts that are tracked; the others are free in each step.
        transitions: the transitions of the process.
        kind: ``"mdp"`` leaves choices open, ``"dtmc"`` makes all outcomes equally likely.

    Raises:
        DefinitionError: if a fact cannot be tracked or the kind is unknown.
    """
    if kind not in _KINDS:
        raise DefinitionError(f"PRISM kind {kind!r} is unknown; known: {', '.join(_KINDS)}")
    process = guarded_process(rule_set, transitions, facts)
    lines = [*header(process, "//"), "", kind, ""]
    lines += [
        f"const int {leaf} = {number};"
        for leaves in LEAVES_OF_REGION.values()
        for number, leaf in enumerate(leaves)
    ]
    lines += ["", "module process"]
    lines += [f"  {region}: [0..{len(LEAVES_OF_REGION[region]) - 1}];" for region in REGION_NAMES]
    lines += [f"  {variable(name)}: bool;" for name in process.truths]
    lines.append("")
    for step in process.steps:
        lines += [_command(variant) for _, variant in step.variants()]
    lines += ["endmodule", "", "init", f"  {_start(process)}", "endinit", ""]
    lines += [
        f'label "{leaf}" = {region}={leaf};'
        for region in REGION_NAMES
        for leaf in LEAVES_OF_REGION[region]
    ]
    return "\n".join(lines) + "\n"


def _start(process: GuardedProcess) -> str:
    parts = [
        f"{region}={leaf}" for region, leaf in zip(REGION_NAMES, INITIAL_CONFIGURATION, strict=True)
    ]
    parts += [f"!{variable(name)}" for name in process.truths if name not in process.begins]
    parts += [f"(!{variable(one)} | {variable(other)})" for one, other in process.implied()]
    return " & ".join(parts)


def _command(step: GuardedStep) -> str:
    parts = [f"({region}'={_leaf_after(region, moves)})" for region, moves in step.moves]
    parts += [f"({variable(u.name)}'={_truth_after(u)})" for u in step.updates]
    guard = _NOTATION.write(step.enabled)
    return f"  [{step.name}] {guard} -> {' & '.join(parts) or 'true'};"


def _leaf_after(region: str, moves: Sequence[Move]) -> str:
    text = region
    for move in reversed(moves):
        text = f"({_NOTATION.write(move.condition)} ? {move.target} : {text})"
    return text


def _truth_after(update: Update) -> str:
    if update.sets in (TRUE, FALSE) and update.clears == TRUE:
        return "true" if update.sets == TRUE else "false"
    kept = f"({variable(update.name)} & !{_NOTATION.write(update.clears)})"
    return f"({_NOTATION.write(update.sets)} | {kept})"
