"""``koopsim exact``: exact numbers of one case with a scenario's probabilities, unlimited staff."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from ..analysis.formatting import number, percent
from ..model.errors import RunError
from ..model.process.events import EVENTS
from ..model.process.states import LEAVES
from ..model.process.text import Language, Text
from .options import Lang, LangOption
from .output import console, error_console, new_table, print_wrapped

if TYPE_CHECKING:
    from rich.console import Console

    from ..analysis.exact import Discretion, ExactCase

_SOLVING = Text("rechne", "solving")
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


def exact(
    scenario: Annotated[
        str, typer.Argument(help="Name in the library (koopsim scenarios), or a YAML file.")
    ],
    lang: LangOption = Lang.en,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all numbers to a file.")
    ] = None,
    discretion: Annotated[
        bool,
        typer.Option("--discretion/--no-discretion", help="Best and worst case over the officer."),
    ] = True,
) -> None:
    """Solve one case exactly: shares of time, talks per year, the way into and out of RFB."""
    from ..analysis.exact import exact_case
    from ..scenarios import load_scenario

    language = lang.language
    chosen = load_scenario(scenario)
    with error_console().status(_SOLVING[language]):
        case = exact_case(chosen)
        found = _discretion(case) if discretion else []
        content = _as_data(case, found)
    if json_file is not None:
        _write(json_file, content)
    _print(case, found, language)


def _discretion(case: ExactCase) -> list[Discretion]:
    from ..analysis.exact import Objective

    objectives = [name for name in get_args(Objective) if _has_notice(case) or "return" not in name]
    return [case.discretion(name) for name in objectives]


def _has_notice(case: ExactCase) -> bool:
    return "plan_with_notice" in case.time_shares().plan


def _as_data(case: ExactCase, found: list[Discretion]) -> dict[str, Any]:
    return {
        "scenario": case.scenario.name,
        "digest": case.scenario.digest,
        "person": asdict(case.person),
        "states": case.states,
        "time_shares": asdict(case.time_shares()),
        "per_year": asdict(case.per_year()),
        "return_to_trust": asdict(case.months_to_return_to_trust()) if _has_notice(case) else None,
        "route_into_notice": asdict(case.route_into_notice()),
        "discretion": [asdict(item) for item in found],
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    """Write beside and move into place.

    Raises:
        RunError: if the file cannot be written.
    """
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as beside:
            name = Path(beside.name)
            beside.write(text)
        try:
            name.chmod(0o666 & ~_umask())
            name.replace(path)
        finally:
            name.unlink(missing_ok=True)
    except OSError as error:
        raise RunError(f"cannot write {path}: {error.strerror}") from None


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _print(case: ExactCase, found: list[Discretion], language: Language) -> None:
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
    if _has_notice(case):
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
