"""Every safety property can fail: a real step, changed in one place, breaks it and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from koopsim.model.citation import parse_citation
from koopsim.model.errors import PropertyBroken
from koopsim.model.process import case as case_module
from koopsim.model.process.acts import Act
from koopsim.model.process.case import Case, rule_facts, rule_monitor
from koopsim.model.process.facts import FACT_BIT, PersonFacts
from koopsim.model.process.states import REGION_NAMES
from koopsim.model.process.step import Step
from koopsim.model.process.text import Text
from koopsim.model.properties import (
    PROPERTIES,
    SAFETY,
    Lasts,
    Memory,
    Monitor,
    Observation,
    Property,
    notice,
    paths,
    plans,
)
from koopsim.model.properties.formula import TRUE
from koopsim.model.properties.formula import event as is_event
from koopsim.model.properties.kinds import Always
from koopsim.model.registry import load_registry
from koopsim.model.rule_set import RuleSet, load_rule_set
from koopsim.model.vocabulary import Modality

RULES = load_rule_set("2023-07-01")
LEGACY_END = RULES.legacy_end.toordinal()
TALK = ("+12", "talk_held", "analysis_completed")
PLAN = ("enter", "invitation_sent", *TALK, "plan_agreed", "talk_ended")
REVIEW = ("invitation_sent", "+12", "talk_held", "analysis_reviewed")
DEMAND = (*PLAN, "+20", "agreements_not_kept")
NO_SHOW = ("enter", "invitation_sent", "+12", "talk_missed", "invitation_sent")

Seen = tuple[Observation, Memory]


def last_step(
    *story: str, on: str = "2024-03-01", facts: tuple[str, ...] = (), **situation: bool
) -> Seen:
    """Play a story (``+n``: n days pass); return its last step and what was remembered before it.

    ``situation`` holds for the last event only.
    """
    case = Case(PersonFacts(**{name: True for name in facts} | _implied(facts)), RULES)
    day = date.fromisoformat(on)
    for number, item in enumerate(story):
        if item.startswith("+"):
            day += timedelta(days=int(item))
            continue
        known, person = len(case.history), case.facts
        event, _, matter = item.partition(" ")
        given = situation if number == len(story) - 1 else {}
        case.step(event, on=day, **given, **({matter: True} if matter else {}))
    memory = Memory()
    for happening in case.history[:known]:
        if isinstance(happening, Step):
            MONITOR.take_in(_observation(happening, person), memory)
    final = case.history[-1]
    assert isinstance(final, Step)
    return _observation(final, person), memory


def _implied(facts: tuple[str, ...]) -> dict[str, bool]:
    return {"under_25": True} if "minor" in facts else {}


def _observation(step: Step, person: PersonFacts) -> Observation:
    names = [*step.situation, *(name for name, value in rule_facts(RULES).items() if value)]
    bits = person.bits() | sum(FACT_BIT[name] for name in names)
    if step.day.toordinal() <= LEGACY_END:
        bits |= FACT_BIT["legacy_period_open"]
    return Observation(step.day.toordinal(), step.event, bits, step.before, step.after, step.acts)


# -- changes in one place ----------------------------------------------------------------------

Change = Callable[[Observation], Observation]


def without(kind: str) -> Change:
    return lambda step: replace(step, acts=tuple(a for a in step.acts if a.kind != kind))


def changed(kind: str, **values: str | bool) -> Change:
    def change(step: Observation) -> Observation:
        def new(act: Act) -> Act:
            return (
                Act(kind, tuple((n, values.get(n, v)) for n, v in act.fields))
                if act.kind == kind
                else act
            )

        return replace(step, acts=tuple(new(act) for act in step.acts))

    return change


def added(kind: str, **values: str | bool | int) -> Change:
    return lambda step: replace(step, acts=(*step.acts, Act(kind, tuple(values.items()))))


def reordered(kind: str) -> Change:
    """Move the acts of a kind to the end."""

    def change(step: Observation) -> Observation:
        rest = [a for a in step.acts if a.kind != kind]
        return replace(step, acts=(*rest, *(a for a in step.acts if a.kind == kind)))

    return change


def before(leaf: str, region: str = "plan") -> Change:
    return lambda step: replace(step, before=_put(step.before, region, leaf))


def after(leaf: str, region: str = "plan") -> Change:
    return lambda step: replace(step, after=_put(step.after, region, leaf))


def _put(configuration: tuple[str, ...], region: str, leaf: str) -> tuple[str, ...]:
    place = REGION_NAMES.index(region)
    return (*configuration[:place], leaf, *configuration[place + 1 :])


def true(fact: str) -> Change:
    return lambda step: replace(step, facts=step.facts | FACT_BIT[fact])


def false(fact: str) -> Change:
    return lambda step: replace(step, facts=step.facts & ~FACT_BIT[fact])


def later(days: int) -> Change:
    def change(step: Observation) -> Observation:
        day = step.day + days
        closed = 0 if day <= LEGACY_END else FACT_BIT["legacy_period_open"]
        return replace(step, day=day, facts=step.facts & ~closed)

    return change


def event(name: str) -> Change:
    return lambda step: replace(step, event=name)


@dataclass(frozen=True)
class Broken:
    """A real step, the change that breaks the property, and what is remembered otherwise."""

    good: Callable[[], Seen]
    change: Change = lambda step: step
    memory: tuple[tuple[str, bool | int], ...] = ()


def _update() -> Seen:
    return last_step(*PLAN, "+60", *REVIEW, "update_agreed")


def _unchanged() -> Seen:
    return last_step(*PLAN, "+60", *REVIEW, "update_unchanged")


def _new_plan() -> Seen:
    return last_step("enter", "invitation_sent", *TALK, "plan_agreed")


def _first_invitation() -> Seen:
    return last_step("enter", "invitation_sent")


def _second_invitation() -> Seen:
    return last_step(*PLAN, "+30", "invitation_sent")


def _demand(*facts: str, **situation: bool) -> Seen:
    return last_step(*DEMAND, facts=facts, **situation)


def _measure_demand() -> Seen:
    return last_step(
        *PLAN, "measure_started", "+9", "measure_noncooperation", "+7", "intervention_failed"
    )


def _opened() -> Seen:
    return last_step(
        "enter", "invitation_sent", *TALK, "creation_disagreement", conciliation_demanded=True
    )


def _agreed_in_conciliation() -> Seen:
    return last_step(
        "enter",
        "invitation_sent",
        *TALK,
        "creation_disagreement conciliation_demanded",
        "talk_ended",
        "+20",
        "conciliation_agreed",
    )


def _support() -> Seen:
    return last_step(*PLAN, "+30", "need_ends_through_work", "+150", "support_ended")


def _decided() -> Seen:
    return last_step(*DEMAND, "+10", "demand_refused", "+14", "breach_reduction_decided")


BREAKS: dict[str, list[Broken]] = {
    "no_consequence_from_plan": [
        Broken(lambda: last_step(*DEMAND, "+10", "demand_refused"), before("no_demand", "demand")),
        Broken(
            lambda: last_step(*NO_SHOW, "+12", "talk_missed"), memory=(("notice_pending", False),)
        ),
    ],
    "plan_only_from_talk_or_conciliation": [Broken(_new_plan, before("no_talk", "talk"))],
    "analysis_precedes_plan": [
        Broken(_new_plan, memory=(("analysed", False),)),
        Broken(_update, memory=(("analysed", False),)),
    ],
    "first_invitation_without_notice": [
        Broken(_first_invitation, changed("invitation", notice=True)),
        Broken(lambda: last_step(*PLAN, "reporting_invitation_sent"), memory=(("invited", False),)),
    ],
    "notice_after_unexcused_no_show": [
        Broken(_second_invitation, memory=(("unexcused_no_show", True),))
    ],
    "invitation_without_notice_while_appearing": [
        Broken(_second_invitation, changed("invitation", notice=True)),
        Broken(lambda: last_step(*NO_SHOW), memory=(("stayed_away", False),)),
    ],
    "plan_handed_over_and_noted": [
        Broken(_new_plan, without("consultation_note")),
        Broken(_new_plan, changed("plan_issued", text_form=False)),
        Broken(_update, changed("consultation_note", joint_work=False)),
        Broken(_update, changed("consultation_note", acknowledged=False)),
    ],
    "every_plan_version_filed": [
        Broken(_new_plan, without("plan_filed")),
        Broken(_update, without("plan_filed")),
    ],
    "plan_without_notice_and_signature": [
        Broken(_new_plan, changed("plan_issued", notice=True)),
        Broken(_update, changed("plan_issued", signed=True)),
    ],
    "end_of_ground_leads_back": [
        Broken(
            lambda: last_step(*PLAN, "ground_begins", "+90", "ground_ends"),
            without("integration_work_started"),
        ),
        Broken(
            lambda: last_step(*PLAN, "ground_begins", "+90", "ground_ends"),
            after("suspended_trust"),
        ),
    ],
    "rehabilitation_not_conciliated": [Broken(_opened, true("rehabilitation_matter"))],
    "new_plan_starts_without_notice": [
        Broken(_new_plan, after("plan_with_notice")),
        Broken(_new_plan, after("demand_standing", "demand")),
    ],
    "reporting_keeps_basis": [
        Broken(lambda: last_step(*PLAN, "reporting_invitation_sent"), after("plan_with_notice")),
        Broken(
            lambda: last_step(*PLAN, "reporting_invitation_sent", "+14", "reporting_kept"),
            after("not_agreed"),
        ),
    ],
    "important_reason_considered_first": [
        Broken(_demand, without("important_reason_considered"), (("reason_considered", False),)),
        Broken(_demand, reordered("important_reason_considered"), (("reason_considered", False),)),
        Broken(_decided, without("important_reason_considered"), (("reason_considered", False),)),
        Broken(
            lambda: last_step(*NO_SHOW, "+12", "talk_missed"),
            without("important_reason_considered"),
            (("reason_considered", False),),
        ),
    ],
    "individual_check_before_notice": [
        Broken(_demand, true("vulnerable")),
        Broken(lambda: _demand("vulnerable", notice_helps=True), reordered("individual_check")),
        Broken(
            lambda: _demand("vulnerable", notice_helps=True),
            changed("individual_check", notice_helps=False),
        ),
    ],
    "never_notice_for_exempt_matters": [
        Broken(_demand, true("coaching_matter")),
        Broken(_demand, true("rehabilitation_matter")),
    ],
    "demand_is_separate_administrative_act": [
        Broken(_demand, false("reasonable")),
        *(
            Broken(_demand, changed("demand", **{name: False}))
            for name in ("administrative_act", "apart_from_plan", "announced", "reasonable")
        ),
    ],
    "demand_carries_cost_rule": [Broken(_demand, changed("demand", cost_rule=False))],
    "representative_instructed_with_minor": [
        Broken(lambda: _demand("minor"), without("representative_instructed")),
        Broken(_demand, true("minor")),
        Broken(lambda: last_step(*NO_SHOW, facts=("minor",)), without("representative_instructed")),
        Broken(lambda: last_step(*PLAN, "reporting_invitation_sent"), true("minor")),
    ],
    "plan_stays_in_force_beside_demand": [
        Broken(_demand, after("not_agreed")),
        Broken(_measure_demand, after("trust")),
    ],
    "intervention_before_measure_demand": [
        Broken(_measure_demand, before("measure_assigned", "measure"))
    ],
    "measure_demand_keeps_assignment": [
        Broken(_measure_demand, changed("demand", new_assignment=True)),
        Broken(_measure_demand, added("measure_assignment", notice=False)),
        Broken(_measure_demand, after("no_measure", "measure")),
    ],
    "no_demand_survives_move": [
        Broken(lambda: last_step(*DEMAND, "+9", "moved"), after("demand_standing", "demand")),
        Broken(lambda: last_step(*DEMAND, "+9", "moved"), without("demands_lifted")),
        Broken(lambda: last_step(*DEMAND, "+9", "moved"), changed("demands_lifted", cause="exit")),
    ],
    "move_keeps_invitation_rule": [
        Broken(lambda: last_step(*PLAN, "moved"), after("first_due", "invitation")),
        Broken(lambda: last_step(*NO_SHOW, "+2", "moved"), after("plain_due", "invitation")),
    ],
    "notice_only_after_failed_cooperation": [Broken(_demand, event("offer_made"))],
    "plan_sought_in_every_talk": [
        Broken(
            lambda: last_step(
                "enter",
                "invitation_sent",
                *TALK,
                "creation_disagreement",
                "talk_ended",
                "invitation_sent",
                "+12",
                "talk_held",
            ),
            without("plan_sought"),
        ),
    ],
    "analysis_reviewed_before_update": [
        Broken(_update, before("talk_open", "talk")),
        Broken(_unchanged, before("talk_open", "talk")),
    ],
    "unchanged_plan_documented": [
        Broken(_unchanged, without("plan_confirmed_unchanged")),
        Broken(_unchanged, changed("plan_confirmed_unchanged", documented=False)),
    ],
    "legacy_ends_2023": [
        Broken(
            lambda: last_step(
                "enter", "agreements_not_kept", on="2023-12-31", facts=("legacy_agreement",)
            ),
            later(1),
        ),
        Broken(
            lambda: last_step(
                "enter", "invitation_sent", on="2023-12-31", facts=("legacy_agreement",)
            ),
            later(1),
        ),
        Broken(lambda: last_step("enter"), after("legacy_analysed")),
    ],
    "no_plan_while_exempt": [
        Broken(_update, after("exempt")),
        Broken(_first_invitation, before("exempt")),
        Broken(_demand, before("exempt")),
    ],
    "agency_told_of_notice": [
        Broken(_demand, true("training_transferred")),
        Broken(lambda: _demand("training_transferred"), changed("agency_notified", notice=False)),
        Broken(
            lambda: last_step(
                *DEMAND,
                "readiness_declared",
                "+60",
                "agreements_kept",
                facts=("training_transferred",),
            ),
            without("agency_notified"),
        ),
    ],
    "conciliation_within_four_weeks": [
        Broken(_agreed_in_conciliation, later(10)),
        Broken(
            lambda: last_step(
                "enter",
                "invitation_sent",
                *TALK,
                "creation_disagreement conciliation_demanded",
                "talk_ended",
            ),
            later(29),
        ),
    ],
    "support_within_limit": [
        Broken(_support, later(40)),
        Broken(
            lambda: last_step(*PLAN, "+30", "need_ends_through_work", "+100", "offer_made"),
            later(85),
        ),
    ],
    "no_breach_reduction_during_conciliation": [
        Broken(
            _decided,
            before("conciliation_over_update_notice"),
            memory=(("conciliation_within_four_weeks", date(2024, 4, 20).toordinal()),),
        )
    ],
    "travel_costs_offered": [
        Broken(_first_invitation, without("travel_cost_notice")),
        Broken(_second_invitation, without("travel_cost_notice")),
    ],
    "municipal_services_only_with_consent": [
        Broken(
            lambda: last_step("enter", "invitation_sent", *TALK, municipal_consent=True),
            false("municipal_consent"),
        ),
    ],
    "restricted_services_before_need": [
        Broken(
            lambda: last_step(*PLAN, "+9", "offer_made"),
            lambda step: before("plan_before_need")(true("service_presupposes_need")(step)),
        ),
    ],
}


BROKEN_BY_HAND = tuple(p for p in SAFETY if p.name in BREAKS)
MONITOR = Monitor(
    BROKEN_BY_HAND,
    {"conciliation_weeks": 4, "support_months": 6, "support_months_coaching": 9},
)


def breaks(step: Observation, memory: Memory) -> set[str]:
    """The names of the properties, of those that are broken by hand here, that a step breaks."""
    return {p.name for p in MONITOR.broken(step, memory)}


CASES = [
    pytest.param(name, i, id=f"{name}-{i}")
    for name, broken in BREAKS.items()
    for i in range(len(broken))
]


def test_no_property_is_forgotten() -> None:
    """Those declared elsewhere are broken by changed models (``test_contracts_*``)."""
    declared = {name for module in (plans, notice, paths) for name in declared_in(module)}
    assert declared == set(BREAKS)
    assert len(BROKEN_BY_HAND) == 37


def test_the_rules_name_every_property_broken_here() -> None:
    named = load_registry(RULES.name).elements
    assert {f"property:{name}" for name in BREAKS} <= named


def declared_in(module: ModuleType) -> list[str]:
    """The names of the properties that a module declares, read from its text."""
    source = Path(module.__file__ or "").read_text(encoding="utf-8")
    return re.findall(r'^(?:always|never|before|within)\(\n    "(\w+)"', source, re.MULTILINE)


def _remembering(memory: Memory, values: tuple[tuple[str, bool | int], ...]) -> Memory:
    other = memory.copy()
    for name, value in values:
        MONITOR.remember(other, name, value)
    return other


@pytest.mark.parametrize(("name", "index"), CASES)
def test_the_real_step_keeps_every_property(name: str, index: int) -> None:
    step, memory = BREAKS[name][index].good()
    assert breaks(step, memory) == set()


@pytest.mark.parametrize(("name", "index"), CASES)
def test_the_broken_step_breaks_exactly_this_property(name: str, index: int) -> None:
    broken = BREAKS[name][index]
    step, memory = broken.good()
    found = breaks(broken.change(step), _remembering(memory, broken.memory))
    assert found == {name}


@pytest.mark.parametrize(("name", "index"), CASES)
def test_the_filter_of_concerned_steps_lets_it_through(name: str, index: int) -> None:
    broken = BREAKS[name][index]
    step = broken.change(broken.good()[0])
    open_here = {p.name for p, _ in MONITOR.look(step.shape).open}
    lasting = {p.name for p in MONITOR.lasting}
    assert name in open_here | lasting


@pytest.mark.parametrize("item", PROPERTIES, ids=lambda p: p.name)
def test_a_property_cites_and_is_worded_in_two_languages(item: Property) -> None:
    assert item.cites
    for cited in item.cites:
        parse_citation(cited)
    assert item.title.de.endswith(".")
    assert item.title.en.endswith(".")


# -- limits of a rule set ----------------------------------------------------------------------


def test_a_reform_may_let_the_first_invitation_carry_notice() -> None:
    step, memory = _first_invitation()
    with_notice = changed("invitation", notice=True)(step)
    assert breaks(true("first_invitation_with_notice")(with_notice), memory) == set()


def test_limits_come_from_the_rule_set(rule_set: RuleSet) -> None:
    other = rule_set.reform(
        name="short", conciliation_weeks=2, support_months=3, support_months_coaching=5
    )
    lasting = {p.name: p for p in SAFETY if isinstance(p, Lasts)}
    day = date(2024, 3, 1)
    for rules, weeks, end, coached in (
        (rule_set, 4, date(2024, 9, 1), date(2024, 12, 1)),
        (other, 2, date(2024, 6, 1), date(2024, 8, 1)),
    ):
        monitor = rule_monitor(rules)
        conciliation = lasting["conciliation_within_four_weeks"]
        support = lasting["support_within_limit"]
        start = day.toordinal()
        assert monitor.last_day(conciliation, start, 0) == start + 7 * weeks
        assert monitor.last_day(support, start, 0) == end.toordinal()
        bit = FACT_BIT["holistic_coaching"]
        assert monitor.last_day(support, start, bit) == coached.toordinal()


@pytest.mark.parametrize(("days", "kept"), [(0, True), (8, True), (9, True), (10, False)])
def test_conciliation_may_last_to_its_last_day_and_end_on_the_next(days: int, kept: bool) -> None:
    step, memory = _agreed_in_conciliation()  # 20 of 28 days have passed
    assert (breaks(later(days)(step), memory) == set()) is kept


def test_follow_up_support_lasts_longer_with_coaching() -> None:
    step, memory = _support()
    late = later(100)(step)
    assert breaks(late, memory) == {"support_within_limit"}
    assert breaks(true("holistic_coaching")(late), memory) == set()


# -- memory and case ----------------------------------------------------------------------------


def test_a_copy_of_the_memory_is_independent() -> None:
    memory = Memory()
    other = memory.copy()
    MONITOR.take_in(_opened()[0], other)
    assert any(other.entered)
    assert not any(memory.entered)


def test_a_case_that_breaks_a_property_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    never = Always(
        name="never_enter",
        modality=Modality.MUST,
        cites=("15.6",),
        title=Text("nie", "never"),
        when=is_event("enter"),
        then=~TRUE,
    )
    monkeypatch.setattr(case_module, "rule_monitor", lambda _: Monitor((never,), {}))
    case = Case(PersonFacts(), RULES)
    with pytest.raises(PropertyBroken, match=r"never_enter \(15\.6\) on 2024-03-01") as stopped:
        case.step("enter", on=date(2024, 3, 1))
    assert stopped.value.properties == ("never_enter",)
    assert case.history == ()
