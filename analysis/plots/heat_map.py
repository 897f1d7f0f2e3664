"""The Randziffer heat map as a picture: two columns of rules on a landscape page (A3)."""

from __future__ import annotations

import math
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...model.process.text import Language, Text
from ..formatting import check_language, day_name, fitting, number, percent
from ..heat_map import PLACES, CheckedBy, HeatMap, HeatMapRow
from .style import BLACK, GREEN, GREY, ORANGE, VERMILION, drawing

_SIZE = (16.5, 11.7)
_FONT, _SMALL = 8.0, 7.0
_PLACES: Final = tuple(PLACES)

_MODALITY = Text("Modalität", "modality")
_CHECKED = Text("geprüft", "checked")
_RATE = Text("je 1.000 Fall-Jahre", "per 1,000 case-years")
_SHARE = Text("Anteil der Gelegenheiten", "share of opportunities")
_TITLE = Text(
    "Randziffern: wo modelliert, wie geprüft, wie oft ausgelöst",
    "Margin numbers: where modelled, how checked, how often fired",
)
_NOTE = Text(
    "{title} ({name}), {first} bis {last}, {years} Fall-Jahre, Regelwerk {rules}. "
    "Zahlen: Elemente des Modells.\n"
    "✓ Eigenschaften, die gelten   ✗ eine gilt nicht   ? nicht geprüft   – kann nicht ausgelöst "
    "werden (Zustand, Dokument, Eigenschaft, Hinweis)   Rahmen: nie ausgelöst   "
    "● bei jeder Gelegenheit ausgelöst",
    "{title} ({name}), {first} to {last}, {years} case-years, rule set {rules}. "
    "Numbers: elements of the model.\n"
    "✓ properties that hold   ✗ one does not hold   ? not checked   – cannot fire (a state, "
    "document, property, or information)   frame: never fired   ● fired at every opportunity",
)
_LOWEST, _HIGHEST = 0.1, 10_000.0

# Where the columns begin, in units of a cell's width; what stands left of 0 is text.
_RULE_AT, _TITLE_AT, _STATUTE_TITLE_AT = -19.2, -16.6, -12.4
_MODALITY_AT = 0.0
_PLACES_AT = 2.6
_CHECKED_AT = _PLACES_AT + len(_PLACES) + 0.3
_RATE_AT = _CHECKED_AT + 1.9
_SHARE_AT = _RATE_AT + 2.3
_END = _SHARE_AT + 3.0
_HEAD = 6.0


def rate_colour(rate: float) -> str:
    """Return the colour of a rate per 1,000 case-years: white to dark blue, on a log scale."""
    if rate <= 0:
        return "#ffffff"
    span = math.log10(_HIGHEST / _LOWEST)
    place = math.log10(min(max(rate, _LOWEST), _HIGHEST) / _LOWEST) / span
    return to_hex(_BLUES(0.08 + 0.92 * place))


def ink_on(colour: str) -> str:
    """Return black or white, whichever is read better on a colour (relative luminance)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return BLACK if luminance > 0.18 else "#ffffff"


_BLUES = LinearSegmentedColormap.from_list("koopsim", ["#ffffff", "#6baed6", "#0072B2", "#08306b"])


def plot_heat_map(found: HeatMap, language: str = "en") -> Figure:
    """Return the heat map as a picture.

    Raises:
        AnalysisError: if the language is neither ``de`` nor ``en``.
    """
    chosen = check_language(language)
    half = math.ceil(len(found.rows) / 2)
    with drawing():
        figure = Figure(figsize=_SIZE)
        figure.text(0.012, 0.978, _TITLE[chosen], fontsize=13, weight="bold", va="top")
        for place, rows in enumerate((found.rows[:half], found.rows[half:])):
            panel = figure.add_axes((0.012 + place * 0.497, 0.05, 0.482, 0.91))
            _panel(panel, rows, half, chosen)
        figure.text(0.012, 0.022, _note(found, chosen), fontsize=_SMALL, color=BLACK, va="center")
    return figure


def _note(found: HeatMap, language: Language) -> str:
    return _NOTE[language].format(
        title=found.title[language],
        name=found.scenario,
        first=day_name(found.first_day, language),
        last=day_name(found.last_day, language),
        years=number(found.case_years, language),
        rules=found.rule_set,
    )


def _panel(axes: Axes, rows: tuple[HeatMapRow, ...], height: int, language: Language) -> None:
    axes.set_xlim(_RULE_AT, _END)
    axes.set_ylim(height, -_HEAD)
    axes.axis("off")
    _head(axes, language)
    for place, row in enumerate(rows):
        if place % 2:
            axes.add_patch(Rectangle((_RULE_AT, place), _END - _RULE_AT, 1, color="#f4f4f4", lw=0))
        _row(axes, row, place, language)


def _head(axes: Axes, language: Language) -> None:
    columns = [(_MODALITY_AT + 1.2, _MODALITY)]
    columns += [(_PLACES_AT + i + 0.5, PLACES[kind]) for i, kind in enumerate(_PLACES)]
    columns += [(_CHECKED_AT + 0.8, _CHECKED), (_RATE_AT + 1.1, _RATE), (_SHARE_AT + 1.0, _SHARE)]
    for at, text in columns:
        words = text[language].replace(" der ", " der\n").replace(" of ", " of\n")
        words = words.replace("je 1.000 ", "je 1.000\n").replace("per 1,000 ", "per 1,000\n")
        axes.text(at, -0.25, words, rotation=90, ha="center", va="bottom", fontsize=_FONT)
    axes.plot([_RULE_AT, _END], [0, 0], color=BLACK, linewidth=0.8)


def _row(axes: Axes, row: HeatMapRow, place: int, language: Language) -> None:
    middle = place + 0.52
    style: dict[str, Any] = {"va": "center", "fontsize": _FONT}
    axes.text(_RULE_AT, middle, row.rule, weight="bold", **_of(style, row.rule.startswith("§")))
    title = row.title[language]
    if row.rule.startswith("§"):  # statutes are longer than margin numbers
        axes.text(_STATUTE_TITLE_AT, middle, _short(title, 50), **_of(style, True))
    else:
        axes.text(_TITLE_AT, middle, _short(title, 60), **style)
    modality = "/".join(str(m)[:3] if len(row.modality) > 1 else str(m) for m in row.modality)
    axes.text(_MODALITY_AT + 1.2, middle, modality, ha="center", va="center", fontsize=6.5)
    counts = dict(row.modelled)
    for i, kind in enumerate(_PLACES):
        if kind in counts:
            _cell(axes, _PLACES_AT + i, place, 1, "#dcdcdc")
            axes.text(_PLACES_AT + i + 0.5, middle, str(counts[kind]), ha="center", **style)
    _checked(axes, row.checked, place)
    _fired(axes, row, place, language)


def _of(style: dict[str, Any], small: bool) -> dict[str, Any]:
    return {**style, "fontsize": _SMALL} if small else style


def _checked(axes: Axes, checked: tuple[CheckedBy, ...], place: int) -> None:
    if not checked:
        return
    mark, colour = check_mark(checked)
    axes.text(
        _CHECKED_AT + 0.8,
        place + 0.52,
        f"{mark} {len(checked)}",
        ha="center",
        va="center",
        fontsize=_FONT,
        color=colour,
        weight="bold" if mark == "✗" else "normal",
    )


def check_mark(checked: tuple[CheckedBy, ...]) -> tuple[str, str]:
    """Return sign and colour for the properties of a rule: hold, do not hold, not checked."""
    if any(item.status is not None and not item.good for item in checked):
        return "✗", VERMILION
    if any(item.status is None for item in checked):
        return "?", GREY
    return "✓", GREEN


def _fired(axes: Axes, row: HeatMapRow, place: int, language: Language) -> None:
    middle = place + 0.52
    style: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": _FONT}
    if not row.can_fire and not row.firing.opportunities:
        axes.text(_RATE_AT + 1.1, middle, "–", color=GREY, **style)
        return
    colour = rate_colour(row.rate)
    never = not row.firing.fires
    _cell(axes, _RATE_AT, place, 2.2, colour, frame=never)
    axes.text(_RATE_AT + 1.1, middle, fitting(row.rate, language), color=ink_on(colour), **style)
    if row.share is not None:
        axes.text(
            _SHARE_AT + 2.1, middle, _share(row, language), ha="right", va="center", fontsize=_FONT
        )
        if row.firing.fires == row.firing.opportunities:
            axes.text(_SHARE_AT + 2.6, middle, "●", **style)


def _share(row: HeatMapRow, language: Language) -> str:
    """Return the share in percent; what is not quite nothing or not quite all is not rounded so."""
    share = row.share or 0.0
    if 0 < share < 0.005:
        return f"< {percent(0.01, language)}"
    if 0.995 <= share < 1:
        return f"> {percent(0.99, language)}"
    return percent(share, language)


def _cell(
    axes: Axes, left: float, top: int, width: float, colour: str, frame: bool = False
) -> None:
    edge, line = (ORANGE, 1.6) if frame else ("#ffffff", 0.6)
    axes.add_patch(
        Rectangle(
            (left + 0.06, top + 0.08),
            width - 0.12,
            0.84,
            facecolor=colour,
            edgecolor=edge,
            linewidth=line,
        )
    )


def _short(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return text[: most - 1].rstrip(" ,;") + "…"
