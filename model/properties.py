"""What must hold of every history: safety properties, each with its Rz, as checks of single steps.

A property looks at one step and at a short memory of the case. The engines run these checks while
they simulate; ``Case`` runs them while it is driven by hand. A property of a MUST rule that fails
is an error of the model, never a fact about a person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .periods import add_months_ordinal
from .process.acts import Act
from .process.facts import FACT_BIT
from .process.states import COMPOUNDS, LEAVES, Configuration
from .process.text import Text
from .vocabulary import Modality

PLAN, INVITATION, TALK, MEASURE, DEMAND = range(5)


class Memory:
    """What the properties remember of a case; all fields start empty."""

    __slots__ = (
        "analysed",
        "concil_since",
        "invited",
        "notice_pending",
        "reason_considered",
        "stayed_away",
        "support_since",
        "unexcused_no_show",
    )

    def __init__(self) -> None:
        self.analysed = False
        self.invited = False
        self.notice_pending = False
        self.reason_considered = False
        self.stayed_away = False
        self.unexcused_no_show = False
        self.concil_since = 0
        self.support_since = 0

    def copy(self) -> Memory:
        """Return an independent copy."""
        other = Memory()
        for name in self.__slots__:
            setattr(other, name, getattr(self, name))
        return other

    def take_in(self, step: Observation) -> None:
        """Remember what later checks need; called after the step was checked."""
        for act in step.acts:
            kind = act.kind
            if kind == "analysis":
                self.analysed = True
            elif kind == "invitation":
                self.invited = True
                self.notice_pending = act.get("notice") is True
                if act.get("to") != "reporting":
                    self.unexcused_no_show = False
            elif kind == "no_show" and step.event == "talk_missed":
                self.unexcused_no_show = act.get("reason_known") is False
                self.stayed_away = self.stayed_away or self.unexcused_no_show
            elif kind == "important_reason_considered":
                self.reason_considered = True
            elif kind == "conciliation_opened":
                self.concil_since = step.day
            elif kind == "support_started":
                self.support_since = step.day
                self.unexcused_no_show = False
        if _compound(step.after[INVITATION]) in ("first_invitation", "without_notice"):
            self.stayed_away = False


@dataclass(frozen=True, slots=True)
class Observation:
    """A step as properties see it. ``day`` is an ordinal, ``facts`` a bit set (``FACT_BIT``)."""

    day: int
    event: str
    facts: int
    before: Configuration
    after: Configuration
    acts: tuple[Act, ...]

    def all(self, kind: str) -> list[Act]:
        """Return the acts of one kind."""
        return [act for act in self.acts if act.kind == kind]

    def has(self, kind: str, **fields: str | bool | int) -> bool:
        """Tell whether an act of this kind with these field values was emitted."""
        return any(
            a.kind == kind and all(a.get(n) == v for n, v in fields.items()) for a in self.acts
        )

    def fact(self, name: str) -> bool:
        """Return the truth of a fact in this step."""
        return bool(self.facts & FACT_BIT[name])


@dataclass(frozen=True, slots=True)
class RuleLimits:
    """The rule-set values that properties need: days, calendar months, and an ordinal day."""

    first_invitation_with_notice: bool = False
    notice_after_no_show: bool = True
    conciliation_days: int = 28
    support_months: int = 6
    support_months_coaching: int = 9
    legacy_end: int = 738885


Check = Callable[[Observation, Memory, RuleLimits], bool]


@dataclass(frozen=True, slots=True)
class SafetyProperty:
    """A property of histories: name, modality, rules, wording, and a check (True: it holds).

    The check needs to run only on steps that emit one of ``acts`` or are one of ``events``; with
    both empty it runs on every step.
    """

    name: str
    modality: Modality
    cites: tuple[str, ...]
    title: Text
    check: Check
    acts: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    def concerns(self, event: str, acts: Sequence[Act]) -> bool:
        """Tell whether a step with this event and these acts must be checked."""
        if not self.acts and not self.events:
            return True
        return event in self.events or any(act.kind in self.acts for act in acts)


SAFETY: list[SafetyProperty] = []


def _property(
    name: str,
    modality: Modality,
    cites: tuple[str, ...],
    de: str,
    en: str,
    *,
    acts: tuple[str, ...] = (),
    events: tuple[str, ...] = (),
) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        SAFETY.append(SafetyProperty(name, modality, cites, Text(de, en), check, acts, events))
        return check

    return register


def _compound(leaf: str) -> str:
    parent = LEAVES[leaf].parent
    return parent if parent in COMPOUNDS else leaf


@_property(
    "no_consequence_from_plan",
    Modality.MUST,
    ("15.1", "15.25"),
    "Keine Folge knüpft an den Plan selbst an, nur an eine Aufforderung oder Einladung mit RFB.",
    "No consequence rests on the plan itself, only on a demand or invitation with RFB.",
    acts=("hearing_opened",),
)
def _no_consequence_from_plan(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    for hearing in step.all("hearing_opened"):
        ground = hearing.get("ground")
        if ground == "breach" and step.before[DEMAND] != "demand_standing":
            return False
        if ground == "missed_appointment" and not memory.notice_pending:
            return False
    return True


@_property(
    "plan_only_from_talk_or_conciliation",
    Modality.SHOULD,
    ("15.2",),
    "Ein Plan entsteht nur in einem Gespräch oder in der Schlichtung.",
    "A plan comes only out of a talk or out of conciliation.",
    acts=("plan_issued",),
)
def _plan_only_from_talk(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.before[TALK] != "no_talk" or _compound(step.before[PLAN]) == "conciliation"


@_property(
    "analysis_precedes_plan",
    Modality.MUST,
    ("15.3", "15.20"),
    "Jedem Plan geht eine Potenzialanalyse voraus.",
    "An analysis precedes every plan.",
    acts=("plan_issued",),
)
def _analysis_precedes_plan(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return memory.analysed


@_property(
    "first_invitation_without_notice",
    Modality.MUST,
    ("15.6",),
    "Die erste Einladung trägt keine RFB.",
    "The first invitation carries no RFB.",
    acts=("invitation",),
)
def _first_invitation_without_notice(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if limits.first_invitation_with_notice:
        return True
    first = step.has("invitation", to="first_talk", notice=True)
    return not first and (memory.invited or not step.has("invitation", notice=True))


@_property(
    "notice_after_unexcused_no_show",
    Modality.SHOULD,
    ("15.8", "15.50"),
    "Nach unentschuldigtem Nichterscheinen trägt die nächste Einladung eine RFB.",
    "After an unexcused no-show the next invitation carries RFB.",
    acts=("invitation",),
)
def _notice_after_no_show(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    support = _compound(step.before[PLAN]) == "follow_up_support"
    if not memory.unexcused_no_show or support or not limits.notice_after_no_show:
        return True
    return step.has("invitation", notice=True)


@_property(
    "plan_handed_over_and_noted",
    Modality.MUST,
    ("15.13",),
    "Jede Fassung des Plans wird in Textform ausgehändigt und im Beratungsvermerk festgehalten.",
    "Every plan version is handed over in text form and noted.",
    acts=("plan_issued",),
)
def _handed_over(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    noted = step.has("consultation_note", joint_work=True, acknowledged=True)
    return noted and all(plan.get("text_form") is True for plan in step.all("plan_issued"))


@_property(
    "every_plan_version_filed",
    Modality.MUST,
    ("15.14",),
    "Jede Fassung des Plans liegt in der E-Akte.",
    "Every plan version is filed in the electronic record.",
    acts=("plan_issued",),
)
def _filed(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return len(step.all("plan_filed")) == len(step.all("plan_issued"))


@_property(
    "plan_without_notice_and_signature",
    Modality.MUST,
    ("15.17", "15.1"),
    "Der Plan trägt weder RFB noch Unterschrift.",
    "The plan carries neither RFB nor signature.",
    acts=("plan_issued",),
)
def _plan_plain(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return all(
        p.get("notice") is False and p.get("signed") is False for p in step.all("plan_issued")
    )


@_property(
    "end_of_ground_leads_back",
    Modality.SHOULD,
    ("15.19",),
    "Das Ende des § 10 führt zurück in die Integrationsarbeit.",
    "The end of the § 10 ground leads back to integration work.",
    events=("ground_ends",),
)
def _ground_leads_back(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return _compound(step.after[PLAN]) in ("no_plan", "plan_in_force") and step.has(
        "integration_work_started"
    )


@_property(
    "rehabilitation_not_conciliated",
    Modality.MUST,
    ("15.41",),
    "Leistungen der Rehabilitation sind kein Gegenstand der Schlichtung.",
    "Rehabilitation services are no matter for conciliation.",
    acts=("conciliation_opened",),
)
def _rehabilitation_not_conciliated(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return not step.fact("rehabilitation_matter")


@_property(
    "new_plan_starts_without_notice",
    Modality.SHOULD,
    ("15.46",),
    "Ein neuer Plan beginnt ohne RFB.",
    "A new plan starts without RFB.",
    acts=("plan_issued",),
)
def _new_plan_trusts(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if not step.has("plan_issued", version="new"):
        return True
    trusted = step.after[PLAN] in (
        "trust",
        "plan_before_need",
        "suspended_trust",
        "support_with_plan",
    )
    return trusted and step.after[DEMAND] == "no_demand"


@_property(
    "reporting_keeps_basis",
    Modality.MAY,
    ("15.49",),
    "Die Meldepflicht ändert die Grundlage der Zusammenarbeit nicht.",
    "The duty to report does not change the basis of cooperation.",
    events=("reporting_invitation_sent", "reporting_kept", "reporting_missed"),
)
def _reporting_keeps_basis(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.before[PLAN] == step.after[PLAN]


@_property(
    "important_reason_considered_first",
    Modality.MUST,
    ("15.51",),
    "Vor jeder Folge wird der wichtige Grund geprüft.",
    "An important reason is considered before any consequence.",
    acts=("demand", "reduction", "hearing_opened"),
)
def _reason_first(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    considered = memory.reason_considered
    for act in step.acts:
        consequence = act.kind in ("reduction", "hearing_opened") or (
            act.kind == "demand" and act.get("basis") != "no_plan"
        )
        if consequence and not considered:
            return False
        considered = considered or act.kind == "important_reason_considered"
    return True


@_property(
    "individual_check_before_notice",
    Modality.SHOULD,
    ("15.53",),
    "Bei besonderem Bedarf geht der Aufforderung mit RFB die Einzelfallprüfung voraus.",
    "For vulnerable people the individual check precedes a demand with RFB.",
    acts=("demand",),
)
def _check_first(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if not step.fact("vulnerable"):
        return True
    kinds = [(a.kind, a.get("notice_helps")) for a in step.acts]
    first = next(i for i, (kind, _) in enumerate(kinds) if kind == "demand")
    return ("individual_check", True) in kinds[:first]


@_property(
    "never_notice_for_exempt_matters",
    Modality.MUST,
    ("15.54",),
    "§ 16k und Rehabilitation: nie mit RFB.",
    "§ 16k and rehabilitation: never with RFB.",
    acts=("demand",),
)
def _never_for_exempt(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return not (step.fact("coaching_matter") or step.fact("rehabilitation_matter"))


@_property(
    "demand_is_separate_administrative_act",
    Modality.MUST,
    ("15.55",),
    "Die Aufforderung ist ein gesonderter, bekanntgegebener, zumutbarer Verwaltungsakt.",
    "A demand is a separate, announced, reasonable administrative act.",
    acts=("demand",),
)
def _demand_is_act(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    fields = ("administrative_act", "apart_from_plan", "announced", "reasonable")
    return step.fact("reasonable") and all(
        d.get(f) is True for d in step.all("demand") for f in fields
    )


@_property(
    "demand_carries_cost_rule",
    Modality.MUST,
    ("15.56",),
    "Die Aufforderung enthält eine Kostenerstattungsregelung.",
    "A demand carries a cost rule.",
    acts=("demand",),
)
def _cost_rule(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return all(d.get("cost_rule") is True for d in step.all("demand"))


@_property(
    "representative_instructed_with_minor",
    Modality.MUST,
    ("15.57",),
    "Bei Minderjährigen wird auch die gesetzliche Vertretung belehrt.",
    "With minors the legal representative is instructed as well.",
    acts=("demand", "invitation"),
)
def _representative(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    concerned = bool(step.all("demand")) or (
        step.has("invitation", notice=True) and not step.has("invitation", to="first_talk")
    )
    return not (concerned and step.fact("minor")) or step.has("representative_instructed")


@_property(
    "plan_stays_in_force_beside_demand",
    Modality.MUST,
    ("15.58",),
    "Der Plan bleibt neben Aufforderungen in Kraft.",
    "The plan stays in force beside demands.",
    acts=("demand",),
)
def _plan_stays(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return all(
        d.get("basis") == "no_plan" or step.after[PLAN] == "plan_with_notice"
        for d in step.all("demand")
    )


@_property(
    "intervention_before_measure_demand",
    Modality.SHOULD,
    ("15.59",),
    "Der Aufforderung zur Maßnahme geht die beraterische Intervention voraus.",
    "Early intervention precedes a demand for a running measure.",
    acts=("demand",),
)
def _intervention_first(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return (not step.has("demand", basis="running_measure")) or step.before[
        MEASURE
    ] == "early_intervention"


@_property(
    "measure_demand_keeps_assignment",
    Modality.MAY,
    ("15.60",),
    "Die Aufforderung weist nicht neu in die Maßnahme zu.",
    "A demand for a running measure is no new assignment.",
    acts=("demand",),
)
def _keeps_assignment(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    measure_demands = [d for d in step.all("demand") if d.get("basis") == "running_measure"]
    return all(d.get("new_assignment") is False for d in measure_demands) and not (
        measure_demands and (step.all("measure_assignment") or step.after[MEASURE] == "no_measure")
    )


@_property(
    "no_demand_survives_move",
    Modality.MUST,
    ("15.61",),
    "Keine Aufforderung überdauert einen Umzug.",
    "No demand survives a move.",
    acts=("handover",),
)
def _no_demand_after_move(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    lifted = step.before[DEMAND] == "no_demand" or step.has("demands_lifted", cause="move")
    return step.after[DEMAND] == "no_demand" and lifted


@_property(
    "move_keeps_invitation_rule",
    Modality.MUST,
    ("15.61",),
    "Gespräche nach dem Umzug sind Folgegespräche; die Einladungsregel beginnt nicht von vorn.",
    "Talks after a move are follow-ups; the invitation rule is not reset.",
    acts=("handover",),
)
def _move_keeps_rule(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return _compound(step.before[INVITATION]) == _compound(step.after[INVITATION])


@_property(
    "notice_only_after_failed_cooperation",
    Modality.SHOULD,
    ("15.52", "15.63"),
    "Eine Aufforderung mit RFB setzt gescheiterte Zusammenarbeit voraus.",
    "A demand with RFB presupposes failed cooperation.",
    acts=("demand",),
)
def _only_after_failure(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    failed = step.event in ("agreements_not_kept", "intervention_failed")
    return failed or step.before[PLAN] in ("not_agreed", "plan_with_notice")


@_property(
    "plan_sought_in_every_talk",
    Modality.SHOULD,
    ("15.64",),
    "Ohne Einigung wird in jedem Gespräch wieder ein Plan angestrebt.",
    "Without agreement every later talk seeks a plan again.",
    acts=("talk",),
)
def _plan_sought(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.before[PLAN] != "not_agreed" or step.has("plan_sought")


@_property(
    "analysis_reviewed_before_update",
    Modality.SHOULD,
    ("15.66",),
    "Vor jeder Fortschreibung wird die Analyse überprüft.",
    "The analysis is reviewed before every update.",
    events=("update_agreed", "update_unchanged"),
)
def _review_first(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.before[TALK] == "talk_analysed"


@_property(
    "unchanged_plan_documented",
    Modality.MAY,
    ("15.67",),
    "Wird der Plan unverändert beibehalten, ist das dokumentiert.",
    "A plan kept unchanged is documented.",
    events=("update_unchanged",),
)
def _unchanged_documented(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.has("plan_confirmed_unchanged", documented=True)


@_property(
    "legacy_ends_2023",
    Modality.MUST,
    ("15.69",),
    "Ab dem 1.1.2024 folgt aus alten Vereinbarungen nichts mehr.",
    "From 2024-01-01 nothing follows from old agreements.",
)
def _legacy_ends(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if step.day <= limits.legacy_end:
        return True
    return step.after[PLAN] not in ("legacy_agreement", "legacy_analysed") and not step.has(
        "hearing_opened", ground="legacy"
    )


@_property(
    "no_plan_while_exempt",
    Modality.MUST,
    ("15.74",),
    "Neben Arbeitslosengeld gibt es keinen Kooperationsplan.",
    "There is no cooperation plan beside unemployment benefit.",
    acts=("plan_issued", "invitation", "demand"),
)
def _exempt_no_plan(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.before[PLAN] != "exempt" and step.after[PLAN] != "exempt"


@_property(
    "agency_told_of_notice",
    Modality.SHOULD,
    ("15.76",),
    "Ist die Ausbildungsvermittlung übertragen, erfährt die Agentur, ob RFB gilt.",
    "Where training placement is transferred, the agency is told whether RFB applies.",
    acts=("demand", "return_to_trust"),
)
def _agency_told(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if not step.fact("training_transferred"):
        return True
    return step.has("agency_notified", notice=bool(step.all("demand")))


@_property(
    "conciliation_within_four_weeks",
    Modality.MUST,
    ("§ 15a(4) SGB II",),
    "Die Schlichtung endet spätestens nach vier Wochen.",
    "Conciliation ends after four weeks at the latest.",
)
def _four_weeks(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if _compound(step.before[PLAN]) != "conciliation":
        return True
    last = memory.concil_since + limits.conciliation_days
    return step.day <= last or (
        step.day == last + 1 and _compound(step.after[PLAN]) != "conciliation"
    )


@_property(
    "support_within_limit",
    Modality.MUST,
    ("15.28",),
    "Die nachgehende Betreuung dauert höchstens sechs (§ 16k: neun) Monate.",
    "Follow-up support lasts six months (§ 16k: nine) at the most.",
)
def _support_limit(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if _compound(step.before[PLAN]) != "follow_up_support":
        return True
    coached = step.fact("holistic_coaching")
    last = add_months_ordinal(
        memory.support_since, limits.support_months_coaching if coached else limits.support_months
    )
    return step.day <= last or (step.day == last + 1 and step.after[PLAN] == "closed")


@_property(
    "no_breach_reduction_during_conciliation",
    Modality.MUST,
    ("§ 15a(3) SGB II",),
    "Während der Schlichtung keine Minderung nach § 31a.",
    "No reduction under § 31a during conciliation.",
    acts=("reduction",),
)
def _none_during_conciliation(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return not (
        step.has("reduction", ground="breach") and _compound(step.before[PLAN]) == "conciliation"
    )


@_property(
    "travel_costs_offered",
    Modality.MUST,
    ("15.6", "15.48"),
    "Einladungen ohne RFB weisen auf Reisekosten hin.",
    "Invitations without RFB tell about travel costs.",
    acts=("invitation",),
)
def _travel(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return not step.has("invitation", notice=False) or step.has("travel_cost_notice")


@_property(
    "municipal_services_only_with_consent",
    Modality.SHOULD,
    ("15.27",),
    "Kommunale Leistungen werden nur mit Einverständnis erfasst.",
    "Municipal services are recorded only with consent.",
    acts=("municipal_service_recorded",),
)
def _consent(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.fact("municipal_consent")


@_property(
    "restricted_services_before_need",
    Modality.SHOULD,
    ("15.12",),
    "Vor Feststellung der Hilfebedürftigkeit nur Leistungen, die sie nicht voraussetzen.",
    "Before need is established only services that do not presuppose it.",
    acts=("offer",),
)
def _restricted(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.before[PLAN] != "plan_before_need" or not step.fact("service_presupposes_need")


@_property(
    "invitation_without_notice_while_appearing",
    Modality.MAY,
    ("15.48",),
    "Solange die Person zu den Gesprächen erscheint, tragen Folgeeinladungen keine RFB.",
    "As long as the person appears at talks, follow-up invitations carry no RFB.",
    acts=("invitation",),
)
def _plain_while_appearing(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return memory.stayed_away or not step.has("invitation", to="follow_up", notice=True)


def properties_of_step(event: str, acts: Sequence[Act]) -> tuple[SafetyProperty, ...]:
    """Return the properties that a step with this event and these acts must be checked against."""
    return tuple(p for p in SAFETY if p.concerns(event, acts))


def violated(
    step: Observation, memory: Memory, limits: RuleLimits, properties: Sequence[SafetyProperty]
) -> list[SafetyProperty]:
    """Return the properties that ``step`` breaks."""
    return [p for p in properties if not p.check(step, memory, limits)]
