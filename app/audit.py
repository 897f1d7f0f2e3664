"""``koopsim audit``: a monthly sample per team, and what a log answers of the six questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..model.process.text import Language, Text
from .conform import as_data as conformance_as_data
from .conform import print_conformance, tables
from .log_options import (
    FormatsOption,
    Lang,
    LangOption,
    LogArgument,
    MappingOption,
    OutOption,
    QuietOption,
    ReplicationOption,
    RuleSetOption,
    check_formats,
    chosen_rule_set,
    opened,
    print_reading,
    print_written,
    read_mapping,
    replay_bar,
    write_out,
)
from .options import JsonOption
from .output import console, new_table, print_block, print_json, validity

if TYPE_CHECKING:
    from ..analysis.logs.log_store import LogStore
    from ..analysis.supervision import Audit

_QUESTIONS = Text("Die sechs Fragen der Fachaufsicht (Rz 15.72)", "The six questions (Rz 15.72)")
_ANSWERED = (Text("Frage", "question"), Text("Antwort", "answer"))
_SAMPLE = Text(
    "Stichprobe: {n} Fälle aus {months} Monaten und {teams} Teams, Startwert {seed}; {hits}"
    " Treffer",
    "Sample: {n} cases from {months} months and {teams} teams, seed {seed}; {hits} hits",
)
_STRATA = (
    Text("Team", "team"),
    Text("Fallmonate", "case-months"),
    Text("gezogen", "sampled"),
    Text("Frage passt", "applicable"),
    Text("auf dem Stand", "up to date"),
    Text("95-%-Intervall", "95% interval"),
    Text("alle Fälle", "all cases"),
)
_STORY = Text("Fall {0} ({1}, {2})", "case {0} ({1}, {2})")


def audit(
    log: LogArgument,
    sample: Annotated[int, typer.Option(min=1, help="Cases per month and team.")] = 10,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same sample.")] = 1,
    stories: Annotated[int, typer.Option(min=0, help="How many hits are told.")] = 3,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", help="The worksheet sample.csv, filled in."),
    ] = None,
    mapping: MappingOption = None,
    rule_set: RuleSetOption = None,
    replication: ReplicationOption = 0,
    out: OutOption = None,
    formats: FormatsOption = "html",
    lang: LangOption = Lang.en,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Draw cases for supervision and answer what a log can answer; the rest is named as such."""
    from ..analysis.supervision import audit as examine
    from ..analysis.supervision.answers import with_answers

    check_formats(formats)
    language, rules, names = lang.language, chosen_rule_set(rule_set, None), read_mapping(mapping)
    with opened(log, rules, names, replication, quiet or json, language, out) as store:
        with replay_bar(store, quiet or json, language) as bar:
            found = examine(
                store, rules, names, size=sample, seed=seed, stories=stories, progress=bar
            )
        if answers is not None:
            found = with_answers(found, answers)
        paths = [] if out is None else write_out(out, *_files(found, formats, language))
        if json:
            print_json(_as_data(found, store, language))
            return
        if not quiet:
            print_reading(store, language)
    _print(found, language, short=quiet)
    print_written(paths, language)
    console().print(validity(rules, language), soft_wrap=True)


def _files(
    found: Audit, formats: str, language: Language
) -> tuple[dict[str, Any], str, dict[str, str]]:
    from ..analysis.reports.conformance_document import conformance_document
    from ..analysis.reports.supervision_document import supervision_document
    from ..analysis.supervision.answers import worksheet

    documents = {
        "audit": supervision_document(found, language),
        "conformance": conformance_document(found.conformance, language),
    }
    texts = {"sample.csv": worksheet(found), **tables(found.conformance, language)}
    return documents, formats, texts


def _as_data(found: Audit, store: LogStore, language: Language) -> dict[str, Any]:
    from dataclasses import asdict

    from ..model.audit_questions import AUDIT_QUESTIONS

    answered = found.answered()
    questions = [
        {
            "question": key,
            "text": question.text[language],
            "rules": list(question.cites),
            "answer": asdict(found.share(key)) if key in answered else None,
            "reason": None if question.reason is None else question.reason[language],
        }
        for key, question in AUDIT_QUESTIONS.items()
    ]
    yes, applicable = found.whole_log()
    return {
        "questions": questions,
        "whole_log": {"yes": yes, "applicable": applicable},
        "seed": found.seed,
        "sample_size": found.size,
        "strata": _without_nan(found.strata_rows().to_dict("records")),
        "sample": found.sample_rows().to_dict("records"),
        "stories": [
            {"case": s.case, "month": s.month, "team": s.team, "story": s.tell(language)}
            for s in found.stories
        ],
        "conformance": conformance_as_data(found.conformance, store),
    }


def _without_nan(rows: list[dict[Any, Any]]) -> list[dict[Any, Any]]:
    """Return rows with None where there is no number: JSON knows no NaN."""
    return [{k: None if v != v else v for k, v in row.items()} for row in rows]


def _print(found: Audit, language: Language, *, short: bool) -> None:
    from ..analysis.plots.supervision import team_title

    out = console()
    _print_questions(found, language)
    out.print(
        _SAMPLE[language].format(
            n=len(found.sample),
            months=len(found.months),
            teams=len(found.teams),
            seed=found.seed,
            hits=len(found.hits),
        ),
        soft_wrap=True,
    )
    print_conformance(found.conformance, language, short=True)
    if short:
        return
    _print_teams(found, language)
    for story in found.stories:
        where = _STORY[language].format(story.case, story.month, team_title(story.team, language))
        print_block(out, where, story.tell(language).splitlines())


def _print_questions(found: Audit, language: Language) -> None:
    from ..analysis.reports.supervision_document import answer_text
    from ..model.audit_questions import AUDIT_QUESTIONS

    answered = found.answered()
    table = new_table([(t[language], "left") for t in _ANSWERED], _QUESTIONS[language])
    for key, question in AUDIT_QUESTIONS.items():
        share = found.share(key) if key in answered else None
        table.add_row(question.text[language], answer_text(question, share, language))
    console().print(table)


def _print_teams(found: Audit, language: Language) -> None:
    from ..analysis.formatting import number, percent, percent_interval
    from ..analysis.plots.supervision import team_title
    from ..analysis.supervision.audit import IN_TIME

    table = new_table([(t[language], "right" if i else "left") for i, t in enumerate(_STRATA)])
    frame = found.strata_rows()
    for team in found.teams:
        share = found.share(IN_TIME, team=team)
        yes, applicable = found.whole_log(team=team)
        sums = frame[frame["team"] == team][["cases", "sampled", "applicable"]].sum()
        table.add_row(
            team_title(team, language),
            *(number(float(value), language) for value in sums),
            percent(share.mean, language, 1),
            percent_interval(share.low, share.high, language, 1),
            percent(yes / applicable if applicable else float("nan"), language, 1),
        )
    console().print(table)
