"""Indicators of what the office does: staff, invitations, talks, plans.

RFB is the legal-consequences notice (Rechtsfolgenbelehrung), Rz a margin number of the technical
instructions on § 15 SGB II.
"""

from __future__ import annotations

from typing import Final

from .indicator_terms import Definition, define

WORK: Final[tuple[Definition, ...]] = (
    # -- work and staff --------------------------------------------------------------------------
    define(
        "workload",
        "level",
        "FTE",
        "fte_needed",
        ("benötigtes Personal", "staff needed"),
        (
            "Arbeitszeit der geleisteten Aufgaben in Vollzeitäquivalenten bei der Abwesenheit des "
            "Monats; Arbeit, die wartet, ist nicht enthalten",
            "working time of tasks done, in full-time equivalents at the absence of the month; "
            "work that waits is not in it",
        ),
        "§ 44c(4) SGB II",
    ),
    define(
        "workload",
        "level",
        "FTE",
        "fte_available",
        ("vorhandenes Personal", "staff available"),
        (
            "Vollzeitäquivalente des Szenarios, Mittel der Arbeitstage; neue Kräfte zählen nach "
            "ihrer Leistung",
            "full-time equivalents of the scenario, mean of the working days; new staff count by "
            "their productivity",
        ),
        "§ 44c(4) SGB II",
    ),
    define(
        "workload",
        "flow",
        "minutes",
        "minutes_needed",
        ("Arbeitszeit", "working time"),
        (
            "Minuten der Integrationsfachkräfte für geleistete Aufgaben",
            "minutes of integration officers for tasks done",
        ),
    ),
    define(
        "workload",
        "flow",
        "minutes",
        "supervision_minutes",
        ("Fachaufsicht", "supervision"),
        ("Minuten der Teamleitungen für Stichproben", "minutes of team leads for samples"),
        "15.71",
    ),
    define(
        "workload",
        "level",
        "cases",
        "backlog",
        ("wartende Gesprächswünsche", "waiting requests"),
        (
            "Fälle, die am Monatsende auf einen freien Gesprächstermin warten",
            "cases that wait for a free appointment at the end of the month",
        ),
    ),
    define(
        "workload",
        "mean",
        "days",
        "wait_days",
        ("Wartezeit", "waiting time"),
        (
            "mittlere Zeit vom Gesprächswunsch bis zur Einladung; die Vorlaufzeit des Briefs kommt "
            "hinzu",
            "mean time from the request for a talk to the invitation; the lead time of the "
            "letter comes on top",
        ),
    ),
    define(
        "workload",
        "flow",
        "count",
        "bookings",
        ("gebuchte Termine", "booked appointments"),
        ("Gesprächswünsche, die einen Termin bekamen", "requests that got an appointment"),
    ),
    define(
        "workload",
        "flow",
        "day_sum",
        "wait_days_sum",
        ("Summe der Wartezeiten", "sum of waits"),
        ("Wartezeiten aller gebuchten Termine", "waiting times of all booked appointments"),
    ),
    # -- invitations and talks -------------------------------------------------------------------
    define(
        "talks",
        "flow",
        "count",
        "first_invitations",
        ("Einladungen zum Erstgespräch", "invitations to the first talk"),
        (
            "Einladungen zum Erstgespräch, auch wiederholte",
            "invitations to the first talk, repeated ones included",
        ),
        "15.6",
        "15.8",
    ),
    define(
        "talks",
        "flow",
        "count",
        "invitations_without_notice",
        ("Einladungen ohne RFB", "invitations without RFB"),
        (
            "alle Einladungen ohne Rechtsfolgenbelehrung",
            "all invitations without legal-consequences notice",
        ),
        "15.6",
        "15.48",
    ),
    define(
        "talks",
        "flow",
        "count",
        "invitations_with_notice",
        ("Einladungen mit RFB", "invitations with RFB"),
        (
            "alle Einladungen mit Rechtsfolgenbelehrung",
            "all invitations with legal-consequences notice",
        ),
        "15.8",
        "15.49",
        "15.50",
    ),
    define(
        "talks",
        "flow",
        "count",
        "talks",
        ("Gespräche", "talks"),
        ("Gespräche, zu denen die Person erschien", "talks to which the person came"),
        "15.2",
        "15.47",
    ),
    define(
        "talks",
        "flow",
        "count",
        "first_talks",
        ("Erstgespräche", "first talks"),
        ("erste Gespräche zu Potenzialanalyse und Plan", "first talks on analysis and plan"),
        "15.7",
    ),
    define(
        "talks",
        "flow",
        "count",
        "no_shows",
        ("versäumte Termine", "missed appointments"),
        (
            "Termine, zu denen die Person nicht erschien, mit und ohne wichtigen Grund",
            "appointments to which the person did not come, with and without important reason",
        ),
        "15.8",
        "15.50",
        "15.51",
    ),
    # -- plans -----------------------------------------------------------------------------------
    define(
        "plans",
        "flow",
        "count",
        "plans_made",
        ("neue Pläne", "new plans"),
        ("erstmals erstellte Kooperationspläne", "cooperation plans made for the first time"),
        "15.12",
    ),
    define(
        "plans",
        "flow",
        "count",
        "updates_done",
        ("Fortschreibungen", "plan updates"),
        ("Pläne, die geändert fortgeschrieben wurden", "plans updated with changes"),
        "15.65",
    ),
    define(
        "plans",
        "flow",
        "count",
        "updates_unchanged",
        ("unverändert bestätigte Pläne", "plans confirmed unchanged"),
        (
            "Pläne, die ohne Änderung weitergelten; auch das erfüllt die Frist",
            "plans that go on without change; this fulfils the deadline as well",
        ),
        "15.67",
    ),
    define(
        "plans",
        "flow",
        "count",
        "agreements_reviews",
        ("Prüfungen der Absprachen", "reviews of agreements"),
        ("Prüfungen, ob Absprachen eingehalten werden", "reviews whether agreements are kept"),
        "15.47",
    ),
    define(
        "plans",
        "flow",
        "count",
        "ground_reviews",
        ("Prüfungen der Zumutbarkeit", "reviews of § 10 grounds"),
        (
            "Prüfungen, ob ein Grund nach § 10 SGB II fortbesteht",
            "reviews whether a § 10 ground persists",
        ),
        "15.19",
    ),
    define(
        "plans",
        "flow",
        "count",
        "waiver_reviews",
        ("Prüfungen des Verzichts", "reviews of waivers"),
        ("Prüfungen, ob weiter kein Plan nötig ist", "reviews whether still no plan is needed"),
        "15.18",
    ),
    define(
        "plans",
        "flow",
        "count",
        "measures_started",
        ("begonnene Maßnahmen", "measures started"),
        ("Zuweisungen zu Maßnahmen ohne RFB", "assignments to measures without RFB"),
        "15.59",
    ),
    define(
        "plans",
        "flow",
        "count",
        "conciliations",
        ("Schlichtungen", "conciliations"),
        ("eröffnete Schlichtungsverfahren", "conciliation procedures opened"),
        "15.16",
        "15.68",
        "§ 15a SGB II",
    ),
)
"""Definitions of the groups workload, talks and plans."""
