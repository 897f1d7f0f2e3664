"""A story as dated prose in German or English; each line ends with its rules in brackets."""

from __future__ import annotations

from collections.abc import Iterator

from babel.dates import format_date

from ..process.deadlines import DEADLINES
from ..process.facts import FACT_BY_NAME, PersonFacts
from ..process.problem import cited
from ..process.step import Happening
from ..process.story import tell
from ..process.text import Language, Text
from ..properties import PROPERTIES
from ..rule_set import RuleSet, load_rule_set
from ..static_properties import STATIC
from .dating import DatedStory, Passage
from .story import REDUCTION_ENDS, TRANSITION_PERIOD_ENDS, YEAR_PASSES, Story

_SHOWS = {
    "breaks": Text("Kürzeste Geschichte, die verletzt", "Shortest story that breaks"),
    "misses": Text("Kürzeste Geschichte, in der verstreicht", "Shortest story that misses"),
    "reaches": Text("Kürzeste Geschichte zu", "Shortest story on"),
}
_PERSON = Text("Person", "Person")
_NOBODY_SPECIAL = Text("ohne besondere Umstände", "without special circumstances")
_NO_NEED = Text(
    "Hilfebedürftigkeit noch nicht festgestellt", "whether need exists is not yet established"
)
_LAW = Text("Regelwerk", "Rule set")
_CHANGED = Text("geändert", "changed")
_BREAKS = Text("Das verletzt", "This breaks")
_PASSED = {
    REDUCTION_ENDS: (Text("Die Minderung ist vorbei", "The reduction is over"), "§ 31b(2) SGB II"),
    YEAR_PASSES: (
        Text(
            "Ein Jahr ohne weitere Pflichtverletzung ist vergangen",
            "A year without a further breach of duty has passed",
        ),
        "§ 31a(1) S. 5 SGB II",
    ),
    TRANSITION_PERIOD_ENDS: (
        Text(
            "Die Übergangsfrist für alte Vereinbarungen ist vorbei",
            "The transition period of old agreements is over",
        ),
        "15.69",
    ),
}
_DEADLINES = {deadline.name: deadline for deadline in DEADLINES}
_PROPERTIES: dict[str, tuple[Text, tuple[str, ...]]] = {
    **{item.name: (item.title, item.cites) for item in PROPERTIES},
    **{item.name: (item.title, item.cites) for item in STATIC},
}


def tell_story(dated: DatedStory, language: Language) -> str:
    """Return the whole story: what it shows, the person, the law, and a line for each happening."""
    lines = [
        f"{heading(dated.story, language)}.",
        f"{_PERSON[language]}: {person(dated.story.facts, language)}.",
        f"{law(dated.rule_set, language)}.",
        "",
        *story_lines(dated, language),
    ]
    return "\n".join(lines)


def heading(story: Story, language: Language) -> str:
    """Return what a story shows, with its rules, without a full stop."""
    title = story.title
    if story.ends == "misses" and story.subject in _DEADLINES:
        title = _DEADLINES[story.subject].title
    words = title[language].rstrip(".")
    return f"{_SHOWS[story.ends][language]}: {words} [{cited(story.cites)}]"


def person(facts: PersonFacts, language: Language) -> str:
    """Return what is special about a person, in words."""
    words = [
        FACT_BY_NAME[name].title[language]
        for name, value in facts.items()
        if value and name != "need_established"
    ]
    if not facts.need_established:
        words.append(_NO_NEED[language])
    return ", ".join(words) or _NOBODY_SPECIAL[language]


def law(rule_set: RuleSet, language: Language) -> str:
    """Return the name of a rule set, and what a reform changes in it."""
    if not rule_set.base:
        return f"{_LAW[language]} {rule_set.name}"
    base = load_rule_set(rule_set.base)
    changes = "; ".join(
        f"{change.title[language]}: {change.before} → {change.after}"
        for change in base.diff(rule_set)
    )
    return f"{_LAW[language]} {rule_set.base} ({_CHANGED[language]}: {changes})"


def story_lines(dated: DatedStory, language: Language) -> list[str]:
    """Return a line for each happening, the step that breaks a property with what it breaks."""
    lines = [_line(part, language) for part in dated.told]
    if dated.breaking is not None:
        lines.append(tell([dated.breaking], language))
        lines += broken_lines(dated, language)
    return lines or [tell([], language)]


def broken_lines(dated: DatedStory, language: Language) -> Iterator[str]:
    """Iterate over what the last step breaks, each with its rules."""
    for name in dated.broken:
        title, cites = _PROPERTIES.get(name, (dated.story.title, dated.story.cites))
        yield f"{_BREAKS[language]}: {title[language]} [{cited(cites)}]"


def passage_words(passage: Passage, language: Language) -> tuple[str, str]:
    """Return what passing time ended, and the rule that says so."""
    text, rule = _PASSED[passage.until]
    return text[language], cited((rule,))


def day_name(part: Happening | Passage, language: Language) -> str:
    """Return the day of a happening, written out."""
    return str(format_date(part.day, format="long", locale=language))


def _line(part: Happening | Passage, language: Language) -> str:
    if not isinstance(part, Passage):
        return tell([part], language)
    words, rule = passage_words(part, language)
    return f"{day_name(part, language)}: {words}. [{rule}]"
