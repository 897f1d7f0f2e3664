"""The table behind the indicator catalogue: one entry per indicator, wording in two languages.

RFB is the legal-consequences notice (Rechtsfolgenbelehrung), Rz a margin number of the technical
instructions on § 15 SGB II.
"""

from __future__ import annotations

from typing import Final, Literal

from ..model.process.text import Text

Kind = Literal["flow", "level", "mean"]
Definition = tuple[str, str, Kind, str, Text, Text, tuple[str, ...]]

GROUP_TITLES: Final = {
    "workload": Text("Arbeit und Personal", "work and staff"),
    "talks": Text("Einladungen und Gespräche", "invitations and talks"),
    "plans": Text("Kooperationspläne", "cooperation plans"),
    "deadlines": Text("Fristen", "deadlines"),
    "notice": Text("Mitwirkung mit RFB", "cooperation with RFB"),
    "population": Text("Personen", "persons"),
    "states": Text("Stand der Zusammenarbeit", "state of cooperation"),
}

UNIT_TITLES: Final = {
    "count": Text("Anzahl je Monat", "number per month"),
    "cases": Text("Fälle", "cases"),
    "persons": Text("Personen", "persons"),
    "minutes": Text("Minuten je Monat", "minutes per month"),
    "FTE": Text("VZÄ", "FTE"),
    "days": Text("Kalendertage", "calendar days"),
    "day_sum": Text("Kalendertage je Monat", "calendar days per month"),
}

_found: list[Definition] = []


def _add(
    group: str,
    kind: Kind,
    unit: str,
    name: str,
    title: tuple[str, str],
    definition: tuple[str, str],
    *rules: str,
) -> None:
    _found.append((name, group, kind, unit, Text(*title), Text(*definition), rules))


# -- work and staff --------------------------------------------------------------------------
_add(
    "workload",
    "level",
    "FTE",
    "fte_needed",
    ("benötigtes Personal", "staff needed"),
    (
        "Arbeitszeit der geleisteten Aufgaben in Vollzeitäquivalenten; Arbeit, die wartet, ist nicht "
        "enthalten",
        "working time of the tasks done, in full-time equivalents; work that waits is not in it",
    ),
    "§ 44c(4) SGB II",
)
_add(
    "workload",
    "level",
    "FTE",
    "fte_available",
    ("vorhandenes Personal", "staff available"),
    ("Vollzeitäquivalente des Szenarios", "full-time equivalents of the scenario"),
    "§ 44c(4) SGB II",
)
_add(
    "workload",
    "flow",
    "minutes",
    "minutes_needed",
    ("Arbeitszeit", "working time"),
    (
        "Minuten der Integrationsfachkräfte für geleistete Aufgaben",
        "minutes of integration officers for tasks done",
    ),
)
_add(
    "workload",
    "flow",
    "minutes",
    "supervision_minutes",
    ("Fachaufsicht", "supervision"),
    ("Minuten der Teamleitungen für Stichproben", "minutes of team leads for samples"),
    "15.71",
)
_add(
    "workload",
    "level",
    "cases",
    "backlog",
    ("wartende Gesprächswünsche", "waiting requests"),
    (
        "Fälle, die am Monatsende auf einen freien Gesprächstermin warten",
        "cases that wait for a free appointment at the end of the month",
    ),
)
_add(
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
)
_add(
    "workload",
    "flow",
    "count",
    "bookings",
    ("gebuchte Termine", "booked appointments"),
    ("Gesprächswünsche, die einen Termin bekamen", "requests that got an appointment"),
)
_add(
    "workload",
    "flow",
    "day_sum",
    "wait_days_sum",
    ("Summe der Wartezeiten", "sum of waits"),
    ("Wartezeiten aller gebuchten Termine", "waiting times of all booked appointments"),
)

# -- invitations and talks -------------------------------------------------------------------
_add(
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
)
_add(
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
)
_add(
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
)
_add(
    "talks",
    "flow",
    "count",
    "talks",
    ("Gespräche", "talks"),
    ("Gespräche, zu denen die Person erschien", "talks to which the person came"),
    "15.2",
    "15.47",
)
_add(
    "talks",
    "flow",
    "count",
    "first_talks",
    ("Erstgespräche", "first talks"),
    ("erste Gespräche zu Potenzialanalyse und Plan", "first talks on analysis and plan"),
    "15.7",
)
_add(
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
)

# -- plans -----------------------------------------------------------------------------------
_add(
    "plans",
    "flow",
    "count",
    "plans_made",
    ("neue Pläne", "new plans"),
    ("erstmals erstellte Kooperationspläne", "cooperation plans made for the first time"),
    "15.12",
)
_add(
    "plans",
    "flow",
    "count",
    "updates_done",
    ("Fortschreibungen", "plan updates"),
    ("Pläne, die geändert fortgeschrieben wurden", "plans updated with changes"),
    "15.65",
)
_add(
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
)
_add(
    "plans",
    "flow",
    "count",
    "agreements_reviews",
    ("Prüfungen der Absprachen", "reviews of agreements"),
    ("Prüfungen, ob Absprachen eingehalten werden", "reviews whether agreements are kept"),
    "15.47",
)
_add(
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
)
_add(
    "plans",
    "flow",
    "count",
    "waiver_reviews",
    ("Prüfungen des Verzichts", "reviews of waivers"),
    ("Prüfungen, ob weiter kein Plan nötig ist", "reviews whether still no plan is needed"),
    "15.18",
)
_add(
    "plans",
    "flow",
    "count",
    "measures_started",
    ("begonnene Maßnahmen", "measures started"),
    ("Zuweisungen zu Maßnahmen ohne RFB", "assignments to measures without RFB"),
    "15.59",
)
_add(
    "plans",
    "flow",
    "count",
    "conciliations",
    ("Schlichtungen", "conciliations"),
    ("eröffnete Schlichtungsverfahren", "conciliation procedures opened"),
    "15.16",
    "15.68",
    "§ 15a SGB II",
)

# -- deadlines -------------------------------------------------------------------------------
_add(
    "deadlines",
    "flow",
    "count",
    "updates_due",
    ("fällige Fortschreibungen", "updates due"),
    (
        "Fortschreibungen, die fristgerecht kamen oder deren Frist ablief",
        "updates that came in time or whose deadline passed",
    ),
    "15.65",
)
_add(
    "deadlines",
    "flow",
    "count",
    "updates_in_time",
    ("rechtzeitige Fortschreibungen", "updates in time"),
    (
        "Fortschreibungen vor Ablauf der Frist, auch unverändert",
        "updates before the deadline, unchanged ones included",
    ),
    "15.65",
    "15.67",
)
_add(
    "deadlines",
    "flow",
    "count",
    "updates_missed",
    ("versäumte Fortschreibungen", "updates missed"),
    (
        "Fristen zur Fortschreibung, die ohne Gespräch abliefen",
        "update deadlines that passed without an update",
    ),
    "15.65",
)
_add(
    "deadlines",
    "level",
    "cases",
    "updates_overdue",
    ("überfällige Fortschreibungen", "updates overdue"),
    (
        "Pläne, deren Fortschreibung am Monatsende überfällig ist",
        "plans whose update is overdue at the end of the month",
    ),
    "15.65",
)
_add(
    "deadlines",
    "flow",
    "count",
    "first_talks_in_time",
    ("rechtzeitige Erstgespräche", "first talks in time"),
    (
        "Erstgespräche innerhalb der als zügig angenommenen Zeit",
        "first talks within the time assumed to be prompt",
    ),
    "15.9",
)
_add(
    "deadlines",
    "flow",
    "count",
    "first_talks_missed",
    ("verspätete Erstgespräche", "first talks late"),
    (
        "Erstgespräche, die nicht in dieser Zeit stattfanden",
        "first talks that did not take place within it",
    ),
    "15.9",
)
_add(
    "deadlines",
    "flow",
    "count",
    "analyses_missed",
    ("verspätete Potenzialanalysen", "analyses late"),
    ("Potenzialanalysen, die nicht zügig vorlagen", "potential analyses not made promptly"),
    "15.9",
)
_add(
    "deadlines",
    "flow",
    "count",
    "plans_missed",
    ("verspätete Pläne", "plans late"),
    (
        "Pläne, die nach der Analyse nicht zügig vorlagen",
        "plans not made promptly after the analysis",
    ),
    "15.12",
)
_add(
    "deadlines",
    "flow",
    "count",
    "ground_reviews_missed",
    ("versäumte Prüfungen der Zumutbarkeit", "§ 10 reviews missed"),
    (
        "Prüfungen eines Grundes nach § 10, deren Frist ablief",
        "reviews of a § 10 ground whose deadline passed",
    ),
    "15.19",
)
_add(
    "deadlines",
    "flow",
    "count",
    "waiver_reviews_missed",
    ("versäumte Prüfungen des Verzichts", "waiver reviews missed"),
    ("Prüfungen eines Verzichts, deren Frist ablief", "reviews of a waiver whose deadline passed"),
    "15.18",
)

# -- cooperation with RFB --------------------------------------------------------------------
_add(
    "notice",
    "flow",
    "count",
    "demands_with_notice",
    ("Aufforderungen mit RFB", "demands with RFB"),
    (
        "Aufforderungen zur Mitwirkung mit Rechtsfolgenbelehrung",
        "demands to cooperate with legal-consequences notice",
    ),
    "15.52",
    "15.55",
    "15.63",
)
_add(
    "notice",
    "flow",
    "count",
    "individual_checks",
    ("Einzelfallprüfungen", "individual checks"),
    ("Prüfungen, ob eine RFB hilft oder schadet", "checks whether an RFB helps or harms"),
    "15.53",
)
_add(
    "notice",
    "flow",
    "count",
    "returns_to_trust",
    ("Rückkehr zur Zusammenarbeit ohne RFB", "returns to trust"),
    (
        "Fälle, in denen wieder ohne RFB gearbeitet wird",
        "cases in which work goes on without RFB again",
    ),
    "15.62",
)
_add(
    "notice",
    "flow",
    "count",
    "appointment_reductions",
    ("Minderungen bei Meldeversäumnis", "reductions for missed appointments"),
    (
        "Leistungsminderungen wegen versäumter Termine mit RFB",
        "benefit reductions for missed appointments with RFB",
    ),
    "§ 32 SGB II",
)
_add(
    "notice",
    "flow",
    "count",
    "breach_reductions",
    ("Minderungen bei Pflichtverletzung", "reductions for breach of duty"),
    ("Leistungsminderungen wegen Pflichtverletzungen", "benefit reductions for breaches of duty"),
    "§ 31a SGB II",
)

# -- persons ---------------------------------------------------------------------------------
_add(
    "population",
    "level",
    "persons",
    "stock",
    ("Bestand", "stock"),
    (
        "erwerbsfähige Leistungsberechtigte am Monatsende",
        "employable beneficiaries at the end of the month",
    ),
)
_add(
    "population",
    "flow",
    "count",
    "arrivals",
    ("Zugänge", "arrivals"),
    ("Personen, die neu in den Bezug kamen", "persons who came into benefit"),
    "15.73",
)
_add(
    "population",
    "flow",
    "count",
    "exits",
    ("Abgänge", "exits"),
    ("Personen, die den Bezug verließen", "persons who left benefit"),
)
_add(
    "population",
    "flow",
    "count",
    "moves",
    ("Umzüge", "moves"),
    ("Fälle, die nach einem Umzug übernommen wurden", "cases taken over after a move"),
    "15.61",
)

# -- state of cooperation --------------------------------------------------------------------
for _name, _title, _definition, *_rules in (
    (
        "no_plan",
        ("kein Plan", "no plan"),
        (
            "noch kein Kooperationsplan, oder keine Einigung darüber",
            "no cooperation plan yet, or no agreement on one",
        ),
        "15.12",
        "15.63",
    ),
    (
        "not_agreed",
        ("davon ohne Einigung", "of these not agreed"),
        (
            "Teil von „kein Plan“: Über den Plan gab es keine Einigung",
            'part of "no plan": no agreement on the plan was reached',
        ),
        "15.63",
        "15.64",
    ),
    (
        "trust",
        ("Plan ohne RFB", "plan without RFB"),
        ("Plan in Kraft, Zusammenarbeit auf Vertrauen", "plan in force, work based on trust"),
        "15.46",
    ),
    (
        "with_notice",
        ("Plan mit RFB", "plan with RFB"),
        (
            "Plan in Kraft, daneben Aufforderungen mit RFB",
            "plan in force, demands with RFB beside it",
        ),
        "15.52",
        "15.58",
    ),
    (
        "returning",
        ("Rückkehr zum Vertrauen", "return to trust"),
        (
            "Plan in Kraft, Rückkehr zur Zusammenarbeit ohne RFB",
            "plan in force, returning to work without RFB",
        ),
        "15.62",
    ),
    (
        "conciliation",
        ("Schlichtung", "conciliation"),
        ("Schlichtungsverfahren läuft", "conciliation procedure runs"),
        "15.16",
        "§ 15a SGB II",
    ),
    (
        "suspended",
        ("Aussetzung nach § 10", "§ 10 suspension"),
        (
            "Arbeit oder Maßnahme ist vorübergehend nicht zumutbar",
            "work or measure is not reasonable for the time being",
        ),
        "15.19",
        "§ 10 SGB II",
    ),
    (
        "exempt",
        ("Arbeitslosengeld daneben", "unemployment benefit beside"),
        (
            "kein Kooperationsplan, die Agentur für Arbeit ist zuständig",
            "no cooperation plan, the employment agency is responsible",
        ),
        "15.74",
    ),
    (
        "waived",
        ("Verzicht auf den Plan", "plan waived"),
        ("Person arbeitet schon, soweit sie kann", "person already works as far as possible"),
        "15.18",
    ),
    (
        "moved",
        ("nach Umzug", "after a move"),
        (
            "Fall übernommen, Analyse und Plan sind zu aktualisieren",
            "case taken over, analysis and plan are to be updated",
        ),
        "15.61",
    ),
    (
        "support",
        ("nachgehende Betreuung", "follow-up support"),
        (
            "Betreuung nach dem Ende des Bezugs; zählt nicht zum Bestand",
            "support after the end of benefit; not part of the stock",
        ),
        "15.28",
        "§ 16g SGB II",
    ),
):
    _add("states", "level", "persons", f"stock_{_name}", _title, _definition, *_rules)

DEFINITIONS: Final = tuple(_found)
"""All indicators as (name, group, kind, unit key, title, definition, rules)."""
