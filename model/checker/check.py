"""Check a rule set: explore every state, judge every property, look for weaknesses of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ..errors import RuleError
from ..explorer import Explored
from ..process.text import Text
from ..properties import (
    PROPERTIES,
    Accepted,
    Always,
    AlwaysPossible,
    Keepable,
    Lasts,
    LeadsTo,
    Possible,
    Property,
)
from ..rule_set import RuleSet
from ..static_properties import STATIC, StaticProperty
from .acceptance import AcceptanceJudge
from .deadlines import judge_keepable, judge_lasting
from .findings import findings_of
from .judging import explore_for, judge
from .model_under_check import ModelUnderCheck
from .questions import answer_questions
from .reaching import WholeGraph, judge_always_possible, judge_leads_to
from .verdict import CheckReport, Exploration, Verdict

Progress = Callable[[str, int, int], None]
"""Receives (what is being done, how much is done, how much there is)."""


def check(
    rule_set: RuleSet,
    *,
    names: Sequence[str] | None = None,
    rule: str = "",
    progress: Progress | None = None,
) -> CheckReport:
    """Check the process under a rule set or a reform of one.

    Args:
        rule_set: the rule set.
        names: only these properties.
        rule: only properties that cite this rule ("15.52", "§ 15a(4) SGB II").
        progress: is told how far the check is.

    Raises:
        RuleError: if no property has one of the names, or none cites the rule.
    """
    return check_model(
        ModelUnderCheck.of(rule_set),
        chosen_properties(names, rule),
        progress,
        whole_model=names is None and not rule,
    )


def chosen_properties(
    names: Sequence[str] | None = None, rule: str = ""
) -> tuple[Property | StaticProperty, ...]:
    """Return the properties with these names, or that cite a rule; default: all.

    Raises:
        RuleError: if a name is unknown or nothing cites the rule.
    """
    everything: tuple[Property | StaticProperty, ...] = (*PROPERTIES, *STATIC)
    if names is not None:
        by_name = {item.name: item for item in everything}
        unknown = [name for name in names if name not in by_name]
        if unknown:
            raise RuleError(
                f"there is no property {unknown[0]!r}; `koopsim rules` shows those of each rule"
            )
        everything = tuple(by_name[name] for name in names)
    if rule:
        everything = tuple(item for item in everything if rule in item.cites)
        if not everything:
            raise RuleError(f"no property cites {rule!r}; write it as '15.52' or '§ 31a SGB II'")
    return everything


def check_model(
    model: ModelUnderCheck,
    properties: Iterable[Property | StaticProperty],
    progress: Progress | None = None,
    *,
    whole_model: bool = True,
) -> CheckReport:
    """Check properties of a model; with ``whole_model`` also look for findings and answers."""
    chosen = tuple(properties)
    steps = [p for p in chosen if isinstance(p, Always | Possible)]
    tell = progress or (lambda what, done, total: None)
    explored = explore_for(model, steps, lambda done, known: tell("explore", done, known))
    whole = WholeGraph(model)
    judged = {verdict.name: verdict for verdict in judge(model, explored, steps)}
    acceptance = AcceptanceJudge(model, explored)
    rest = [p for p in chosen if not isinstance(p, Always | Possible)]
    for number, item in enumerate(rest):
        tell("judge", number, len(rest))
        judged[item.name] = _judge(model, whole, acceptance, item)
    tell("judge", len(rest), len(rest))
    verdicts = tuple(
        replace(judged[p.name], steps=judged[p.name].steps or explored.steps) for p in chosen
    )
    return CheckReport(
        rule_set=model.rule_set.name,
        table=model.table.digest,
        exploration=_exploration(explored),
        verdicts=verdicts,
        findings=findings_of(explored, whole, verdicts) if whole_model else (),
        answers=answer_questions(model) if whole_model else (),
    )


def _judge(
    model: ModelUnderCheck,
    whole: WholeGraph,
    acceptance: AcceptanceJudge,
    item: Property | StaticProperty,
) -> Verdict:
    if isinstance(item, Lasts):
        return judge_lasting(whole, item)
    if isinstance(item, Keepable):
        return judge_keepable(whole, item)
    if isinstance(item, AlwaysPossible):
        return judge_always_possible(whole, item)
    if isinstance(item, LeadsTo):
        return judge_leads_to(whole, item)
    if isinstance(item, Accepted):
        return acceptance.judge(item)
    assert isinstance(item, StaticProperty)
    return _judge_definition(item)


def _judge_definition(item: StaticProperty) -> Verdict:
    faults = item.check()
    return Verdict(
        name=item.name,
        kind="definition",
        modality=item.modality,
        cites=item.cites,
        title=item.title,
        status="violated" if faults else "proved",
        steps=1,
        detail=Text("; ".join(faults), "; ".join(faults)) if faults else None,
    )


def _exploration(explored: Explored) -> Exploration:
    return Exploration(
        configurations=len(explored.configurations_reached()),
        states=explored.state_count,
        pairs=explored.pairs,
        steps=explored.steps,
        depth=explored.depth,
        seconds=explored.seconds,
        memory_bytes=explored.memory_bytes,
    )
