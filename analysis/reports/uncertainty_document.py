"""The report of a study of uncertainty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from matplotlib.figure import Figure

from ...model.process.text import Language, Text
from ...scenarios import Grade
from ..formatting import check_language, fitting, percent
from ..plots.parameter_labels import parameter_text
from ..plots.uncertainty import (
    plot_decision,
    plot_information,
    plot_interval_parts,
    plot_screening,
    plot_tornado,
)
from ..uncertainty import DecisionResult, OutcomeResult, UncertaintyStudy
from ..uncertainty.surrogate import POOR
from . import uncertainty_tables as tables
from .document import Block, Bullets, Document, Heading, Paragraph, Picture
from .ledger_table import ledger_table

_TITLE = Text("Unsicherheit: {0}", "Uncertainty: {0}")
_SUBTITLE = Text(
    "{0} unsichere Zahlen, {1} Läufe von {2} Monaten, Startwert {3}",
    "{0} uncertain numbers, {1} runs of {2} months, seed {3}",
)
_ANSWER = Text("Antwort", "Answer")
_HEADLINE = Text(
    "Aus den Annahmen kommen {0} der Unsicherheit (Varianz), aus dem Zufall der Rest. Wer Zahlen "
    "seines Jobcenters einträgt, macht die Vorausschau am stärksten sicherer.",
    "Assumptions make {0} of the uncertainty (variance), chance the rest. Entering an office's own "
    "figures does most to make the forecast surer.",
)
_RANGE = Text(
    "{0}: zwischen {1} (95 % der Läufe, wenn alle Annahmen über ihre Spannen offen sind); "
    "{2} der Varianz kommen aus den Annahmen, der Rest ist Zufall.",
    "{0}: {1} (95% of runs, all assumptions open over their ranges); {2} of the variance "
    "come from the assumptions, the rest is chance.",
)
_FIRST = Text(
    "Für „{0}“ sollte zuerst ermittelt werden: {1}. Das nähme im Mittel {2} der Varianz durch "
    "Annahmen weg.",
    'For "{0}", find out first: {1}. On average this would take away {2} of the variance by '
    "assumptions.",
)
_FIRST_UNPUBLISHED = Text(
    "Von den Zahlen, die niemand veröffentlicht, ist es: {0} ({1}).",
    "Of the numbers that nobody publishes, it is: {0} ({1}).",
)
_NOTHING = Text(
    "Für „{0}“ ragt keine einzelne Zahl heraus.", 'For "{0}", no single number stands out.'
)
_BEST = Text(
    "Den geringsten erwarteten Verlust hat {0} VZÄ (das {1}-fache des Szenarios): das Ziel von {2} "
    "wird mit einer Wahrscheinlichkeit von {3} erreicht.",
    "The least expected loss has {0} FTE ({1} times the scenario's): the target of {2} is met with "
    "a chance of {3}.",
)
_EDGE = Text(
    "Das ist die äußerste angebotene Möglichkeit; weitere Möglichkeiten sollten geprüft werden.",
    "That is the outermost option offered; options beyond it should be tried.",
)
_WORTH_MOST = Text(
    "Am meisten wert, vor der Entscheidung gekannt zu sein: {0} ({1} VZÄ, Standardfehler {2}); "
    "alles zu wissen wäre höchstens {3} VZÄ wert.",
    "Most worth knowing before deciding: {0} ({1} FTE, standard error {2}); knowing everything "
    "would be worth at most {3} FTE.",
)
_WORTH_UNCLEAR = Text(
    "Keine einzelne Zahl ist erkennbar etwas wert (am ehesten: {0}, {1} VZÄ, Standardfehler {2}); "
    "mehr Punkte machen die Schätzung genauer. Alles zu wissen wäre höchstens {3} VZÄ wert.",
    "No single number is worth anything that can be told from 0 (nearest: {0}, {1} FTE, standard "
    "error {2}); more points make the estimate surer. Knowing everything would be worth at most "
    "{3} FTE.",
)
_LOSS = Text(
    "Verlust in VZÄ: Personal plus {0} VZÄ für jeden Prozentpunkt, um den der Anteil unter dem "
    "Ziel bleibt. Ziel und Preis hat gesetzt, wer fragt.",
    "Loss in FTE: staff plus {0} FTE for each percentage point by which the share stays below "
    "the target. Target and price were set by whoever asks.",
)
_POOR = Text(
    "Für „{0}“ sagt das Ersatzmodell nur {1} der Varianz vorher: Sobol-Indizes und Tornado sind "
    "dort nur Anhaltspunkte; belastbar bleiben Bereiche und Effekte (μ*).",
    'For "{0}" the surrogate predicts only {1} of the variance: Sobol indices and tornado are '
    "hints there; ranges and effects (μ*) stay reliable.",
)
_METHOD = Text("Wie gerechnet wurde", "How it was computed")
_METHODS = (
    Text(
        "Jede Zahl mit einer Spanne ist zufällig verteilt ({0}); was im Gesetz steht, ist fest. "
        "{1} Punkte ({2}) mit je {3} Läufen trennen Annahmen und Zufall (Varianzzerlegung); {4} "
        "Trajektorien geben die Effekte nach Morris; ein Polynom (polynomial chaos) gibt "
        "Sobol-Indizes und Tornado; Regression gibt den Wert der Information.",
        "Every number with a range is random ({0}); what stands in the law is fixed. {1} points "
        "({2}) with {3} runs each tell assumptions and chance apart (analysis of variance); {4} "
        "trajectories give the effects after Morris; a polynomial (polynomial chaos) gives Sobol "
        "indices and tornado; regression gives the value of information.",
    ),
    Text(
        "Die Spannen sind zum größten Teil selbst Annahmen, und alle Zahlen gelten als unabhängig, "
        "soweit sie einander nicht ausschließen. Wer Zahlen seines Jobcenters einträgt, erhält "
        "schmalere Bereiche. Verglichen wird ein Modell mit sich selbst: Was es auslässt, ist "
        "nicht enthalten.",
        "Most of the ranges are assumptions themselves, and all numbers count as independent "
        "unless they exclude one another. Who enters figures of an office gets narrower ranges. A "
        "model is compared with itself: what it leaves out is not in it.",
    ),
)
_SHAPES = {
    "uniform": Text("gleichverteilt über die Spanne", "uniform over the range"),
    "triangular": Text("Dreieck um den Wert", "triangular around the value"),
}
_ORIGIN = Text("Herkunft der Zahlen", "Origin of the numbers")
_PICTURES = {
    "parts": Text(
        "Bereiche durch Zufall, Annahmen und beides", "Ranges by chance, assumptions and both"
    ),
    "tornado": Text("Was {0} bewegt", "What moves {0}"),
    "screening": Text("Effekte auf {0} (Morris)", "Effects on {0} (Morris)"),
    "information": Text("Was zuerst gemessen werden sollte", "What should be measured first"),
    "decision": Text("Die Entscheidung", "The decision"),
}
_ALTERNATIVES = {
    "parts": Text(
        "Je Ergebnis drei Balken; die Zahlen stehen in der Tabelle darüber.",
        "Three bars for each outcome; the numbers are in the table above.",
    ),
    "tornado": Text(
        "Je Zahl ein Balken vom erwarteten Ergebnis am unteren bis zu dem am oberen Ende; die "
        "Werte stehen in der Tabelle darunter.",
        "One bar for each number, from the outcome expected at its low end to that at its high "
        "end; the values are in the table below.",
    ),
    "screening": Text(
        "Je Zahl ein Punkt: rechts große, oben unstete Effekte; die Werte stehen in der Tabelle.",
        "One point for each number: large effects on the right, unsteady ones above; the values "
        "are in the table.",
    ),
    "information": Text(
        "Je Zahl ein Balken, die wertvollste zuoberst.",
        "One bar for each number, the most valuable one on top.",
    ),
    "decision": Text(
        "Oben der erreichte Anteil, unten der Verlust, je Möglichkeit; die Zahlen stehen in der "
        "Tabelle darunter.",
        "The share reached above, the loss below, for each option; the numbers are in the table "
        "below.",
    ),
}
_INFORMATION = Text("Was zuerst messen?", "What to measure first?")


def uncertainty_document(
    study: UncertaintyStudy, language: str = "en", provenance: Mapping[str, str] | None = None
) -> Document:
    """Return the whole report.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    settings = study.settings
    return Document(
        _TITLE[chosen].format(study.scenario.title[chosen]),
        chosen,
        list(_blocks(study, chosen)),
        subtitle=_SUBTITLE[chosen].format(
            study.space.dimension,
            fitting(study.runs, chosen),
            study.scenario.months,
            settings.seed,
        ),
        provenance=dict(provenance or {}),
    )


def headline(study: UncertaintyStudy, language: Language) -> str:
    """Say in one sentence where the uncertainty comes from."""
    shares = [result.parts.share for result in study.results]
    low, high = percent(min(shares), language, 1), percent(max(shares), language, 1)
    return _HEADLINE[language].format(low if low == high else f"{low} – {high}")


def answers(study: UncertaintyStudy, language: Language) -> list[str]:
    """Return the answer in sentences, most important first."""
    sentences = list(_decision_answers(study, language))
    for result in study.results:
        sentences.append(_range_answer(result, language))
    if study.decision is None:
        for result in study.results:
            sentences += _first_answers(study, result, language)
    sentences += [
        _POOR[language].format(result.outcome.title[language], _percent(result, language))
        for result in study.results
        if result.surrogate.quality < POOR
    ]
    return sentences


def _percent(result: OutcomeResult, language: Language) -> str:
    return percent(max(0.0, result.surrogate.quality), language)


def _range_answer(result: OutcomeResult, language: Language) -> str:
    total, outcome = result.parts.total, result.outcome
    text = tables.range_text(total.low, total.high, outcome, language)
    unit = "" if outcome.kind == "share" else f" {outcome.unit[language]}"
    joined = text.replace(" bis ", " und ") if language == "de" else text
    return _RANGE[language].format(
        outcome.title[language], f"{joined}{unit}", percent(result.parts.share, language, 1)
    )


def _first_answers(
    study: UncertaintyStudy, result: OutcomeResult, language: Language
) -> Iterator[str]:
    """Say which number to measure first for one outcome."""
    grades = {parameter.path: parameter.grade for parameter in study.space.parameters}
    title = result.outcome.title[language]
    ranked = result.information.to_dict("records")
    if ranked[0]["reduction"] < 0.02:
        yield _NOTHING[language].format(title)
        return
    first = ranked[0]
    yield _FIRST[language].format(
        title, parameter_text(first["path"], language), percent(first["reduction"], language)
    )
    if grades[first["path"]] is Grade.ASSUMPTION:
        return
    hidden = next((row for row in ranked if grades[row["path"]] is Grade.ASSUMPTION), None)
    if hidden is not None and hidden["reduction"] > 0:
        yield _FIRST_UNPUBLISHED[language].format(
            parameter_text(hidden["path"], language), percent(hidden["reduction"], language)
        )


def _decision_answers(study: UncertaintyStudy, language: Language) -> Iterator[str]:
    found = study.decision
    if found is None:
        return
    best = found.options.iloc[found.best]
    yield _BEST[language].format(
        fitting(best["staff"], language),
        fitting(best["factor"], language),
        percent(found.decision.target, language),
        percent(best["met"], language),
    )
    if best["factor"] in (found.options["factor"].min(), found.options["factor"].max()):
        yield _EDGE[language]
    first = found.information.iloc[0]
    clear = first["value"] > 2 * first["standard_error"]
    yield (_WORTH_MOST if clear else _WORTH_UNCLEAR)[language].format(
        parameter_text(str(first["path"]), language),
        fitting(first["value"], language),
        fitting(first["standard_error"], language),
        fitting(found.perfect, language),
    )


def _blocks(study: UncertaintyStudy, language: Language) -> Iterator[Block]:
    yield Heading(_ANSWER[language], 2)
    yield Paragraph(headline(study, language), "emphasis")
    yield Bullets(answers(study, language))
    yield tables.ranges_table(study, language)
    yield _picture("parts", "", plot_interval_parts(study, language), language)
    if study.decision is not None:
        yield from _decision(study, study.decision, language)
    else:
        yield Heading(_INFORMATION[language], 2)
        yield _picture(
            "information", "", plot_information(study, study.results[0], language), language
        )
    yield tables.groups_table(study, language)
    for result in study.results:
        yield from _outcome(study, result, language)
    yield Heading(_METHOD[language], 2)
    yield from _method(study, language)
    yield tables.quality_table(study, language)
    yield Heading(_ORIGIN[language], 2)
    yield ledger_table(study.ledger, language)


def _decision(
    study: UncertaintyStudy, found: DecisionResult, language: Language
) -> Iterator[Block]:
    yield Heading(_PICTURES["decision"][language], 2)
    price = found.decision.price_for(study.scenario)
    yield Paragraph(_LOSS[language].format(fitting(price, language)))
    yield _picture("decision", "", plot_decision(study, language), language)
    yield tables.options_table(found, language)
    yield _picture("information", "", plot_information(study, None, language), language)
    yield tables.worth_table(study, found, language)


def _outcome(study: UncertaintyStudy, result: OutcomeResult, language: Language) -> Iterator[Block]:
    title, name = result.outcome.title[language], result.outcome.name.replace("_", "-")
    yield Heading(title, 2)
    yield _picture("tornado", title, plot_tornado(study, result, language), language, name)
    yield tables.numbers_table(study, result, language)
    yield _picture("screening", title, plot_screening(result, language), language, name)


def _picture(kind: str, what: str, figure: Figure, language: Language, name: str = "") -> Picture:
    title = _PICTURES[kind][language].format(what)
    full = f"{kind}-{name}" if name else kind
    return Picture(full, title, figure, _ALTERNATIVES[kind][language])


def _method(study: UncertaintyStudy, language: Language) -> Iterator[Paragraph]:
    settings = study.settings
    yield Paragraph(
        _METHODS[0][language].format(
            _SHAPES[settings.shape][language],
            settings.points,
            settings.sampling,
            settings.replications,
            settings.trajectories,
        )
    )
    yield Paragraph(_METHODS[1][language])
