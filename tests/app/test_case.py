"""``koopsim case``: the conversation."""

from __future__ import annotations

import pytest
from koopsim.app.case_answers import AnswerError, open_questions, read_day, read_yes_no
from koopsim.app.case_driver import Action, DrivenCase
from koopsim.model import EventRefused, PersonFacts
from koopsim.model.process.facts import SITUATION_DEFAULTS

START = ("case", "--start", "2024-03-01")
FIRST_TALK = (
    "enter +0",
    "invitation_sent +3",
    "talk_held +14",
    "analysis_completed +0 municipal_consent=no",
)


def typed(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_piped_session_ends_with_the_story(program):
    lines = ("", "2024-03-01", "1", "", "invitation_sent", "+3", "talk_missed", "2024-03-18", "y")
    done = program("case", typed=typed(*lines, "time +30", "quit", "enter"))
    assert done.returncode == 0
    assert done.stderr == ""
    story = words(done.stdout.partition("The case so far")[2])
    assert "March 1, 2024: enters benefit." in story
    assert "March 4, 2024: invitation to a talk is sent. invitation without RFB" in story
    assert "an important reason exists" in story
    assert "deadline missed: first talk, due on March 29, 2024. [Rz 15.12" in story


def test_the_end_of_the_input_ends_politely(cli):
    for lines in ((), ("2 1",), ("", "2024-03-01", "enter")):
        result = cli("case", typed=typed(*lines))
        assert result.exit_code == 0
        assert "The case so far" in result.stdout


def test_state_deadlines_events_acts_and_rules_are_shown(cli):
    result = cli(*START, "--fact", "under_25", typed=typed(*FIRST_TALK[:2]))
    shown = result.stdout
    assert "cooperation plan: first talk outstanding" in shown
    assert "first talk: by March 29, 2024 (SHOULD, Rz 15.12, § 15(1) SGB II)" in shown
    assert " 1 enters benefit (enter)" in shown
    assert "invitation without RFB" in shown
    assert "rules: Rz 15.6" in shown


def test_german(cli):
    result = cli(*START, "--lang", "de", typed=typed("", *FIRST_TALK, "due", "help", "quit"))
    for part in (
        "Kooperationsplan: Erstgespräch steht aus",
        "Laufende Fristen",
        "Was geschehen kann",
        "Der Fall bis hierher",
        "Potenzialanalyse erhoben",
        "nimmt den letzten Schritt zurück",
    ):
        assert part in result.stdout


def test_circumstances_are_asked_only_where_they_matter(cli):
    to_plan = (*FIRST_TALK, "plan_agreed +0 community_services=no", "talk_ended +0")
    session = typed("vulnerable", *to_plan, "agreements_not_kept +60", "n", "y", "n", "n", "n")
    shown = cli(*START, typed=session).stdout
    # Rz 15.53: only for a vulnerable person does the individual check decide.
    assert "individual check" in shown
    plain = cli(*START, typed=typed("", *to_plan, "agreements_not_kept +60", "y")).stdout
    assert "individual check" not in plain
    assert "an important reason exists [y/N]>" in plain
    assert "important reason considered" in plain


def test_an_answer_that_is_none_is_asked_again(cli):
    shown = cli(
        *START,
        "--fact",
        "minor",
        "--fact",
        "under_25",
        typed=typed(
            "enter", "tomorrow", "", "invitation_sent", "+1", "talk_missed", "+9", "perhaps"
        ),
    ).stdout
    assert "'tomorrow' is no day; write 2024-05-01, or +14 for 14 days later" in shown
    assert "'perhaps' is neither yes nor no" in shown


def test_a_refused_event_says_why_and_changes_nothing(cli):
    session = typed("enter +0", "plan_agreed", "talk_held +9", "99", "noise", "enter 2020-01-01")
    shown = words(cli(*START, "--fact", "under_25", typed=session).stdout)
    assert "Refused: plan_agreed does not fit: the case is in 'first_talk_outstanding'" in shown
    assert "Refused: talk_held does not fit" in shown
    assert "'99': neither a number nor an event nor a command" in shown
    assert "'noise': neither a number nor an event nor a command" in shown
    assert shown.count("State on") == 2


def test_events_that_time_brings_are_not_offered(cli):
    shown = cli(*START, "--fact", "legacy_agreement", typed=typed("enter +0", "quit")).stdout
    assert "legacy_agreement_expired" not in shown


def test_time_brings_what_must_happen(cli):
    shown = words(
        cli(
            "case",
            "--start",
            "2023-07-03",
            "--fact",
            "legacy_agreement",
            typed=typed("enter +0", "time 2024-01-02", "quit"),
        ).stdout
    )
    assert "the old integration agreement runs out (by itself)" in shown


def test_undo(cli):
    session = typed("enter +0", "time +40", "undo", "undo", "undo", "story")
    shown = cli(*START, "--fact", "under_25", typed=session).stdout
    assert "Undone: time until April 10, 2024" in shown
    assert "Undone: enters benefit" in shown
    assert "There is nothing to undo." in shown
    assert shown.rstrip().endswith("Nothing has happened yet.")


def test_quit_at_any_question(cli):
    for lines in (("quit",), ("", "quit"), ("", "2024-03-01", "enter", "quit")):
        result = cli("case", typed=typed(*lines, "enter"))
        assert result.exit_code == 0
        assert "Nothing has happened yet." in result.stdout


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (("--fact", "mino"), "did you mean minor?"),
        (("--fact", "minor"), "a minor is under 25"),
        (("--fact", "minor=perhaps"), "neither yes nor no"),
        (("--start", "2020-01-01"), "outside rule set"),
    ],
)
def test_wrong_options(cli, options, text):
    result = cli("case", *options)
    assert result.exit_code == 2
    assert text in result.stderr


@pytest.mark.parametrize("text", ["", "+1", "1.5.2024", "2024-02-30", "20240501", "+x"])
def test_no_day(text):
    with pytest.raises(AnswerError):
        read_day(text, None)


def test_a_day_beyond_the_calendar_is_no_day():
    from datetime import date

    assert read_day("+14", date(2024, 2, 20)) == date(2024, 3, 5)
    with pytest.raises(AnswerError):
        read_day("+99999", date(9999, 1, 1))


def test_yes_and_no_in_both_languages():
    assert [read_yes_no(word, False) for word in ("y", "JA", "", "nein")] == [
        True,
        True,
        False,
        False,
    ]


def test_questions_shrink_with_the_answers(rule_set):
    from datetime import date

    day = date(2024, 3, 1)
    driven = DrivenCase(PersonFacts(vulnerable=True), rule_set, day)
    for event in (
        "enter",
        "invitation_sent",
        "talk_held",
        "analysis_completed",
        "plan_agreed",
        "talk_ended",
    ):
        driven.act(Action(day, event))
    everything = open_questions(driven.case, "agreements_not_kept", {})
    assert "important_reason" in everything and "notice_helps" in everything
    assert "notice_helps" not in open_questions(
        driven.case, "agreements_not_kept", {"important_reason": True}
    )
    answers: dict[str, bool] = {}
    while questions := open_questions(driven.case, "agreements_not_kept", answers):
        answers[questions[0]] = SITUATION_DEFAULTS[questions[0]]
    driven.act(Action(day, "agreements_not_kept", answers))


def test_a_driven_case_does_not_go_back_in_time(rule_set):
    from datetime import date

    driven = DrivenCase(PersonFacts(), rule_set, date(2024, 3, 1))
    driven.act(Action(date(2024, 3, 20)))
    with pytest.raises(EventRefused, match="which the case has reached"):
        driven.act(Action(date(2024, 3, 19), "enter"))
    assert driven.undo() == Action(date(2024, 3, 20))
    driven.act(Action(date(2024, 3, 2), "enter"))
