"""The report of a fit to totals, and its tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.process.text import Language, Text
from ..fitting import Direction, Fit
from ..formatting import check_language, counted, fitting, interval, number, percent, plain
from ..plots.fitting import plot_pairs, plot_prior_posterior, plot_totals, total_text
from ..plots.parameter_labels import parameter_text, unit_text
from .document import Block, Bullets, Column, Document, Heading, Paragraph, Picture, Table
from .ledger_table import ledger_table

_TITLE = Text("Anpassung an Summen: {0}", "Fit to totals: {0}")
_SUBTITLE = Text(
    "{0} Zahlen an {1} Summen angepasst, Startwert {2}",
    "{0} numbers fitted to {1} totals, seed {2}",
)
_ANSWER = Text("Antwort", "Answer")
_MET = Text(
    "Mit den angepassten Werten liegen alle Summen innerhalb von zwei Standardabweichungen.",
    "With the fitted values all totals lie within two standard deviations.",
)
_NOT_MET = Text(
    "{0} von {1} Summen liegen weiter als zwei Standardabweichungen entfernt, am weitesten {2}.",
    "{0} of {1} totals are farther than two standard deviations away, the farthest is {2}.",
)
_TOGETHER = Text("Was die Summen nicht trennen können", "What the totals cannot tell apart")
_FIX_ONE = Text("Die Summen legen fest: {0}, auf {1} genau.", "The totals fix {0}, to within {1}.")
_FIX_PRODUCT = Text(
    "Die Summen legen nur eine Verbindung fest, auf {1} genau: {0}. Die einzelnen Zahlen trennen "
    "sie nicht.",
    "The totals fix only a combination, to within {1}: {0}. They do not tell its numbers apart.",
)
_OPEN = Text(
    "Offen bleibt ({1} der anfänglichen Varianz): {0}.",
    "Left open ({1} of the variance before): {0}.",
)
_PARTLY = Text(
    "Teilweise bestimmt ({1} der anfänglichen Varianz bleiben): {0}.",
    "Known in part ({1} of the variance before is left): {0}.",
)
_PARAMETERS = Text("Angepasste Zahlen", "Fitted numbers")
_PARAMETER_COLUMNS = (
    Text("Zahl", "number"),
    Text("Einheit", "unit"),
    Text("vorher", "before"),
    Text("Spanne vorher", "range before"),
    Text("angepasst", "fitted"),
    Text("95-%-Intervall", "95% interval"),
    Text("gelernt", "learnt"),
)
_TOTALS = Text("Summen und Modell", "Totals and model")
_TOTAL_COLUMNS = (
    Text("Zeile", "row"),
    Text("Summe", "total"),
    Text("beobachtet", "observed"),
    Text("Modell", "model"),
    Text("Zufall eines Laufs (±)", "chance of one run (±)"),
    Text("Abstand in Standardabweichungen", "difference in standard deviations"),
)
_CORRELATIONS = Text(
    "Korrelationen der Logarithmen nach der Anpassung",
    "Correlations of logarithms after the fit",
)
_WAVES = Text("Die Wellen des History Matching", "The waves of history matching")
_WAVE_COLUMNS = (
    Text("Welle", "wave"),
    Text("Läufe", "runs"),
    Text("noch plausibel (Teil der Spannen)", "still plausible (part of the ranges)"),
    Text("Güte des Emulators", "quality of the emulator"),
)
_METHOD = Text("Wie angepasst wurde", "How it was fitted")
_METHODS = (
    Text(
        "Jede Welle rechnet das Modell an Punkten, die noch plausibel sind, und passt daran einen "
        "Emulator an. Verglichen wird mit den Fehlern der Summen, {0} Modellfehler, dem Zufall "
        "eines Laufs und dem Fehler des Emulators. Die letzten Punkte sind Ziehungen aus der "
        "A-posteriori-Verteilung ({1} unabhängige).",
        "Each wave runs the model at points that are still plausible and fits an emulator to them. "
        "Errors of the totals, {0} of model error, the chance of one run and the error of the "
        "emulator count. The last points are draws from the posterior ({1} independent ones).",
    ),
    Text(
        "Alle anderen Zahlen blieben, wie das Szenario sie hat; ihre Unsicherheit ist in den "
        "Intervallen nicht enthalten. Die Summen gelten als die eines einzigen Jobcenters.",
        "All other numbers stayed as the scenario has them; their uncertainty is not in the "
        "intervals. The totals are taken as those of a single office.",
    ),
)
_PICTURES = {
    "learnt": Text("Vor und nach der Anpassung", "Before and after the fit"),
    "pairs": Text("Was zusammenhängt", "What goes together"),
    "totals": Text("Abstand von Modell und Summen", "Distance of model and totals"),
}
_ALTERNATIVES = {
    "learnt": Text(
        "Je Zahl zwei Verteilungen; die Intervalle stehen in der Tabelle darüber.",
        "Two distributions for each number; the intervals are in the table above.",
    ),
    "pairs": Text(
        "Je Paar eine Punktwolke der passenden Werte; die Korrelationen stehen in der Tabelle.",
        "One cloud of agreeing values for each pair; the correlations are in the table.",
    ),
    "totals": Text(
        "Je Summe ein Punkt; im grauen Band liegt er innerhalb von zwei Standardabweichungen.",
        "One point for each total; within the grey band it is within two standard deviations.",
    ),
}
_ORIGIN = Text("Herkunft der Zahlen", "Origin of the numbers")

KNOWN = 0.8
"""From this part of its variance learnt on, a number counts as known by itself."""

FAR = 2.0
"""Standard deviations from which a total counts as not met."""


def fitting_document(
    fit: Fit, language: str = "en", provenance: Mapping[str, str] | None = None
) -> Document:
    """Return the whole report of a fit.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    subtitle = _SUBTITLE[chosen].format(fit.space.dimension, len(fit.observed), fit.settings.seed)
    return Document(
        _TITLE[chosen].format(fit.base.title[chosen]),
        chosen,
        list(_blocks(fit, chosen)),
        subtitle=subtitle,
        provenance=dict(provenance or {}),
    )


def agreement(fit: Fit, language: Language) -> str:
    """Say whether the fitted model meets the totals."""
    away = fit.totals["difference"].abs()
    far = int((away > FAR).sum())
    if far == 0:
        return _MET[language]
    worst = total_text(fit.observed[int(away.to_numpy().argmax())], language)
    return _NOT_MET[language].format(far, len(fit.totals), worst)


def told_apart(fit: Fit, language: Language) -> list[str]:
    """Say which numbers and combinations the totals fix, and which they leave open."""
    learnt = dict(zip(fit.parameters["path"], fit.parameters["learnt"], strict=True))
    hidden = {path for path, part in learnt.items() if part < KNOWN}
    return [_direction(each, hidden, language) for each in fit.directions]


def _direction(found: Direction, hidden: set[str], language: Language) -> str:
    what = combination(found, language)
    left = percent(found.kept, language)
    if found.free:
        return _OPEN[language].format(what, left)
    if not found.fixed:
        return _PARTLY[language].format(what, left)
    if found.product:
        precision = f"±{percent(found.precision, language, 1)}"
    else:
        precision = f"±{fitting(found.precision, language)}"
    apart = len(hidden & set(found.paths)) < 2
    text = _FIX_ONE if apart else _FIX_PRODUCT
    return text[language].format(what, precision)


def combination(found: Direction, language: Language) -> str:
    """Return a direction as a product of powers, or a weighted sum, of named numbers."""
    parts = []
    for path, power in zip(found.paths, found.powers, strict=True):
        name = (
            f"„{parameter_text(path, language)}“"
            if language == "de"
            else (f'"{parameter_text(path, language)}"')
        )
        if len(found.paths) == 1:
            return name
        weight = number(power, language, 1)
        if found.product:
            parts.append(name if abs(power - 1) < 0.05 else f"{name}^{weight}")
        else:
            parts.append(f"{weight} · {name}")
    return (" × " if found.product else " + ").join(parts)


def parameters_table(fit: Fit, language: Language) -> Table:
    """Return the fitted numbers before and after."""
    units = [parameter.unit for parameter in fit.space.parameters]
    rows = [
        (
            parameter_text(row["path"], language),
            unit_text(unit, language),
            plain(row["before"], language),
            f"{plain(row['low'], language)} – {plain(row['high'], language)}",
            number(row["value"], language, 3)
            if row["value"] % 1
            else plain(row["value"], language),
            interval(row["fit_low"], row["fit_high"], language, 3),
            percent(row["learnt"], language),
        )
        for row, unit in zip(fit.parameters.to_dict("records"), units, strict=True)
    ]
    columns = [Column(text[language]) for text in _PARAMETER_COLUMNS]
    return Table("parameters", _PARAMETERS[language], columns, rows)


def totals_table(fit: Fit, language: Language) -> Table:
    """Return each total beside what the fitted model gives."""
    rows = [
        (
            str(row["row"]),
            total_text(total, language),
            counted(row["observed"], language),
            counted(row["fitted"], language),
            fitting(row["deviation"], language),
            number(row["difference"], language, 1),
        )
        for row, total in zip(fit.totals.to_dict("records"), fit.observed, strict=True)
    ]
    columns = [Column(text[language]) for text in _TOTAL_COLUMNS]
    return Table("totals", _TOTALS[language], columns, rows)


def correlations_table(fit: Fit, language: Language) -> Table:
    """Return how strongly each pair of numbers goes together after the fit."""
    names = [parameter_text(path, language) for path in fit.space.paths]
    rows = [
        (name, *(number(value, language, 2) for value in row))
        for name, row in zip(names, fit.correlations.to_numpy(), strict=True)
    ]
    return Table(
        "correlations", _CORRELATIONS[language], [Column(""), *(Column(n) for n in names)], rows
    )


def waves_table(fit: Fit, language: Language) -> Table:
    """Return what each wave did."""
    rows = [
        (
            str(wave.number),
            str(wave.runs),
            percent(wave.plausible, language, 1),
            percent(max(wave.quality, 0.0), language, 1),
        )
        for wave in fit.waves
    ]
    columns = [Column(text[language]) for text in _WAVE_COLUMNS]
    return Table("waves", _WAVES[language], columns, rows)


def _blocks(fit: Fit, language: Language) -> Iterator[Block]:
    yield Heading(_ANSWER[language], 2)
    yield Paragraph(agreement(fit, language), "emphasis")
    yield parameters_table(fit, language)
    title, text = _PICTURES["learnt"][language], _ALTERNATIVES["learnt"][language]
    yield Picture("before-and-after", title, plot_prior_posterior(fit, language), text)
    yield Heading(_TOGETHER[language], 2)
    yield Bullets(told_apart(fit, language))
    pairs = plot_pairs(fit, language)
    if pairs is not None:
        title, text = _PICTURES["pairs"][language], _ALTERNATIVES["pairs"][language]
        yield Picture("pairs", title, pairs, text)
        yield correlations_table(fit, language)
    yield Heading(_TOTALS[language], 2)
    yield totals_table(fit, language)
    title, text = _PICTURES["totals"][language], _ALTERNATIVES["totals"][language]
    yield Picture("distance", title, plot_totals(fit, language), text)
    yield Heading(_METHOD[language], 2)
    yield Paragraph(
        _METHODS[0][language].format(
            percent(fit.settings.discrepancy, language, 1), number(fit.effective, language)
        )
    )
    yield Paragraph(_METHODS[1][language])
    yield waves_table(fit, language)
    yield Heading(_ORIGIN[language], 2)
    yield ledger_table(fit.ledger, language)
