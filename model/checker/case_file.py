"""A story as a case file in a folder: prose with diagram, the diagram alone, and a test."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ..errors import RunError
from ..process.text import Language, Text
from .dating import date_story
from .prose import heading, law, person, story_lines
from .replay_test import replay_test_of
from .sequence import to_sequence_diagram
from .story import Story

_PERSON = Text("Person", "Person")
_STORY = Text("Was geschah", "What happened")
_DIAGRAM = Text("Als Diagramm", "As a diagram")
_TEST = Text("Nachspielen", "Replay")
_RUN = Text(
    "`{0}` spielt den Fall auf dem Zustandsdiagramm nach: `pytest {0}`.",
    "`{0}` replays the case on the statechart: `pytest {0}`.",
)


def write_case_file(story: Story, folder: Path, language: Language = "en") -> tuple[Path, ...]:
    """Write ``NAME.md``, ``NAME.mmd`` and ``test_NAME.py`` and return their paths.

    NAME is the story's subject. The files are written beside and moved into place, so that none
    is ever half written; earlier ones are replaced.

    Raises:
        KoopsimError: if the story cannot be played on the statechart.
        RunError: if the folder cannot be written to.
    """
    dated = date_story(story)
    diagram = to_sequence_diagram(dated, language)
    test = f"test_{story.subject}.py"
    page = "\n".join(
        [
            f"# {_markdown(heading(story, language))}",
            "",
            f"- {_PERSON[language]}: {_markdown(person(story.facts, language))}",
            f"- {_markdown(law(dated.rule_set, language))}",
            "",
            f"## {_STORY[language]}",
            "",
            *(f"{n}. {_markdown(line)}" for n, line in enumerate(story_lines(dated, language), 1)),
            "",
            f"## {_DIAGRAM[language]}",
            "",
            "```mermaid",
            diagram.rstrip("\n"),
            "```",
            "",
            f"## {_TEST[language]}",
            "",
            _RUN[language].format(test),
            "",
        ]
    )
    return write_texts(
        folder,
        {
            f"{story.subject}.md": page,
            f"{story.subject}.mmd": diagram,
            test: replay_test_of(dated, language),
        },
    )


def write_texts(folder: Path, texts: dict[str, str]) -> tuple[Path, ...]:
    """Write text files (UTF-8) beside their places and move them there.

    Raises:
        RunError: if the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".koopsim-", dir=folder) as beside:
            for name, text in texts.items():
                Path(beside, name).write_text(text, encoding="utf-8", newline="\n")
            for name in texts:
                Path(beside, name).replace(folder / name)
    except OSError as error:
        raise RunError(f"cannot write to {str(folder)!r}: {error.strerror or error}") from error
    return tuple(folder / name for name in texts)


def _markdown(text: str) -> str:
    """Return text that Markdown shows as it is."""
    for sign in "\\`*_<>|":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("[", "(").replace("]", ")")
