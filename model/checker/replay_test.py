"""A story as a ready test: a pytest file that replays it on the statechart, and needs only koopsim.

The file is written the way ``ruff format`` would write it (lines of up to 100 characters).
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from ..process.facts import SITUATION_DEFAULTS, PersonFacts
from ..process.step import MissedDeadline, Step
from ..process.text import Language
from .dating import Call, DatedStory, date_story, deadline_of
from .prose import tell_story
from .story import Story

_WIDTH = 100
_INDENT = "    "
_NO_BREAK = "\N{NO-BREAK SPACE}"
_FACTS = PersonFacts()


def replay_test(story: Story, language: Language = "en") -> str:
    """Return a pytest file that replays a story and checks that it ends as it did.

    Raises:
        KoopsimError: if the case refuses a move, or does not end as the story says.
    """
    return replay_test_of(date_story(story), language)


def replay_test_of(dated: DatedStory, language: Language = "en") -> str:
    """Return the pytest file of a story that has its dates."""
    lines = [
        *_docstring(dated, language),
        "",
        "from __future__ import annotations",
        "",
        "from datetime import date",
        "",
        *_imports(dated),
        "",
        "",
        f"def test_{dated.story.subject}() -> None:",
        f'{_INDENT}"""The case goes as told above."""',
        *(f"{_INDENT}{line}" if line else "" for line in _body(dated)),
    ]
    return "\n".join(lines) + "\n"


def _docstring(dated: DatedStory, language: Language) -> Iterator[str]:
    text = tell_story(dated, language).replace("\\", "/").replace('"', "'").split("\n")
    yield f'"""A story replayed on the statechart: {dated.story.subject}.'
    yield ""
    for line in text:
        yield from _wrapped(line)
    yield '"""'


def _wrapped(line: str) -> list[str]:
    """Wrap a line, but never between the sign of a rule and its number."""
    for sign in ("§", "Rz"):
        line = line.replace(f"{sign} ", f"{sign}{_NO_BREAK}")
    wrapped = textwrap.wrap(line, _WIDTH, break_on_hyphens=False) or [""]
    return [part.replace(_NO_BREAK, " ") for part in wrapped]


def _imports(dated: DatedStory) -> Iterator[str]:
    if dated.breaking is not None:
        yield "import pytest"
        yield "from koopsim.model.errors import PropertyBroken"
    yield "from koopsim.model.process.case import Case"
    yield "from koopsim.model.process.facts import PersonFacts"
    if dated.story.ends == "misses":
        yield "from koopsim.model.process.step import MissedDeadline"
    if dated.story.changes:
        yield "from koopsim.model.rule_set import load_rule_set"


def _body(dated: DatedStory) -> Iterator[str]:
    yield from _set_up(dated)
    for call in dated.calls[:-1]:
        yield from _call(call)
    if dated.breaking is not None:
        yield from _ends_broken(dated)
    elif dated.story.ends == "misses":
        yield from _ends_missed(dated)
    else:
        yield from _ends_reached(dated)


def _set_up(dated: DatedStory) -> Iterator[str]:
    story = dated.story
    facts = [f"{n}={v!r}" for n, v in story.facts.items() if v != getattr(_FACTS, n)]
    rule_set = repr_of(story.rule_set)
    if story.changes:
        changes = [f"{name}={repr_of(value)}" for name, value in story.changes]
        yield f"law = load_rule_set({rule_set})"
        yield from _fitting(
            "rule_set = law.reform(", [f"name={repr_of(dated.rule_set.name)}", *changes], ")"
        )
        rule_set = "rule_set"
    if not facts:
        yield f"case = Case(PersonFacts(), {rule_set})"
        return
    yield from _fitting("person = PersonFacts(", facts, ")")
    yield f"case = Case(person, {rule_set})"


def _call(call: Call, before: str = "", indent: int = 1) -> Iterator[str]:
    if not call.event:
        yield f"{before}case.advance(to={repr_of(call.day)})"
        return
    situation = [
        f"{name}={name in call.situation}"
        for name, default in SITUATION_DEFAULTS.items()
        if (name in call.situation) != default
    ]
    arguments = [repr_of(call.event), f"on={repr_of(call.day)}", *situation]
    yield from _fitting(f"{before}case.step(", arguments, ")", indent)


def _ends_broken(dated: DatedStory) -> Iterator[str]:
    yield "with pytest.raises(PropertyBroken) as broken:"
    yield from (f"{_INDENT}{line}" for line in _call(dated.calls[-1], indent=2))
    yield f"assert {repr_of(dated.story.subject)} in broken.value.properties"


def _ends_missed(dated: DatedStory) -> Iterator[str]:
    name = deadline_of(dated.story)
    missed = {h.deadline: h.due for h in dated.told if isinstance(h, MissedDeadline)}
    yield from _call(dated.calls[-1])
    yield "missed = {h.deadline: h.due for h in case.history if isinstance(h, MissedDeadline)}"
    yield f"assert missed[{repr_of(name)}] == {repr_of(missed[name])}"


def _ends_reached(dated: DatedStory) -> Iterator[str]:
    last = dated.calls[-1] if dated.calls else None
    if last is not None and last.event:
        step = dated.happenings[-1]
        assert isinstance(step, Step)
        yield from _call(last, "step = ")
        acts = [_split(str(act)) for act in step.acts]
        yield from _fitting("assert [str(act) for act in step.acts] == [", acts, "]")
    elif last is not None:
        yield from _call(last)
    yield from _fitting("assert case.configuration == (", map_repr(dated.configuration), ")")


def _split(text: str) -> str:
    """Return a text as source text, over several lines if one is too short for it."""
    if len(text) + 2 * len(_INDENT) + 3 <= _WIDTH:
        return repr_of(text)
    parts = [part + " " for part in textwrap.wrap(text, _WIDTH - 4 * len(_INDENT))]
    parts[-1] = parts[-1].rstrip()
    return "\n".join(repr_of(part) for part in parts)


def map_repr(values: Sequence[object]) -> list[str]:
    """Return the source text of each value."""
    return [repr_of(value) for value in values]


def repr_of(value: object) -> str:
    """Return a value as source text, strings in double quotes, days as ``date(2024, 2, 5)``."""
    if isinstance(value, date):
        return f"date({value.year}, {value.month}, {value.day})"
    if isinstance(value, str):
        text = repr(value)
        return text if text.startswith('"') or '"' in text else f'"{text[1:-1]}"'
    if isinstance(value, tuple | list):
        inner = ", ".join(map_repr(value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)


def _fitting(begin: str, parts: Sequence[str], end: str, indent: int = 1) -> list[str]:
    """Return a call or list on one line, or with its parts on a line, or a line for each part."""
    room = _WIDTH - indent * len(_INDENT)
    inner = ", ".join(parts)
    if len(begin) + len(inner) + len(end) <= room:
        return [f"{begin}{inner}{end}"]
    # A collection gets a line for each part; only the arguments of a call may share one.
    if begin.endswith("(") and not begin.endswith("= (") and len(_INDENT) + len(inner) <= room:
        return [begin, f"{_INDENT}{inner}", end]
    lines = [line for part in parts for line in f"{part},".split("\n")]
    return [begin, *(f"{_INDENT}{line}" for line in lines), end]
