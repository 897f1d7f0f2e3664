"""How ``koopsim exact`` shows what it found: tables and sentences in German and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..analysis.formatting import number, percent
from ..model.process.events import EVENTS
from ..model.process.states import LEAVES
from ..model.process.text import Language, Text
from .output import console, new_table, print_wrapped

if TYPE_CHECKING:
    from rich.console import Console

    from ..analysis.exact import Discretion, ExactCase

_TITLE = Text(
    "Ein Fall, unbegrenztes Personal: {0} ({1} Zustände, Wochen)",
    "One case, unlimited staff: {0} ({1} states, weeks)",
)
_SHARES = Text("Anteile an der Zeit im Bezug", "Shares of time in benefit")
_STATE = Text("Zustand", "state")
_SHARE = Text("Anteil", "share")
_PER_YEAR = Text("Je Jahr im Bezug", "Per year in benefit")
_WHAT = Text("was", "what")
_COUNT = Text("Anzahl", "number")
_RETURN = Text(
    "Vom Plan mit RFB zurück zum Vertrauen: in {0} der Fälle, dann nach {1} Monaten; {2} Monate "
    "im Zustand Plan mit RFB.",
    "From a plan with RFB back to trust: in {0} of cases, then after {1} months; {2} months in the "
    "state plan with RFB.",
)
_ROUTE = Text("Wahrscheinlichster Weg zur ersten RFB", "Most probable way to the first RFB")
_WEEK = Text("Woche {0}: {1}", "week {0}: {1}")
_ROUTE_CHANCE = Text(
    "Wahrscheinlichkeit: {0} in genau diesen Wochen, {1} mit diesen Ereignissen überhaupt.",
    "Probability: {0} in exactly these weeks, {1} by these events in whatever weeks.",
)
_RANGE = Text("Spielraum der Fachkraft", "The officer's discretion")
_OBJECTIVE = Text("Größe", "objective")
_LOWEST = Text("niedrigster Wert", "lowest")
_SCENARIO = Text("Szenario", "scenario")
_HIGHEST = Text("höchster Wert", "highest")
_NO_NOTICE = Text(
    "Unter diesem Szenario kommt kein Fall zu einem Plan mit RFB.",
    "Under this scenario no case comes to a plan with RFB.",
)
_CAVEAT = Text(
    "Exakt für das Modell in Wochenschritten, gewöhnliche Person ab 25; docs/exact-numbers.md "
    "nennt die Näherungen. Über niemanden wird entschieden.",
    "Exact for the model in steps of a week, ordinary person from 25; docs/exact-numbers.md names "
    "the approximations. It decides no person's case.",
)
_KINDS = {
    "invitations_without_notice": Text("Einladungen ohne RFB", "invitations without RFB"),
    "invitations_with_notice": Text("Einladungen mit RFB", "invitations with RFB"),
    "talks": Text("Gespräche", "talks held"),
    "no_shows": Text("Nichterscheinen", "no-shows"),
    "updates": Text("Fortschreibungen", "updates"),
    "updates_missed": Text("versäumte Fortschreibungen", "updates missed"),
    "demands": Text("Aufforderungen mit RFB", "demands with RFB"),
    "reductions": Text("Minderungen", "reductions"),
}
_OBJECTIVES = {
    "share_with_notice": Text("Anteil der Zeit im Plan mit RFB", "share of time, plan with RFB"),
    "share_under_any_notice": Text(
        "Anteil der Zeit unter irgendeiner RFB", "share of time under any RFB"
    ),
    "months_to_return": Text(
        "Monate vom Plan mit RFB bis Vertrauen oder Abgang",
        "months from a plan with RFB to trust or exit",
    ),
    "talks": Text("Gespräche je Jahr", "talks per year"),
}


def has_notice(case: ExactCase) -> bool:
    """Tell whether a case ever comes to a plan with RFB."""
    return "plan_with_notice" in case.time_shares().plan


def print_case(case: ExactCase, found: list[Discretion], language: Language) -> None:
    """Print all numbers of a case; ``found`` are objectives of discretion, if asked for."""
    out = console()
    title = case.scenario.title[language]
    out.print(_TITLE[language].format(title, number(case.states, language, 0)), style="bold")
    _print_shares(out, case, language)
    _print_counts(out, case, language)
    _print_ways(out, case, language)
    if found:
        _print_discretion(out, found, language)
    print_wrapped(out, _CAVEAT[language])


def _print_shares(out: Console, case: ExactCase, language: Language) -> None:
    table = new_table(
        [(_STATE[language], "left"), (_SHARE[language], "right")], title=_SHARES[language]
    )
    for plan, share in case.time_shares().plan.items():
        table.add_row(LEAVES[plan].title[language], percent(share, language, 2))
    out.print(table)


def _print_counts(out: Console, case: ExactCase, language: Language) -> None:
    table = new_table(
        [(_WHAT[language], "left"), (_COUNT[language], "right")], title=_PER_YEAR[language]
    )
    numbers = case.per_year()
    for name, title in _KINDS.items():
        table.add_row(title[language], number(getattr(numbers, name), language, 3))
    out.print(table)


def _print_ways(out: Console, case: ExactCase, language: Language) -> None:
    if has_notice(case):
        back = case.months_to_return_to_trust()
        text = _RETURN[language].format(
            percent(back.probability, language, 1),
            number(back.months, language, 1),
            number(back.months_with_notice, language, 1),
        )
    else:
        text = _NO_NOTICE[language]
    print_wrapped(out, text)
    out.print()
    route = case.route_into_notice()
    out.print(_ROUTE[language], style="bold")
    for step in route.steps:
        events = "; ".join(EVENTS[event].title[language] for event in step.events)
        print_wrapped(out, _WEEK[language].format(step.week, events), indent=2, hanging=2)
    text = _ROUTE_CHANCE[language].format(
        percent(route.probability, language, 1), percent(route.probability_any_time, language, 1)
    )
    print_wrapped(out, text)
    out.print()


def _print_discretion(out: Console, found: list[Discretion], language: Language) -> None:
    headings = (_OBJECTIVE, _LOWEST, _SCENARIO, _HIGHEST)
    table = new_table(
        [(text[language], "left" if text is _OBJECTIVE else "right") for text in headings],
        title=_RANGE[language],
    )
    for item in found:
        values = (item.lowest.value, item.scenario, item.highest.value)
        table.add_row(
            _OBJECTIVES[item.objective][language], *(number(v, language, 3) for v in values)
        )
    out.print(table)
