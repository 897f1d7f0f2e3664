"""Stories as prose, as sequence diagrams, as ready tests, and as case files."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from koopsim.model.checker.case_file import write_case_file, write_texts
from koopsim.model.checker.dating import date_story
from koopsim.model.checker.prose import tell_story
from koopsim.model.checker.replay_test import replay_test
from koopsim.model.checker.sequence import PARTICIPANTS, TOLD_TO, escape, to_sequence_diagram
from koopsim.model.checker.story import Happens, Waits
from koopsim.model.errors import RunError
from koopsim.model.process.acts import ACT_KINDS
from koopsim.model.process.facts import PersonFacts
from koopsim.model.process.text import LANGUAGES

from .conftest import BREAKING, DISPUTE, MISSED, REACHED, REDUCED, TO_THE_PLAN, make_story

ROOT = Path(__file__).parents[2]
MINOR = make_story(
    "enter",
    "invitation_sent",
    "talk_missed",
    "invitation_sent",
    facts=PersonFacts(minor=True, under_25=True, training_transferred=True),
    subject="minor",
)
DEMANDED = make_story(
    *TO_THE_PLAN[:4],
    Happens("creation_disagreement", ("reasonable",)),
    "demand_issued",
    facts=PersonFacts(minor=True, under_25=True, training_transferred=True),
    subject="demanded",
)
REFORMED = make_story(
    *TO_THE_PLAN,
    Waits("update_due"),
    ends="misses",
    subject="update_due",
    changes=(("update_months", 3), ("reduction_percent", (10, 10, 10))),
)
YEAR = make_story(
    *REDUCED,
    Waits("year_passes"),
    facts=PersonFacts(legacy_agreement=True),
    legacy_period=True,
    subject="year",
)
BENEFIT = make_story("enter", "unemployment_benefit_begins", subject="benefit")
WHOLE = (MISSED, REACHED, DISPUTE, MINOR, DEMANDED, REFORMED, YEAR, BENEFIT)


def named(story):
    return f"{story.subject}-{story.changes}" if story.changes else story.subject


# -- prose -----------------------------------------------------------------------------------


def test_prose_tells_who_when_and_by_which_rule():
    text = tell_story(date_story(MISSED), "de")
    assert text.startswith(
        "Kürzeste Geschichte, in der verstreicht: Fortschreibung [Rz 15.65, § 31 SGB II]."
    )
    assert "Person: ohne besondere Umstände." in text
    assert "Regelwerk 2023-07-01." in text
    last = text.splitlines()[-1]
    assert last == (
        "22. August 2024: Frist versäumt: Fortschreibung, fällig am 21. August 2024. "
        "[Rz 15.65, Rz 15.29]"
    )


def test_prose_names_person_and_reform():
    assert "Person: is a minor, is under 25" in tell_story(date_story(MINOR), "en")
    text = tell_story(date_story(REFORMED), "en")
    assert "Rule set 2023-07-01 (changed: " in text
    assert "6 → 3" in text and "(10, 10, 10)" in text
    assert "deadline missed: plan update, due on May 21, 2024" in text
    early = make_story("enter", facts=PersonFacts(need_established=False))
    assert "Hilfebedürftigkeit noch nicht festgestellt" in tell_story(date_story(early), "de")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", WHOLE, ids=named)
def test_every_line_of_a_happening_has_its_rules(story, language):
    lines = tell_story(date_story(story), language).split("\n\n")[1].splitlines()
    assert len(lines) == len(date_story(story).told)
    assert all(re.search(r"\[(?:Rz 15\.|§ )[^\]]+\]$", line) for line in lines)


@pytest.mark.usefixtures("draft_property")
def test_prose_tells_the_breaking_step_and_what_it_breaks():
    *_, step, broken = tell_story(date_story(BREAKING), "de").splitlines()
    assert step.startswith("21. Februar 2024: Gespräch findet statt.")
    assert broken == "Das verletzt: Ein Titel; mit # Zeichen. [Rz 15.65, § 31 SGB II]"


# -- sequence diagram --------------------------------------------------------------------------

_NAME = f"(?:{'|'.join(PARTICIPANTS)})"
_PLAIN = r"(?:[^#;<>%\\`\n]|#(?:35|59|37|92|96|lt|gt);|<br/>)+"
LINES = re.compile(
    rf"  (?:accTitle: {_PLAIN}|(?:actor|participant) {_NAME} as {_PLAIN}"
    rf"|Note over {_NAME}(?:,{_NAME})?: {_PLAIN}|Note right of {_NAME}: {_PLAIN}"
    rf"|{_NAME}(?:->>|-x){_NAME}: {_PLAIN}|rect rgb\(\d+, \d+, \d+\)|end)"
)
"""The part of Mermaid's grammar that is used; whoever widens it tries the result with Mermaid."""


def check_diagram(text):
    first, *lines = text.splitlines()
    assert first == "sequenceDiagram"
    assert text.endswith("\n")
    for line in lines:
        assert LINES.fullmatch(line), line
    declared = re.findall(rf"^  (?:actor|participant) ({_NAME})", text, re.M)
    assert len(declared) == len(set(declared))
    parts = re.findall(rf"^  ({_NAME})(?:->>|-x)({_NAME}):", text, re.M)
    used = {name for pair in parts for name in pair}
    assert used <= set(declared) <= used | {"Person", "Jobcenter"}
    blocks = [line.split()[0] for line in lines if line.split()[0] in ("rect", "end")]
    assert blocks in ([], ["rect", "end"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", WHOLE, ids=named)
def test_diagrams_keep_to_the_grammar(story, language):
    check_diagram(to_sequence_diagram(date_story(story), language))


@pytest.mark.usefixtures("draft_property")
def test_a_breaking_step_is_framed():
    text = to_sequence_diagram(date_story(BREAKING), "en")
    check_diagram(text)
    framed = text.split("rect ")[1]
    assert "the talk is held" in framed
    assert "✗ This breaks: A title#59; with #35; signs." in framed


def test_who_tells_whom():
    text = to_sequence_diagram(date_story(DEMANDED), "en")
    assert "Jobcenter->>Person: demand with RFB" in text
    assert "Jobcenter->>Representative: legal representative instructed" in text
    assert "Jobcenter->>Agency: employment agency told with RFB" in text
    assert "Person->>Jobcenter: does not appear at the talk" in to_sequence_diagram(
        date_story(MINOR), "en"
    )
    assert "Agency->>Jobcenter: Arbeitslosengeld kommt hinzu" in to_sequence_diagram(
        date_story(BENEFIT), "de"
    )
    assert "Time-xJobcenter: deadline missed: plan update" in to_sequence_diagram(
        date_story(MISSED), "en"
    )
    assert "Time->>Jobcenter: A year without a further breach of duty has passed" in (
        to_sequence_diagram(date_story(YEAR), "en")
    )


def test_every_addressed_act_is_a_kind_of_act():
    assert set(TOLD_TO) <= set(ACT_KINDS)
    assert set(TOLD_TO.values()) <= set(PARTICIPANTS)


def test_signs_with_a_meaning_are_escaped():
    assert escape("a;b #c <b>\n%%d") == "a#59;b #35;c #lt;b#gt; #37;#37;d"


# -- replay ------------------------------------------------------------------------------------

DRAFT = """
import pytest
from koopsim.model.process import case
from koopsim.model.process.text import Text
from koopsim.model.properties import Always
from koopsim.model.properties.formula import TRUE, emits
from koopsim.model.vocabulary import Modality

talk = Always(name="no_talk_ever", modality=Modality.MUST, cites=("15.7",),
              title=Text("", ""), when=emits("talk"), then=~TRUE)
case.SAFETY = (*case.SAFETY, talk)
"""


def run_pytest(folder, name):
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", name],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_replays_pass(tmp_path):
    for language in LANGUAGES:
        for story in WHOLE:
            name = f"test_{story.subject}_{len(story.changes)}_{language}.py"
            (tmp_path / name).write_text(replay_test(story, language), encoding="utf-8")
    done = run_pytest(tmp_path, ".")
    assert done.returncode == 0, done.stdout
    assert f"{2 * len(WHOLE)} passed" in done.stdout


@pytest.mark.usefixtures("draft_property")
def test_a_broken_property_is_expected_by_the_replay(tmp_path):
    (tmp_path / "test_replay.py").write_text(replay_test(BREAKING), encoding="utf-8")
    assert run_pytest(tmp_path, "test_replay.py").returncode == 1  # here nothing is broken
    (tmp_path / "conftest.py").write_text(DRAFT, encoding="utf-8")
    done = run_pytest(tmp_path, "test_replay.py")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("story", "old", "new"),
    [
        (MISSED, "== date(2024, 8, 21)", "== date(2024, 8, 20)"),
        (MISSED, "date(2024, 8, 22)", "date(2024, 8, 21)"),
        (REACHED, '"trust"', '"plan_with_notice"'),
        (DEMANDED, "notice=yes", "notice=no"),
        (REFORMED, "update_months=3", "update_months=4"),
    ],
)
def test_a_replay_fails_where_the_case_goes_otherwise(story, old, new):
    text = replay_test(story)
    assert old in text
    exec(text, whole := {})
    whole[f"test_{story.subject}"]()
    exec(text.replace(old, new), changed := {})
    with pytest.raises((AssertionError, KeyError)):
        changed[f"test_{story.subject}"]()


@pytest.mark.usefixtures("draft_property")
def test_a_replay_of_a_breach_is_clean(tmp_path):
    (tmp_path / "test_breaking.py").write_text(replay_test(BREAKING), encoding="utf-8")
    check_with_ruff(tmp_path)


def test_replays_are_clean(tmp_path):
    for story in WHOLE:
        name = f"test_{story.subject}_{len(story.changes)}.py"
        (tmp_path / name).write_text(replay_test(story), encoding="utf-8")
    check_with_ruff(tmp_path)


def check_with_ruff(folder):
    ruff = [str(Path(sys.executable).with_name("ruff"))]
    config = ["--no-cache", "--config", str(ROOT / "pyproject.toml"), str(folder)]
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [*ruff, *command, *config], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


# -- files ---------------------------------------------------------------------------------------


def test_a_case_file_holds_everything(tmp_path):
    paths = write_case_file(MISSED, tmp_path / "stories", "de")
    assert [path.name for path in paths] == [
        "update_due.md",
        "update_due.mmd",
        "test_update_due.py",
    ]
    page, diagram, test = (path.read_text(encoding="utf-8") for path in paths)
    assert page.startswith("# Kürzeste Geschichte, in der verstreicht: Fortschreibung (Rz 15.65")
    assert f"```mermaid\n{diagram}```" in page
    assert "1. 5. Februar 2024: Zugang in den Leistungsbezug." in page
    compile(test, "test", "exec")
    assert sorted(p.name for p in (tmp_path / "stories").iterdir()) == sorted(
        path.name for path in paths
    )
    again = write_case_file(MISSED, tmp_path / "stories", "de")
    assert [path.read_text(encoding="utf-8") for path in again] == [page, diagram, test]


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RunError, match="cannot write to"):
        write_texts(tmp_path / "file", {"a": "b"})
