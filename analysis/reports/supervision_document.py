"""The report of an audit: six questions, the sample with intervals, the stories of the hits."""

from __future__ import annotations

from ...model.audit_questions import AUDIT_QUESTIONS, AuditQuestion
from ...model.process.problem import cited
from ...model.process.text import Language, Text
from ..formatting import check_language, number, percent, percent_interval
from ..intervals import Interval
from ..plots.supervision import plot_answers, plot_timeliness, team_title
from ..supervision import Audit
from ..supervision.audit import IN_TIME
from .document import Block, Column, Document, Heading, Kind, Paragraph, Picture, Table
from .log_sections import about_the_log, provenance

_MOST_TEAMS = 6
_TITLE = Text("Fachaufsicht: Prüfung einer Stichprobe", "Supervision: audit of a sample")
_ANSWER = Text(
    "In der Stichprobe ({sampled} Fälle aus {months} Monaten, je Monat und Team höchstens {size})"
    " ist der Plan oder Verzicht in {share} der Fälle, auf die die Frage passt, auf dem"
    " Stand{interval}. Im ganzen Protokoll sind es {whole}.",
    "In the sample ({sampled} cases from {months} months, {size} at most per month and team) the"
    " plan or waiver is up to date in {share} of the cases to which the question applies{interval}."
    " In the whole log it is {whole}.",
)
_NO_ANSWER = Text(
    "In der Stichprobe ist kein Fall, auf den die Frage nach der Fortschreibung passt.",
    "The sample holds no case to which the question of timeliness applies.",
)
_LIMITS = Text(" (95-%-Intervall {0})", " (95% interval {0})")
_W = {
    "questions": Text("Die sechs Fragen (Rz 15.72)", "The six questions (Rz 15.72)"),
    "questions_alt": Text(
        "Anteil mit Ja je Frage mit Intervall; was ein Protokoll nicht beantwortet, ist benannt",
        "share of yes per question with interval; what a log cannot answer is named",
    ),
    "answers": Text("Anteile mit Ja", "Shares of yes"),
    "answer_table": Text("Antworten und ihre Grenzen", "Answers and their limits"),
    "up_to_date": Text(
        "Anteil der Fälle, deren Plan oder Verzicht auf dem Stand ist",
        "Share of cases whose plan or waiver is up to date",
    ),
    "strata": Text("Stichprobe und ganzes Protokoll", "Sample and whole log"),
    "hit_table": Text("Fälle und verletzte Regeln", "Cases and rules broken"),
    "question": Text("Frage", "question"),
    "rules": Text("Quellen", "sources"),
    "answer": Text("Antwort", "answer"),
    "time": Text("Nach Monat und Team", "By month and team"),
    "time_alt": Text(
        "Punkte: Stichprobe mit Intervall; Linie: alle Fälle des Protokolls",
        "dots: sample with interval; line: all cases of the log",
    ),
    "month": Text("Monat", "month"),
    "team": Text("Team", "team"),
    "cases": Text("Fälle in Betreuung", "cases in care"),
    "sampled": Text("Stichprobe", "sampled"),
    "applicable": Text("Frage passt", "applicable"),
    "yes": Text("Ja", "yes"),
    "share": Text("Anteil", "share"),
    "low": Text("von", "from"),
    "high": Text("bis", "to"),
    "all_yes": Text("Ja, alle Fälle", "yes, all cases"),
    "all_applicable": Text("passt, alle Fälle", "applicable, all cases"),
    "unknown": Text("nicht bekannt, alle Fälle", "not known, all cases"),
    "hits": Text("Treffer in der Stichprobe", "Hits in the sample"),
    "no_hits": Text("Kein Fall der Stichprobe ist auffällig.", "No case of the sample stands out."),
    "case": Text("Fall", "case"),
    "findings": Text("verletzte Regeln", "rules broken"),
    "stories": Text("Die Verläufe der ersten Treffer", "The first hits, told"),
    "open": Text("von Menschen zu beantworten: {0}", "to be answered by people: {0}"),
}
_HOW = Text(
    "Gezogen wird je Monat und Team eine einfache Zufallsstichprobe aus den Fällen in Betreuung,"
    " mit Startwert {seed} wiederholbar. Die Intervalle sind die von Wilson; sie berücksichtigen,"
    " dass ohne Zurücklegen aus endlich vielen Fällen gezogen wird, und die Gewichte der Schichten."
    " Ein Fall zählt als nicht auf dem Stand, wenn Fortschreibung oder Überprüfung des Verzichts an"
    " einem Tag des Monats überfällig war. Wo das Protokoll mitten im Fall beginnt, ist die Frist"
    " bis zum nächsten Plan unbekannt; solche Fälle zählen nicht mit.",
    "A simple random sample of the cases in care is drawn per month and team; with seed {seed} it"
    " can be drawn again. Intervals are Wilson's; they take into account that the sample is drawn"
    " without replacement from finitely many cases, and the weights of the strata. A case counts as"
    " not up to date if the update, or the review of the waiver, was overdue on a day of the month."
    " Where the log begins in the middle of a case, the deadline is unknown until the next plan;"
    " such cases do not count.",
)


def supervision_document(found: Audit, language: str = "en") -> Document:
    """Return the report of an audit.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    blocks: list[Block] = [
        Paragraph(_answer(found, chosen), "emphasis"),
        Heading(_W["questions"][chosen], 2),
        Picture(
            "answers",
            _W["answers"][chosen],
            plot_answers(found, chosen),
            _W["questions_alt"][chosen],
        ),
        _questions(found, chosen),
        Heading(_W["time"][chosen], 2),
        Paragraph(_HOW[chosen].format(seed=found.seed)),
        Picture(
            "timeliness",
            _W["up_to_date"][chosen],
            plot_timeliness(found, chosen),
            _W["time_alt"][chosen],
        ),
        _strata(found, chosen),
        Heading(_W["hits"][chosen], 2),
        *_hits(found, chosen),
        *about_the_log(found.conformance, chosen),
    ]
    seed = {"Startwert" if chosen == "de" else "seed": str(found.seed)}
    lines = provenance(found.conformance, chosen, **seed)
    return Document(_TITLE[chosen], chosen, blocks, found.conformance.log, lines)


def _answer(found: Audit, language: Language) -> str:
    share = found.share(IN_TIME)
    yes, applicable = found.whole_log()
    if not share.n:
        return _NO_ANSWER[language]
    limits = percent_interval(share.low, share.high, language, 1)
    whole = percent(yes / applicable, language, 1) if applicable else "–"
    return _ANSWER[language].format(
        sampled=number(len(found.sample), language),
        months=len(found.months),
        size=found.size,
        share=percent(share.mean, language, 1),
        interval=_LIMITS[language].format(limits) if limits else "",
        whole=f"{whole} ({number(yes, language)} / {number(applicable, language)})",
    )


def answer_text(question: AuditQuestion, share: Interval | None, language: Language) -> str:
    """Return the answer to a question in words; why there is none if ``share`` is None."""
    if share is None:
        reason = question.reason[language] if question.reason else ""
        return _W["open"][language].format(reason)
    limits = percent_interval(share.low, share.high, language, 1)
    text = f"{percent(share.mean, language, 1)} (n = {share.n})"
    return f"{text}; {limits}" if limits else text


def _questions(found: Audit, language: Language) -> Table:
    answered = found.answered()
    columns = [Column(_W[name][language]) for name in ("question", "answer", "rules")]
    rows = [
        (
            question.text[language],
            answer_text(question, found.share(key) if key in answered else None, language),
            cited(question.cites),
        )
        for key, question in AUDIT_QUESTIONS.items()
    ]
    return Table("questions", _W["answer_table"][language], columns, rows)


def _strata(found: Audit, language: Language) -> Table:
    frame = found.strata_rows()
    shares = ("share", "low", "high")
    kinds: dict[str, Kind] = {"month": "text", "team": "text"}
    kinds |= {name: "share" for name in shares}
    columns = [
        Column(_W[name][language], kind=kinds.get(name, "whole"), decimals=1)
        for name in frame.columns
    ]
    frame["team"] = [team_title(team, language) for team in frame["team"]]
    rows = [tuple(row) for row in frame.itertuples(index=False)]
    return Table("sample-by-month", _W["strata"][language], columns, rows)


def _hits(found: Audit, language: Language) -> list[Block]:
    if not found.hits:
        return [Paragraph(_W["no_hits"][language])]
    columns = [Column(_W[name][language]) for name in ("month", "team", "case", "findings")]
    rows = [
        (row.month, team_title(row.team, language), row.case, cited(row.findings))
        for row in found.hits
    ]
    blocks: list[Block] = [Table("hits", _W["hit_table"][language], columns, rows)]
    if found.stories:
        blocks.append(Heading(_W["stories"][language], 2))
    for story in found.stories:
        where = f"{story.case}, {story.month}, {team_title(story.team, language)}"
        blocks += [Heading(where, 3), *map(Paragraph, story.tell(language).splitlines())]
    return blocks
