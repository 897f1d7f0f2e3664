"""What the sheet says beyond the model's own wording: title, legend, limits, citations."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from ..errors import KoopsimError
from ..process.deadlines import DEADLINES, Deadline
from ..process.text import LANGUAGES, Language, Text
from ..rule_set import RuleSet

NO_BREAK = "\u00a0"

TITLE = Text("Der Kooperationsplan nach § 15 SGB II", "The cooperation plan under § 15 SGB II")
SUBTITLE = Text(
    "Ein Fall steht in jedem der sieben Bereiche in genau einem Zustand. Das Blatt zeigt alle"
    " {states} Zustände und alle Zustandswechsel.",
    "A case is in exactly one state of each of the seven regions. The sheet shows all"
    " {states} states and every change of state.",
)
IN_FORCE = Text("Regelsatz {name}, in Kraft bis {last}", "Rule set {name}, in force to {last}")
ABBREVIATIONS = Text(
    "RFB: Rechtsfolgenbelehrung. 15.52: Randziffer der Fachlichen Weisungen zu § 15.",
    "RFB: notice of legal consequences. 15.52: margin number of the technical instructions.",
)
RARE_WAYS = Text("Seltene Wege", "Rare ways")
SHOULD_TITLE = Text("Soll-Fristen: Versäumtes wird gezählt", "SHOULD deadlines: misses are counted")
REPEAT_WINDOW = Text("Pflichtverletzung gilt als weitere", "a breach counts as a further one")
KEY = Text("Zeichen", "Key")
KEY_USER_STATE = Text("einer der sechs Hauptzustände", "one of the six main states")
KEY_STATE = Text("anderer Zustand; dick: Anfang oder Ende", "another state; thick: start or end")
KEY_FRAME = Text("Oberzustand: fasst Zustände zusammen", "compound: groups states")
KEY_MAIN = Text("Hauptweg", "main way")
KEY_DOTTED = Text("aus jedem Zustand", "from every state")
KEY_CLOCK = Text("Muss-Frist, wirkt von selbst", "MUST deadline, acts by itself")
KEY_JUNCTION = Text("im Gespräch, mit Analyse", "in a talk, with the analysis")
FOOTNOTE = Text(
    "Nicht gezeichnet: Ereignisse, nach denen ein Fall im selben Zustand bleibt. Quelle: {source}",
    "Not drawn: events after which a case stays in its state. Source: {source}",
)

_UNITS = {
    "days": (Text("Tag", "day"), Text("Tage", "days")),
    "weeks": (Text("Woche", "week"), Text("Wochen", "weeks")),
    "months": (Text("Monat", "month"), Text("Monate", "months")),
}
_BY_NAME: dict[str, Deadline] = {deadline.name: deadline for deadline in DEADLINES}


def check_language(language: str) -> Language:
    """Return the language if there is wording for it.

    Raises:
        KoopsimError: if it is neither ``"de"`` nor ``"en"``.
    """
    for known in LANGUAGES:
        if language == known:
            return known
    raise KoopsimError(
        f"there is no wording in language {language!r}; use {' or '.join(LANGUAGES)}"
    )


def short_citation(rule: str) -> str:
    """Write a citation as it stands at an arrow: without the book, not to be broken."""
    return rule.removesuffix(" SGB II").replace(" ", NO_BREAK)


def day_text(day: date, language: Language) -> str:
    """Write a date: 31.12.2023 in German, 2023-12-31 in English."""
    return day.strftime("%d.%m.%Y") if language == "de" else day.isoformat()


def limit_text(name: str, rule_set: RuleSet, language: Language) -> str:
    """Write the limit of a deadline under a rule set, such as ``4 weeks`` or ``2023-12-31``."""
    deadline = _BY_NAME[name]
    value = getattr(rule_set, deadline.parameter)
    if deadline.unit == "fixed_day":
        return day_text(value, language)
    if deadline.longer_parameter:
        longer = getattr(rule_set, deadline.longer_parameter)
        return _amount(f"{value}/{longer}", deadline.unit, language)
    return _amount(str(value), deadline.unit, language)


def _amount(value: str, unit: str, language: Language) -> str:
    word = _UNITS[unit][0 if value == "1" else 1][language]
    return f"{value}{NO_BREAK}{word}"


def should_deadlines(rule_set: RuleSet, language: Language) -> tuple[str, ...]:
    """Return one line for each limit: the limit, and what is due within it with the source."""
    due: defaultdict[str, list[str]] = defaultdict(list)
    for deadline in DEADLINES:
        if deadline.modality == "SHOULD":
            what = f"{deadline.title[language]} {short_citation(deadline.cites[0])}"
            due[limit_text(deadline.name, rule_set, language)].append(what)
    return tuple(f"{limit}: {', '.join(titles)}" for limit, titles in due.items())
