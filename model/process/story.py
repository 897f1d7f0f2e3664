"""The story of a case: dated prose in German or English, each sentence with its rules."""

from __future__ import annotations

from collections.abc import Iterable

from babel.dates import format_date

from .acts import ACT_KINDS, Act
from .deadlines import DEADLINES
from .events import EVENTS
from .facts import FACT_BY_NAME, SITUATION_DEFAULTS
from .problem import cited
from .states import LEAVES
from .step import Happening, MissedDeadline, Step
from .text import Language, Text

_WITH_NOTICE = Text("mit RFB", "with RFB")
_WITHOUT_NOTICE = Text("ohne RFB", "without RFB")
_FORCED = Text("von selbst", "by itself")
_CIRCUMSTANCES = Text("Umstände", "circumstances")
_NOT = Text("nicht", "not")
_NOW = Text("Danach", "Then")
_MISSED = Text("Frist versäumt: {title}, fällig am {due}", "deadline missed: {title}, due on {due}")
_FINDINGS = Text("Zu beanstanden", "Falls short")
_EMPTY = Text("Noch ist nichts geschehen.", "Nothing has happened yet.")
_TITLES = {d.name: d.title for d in DEADLINES}


def tell(history: Iterable[Happening], language: Language) -> str:
    """Return the story as lines of prose, one per happening.

    Rz and statutes stand in brackets at the end of each line.
    """
    lines = [_line(happening, language) for happening in history]
    return "\n".join(lines) if lines else _EMPTY[language]


def tell_act(act: Act, language: Language) -> str:
    """Return an act in words, with or without RFB where that is a field of it."""
    words = ACT_KINDS[act.kind].title[language]
    notice = act.get("notice")
    if notice is not None and act.kind != "plan_issued":
        words += " " + (_WITH_NOTICE if notice else _WITHOUT_NOTICE)[language]
    percent = act.get("stage")
    return f"{words} ({percent}.)" if act.kind == "reduction" and language == "de" else words


def _line(happening: Happening, language: Language) -> str:
    day = format_date(happening.day, format="long", locale=language)
    if isinstance(happening, MissedDeadline):
        due = format_date(happening.due, format="long", locale=language)
        text = _MISSED[language].format(title=_TITLES[happening.deadline][language], due=due)
        return f"{day}: {text}. [{cited(happening.rules)}]"
    return f"{day}: {_step(happening, language)} [{cited(happening.rules)}]"


def _step(step: Step, language: Language) -> str:
    title = EVENTS[step.event].title[language]
    forced = f" ({_FORCED[language]})" if step.forced else ""
    parts = [f"{title}{forced}"]
    circumstances = _situation(step, language)
    if circumstances:
        parts[0] += f" ({_CIRCUMSTANCES[language]}: {circumstances})"
    if step.acts:
        parts.append(", ".join(tell_act(act, language) for act in step.acts))
    entered = [
        LEAVES[b].title[language] for a, b in zip(step.before, step.after, strict=True) if a != b
    ]
    if entered:
        parts.append(f"{_NOW[language]}: {', '.join(entered)}")
    if step.findings:
        labels = "; ".join(problem.label(language) for problem in step.findings)
        parts.append(f"{_FINDINGS[language]}: {labels}")
    return ". ".join(parts) + "."


def _situation(step: Step, language: Language) -> str:
    words = []
    for name, default in SITUATION_DEFAULTS.items():
        if (name in step.situation) != default:
            title = FACT_BY_NAME[name].title[language]
            words.append(title if not default else f"{_NOT[language]}: {title}")
    return ", ".join(words)
