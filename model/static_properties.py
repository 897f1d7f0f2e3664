"""Properties of the definition itself, checked without running a single case.

A safety property looks at steps (see ``properties``). Some rules say instead how the definition
must be made: that no condition on making a plan asks whether a person is a minor, or that a plan
lacking its goal is refused. Each such property gets a `Definition` and lists its faults, so that a
test can hand it a broken one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from typing import Any

from .process.acts import ActSpec
from .process.deadlines import DEADLINES, Deadline
from .process.definition import Transition
from .process.guards import GUARDS, Guard
from .process.problem import Problem
from .process.process import TRANSITIONS
from .process.record_parts import (
    ContentItem,
    LanguageCourse,
    LeftOut,
    OwnEffort,
    RehabilitationNeed,
    Service,
)
from .process.record_problems import plan_problems
from .process.records import ConsultationNote, CooperationPlan, PotentialAnalysis
from .process.text import Text
from .vocabulary import Modality

__all__ = ["OF_THE_PROCESS", "STATIC", "Definition", "StaticProperty"]

PlanCheck = Callable[[CooperationPlan, PotentialAnalysis | None], Sequence[Problem]]


@dataclass(frozen=True, slots=True)
class Definition:
    """What static properties look at; the defaults are the definition as shipped."""

    transitions: Sequence[Transition] = TRANSITIONS
    guards: Mapping[str, Guard] = field(default_factory=lambda: GUARDS)
    plan_problems: PlanCheck = plan_problems
    deadlines: Sequence[Deadline] = DEADLINES


@dataclass(frozen=True, slots=True)
class StaticProperty:
    """A property of the definition: name, modality, rules, wording, and what finds its faults."""

    name: str
    modality: Modality
    cites: tuple[str, ...]
    title: Text
    find_faults: Callable[[Definition], Iterable[str]]

    def check(self, definition: Definition | None = None) -> list[str]:
        """Return the faults of a definition, of the shipped one if none is given."""
        return list(self.find_faults(definition or Definition()))


# -- minors (Rz 15.15) -----------------------------------------------------------------------


def _minors_need_consent(definition: Definition) -> Iterable[str]:
    """Find conditions on making or updating a plan that ask whether the person is a minor."""
    plan_events = {
        transition.event
        for transition in definition.transitions
        if any(_makes_plan(spec) for spec in transition.acts)
    }
    for transition in definition.transitions:
        if transition.event not in plan_events:
            continue
        for name in (transition.guard, *(spec.when for spec in transition.acts)):
            if "minor" in definition.guards[name].expression.atoms("name"):
                yield f"{transition.name}: {name!r} asks whether the person is a minor"


def _makes_plan(spec: ActSpec) -> bool:
    return spec.act.kind in ("plan_issued", "plan_confirmed_unchanged")


# -- deadlines that depend on the person ---------------------------------------------------------


def _counselling_for_others(definition: Definition) -> Iterable[str]:
    """Find deadlines for counselling after a reduction that run for people from 25 as well."""
    for deadline in definition.deadlines:
        offered = any(pattern.kind == "counselling_offer" for pattern in deadline.stops_on)
        if offered and deadline.when != "under_25":
            yield f"{deadline.name}: runs for people from 25 as well"


def _support_as_short_with_coaching(definition: Definition) -> Iterable[str]:
    """Find ends of follow-up support that make no difference for holistic coaching."""
    for deadline in definition.deadlines:
        if deadline.expiry_event == "support_expired" and not (
            deadline.longer_if == "holistic_coaching" and deadline.longer_parameter
        ):
            yield f"{deadline.name}: is no longer with holistic coaching"


# -- content of plans ------------------------------------------------------------------------

_CONTENT: Mapping[ContentItem, Mapping[str, Any]] = {
    ContentItem.SERVICES: {"services": (Service("placement"),)},
    ContentItem.OWN_EFFORTS: {"own_efforts": (OwnEffort("apply", "weekly", "list"),)},
    ContentItem.LANGUAGE_COURSE: {"language_course": LanguageCourse("integration course")},
    ContentItem.OTHER_PROVIDERS: {"other_providers": ("debt advice",)},
    ContentItem.OCCUPATIONS: {"occupations": ("cook",)},
    ContentItem.REHABILITATION: {"rehabilitation_need": RehabilitationNeed("back", "insurer")},
}
"""An example of each content item of § 15(2) S. 2 SGB II."""

_SIGN_RULE = "15.24"


def _signs_are_lost(definition: Definition) -> Iterable[str]:
    """Try every set of signs with a plan that ignores them, reasons about them, or holds them."""
    for signs in _subsets(_CONTENT):
        analysis = PotentialAnalysis(
            rehabilitation_check=True,
            strengths=("strong",),
            soft_skills=("kind",),
            aptitude=("able",),
            signs=frozenset(signs),
        )
        bare = CooperationPlan(goal="work", essential_steps=("step",))
        reasoned = replace(bare, left_out=tuple(LeftOut(item, "not yet") for item in signs))
        filled = replace(bare, **{k: v for item in signs for k, v in _CONTENT[item].items()})
        for plan, expected in ((bare, len(signs)), (reasoned, 0), (filled, 0)):
            problems = definition.plan_problems(plan, analysis)
            found = sum(_SIGN_RULE in problem.cites for problem in problems)
            if found != expected:
                wanted = ", ".join(signs) or "nothing"
                yield f"signs of {wanted}: {found} problems instead of {expected}"


def _subsets(items: Iterable[ContentItem]) -> Iterable[tuple[ContentItem, ...]]:
    pool = tuple(items)
    return chain.from_iterable(combinations(pool, size) for size in range(len(pool) + 1))


def _sound_plan() -> CooperationPlan:
    content = {k: v for example in _CONTENT.values() for k, v in example.items()}
    return CooperationPlan(goal="work", essential_steps=("step",), **content)


def _accepts(*flaws: tuple[str, Mapping[str, Any]]) -> Callable[[Definition], Iterable[str]]:
    """Return a search for flaws that a plan can have without a MUST problem of the given rule."""

    def find(definition: Definition) -> Iterable[str]:
        sound = _sound_plan()
        if _must(definition.plan_problems(sound, None)):
            yield "a sound plan is refused"
        for rule, flaw in flaws:
            problems = _must(definition.plan_problems(replace(sound, **flaw), None))
            if not any(rule in problem.cites for problem in problems):
                yield f"a plan with {', '.join(flaw)} = {list(flaw.values())} is not refused"

    return find


def _must(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.modality is Modality.MUST]


OF_THE_PROCESS: tuple[StaticProperty, ...] = (
    StaticProperty(
        "minor_needs_no_consent",
        Modality.MUST,
        ("15.15",),
        Text(
            "Keine Bedingung auf dem Weg zum Plan fragt, ob die Person minderjährig ist.",
            "No condition on the way to a plan asks whether the person is a minor.",
        ),
        _minors_need_consent,
    ),
    StaticProperty(
        "counselling_due_to_young_people",
        Modality.SHOULD,
        ("§ 31a(6) SGB II",),
        Text(
            "Die Frist für das Beratungsangebot nach einer Minderung läuft nur für Menschen unter"
            " 25.",
            "The time to offer counselling after a reduction runs for people under 25 only.",
        ),
        _counselling_for_others,
    ),
    StaticProperty(
        "support_lasts_longer_with_coaching",
        Modality.MUST,
        ("15.28", "§ 16k(3) SGB II"),
        Text(
            "Mit ganzheitlicher Betreuung dauert die nachgehende Betreuung länger.",
            "With holistic coaching follow-up support lasts longer.",
        ),
        _support_as_short_with_coaching,
    ),
)
"""Static properties that look at transitions, guards and deadlines."""

_OF_RECORDS: tuple[StaticProperty, ...] = (
    StaticProperty(
        "signs_enter_plan_or_reason",
        Modality.SHOULD,
        ("15.24",),
        Text(
            "Anhaltspunkte der Analyse stehen im Plan, oder es wird ein Grund genannt.",
            "Signs of the analysis enter the plan, or a reason is given.",
        ),
        _signs_are_lost,
    ),
    StaticProperty(
        "plan_names_goal_steps_efforts_services",
        Modality.MUST,
        ("15.4", "15.21"),
        Text(
            "Ein Plan ohne Ziel, Schritte, Eigenbemühungen oder Leistungen kommt nicht zustande.",
            "A plan without goal, steps, own efforts or services is refused.",
        ),
        _accepts(
            ("15.21", {"goal": ""}),
            ("15.21", {"essential_steps": ()}),
            ("15.4", {"own_efforts": ()}),
            ("15.4", {"services": ()}),
        ),
    ),
    StaticProperty(
        "plan_record_is_plain",
        Modality.MUST,
        ("15.13", "15.17", "15.1"),
        Text(
            "Ein Plan mit RFB, mit Unterschrift, ohne Textform oder ohne Vermerk kommt nicht"
            " zustande.",
            "A plan with RFB or signature, without text form or without note is refused.",
        ),
        _accepts(
            ("15.17", {"notice": True}),
            ("15.17", {"signed": True}),
            ("15.13", {"text_form": False}),
            ("15.13", {"note": ConsultationNote(joint_work=False, acknowledged=True)}),
            ("15.13", {"note": ConsultationNote(joint_work=True, acknowledged=False)}),
        ),
    ),
    StaticProperty(
        "unrealistic_plan_is_refused",
        Modality.MUST,
        ("15.38",),
        Text(
            "Ein Plan mit unrealistischem oder unzumutbarem Ziel kommt nicht zustande.",
            "A plan with an unrealistic or unreasonable goal is refused.",
        ),
        _accepts(("15.38", {"realistic": False})),
    ),
)

STATIC: tuple[StaticProperty, ...] = (*OF_THE_PROCESS, *_OF_RECORDS)
"""All static properties."""
