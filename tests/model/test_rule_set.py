"""Rule sets: values as in the law, dates, reforms, digest, and faults in the file."""

from __future__ import annotations

import pickle
import re
import shutil
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path

import pytest
from koopsim.model import rules
from koopsim.model.errors import RuleError
from koopsim.model.rule_set import RuleSet, known_rule_sets, load_rule_set, rule_set_on
from koopsim.model.vocabulary import Grade

NAME = "2023-07-01"
SHIPPED = Path(str(rules.__file__)).parent


@pytest.fixture(scope="module")
def law() -> RuleSet:
    return load_rule_set(NAME)


# -- the shipped rule set --------------------------------------------------------------------


def test_values_are_those_of_the_law(law: RuleSet) -> None:
    values = {parameter.name: parameter.value for parameter in law.parameters}
    assert values == {
        "update_months": 6,
        "waiver_review_months": 6,
        "ground_review_months": 6,
        "notice_review_months": 6,
        "adherence_review_months": 3,
        "conciliation": True,
        "conciliation_weeks": 4,
        "support_months": 6,
        "support_months_coaching": 9,
        "legacy_end": date(2023, 12, 31),
        "first_invitation_with_notice": False,
        "invitation_after_no_show_with_notice": True,
        "prompt_first_talk_days": 28,
        "prompt_analysis_days": 28,
        "prompt_plan_days": 28,
        "prompt_update_days": 28,
        "reduction_layer": True,
        "reduction_percent": (10, 20, 30),
        "reduction_months": (1, 2, 3),
        "appointment_reduction_percent": 10,
        "appointment_reduction_months": 1,
        "repeat_window_months": 12,
        "determination_months": 6,
        "counselling_weeks": 4,
    }


def test_only_what_has_no_number_in_law_or_guidance_is_an_assumption(law: RuleSet) -> None:
    assumed = {p.name for p in law.parameters if p.grade is Grade.ASSUMPTION}
    assert assumed == {
        "adherence_review_months",
        "prompt_first_talk_days",
        "prompt_analysis_days",
        "prompt_plan_days",
        "prompt_update_days",
    }
    assert all((p.origin.range is not None) == (p.name in assumed) for p in law.parameters)


def test_typed_fields_and_parameters_agree(law: RuleSet) -> None:
    names = [field.name for field in fields(law)]
    assert names[names.index("base") + 1 :] == [p.name for p in law.parameters]
    types = {"yes_no": bool, "date": date, "months_by_stage": tuple, "percent_by_stage": tuple}
    for parameter in law.parameters:
        assert type(getattr(law, parameter.name)) is types.get(parameter.unit, int)


def test_validity_and_source_are_told(law: RuleSet) -> None:
    assert (law.valid_from, law.valid_to) == (date(2023, 7, 1), date(2026, 6, 30))
    assert "BGBl. 2026 I Nr. 107" in law.note.de
    assert "BGBl. 2026 I Nr. 107" in law.note.en
    assert law.margin_numbers == tuple(f"15.{number}" for number in range(1, 78))


@pytest.mark.parametrize(
    ("name", "de", "en"),
    [
        ("update_months", "6 Monate", "6 months"),
        ("appointment_reduction_months", "1 Monat", "1 month"),
        ("conciliation", "ja", "yes"),
        ("first_invitation_with_notice", "nein", "no"),
        ("legacy_end", "2023-12-31", "2023-12-31"),
        ("reduction_percent", "10, 20, 30 %", "10, 20, 30 %"),
    ],
)
def test_parameters_are_shown_with_their_unit(law: RuleSet, name: str, de: str, en: str) -> None:
    assert law.parameter(name).text("de") == de
    assert law.parameter(name).text("en") == en


def test_parameters_name_their_source(law: RuleSet) -> None:
    assert law.parameter("update_months").source == ("15.65", "§ 15(3) S. 2 SGB II")
    assert law.parameter("update_months").unit == "months"


def test_an_unknown_parameter_is_refused_with_a_suggestion(law: RuleSet) -> None:
    with pytest.raises(RuleError, match="unknown parameter 'update_month'; did you mean 'update_m"):
        law.parameter("update_month")


# -- which rule set --------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2023, 7, 1), date(2024, 2, 29), date(2026, 6, 30)])
def test_rule_set_on_a_day_of_its_validity(law: RuleSet, day: date) -> None:
    assert rule_set_on(day) is law


def test_rule_set_on_accepts_a_time_of_the_last_day(law: RuleSet) -> None:
    assert rule_set_on(datetime(2026, 6, 30, 23, 59)) is law


@pytest.mark.parametrize("day", [date(2023, 6, 30), date(2026, 7, 1)])
def test_days_outside_are_refused_with_the_known_validity(day: date) -> None:
    known = rf"No rule set is known for {day}; known: .*\(2023-07-01 to 2026-06-30\)"
    with pytest.raises(RuleError, match=known):
        rule_set_on(day)


def test_an_unknown_name_is_refused_with_a_suggestion() -> None:
    expected = "There is no rule set '2023-07'; known: 2023-07-01; did you mean '2023-07-01'?"
    with pytest.raises(RuleError, match=re.escape(expected)):
        load_rule_set("2023-07")


def test_rule_sets_are_loaded_once_and_pickle(law: RuleSet) -> None:
    assert load_rule_set(NAME) is law
    assert NAME in known_rule_sets()
    copy = pickle.loads(pickle.dumps(law))
    assert copy == law
    assert hash(copy) == hash(law)


# -- reforms ---------------------------------------------------------------------------------


def test_a_reform_is_a_new_rule_set_and_the_original_stays(law: RuleSet) -> None:
    digest = law.digest
    reform = law.reform(name="quarterly", update_months=3, conciliation=False)
    assert (reform.update_months, reform.conciliation) == (3, False)
    assert (law.update_months, law.conciliation) == (6, True)
    assert (reform.name, reform.base) == ("quarterly", NAME)
    assert law.digest == digest
    assert law.base == ""


def test_a_reform_of_a_reform_keeps_the_base_and_the_enacted_value(law: RuleSet) -> None:
    second = law.reform(name="one", update_months=3).reform(name="two", update_months=9)
    assert second.base == NAME
    assert second.parameter("update_months").origin.enacted == 6
    assert [str(change) for change in law.diff(second)] == ["update_months: 6 -> 9"]


def test_a_changed_value_is_an_assumption(law: RuleSet) -> None:
    reform = law.reform(name="quarterly", update_months=3)
    assert reform.parameter("update_months").changed
    assert reform.parameter("update_months").grade is Grade.ASSUMPTION
    assert reform.parameter("support_months").grade is Grade.STATUTE


def test_a_list_counts_as_a_tuple(law: RuleSet) -> None:
    assert law.reform(name="flat", reduction_percent=[30, 30, 30]).reduction_percent == (30, 30, 30)


def test_a_reform_without_a_difference_has_no_diff(law: RuleSet) -> None:
    same = law.reform(name="same", update_months=6)
    assert law.diff(same) == ()
    assert not same.parameter("update_months").changed
    assert same.digest != law.digest  # the name and the base count


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("update_months", 0, "0 lies outside 1 to 120"),
        ("update_months", 121, "121 lies outside 1 to 120"),
        ("update_months", 3.0, "3.0 is no whole number"),
        ("update_months", "3", "'3' is no whole number"),
        ("update_months", True, "True is no whole number"),
        ("update_months", None, "None is no whole number"),
        ("conciliation", 0, "0 is neither true nor false"),
        ("conciliation", "no", "'no' is neither true nor false"),
        ("legacy_end", "2024-01-01", "'2024-01-01' is no day"),
        ("legacy_end", datetime(2024, 1, 1), "is no day"),
        ("reduction_percent", (10, 20), "(10, 20) is no list of 3 whole numbers"),
        ("reduction_percent", (10, 20, 101), "101 lies outside 0 to 100"),
        ("reduction_percent", 30, "30 is no list of 3 whole numbers"),
        ("appointment_reduction_percent", -1, "-1 lies outside 0 to 100"),
        ("update_month", 3, "unknown parameter 'update_month'; did you mean 'update_months'?"),
        ("valid_to", date(2030, 1, 1), "unknown parameter 'valid_to'"),
        ("origins", (), "unknown parameter 'origins'"),
    ],
)
def test_values_that_do_not_fit_are_refused(
    law: RuleSet, name: str, value: object, expected: str
) -> None:
    with pytest.raises(RuleError, match=re.escape(expected)):
        law.reform(name="draft", **{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "With Spaces", "a/b", "-a", "a--b", "x" * 65, NAME])
def test_names_that_do_not_fit_are_refused(law: RuleSet, name: str) -> None:
    with pytest.raises(RuleError, match=r"is no name|is taken"):
        law.reform(name=name, update_months=3)


def test_all_faults_of_a_reform_are_listed(law: RuleSet) -> None:
    with pytest.raises(RuleError) as caught:
        law.reform(name="a b", update_month=3, conciliation=1)
    assert all(text in str(caught.value) for text in ("'a b'", "update_month", "conciliation: 1"))


def test_rule_sets_do_not_change(law: RuleSet) -> None:
    with pytest.raises(AttributeError):
        law.update_months = 3  # type: ignore[misc]


# -- digest ----------------------------------------------------------------------------------


def test_the_digest_is_pinned(law: RuleSet) -> None:
    """A change here makes the rule set of older results another one."""
    assert law.digest == "2adc11adf35c6a17277ed77b11cfae900c146123cd15f16a4a4b0624da789fb6"


def test_the_digest_tells_every_parameter_apart(law: RuleSet) -> None:
    digests = {law.digest}
    for parameter in law.parameters:
        value: object = parameter.value
        if isinstance(value, bool):
            value = not value
        elif isinstance(value, date):
            value = date(2024, 1, 31)
        elif isinstance(value, tuple):
            value = tuple(v + 1 for v in value)
        else:
            value = parameter.value + 1  # type: ignore[operator]
        changed = law.reform(name="draft", **{parameter.name: value})  # type: ignore[arg-type]
        digests.add(changed.digest)
    assert len(digests) == 1 + len(law.parameters)


# -- broken files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('name: "2023-07-01"', 'name: "other"', "name: 'other' differs from its folder"),
        ("valid_to: 2026-06-30", "valid_to: 2022-06-30", "lies before valid_from"),
        ("valid_to: 2026-06-30", "valid_to: soon", "'soon' is no day"),
        ('last: "15.77"', 'last: "16.77"', "first and last must be like"),
        ("  update_months:", "  update_month:", "unknown field 'update_month'; did you mean"),
        ("  update_months:", "  update_month:", "the field 'update_months' is missing"),
        (
            "    value: 6\n",
            '    value: "six"\n',
            "update_months: 'six' is no whole number (months)",
        ),
        ("    value: 6\n", "    value: 600\n", "update_months: 600 lies outside 1 to 120"),
        ("    unit: months\n", "    unit: month\n", "unknown 'month'; known: months"),
        ("    grade: statute\n", "    grade: law\n", "update_months, grade: unknown 'law'"),
        (
            'source: ["15.65",',
            'source: ["15.065",',
            "update_months, source: '15.065' is no citation",
        ),
        ("    range: [1, 6]\n", "", "adherence_review_months: an assumption needs a range"),
        (
            "    range: [1, 6]\n",
            "    range: [6, 1]\n",
            "must be two whole numbers, the lower first",
        ),
        ("    range: [1, 6]\n", "    range: [4, 6]\n", "the value 3 lies outside its range"),
        ("value: [10, 20, 30]", "value: [10, 20]", "is no list of 3 whole numbers"),
        ("value: 2023-12-31", "value: 2023-12-32", "legacy_end: '2023-12-32' is no day"),
        ("value: true", 'value: "true"', "conciliation: 'true' is neither true nor false"),
    ],
)
def test_each_fault_in_the_file_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    shutil.copytree(SHIPPED / NAME, tmp_path / NAME)
    path = tmp_path / NAME / "rule_set.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rule_set(NAME, tmp_path)
    found = [line for line in str(caught.value).splitlines() if expected in line]
    assert len(found) == 1
    assert re.match(r"  rule_set\.yaml:[1-9][0-9]*: ", found[0])


def test_an_unbroken_copy_equals_the_shipped_one(tmp_path: Path, law: RuleSet) -> None:
    shutil.copytree(SHIPPED / NAME, tmp_path / NAME)
    assert load_rule_set(NAME, tmp_path) == law
    assert known_rule_sets(tmp_path) == (NAME,)
