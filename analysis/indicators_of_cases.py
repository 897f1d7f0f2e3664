"""Indicators of what happens to cases: deadlines, demands, persons, states of cooperation.

RFB is the legal-consequences notice (Rechtsfolgenbelehrung), Rz a margin number of the technical
instructions on § 15 SGB II.
"""

from __future__ import annotations

from typing import Final

from .indicator_terms import Definition, define

_EVENTS: Final[tuple[Definition, ...]] = (
    # -- deadlines -------------------------------------------------------------------------------
    define(
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
    ),
    define(
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
    ),
    define(
        "deadlines",
        "flow",
        "count",
        "updates_missed",
        ("versäumte Fortschreibungen", "updates missed"),
        (
            "Fristen, die ohne Fortschreibung abliefen",
            "update deadlines that passed without an update",
        ),
        "15.65",
    ),
    define(
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
    ),
    define(
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
    ),
    define(
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
    ),
    define(
        "deadlines",
        "flow",
        "count",
        "analyses_missed",
        ("verspätete Potenzialanalysen", "analyses late"),
        ("Potenzialanalysen, die nicht zügig vorlagen", "potential analyses not made promptly"),
        "15.9",
    ),
    define(
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
    ),
    define(
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
    ),
    define(
        "deadlines",
        "flow",
        "count",
        "waiver_reviews_missed",
        ("versäumte Prüfungen des Verzichts", "waiver reviews missed"),
        (
            "Prüfungen eines Verzichts, deren Frist ablief",
            "reviews of a waiver whose deadline passed",
        ),
        "15.18",
    ),
    # -- cooperation with RFB --------------------------------------------------------------------
    define(
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
    ),
    define(
        "notice",
        "flow",
        "count",
        "individual_checks",
        ("Einzelfallprüfungen", "individual checks"),
        ("Prüfungen, ob eine RFB hilft oder schadet", "checks whether an RFB helps or harms"),
        "15.53",
    ),
    define(
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
    ),
    define(
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
    ),
    define(
        "notice",
        "flow",
        "count",
        "breach_reductions",
        ("Minderungen bei Pflichtverletzung", "reductions for breach of duty"),
        (
            "Leistungsminderungen wegen Pflichtverletzungen",
            "benefit reductions for breaches of duty",
        ),
        "§ 31a SGB II",
    ),
    # -- persons ---------------------------------------------------------------------------------
    define(
        "population",
        "level",
        "persons",
        "stock",
        ("Bestand", "stock"),
        (
            "erwerbsfähige Leistungsberechtigte am Monatsende",
            "employable beneficiaries at the end of the month",
        ),
    ),
    define(
        "population",
        "flow",
        "count",
        "arrivals",
        ("Zugänge", "arrivals"),
        ("Personen, die neu in den Bezug kamen", "persons who came into benefit"),
        "15.73",
    ),
    define(
        "population",
        "flow",
        "count",
        "exits",
        ("Abgänge", "exits"),
        ("Personen, die den Bezug verließen", "persons who left benefit"),
    ),
    define(
        "population",
        "flow",
        "count",
        "moves",
        ("Umzüge", "moves"),
        ("Fälle, die nach einem Umzug übernommen wurden", "cases taken over after a move"),
        "15.61",
    ),
)

_STATES: Final[tuple[tuple[str, tuple[str, str], tuple[str, str], tuple[str, ...]], ...]] = (
    (
        "no_plan",
        ("kein Plan", "no plan"),
        (
            "noch kein Kooperationsplan, oder keine Einigung darüber",
            "no cooperation plan yet, or no agreement on one",
        ),
        (
            "15.12",
            "15.63",
        ),
    ),
    (
        "not_agreed",
        ("davon ohne Einigung", "of these not agreed"),
        (
            "Teil von „kein Plan“: Über den Plan gab es keine Einigung",
            'part of "no plan": no agreement on the plan was reached',
        ),
        (
            "15.63",
            "15.64",
        ),
    ),
    (
        "trust",
        ("Plan ohne RFB", "plan without RFB"),
        ("Plan in Kraft, Zusammenarbeit auf Vertrauen", "plan in force, work based on trust"),
        ("15.46",),
    ),
    (
        "with_notice",
        ("Plan mit RFB", "plan with RFB"),
        (
            "Plan in Kraft, daneben Aufforderungen mit RFB",
            "plan in force, demands with RFB beside it",
        ),
        (
            "15.52",
            "15.58",
        ),
    ),
    (
        "returning",
        ("Rückkehr zum Vertrauen", "return to trust"),
        (
            "Plan in Kraft, Rückkehr zur Zusammenarbeit ohne RFB",
            "plan in force, returning to work without RFB",
        ),
        ("15.62",),
    ),
    (
        "conciliation",
        ("Schlichtung", "conciliation"),
        ("Schlichtungsverfahren läuft", "conciliation procedure runs"),
        (
            "15.16",
            "§ 15a SGB II",
        ),
    ),
    (
        "suspended",
        ("Aussetzung nach § 10", "§ 10 suspension"),
        (
            "Arbeit oder Maßnahme ist vorübergehend nicht zumutbar",
            "work or measure is not reasonable for the time being",
        ),
        (
            "15.19",
            "§ 10 SGB II",
        ),
    ),
    (
        "exempt",
        ("Arbeitslosengeld daneben", "unemployment benefit beside"),
        (
            "kein Kooperationsplan, die Agentur für Arbeit ist zuständig",
            "no cooperation plan, the employment agency is responsible",
        ),
        ("15.74",),
    ),
    (
        "waived",
        ("Verzicht auf den Plan", "plan waived"),
        ("Person arbeitet schon, soweit sie kann", "person already works as far as possible"),
        ("15.18",),
    ),
    (
        "moved",
        ("nach Umzug", "after a move"),
        (
            "Fall übernommen, Analyse und Plan sind zu aktualisieren",
            "case taken over, analysis and plan are to be updated",
        ),
        ("15.61",),
    ),
    (
        "support",
        ("nachgehende Betreuung", "follow-up support"),
        (
            "Betreuung nach dem Ende des Bezugs; zählt nicht zum Bestand",
            "support after the end of benefit; not part of the stock",
        ),
        (
            "15.28",
            "§ 16g SGB II",
        ),
    ),
)

CASES: Final[tuple[Definition, ...]] = (
    *_EVENTS,
    *(
        define("states", "level", "persons", f"stock_{name}", title, definition, *rules)
        for name, title, definition, rules in _STATES
    ),
)
"""Definitions of the groups deadlines, notice, population and states."""
