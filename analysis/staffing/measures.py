"""What a staffing target can be about: shares of deadlines missed, waits, backlog, utilisation.

Each measure is a numerator over a denominator, both summed over the judged months of one simulated
office-year and team. Sums, not means of means: a month with few obligations weighs little.

>>> measure("update_missed").rules
('15.65',)
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Final, Literal

from ...model.process.text import Text
from ..errors import AnalysisError

Better = Literal["low", "high"]
Unit = Literal["share", "days", "cases per FTE"]
Sums = Mapping[str, float]
Outcomes = Mapping[str, tuple[int, int]]
TaskCounts = Mapping[tuple[str, str], float]
"""Number by (task, slot); slot is empty but for no-shows, where it names the lost talk."""

Tally = tuple[float, float]
"""(numerator, denominator) of one office-year and team."""

EVERYBODY: Final = "all"
"""The team that stands for all teams together."""


@dataclass(frozen=True, slots=True)
class OfficeYear:
    """What one replication gave in the judged months.

    ``sums`` are the monthly indicators summed over the months, by team (``all`` for all together)
    and indicator. ``outcomes`` are (missed, in time) by team and deadline, if the log was read;
    ``tasks`` say how often each task was done (see ``effort``), if that was asked for.
    """

    replication: int
    months: int
    sums: Mapping[str, Sums]
    outcomes: Mapping[str, Outcomes] = field(default_factory=dict)
    tasks: Mapping[str, TaskCounts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that staff influences.

    ``better`` says which direction is good. ``deadline`` names the deadline whose outcomes are
    read from the event log; where it is empty, ``tally`` reads the monthly sums. ``rules`` are the
    Rz and statutes behind it.
    """

    name: str
    title: Text
    definition: Text
    unit: Unit
    rules: tuple[str, ...]
    counts: Callable[[Sums], Tally] | None = None
    deadline: str = ""
    better: Better = "low"

    def tally(self, year: OfficeYear, team: str) -> Tally:
        """Return numerator and denominator of an office-year.

        Raises:
            AnalysisError: if the measure needs the event log and it was not read.
        """
        if self.counts is not None:
            return self.counts(year.sums[team])
        if team not in year.outcomes:
            raise AnalysisError(f"{self.name} needs the event log, which was not kept.")
        missed, in_time = year.outcomes[team].get(self.deadline, (0, 0))
        return float(missed), float(missed + in_time)

    def value(self, year: OfficeYear, team: str) -> float:
        """Return the measure of an office-year; NaN if there was nothing to measure."""
        part, whole = self.tally(year, team)
        return part / whole if whole > 0 else math.nan


def _plans_overdue(sums: Sums) -> Tally:
    plans = sums["stock_trust"] + sums["stock_with_notice"] + sums["stock_returning"]
    return min(sums["updates_overdue"], plans), plans


def _part_of(part: str, other: str) -> Callable[[Sums], Tally]:
    return partial(_one_of_two, part, other)


def _one_of_two(part: str, other: str, sums: Sums) -> Tally:
    return sums[part], sums[part] + sums[other]


def _wait(sums: Sums) -> Tally:
    if sums["bookings"] == 0 and sums["backlog"] > 0:
        return math.inf, 1.0  # nobody is served: the wait of those served would be 0
    return sums["wait_days_sum"], sums["bookings"]


def _backlog(sums: Sums) -> Tally:
    if sums["fte_available"] == 0 and sums["backlog"] > 0:
        return math.inf, 1.0
    return sums["backlog"], sums["fte_available"]


def _utilisation(sums: Sums) -> Tally:
    if sums["fte_available"] == 0 and sums["fte_needed"] > 0:
        return math.inf, 1.0
    return sums["fte_needed"], sums["fte_available"]


_ALL: Final = (
    Measure(
        "update_overdue",
        Text("Pläne mit überfälliger Fortschreibung", "plans with an overdue update"),
        Text(
            "Anteil der Pläne (Zusammenarbeit ohne und mit RFB, Rückkehr), deren Fortschreibung am "
            "Monatsende überfällig ist; Mittel über die Monatsenden",
            "share of plans (cooperation without and with RFB, returning) whose update is overdue "
            "at the end of a month, over all month ends",
        ),
        "share",
        ("15.65",),
        _plans_overdue,
    ),
    Measure(
        "update_missed",
        Text("versäumte Fortschreibungen", "updates missed"),
        Text(
            "Anteil der fälligen Fortschreibungen, deren Sechsmonatsfrist ohne Fortschreibung "
            "ablief",
            "share of updates due whose six-month deadline passed without an update",
        ),
        "share",
        ("15.65",),
        _part_of("updates_missed", "updates_in_time"),
    ),
    Measure(
        "update_in_time",
        Text("rechtzeitige Fortschreibungen", "updates in time"),
        Text(
            "Anteil der fälligen Fortschreibungen, die vor Ablauf der Sechsmonatsfrist kamen",
            "share of updates due that came before the six-month deadline",
        ),
        "share",
        ("15.65",),
        _part_of("updates_in_time", "updates_missed"),
        better="high",
    ),
    Measure(
        "first_talk_missed",
        Text("verspätete Erstgespräche", "first talks late"),
        Text(
            "Anteil der fälligen Erstgespräche, die nicht innerhalb der als zügig angenommenen "
            "Zeit stattfanden",
            "share of first talks due that did not take place within the time assumed to be prompt",
        ),
        "share",
        ("15.12",),
        _part_of("first_talks_missed", "first_talks_in_time"),
    ),
    Measure(
        "first_talk_in_time",
        Text("rechtzeitige Erstgespräche", "first talks in time"),
        Text(
            "Anteil der fälligen Erstgespräche, die innerhalb der als zügig angenommenen Zeit "
            "stattfanden",
            "share of first talks due that took place within the time assumed to be prompt",
        ),
        "share",
        ("15.12",),
        _part_of("first_talks_in_time", "first_talks_missed"),
        better="high",
    ),
    Measure(
        "analysis_missed",
        Text("verspätete Potenzialanalysen", "analyses late"),
        Text(
            "Anteil der Potenzialanalysen, die nach dem Erstgespräch nicht innerhalb der als zügig "
            "angenommenen Zeit vorlagen",
            "share of potential analyses that were not made within the time after the first talk "
            "that is assumed to be prompt",
        ),
        "share",
        ("15.9",),
        deadline="analysis_due",
    ),
    Measure(
        "plan_missed",
        Text("verspätete Pläne", "plans late"),
        Text(
            "Anteil der Pläne, die nach der Analyse nicht innerhalb der als zügig angenommenen "
            "Zeit vorlagen",
            "share of plans that were not made within the time after the analysis that is assumed "
            "to be prompt",
        ),
        "share",
        ("15.12",),
        deadline="plan_due",
    ),
    Measure(
        "waiver_review_missed",
        Text("versäumte Prüfungen des Verzichts", "waiver reviews missed"),
        Text(
            "Anteil der fälligen gemeinsamen Prüfungen eines Verzichts auf den Plan, deren "
            "Sechsmonatsfrist ablief",
            "share of joint reviews of a waived plan whose six-month deadline passed",
        ),
        "share",
        ("15.18",),
        deadline="waiver_review_due",
    ),
    Measure(
        "ground_review_missed",
        Text("versäumte Prüfungen der Zumutbarkeit", "§ 10 reviews missed"),
        Text(
            "Anteil der fälligen Prüfungen eines Grundes nach § 10, deren Sechsmonatsfrist ablief",
            "share of reviews of a § 10 ground whose six-month deadline passed",
        ),
        "share",
        ("15.19",),
        deadline="ground_review_due",
    ),
    Measure(
        "notice_review_missed",
        Text("versäumte Prüfungen der Rückkehr", "reviews of return to trust missed"),
        Text(
            "Anteil der fälligen Prüfungen, ob wieder ohne RFB gearbeitet wird, deren Frist ablief",
            "share of reviews whether to return to work without RFB whose deadline passed",
        ),
        "share",
        ("15.62",),
        deadline="notice_review_due",
    ),
    Measure(
        "takeover_missed",
        Text("verspätete Übernahmen nach Umzug", "takeovers after a move late"),
        Text(
            "Anteil der Übernahmen nach einem Umzug, bei denen Analyse und Plan nicht innerhalb "
            "der als zügig angenommenen Zeit aktualisiert waren",
            "share of takeovers after a move in which analysis and plan were not updated within "
            "the time assumed to be prompt",
        ),
        "share",
        ("15.61",),
        deadline="update_after_move_due",
    ),
    Measure(
        "wait_days",
        Text("Wartezeit auf die Einladung", "wait for the invitation"),
        Text(
            "mittlere Zeit vom Gesprächswunsch bis zur Einladung; die Vorlaufzeit des Briefs kommt "
            "hinzu",
            "mean time from the request for a talk to the invitation; the lead time of the letter "
            "comes on top",
        ),
        "days",
        (),
        _wait,
    ),
    Measure(
        "backlog_per_fte",
        Text("wartende Gesprächswünsche je VZÄ", "waiting requests per FTE"),
        Text(
            "Fälle, die am Monatsende auf einen Termin warten, je Vollzeitäquivalent; Mittel über "
            "die Monatsenden",
            "cases that wait for an appointment at the end of a month, per full-time equivalent, "
            "over all month ends",
        ),
        "cases per FTE",
        (),
        _backlog,
    ),
    Measure(
        "utilisation",
        Text("Auslastung", "utilisation"),
        Text(
            "Arbeitszeit der geleisteten Aufgaben, gemessen an der vorhandenen",
            "working time of the tasks done, of the time there is",
        ),
        "share",
        ("§ 44c(4) SGB II",),
        _utilisation,
    ),
)

MEASURES: Final[Mapping[str, Measure]] = MappingProxyType({each.name: each for each in _ALL})
"""All measures by name."""

BREACHES: Final = (
    "update_missed",
    "first_talk_missed",
    "analysis_missed",
    "waiver_review_missed",
    "ground_review_missed",
    "notice_review_missed",
)
"""The measures of the picture: probability that a due obligation is missed."""


def measure(name: str) -> Measure:
    """Return the measure called ``name``.

    Raises:
        AnalysisError: if there is none; the text names the nearest and all others.
    """
    if name in MEASURES:
        return MEASURES[name]
    near = difflib.get_close_matches(name, list(MEASURES), n=1)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    raise AnalysisError(f"There is no measure {name!r}{hint}; accepted are {', '.join(MEASURES)}.")
