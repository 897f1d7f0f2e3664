"""The answer in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.process.text import Language
from ..formatting import TEAM_TITLES, fitting, number, percent, percent_interval
from . import wording as words
from .answers import StaffAnswer, TargetAnswer, TeamAnswer
from .measures import EVERYBODY, Measure
from .task_titles import task_title


def team_title(team: str, language: Language) -> str:
    """Return a team as readers see it; its name if it has no title."""
    return TEAM_TITLES[team][language] if team in TEAM_TITLES else team


def value_text(measure: Measure, value: float, language: Language) -> str:
    """Return a value of a measure with its unit."""
    if measure.unit == "share":
        return percent(value, language, 1)
    unit = words.DAYS if measure.unit == "days" else words.CASES_PER_FTE
    return f"{fitting(value, language)} {unit[language]}"


def answer_sentences(answer: StaffAnswer, language: Language) -> Iterator[str]:
    """Yield one sentence per team, and what the answer means."""
    for team in answer.teams:
        yield _team_sentence(team, language)
    if answer.reachable:
        total = number(sum(team.demand for team in answer.teams), language, 1)
        yield words.MEANING[language].format(demand=total)


def _team_sentence(team: TeamAnswer, language: Language) -> str:
    name = _capital(team_title(team.team, language))
    if not team.reachable:
        reasons = ", ".join(_reason(each, language) for each in team.targets)
        return words.UNREACHABLE[language].format(team=name, reasons=reasons)
    needed = number(team.needed, language, 2)
    if team.caseload is None or not team.needs_staff:
        return words.NEEDED_NOTHING[language].format(team=name, needed=needed)
    ratio = number(team.persons / team.present, language) if team.present else "∞"
    return words.NEEDED[language].format(
        team=name,
        needed=needed,
        caseload=number(team.caseload, language),
        present=number(team.present, language, 2),
        ratio=ratio,
    )


def _reason(each: TargetAnswer, language: Language) -> str:
    measure = each.target.measure
    return words.REASON[language].format(
        measure=measure.title[language], value=value_text(measure, each.floor.mean, language)
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sure_sentences(answer: StaffAnswer, language: Language) -> Iterator[str]:
    """Yield how sure the answer is, for each probability asked for."""
    asked = dict.fromkeys(
        (each.target.probability, each.decision) for t in answer.teams for each in t.targets
    )
    for probability, decision in asked:
        judged = [
            each
            for team in answer.teams
            if team.reachable
            for each in team.targets
            if each.target.probability == probability
        ]
        if judged:
            yield words.SURE[language].format(
                probability=percent(probability, language, _digits(probability)),
                years=number(decision.office_years, language),
                failures=number(decision.failures, language),
                error=percent(1 - answer.confidence, language, _digits(answer.confidence)),
                fresh=number(max(each.met.n for each in judged), language),
                met="; ".join(_met(each, language) for each in judged),
            )
    for team in answer.teams:
        for each in team.targets:
            if team.reachable and each.met.high < each.target.probability:
                yield words.DOUBT[language].format(**_met_values(each, language))


def _digits(share: float) -> int:
    return 0 if abs(round(100 * share) - 100 * share) < 1e-9 else 1


def _met(each: TargetAnswer, language: Language) -> str:
    return words.MET[language].format(**_met_values(each, language))


def _met_values(each: TargetAnswer, language: Language) -> dict[str, str]:
    return {
        "team": team_title(each.team, language),
        "share": percent(each.met.mean, language, 1),
        "limits": percent_interval(each.met.low, each.met.high, language, 1),
    }


def monotone_sentences(answer: StaffAnswer, language: Language) -> Iterator[str]:
    """Yield whether more staff ever gave a worse result, on the curve and in the search."""
    if not answer.rises:
        yield words.MONOTONE[language].format(count=number(answer.comparisons, language))
    for each in answer.rises:
        yield words.RISE[language].format(
            team=team_title(each.team, language),
            measure=each.measure.title[language],
            better=value_text(each.measure, each.better, language),
            fewer=number(each.fewer_fte, language, 2),
            worse=value_text(each.measure, each.worse, language),
            more=number(each.more_fte, language, 2),
        )
    if answer.rises:
        yield words.RISE_WHY[language]
    for team in answer.teams:
        if team.reversals[0]:
            yield words.REVERSALS[language].format(
                team=_capital(team_title(team.team, language)),
                count=number(team.reversals[0], language),
                years=number(team.reversals[1], language),
            )


def curve_alternative(answer: StaffAnswer, language: Language) -> str:
    """Return the picture of the curve in words."""
    table, lines = answer.curve.table, [words.CURVE_ALTERNATIVE[language]]
    for team in answer.present:
        own = table[(table["team"] == team) & (table["measure"] == "update_missed")]
        first, last = own.iloc[0], own.iloc[-1]
        lines.append(
            words.CURVE_ENDS[language].format(
                team=_capital(team_title(team, language)),
                most=percent(float(first["value"]), language, 1),
                few=number(float(first["fte"]), language, 2),
                least=percent(float(last["value"]), language, 1),
                many=number(float(last["fte"]), language, 2),
            )
        )
    return " ".join(lines)


def effort_sentence(answer: StaffAnswer, language: Language) -> str:
    """Return which task takes most time."""
    by_task = answer.effort.groupby("task", sort=False)["fte"].sum()
    first = str(by_task.idxmax())
    total = float(by_task.sum())
    share = float(by_task[first]) / total if total else float("nan")
    return words.EFFORT_ANSWER[language].format(
        task=task_title(first, language),
        share=percent(share, language),
        fte=number(float(by_task[first]), language, 1),
        total=number(total, language, 1),
    )


def teams_shown(answer: StaffAnswer) -> list[str]:
    """Return the teams of tables: all of the office, or the one that stands for all."""
    return [EVERYBODY] if answer.teams[0].team == EVERYBODY else list(answer.present)
