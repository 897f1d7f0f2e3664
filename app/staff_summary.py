"""What ``koopsim staff`` prints: the answer in sentences, then tables that fit a terminal."""

from __future__ import annotations

from dataclasses import replace

from rich.console import Console

from ..analysis.formatting import interval, number, percent
from ..analysis.intervals import Interval
from ..analysis.reports.cells import cell_text, heading_text, is_numeric
from ..analysis.reports.document import Table
from ..analysis.staffing import BREACHES, MEASURES, StaffAnswer
from ..analysis.staffing import wording as words
from ..analysis.staffing.sentences import (
    answer_sentences,
    effort_sentence,
    monotone_sentences,
    sure_sentences,
    team_title,
    teams_shown,
    value_text,
)
from ..analysis.staffing.tables_of_staff import deadline_levels, limits_text, needed_table
from ..analysis.staffing.task_titles import task_title
from ..model.process.text import Language, Text
from ..simulation.horizon import effective_rule_set
from .output import new_table, print_wrapped, validity

TASKS_SHOWN = 10
"""How many tasks a terminal gets; the report has all."""

_NO_PERSON = Text(
    "Eine Vorausschau auf Ablauf und Arbeit; sie entscheidet über niemanden.",
    "A forecast of process and work; it decides no person's case.",
)
_TARGET_LINE = Text(
    "Ziel {target}, {team}: {now} im Szenario, {then} mit dem nötigen Personal, {floor} ohne "
    "Warten.",
    "Target {target}, {team}: {now} in the scenario, {then} with the staff needed, {floor} without "
    "waiting.",
)
_SHORT_HEADINGS = (
    words.TEAM,
    words.PERSONS,
    Text("Szenario", "scenario"),
    words.WANTED,
    Text("1:n", "1:n"),
    Text("§ 44c(4)", "§ 44c(4)"),
    words.DEMAND,
    Text("belegt", "in use"),
)
_NONE = Text("kein Wert", "no value")


def print_answer(out: Console, answer: StaffAnswer, language: Language, brief: bool) -> None:
    """Print the answer; ``brief`` leaves out all but the sentences and the staff needed."""
    for sentence in answer_sentences(answer, language):
        print_wrapped(out, sentence)
    out.print()
    print_table(out, _short(needed_table(answer, language), language), language)
    if brief:
        return
    for line in (*_target_lines(answer, language), *sure_sentences(answer, language)):
        print_wrapped(out, line, hanging=2)
    out.print()
    _print_deadlines(out, answer, language)
    for sentence in monotone_sentences(answer, language):
        print_wrapped(out, sentence)
    out.print()
    print_wrapped(out, effort_sentence(answer, language))
    out.print()
    _print_effort(out, answer, language)
    if answer.savings:
        _print_savings(out, answer, language)
    rules = effective_rule_set(answer.scenario)
    out.print(f"{validity(rules, language)}. {_NO_PERSON[language]}", soft_wrap=True)


def _short(table: Table, language: Language) -> Table:
    """Return the table of staff with short headings, its unit in the title only."""
    columns = [
        replace(column, unit="", title=title[language])
        for column, title in zip(table.columns, _SHORT_HEADINGS, strict=True)
    ]
    return replace(table, title=f"{table.title} [{words.FTE[language]}]", columns=columns)


def print_table(out: Console, table: Table, language: Language) -> None:
    """Print a table of a document."""
    shown = new_table(
        [(heading_text(c), "right" if is_numeric(c) else "left") for c in table.columns],
        table.title,
    )
    for row in table.rows:
        pairs = zip(row, table.columns, strict=True)
        shown.add_row(*(cell_text(cell, column, language) for cell, column in pairs))
    out.print(shown)


def _target_lines(answer: StaffAnswer, language: Language) -> list[str]:
    lines = []
    for team in answer.teams:
        for each in team.targets:
            measure = each.target.measure
            then = value_text(measure, each.then.mean, language)
            limits = limits_text(measure, each.then, language)
            lines.append(
                _TARGET_LINE[language].format(
                    target=each.target,
                    team=team_title(each.team, language),
                    now=value_text(measure, each.now.mean, language),
                    then=_with_limits(then, limits) if team.reachable else _NONE[language],
                    floor=value_text(measure, each.floor.mean, language),
                )
            )
    return lines


def _with_limits(text: str, limits: str) -> str:
    return f"{text} ({limits})" if limits else text


def _print_deadlines(out: Console, answer: StaffAnswer, language: Language) -> None:
    """Print the probability that a due obligation is missed."""
    then_title = f"{words.THEN[language]} ({words.LIMITS[language]})"
    shown = new_table(
        [
            (words.MEASURE[language], "left"),
            (words.TEAM[language], "left"),
            (words.NOW[language], "right"),
            (then_title, "right"),
            (words.FLOOR[language], "right"),
        ],
        words.DEADLINES_TABLE[language],
    )
    for name in BREACHES:
        measure = MEASURES[name]
        for team in teams_shown(answer):
            now, then, floor = deadline_levels(answer, measure, team)
            limits = limits_text(measure, then, language)
            shown.add_row(
                f"{measure.title[language]} ({', '.join(measure.rules)})",
                team_title(team, language),
                percent(now.mean, language, 1),
                _with_limits(percent(then.mean, language, 1), limits),
                percent(floor.mean, language, 1),
            )
    out.print(shown)


def _print_effort(out: Console, answer: StaffAnswer, language: Language) -> None:
    """Print where the working time goes, all teams together."""
    fte = words.FTE[language]
    shown = new_table(
        [
            (words.TASK[language], "left"),
            (f"{words.COUNT[language]} [{words.PER_YEAR[language]}]", "right"),
            (f"{words.EACH[language]} [{words.MINUTES[language]}]", "right"),
            (fte, "right"),
            (words.SHARE[language], "right"),
            (f"{words.SAVED[language]} [{fte}]", "right"),
        ],
        words.EFFORT_TABLE[language],
    )
    groups = answer.effort.groupby("task", sort=False)
    table = groups[["count", "fte", "fte_saved"]].sum()
    table["each"] = groups["minutes_each"].first()
    yearly, total = 12 / answer.scenario.months, float(table["fte"].sum())
    ordered = table.sort_values("fte", ascending=False, kind="stable").head(TASKS_SHOWN)
    for task, count, used, saved, each in ordered.itertuples():
        shown.add_row(
            task_title(str(task), language),
            number(float(count) * yearly, language),
            number(float(each), language) if each else "",
            number(float(used), language, 2),
            percent(float(used) / total, language, 1) if total else "",
            number(float(saved), language, 3) if each else "",
        )
    out.print(shown)


def _print_savings(out: Console, answer: StaffAnswer, language: Language) -> None:
    """Print what one minute less of a task changes."""
    shown = new_table(
        [
            (words.TASK[language], "left"),
            (f"{words.SAVED[language]} [{words.FTE[language]}]", "right"),
            (f"{words.UPDATES_CHANGE[language]} [{words.PER_YEAR[language]}]", "right"),
            (f"{words.WAIT_CHANGE[language]} [{words.DAYS[language]}]", "right"),
        ],
        words.SAVINGS_TABLE[language],
    )
    for each in answer.savings:
        shown.add_row(
            task_title(each.task, language),
            number(each.fte, language, 2),
            _change(each.updates_missed, language, 0 if abs(each.updates_missed.mean) > 100 else 1),
            _change(each.wait_days, language, 2),
        )
    out.print(shown)


def _change(found: Interval, language: Language, digits: int) -> str:
    limits = interval(found.low, found.high, language, digits)
    return _with_limits(number(found.mean, language, digits), limits)
