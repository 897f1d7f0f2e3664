"""Deadlines as data, and the one function that turns a step into clock operations.

``due`` is the last day in time. A MUST deadline with an ``expiry_event`` stops time: on the day
after it is due the event happens. A SHOULD deadline can be missed; the miss is counted, nothing
stops. A held clock keeps its remaining days and goes on when the hold ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from .acts import Act, FieldValue
from .states import Configuration, leaves_of
from .text import Text

ClockOperation = Literal["start", "stop", "hold", "resume"]


@dataclass(frozen=True, slots=True)
class ActPattern:
    """Acts of one kind, optionally with certain field values."""

    kind: str
    fields: tuple[tuple[str, FieldValue], ...] = ()

    def matches(self, act: Act) -> bool:
        """Tell whether ``act`` is of this kind and has these values."""
        return act.kind == self.kind and all(act.get(name) == value for name, value in self.fields)


def pattern(kind: str, /, **fields: FieldValue) -> ActPattern:
    """Make an act pattern."""
    return ActPattern(kind, tuple(fields.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A clock of a case.

    It starts on entering ``active_in`` (if ``starts_on_entry``) or on an act in ``restarts_on``,
    stops on leaving ``active_in`` or on an act in ``stops_on``, and is held while in ``held_in``.
    The limit is the rule-set parameter ``parameter`` in ``unit``; ``fixed_day`` parameters are
    dates. Where the guard ``longer_if`` holds, ``longer_parameter`` is the limit. ``when`` is a
    person fact that a start needs.
    """

    name: str
    title: Text
    modality: Literal["MUST", "SHOULD"]
    cites: tuple[str, ...]
    parameter: str
    unit: Literal["days", "weeks", "months", "fixed_day"]
    active_in: frozenset[str]
    starts_on_entry: bool = True
    restarts_on: tuple[ActPattern, ...] = ()
    stops_on: tuple[ActPattern, ...] = ()
    held_in: frozenset[str] = field(default_factory=frozenset)
    expiry_event: str = ""
    silent: bool = False
    from_next_month: bool = False
    longer_if: str = ""
    longer_parameter: str = ""
    when: str = ""


def _leaves(*names: str) -> frozenset[str]:
    return frozenset(leaf for name in names for leaf in leaves_of(name))


_CARE = _leaves("no_plan", "plan_in_force", "conciliation", "suspended", "moved", "waived")
_UPDATE_CONCILIATION = _leaves("conciliation") - {"conciliation_over_creation"}
_SUSPENDED_WITH_PLAN = frozenset({"suspended_trust", "suspended_notice", "suspended_returning"})
_PLAN_EXISTS = (
    _leaves("plan_in_force")
    | _UPDATE_CONCILIATION
    | _SUSPENDED_WITH_PLAN
    | {"moved_with_plan", "support_with_plan"}
)
_UPDATED = (pattern("plan_issued"), pattern("plan_confirmed_unchanged"))

DEADLINES: tuple[Deadline, ...] = (
    Deadline(
        name="first_talk_due",
        title=Text("Erstgespräch", "first talk"),
        modality="SHOULD",
        cites=("15.12", "§ 15(1) SGB II"),
        parameter="prompt_first_talk_days",
        unit="days",
        active_in=frozenset({"first_talk_outstanding"}),
    ),
    Deadline(
        name="analysis_due",
        title=Text("Potenzialanalyse", "potential analysis"),
        modality="SHOULD",
        cites=("15.9",),
        parameter="prompt_analysis_days",
        unit="days",
        active_in=frozenset({"analysis_outstanding"}),
    ),
    Deadline(
        name="plan_due",
        title=Text("Kooperationsplan", "cooperation plan"),
        modality="SHOULD",
        cites=("15.12",),
        parameter="prompt_plan_days",
        unit="days",
        active_in=frozenset({"plan_outstanding"}),
    ),
    Deadline(
        name="update_due",
        title=Text("Fortschreibung", "plan update"),
        modality="SHOULD",
        cites=("15.65", "15.29"),
        parameter="update_months",
        unit="months",
        active_in=_PLAN_EXISTS,
        restarts_on=_UPDATED,
        held_in=_UPDATE_CONCILIATION | _SUSPENDED_WITH_PLAN,
    ),
    Deadline(
        name="update_after_need_due",
        title=Text(
            "Aktualisierung nach Feststellung der Hilfebedürftigkeit",
            "update once need is established",
        ),
        modality="SHOULD",
        cites=("15.12",),
        parameter="prompt_update_days",
        unit="days",
        active_in=_PLAN_EXISTS,
        starts_on_entry=False,
        restarts_on=(pattern("need_recorded"),),
        stops_on=_UPDATED,
    ),
    Deadline(
        name="update_after_move_due",
        title=Text("Übernahme nach Umzug", "takeover after a move"),
        modality="SHOULD",
        cites=("15.61",),
        parameter="prompt_update_days",
        unit="days",
        active_in=_leaves("moved"),
    ),
    Deadline(
        name="participation_plan_due",
        title=Text("Anpassung an den Teilhabeplan", "adaptation to the participation plan"),
        modality="SHOULD",
        cites=("15.41",),
        parameter="prompt_update_days",
        unit="days",
        active_in=_PLAN_EXISTS,
        starts_on_entry=False,
        restarts_on=(pattern("participation_plan_recorded"),),
        stops_on=_UPDATED,
        held_in=_UPDATE_CONCILIATION | _SUSPENDED_WITH_PLAN,
    ),
    Deadline(
        name="adherence_review_due",
        title=Text("Überprüfung der Absprachen", "adherence review"),
        modality="SHOULD",
        cites=("15.47",),
        parameter="adherence_review_months",
        unit="months",
        active_in=frozenset({"trust", "plan_with_notice", "returning"}),
        restarts_on=(pattern("adherence_review"),),
    ),
    Deadline(
        name="notice_review_due",
        title=Text("Prüfung der Rückkehr ohne RFB", "review of return to trust"),
        modality="SHOULD",
        cites=("15.62",),
        parameter="notice_review_months",
        unit="months",
        active_in=frozenset({"plan_with_notice", "not_agreed"}),
        restarts_on=(pattern("notice_review"),),
    ),
    Deadline(
        name="ground_review_due",
        title=Text("Überprüfung des § 10", "review of the § 10 ground"),
        modality="SHOULD",
        cites=("15.19",),
        parameter="ground_review_months",
        unit="months",
        active_in=_leaves("suspended"),
        restarts_on=(pattern("ground_review"),),
    ),
    Deadline(
        name="waiver_review_due",
        title=Text("Überprüfung des Verzichts", "review of the waiver"),
        modality="SHOULD",
        cites=("15.18",),
        parameter="waiver_review_months",
        unit="months",
        active_in=frozenset({"waived"}),
        restarts_on=(pattern("waiver_review", result="continues"),),
    ),
    Deadline(
        name="conciliation_end",
        title=Text("Ende der Schlichtung", "end of conciliation"),
        modality="MUST",
        cites=("§ 15a(4) SGB II",),
        parameter="conciliation_weeks",
        unit="weeks",
        active_in=_leaves("conciliation"),
        expiry_event="conciliation_expired",
    ),
    Deadline(
        name="support_end",
        title=Text("Ende der nachgehenden Betreuung", "end of follow-up support"),
        modality="MUST",
        cites=("15.28", "§ 16k(3) SGB II"),
        parameter="support_months",
        unit="months",
        active_in=_leaves("follow_up_support"),
        expiry_event="support_expired",
        longer_if="holistic_coaching",
        longer_parameter="support_months_coaching",
    ),
    Deadline(
        name="legacy_end",
        title=Text("Ende der alten Vereinbarung", "end of the old agreement"),
        modality="MUST",
        cites=("15.69",),
        parameter="legacy_end",
        unit="fixed_day",
        active_in=frozenset({"legacy_agreement", "legacy_analysed"}),
        expiry_event="legacy_agreement_expired",
    ),
    Deadline(
        name="appointment_determination_end",
        title=Text("Feststellung des Meldeversäumnisses", "decision on the missed appointment"),
        modality="MUST",
        cites=("§ 31b(1) SGB II", "§ 32(2) SGB II"),
        parameter="determination_months",
        unit="months",
        active_in=frozenset({"appointment_hearing_open"}),
        expiry_event="appointment_determination_expired",
    ),
    Deadline(
        name="breach_determination_end",
        title=Text("Feststellung der Pflichtverletzung", "decision on the breach of duty"),
        modality="MUST",
        cites=("§ 31b(1) SGB II",),
        parameter="determination_months",
        unit="months",
        active_in=frozenset({"breach_hearing_open"}),
        expiry_event="breach_determination_expired",
    ),
    Deadline(
        name="repeat_window",
        title=Text(
            "Jahresfrist der weiteren Pflichtverletzung",
            "year in which a breach counts as a further one",
        ),
        modality="MUST",
        cites=("§ 31a(1) S. 5 SGB II",),
        parameter="repeat_window_months",
        unit="months",
        active_in=_CARE | {"exempt"} | _leaves("follow_up_support"),
        starts_on_entry=False,
        restarts_on=(pattern("reduction", ground="breach"),),
        silent=True,
        from_next_month=True,
    ),
    Deadline(
        name="counselling_due",
        title=Text("Beratungsangebot nach Minderung", "counselling offer after a reduction"),
        modality="SHOULD",
        cites=("§ 31a(6) SGB II",),
        parameter="counselling_weeks",
        unit="weeks",
        active_in=_CARE,
        starts_on_entry=False,
        restarts_on=(pattern("reduction"),),
        stops_on=(pattern("counselling_offer"),),
        when="under_25",
    ),
)

DEADLINE_INDEX: dict[str, int] = {deadline.name: i for i, deadline in enumerate(DEADLINES)}


def clock_operations(
    before: Configuration,
    after: Configuration,
    acts: Sequence[Act],
    deadlines: Sequence[Deadline] = DEADLINES,
) -> tuple[tuple[int, ClockOperation], ...]:
    """Return what a step does to each clock, as (deadline index, operation), in order."""
    operations: list[tuple[int, ClockOperation]] = []
    for index, deadline in enumerate(deadlines):
        operations.extend((index, op) for op in _operations(deadline, before, after, acts))
    return tuple(operations)


def _operations(
    deadline: Deadline, before: Configuration, after: Configuration, acts: Sequence[Act]
) -> list[ClockOperation]:
    was, now = _inside(deadline.active_in, before), _inside(deadline.active_in, after)
    if not now:
        return ["stop"] if was else []
    result: list[ClockOperation] = []
    restarted = _any_match(deadline.restarts_on, acts)
    if restarted or (deadline.starts_on_entry and not was):
        result.append("start")
    elif _any_match(deadline.stops_on, acts):
        result.append("stop")
    held_before = was and _inside(deadline.held_in, before)
    held_now = _inside(deadline.held_in, after)
    if held_now and (not held_before or "start" in result):
        result.append("hold")
    elif held_before and not held_now and "start" not in result:
        result.append("resume")
    return result


def _inside(states: frozenset[str], configuration: Configuration) -> bool:
    return not states.isdisjoint(configuration)


def _any_match(patterns: Sequence[ActPattern], acts: Sequence[Act]) -> bool:
    return any(p.matches(a) for p in patterns for a in acts)
