"""Loading scenario files: good ones, wrong ones, hostile ones; with exact lines and columns."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from koopsim.model.errors import ScenarioError
from koopsim.scenarios import Grade, load_scenario, scenario_names

HEAD = """\
name: mine
extends: baseline
title: {de: Meins, en: Mine}
"""
"""Three lines that make a good file; tests add to it from line 4 on."""


def write(folder: Path, text: str | bytes, name: str = "mine.yaml") -> Path:
    """Write a scenario file."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def problems(folder: Path, text: str | bytes, name: str = "mine.yaml") -> list[str]:
    """Return the lines of the error a file gives, without its folder."""
    path = write(folder, text, name)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    return str(caught.value).replace(f"{folder}{os.sep}", "").splitlines()


def test_a_library_scenario_is_loaded_by_name() -> None:
    assert load_scenario("small").population.size.value == 500


def test_a_file_gives_only_what_differs(tmp_path: Path) -> None:
    text = HEAD + "attendance:\n  no_show:\n    first:\n      value: 0.5\n"
    changed = load_scenario(write(tmp_path, text))
    baseline = load_scenario("baseline")
    first = changed.attendance.no_show.first
    base = baseline.attendance.no_show.first
    assert (first.value, first.unit, first.range) == (0.5, base.unit, base.range)
    assert first.grade is Grade.ASSUMPTION
    assert first.source == f"changed in scenario mine; base: {base.source}"
    assert changed.attendance.no_show.follow_up == baseline.attendance.no_show.follow_up
    assert changed.question == baseline.question
    assert changed.extends == "baseline"


def test_a_changed_statistic_becomes_an_assumption_and_loses_its_note(tmp_path: Path) -> None:
    text = HEAD + "population: {size: {value: 9500}}\n"
    size = load_scenario(write(tmp_path, text)).population.size
    base = load_scenario("baseline").population.size
    assert (base.grade, size.grade) == (Grade.STATISTIC, Grade.ASSUMPTION)
    assert base.note is not None
    assert size.note is None


def test_a_repeated_value_keeps_its_origin(tmp_path: Path) -> None:
    text = HEAD + "population: {size: {value: 9650, range: [9000, 9900]}}\n"
    size = load_scenario(write(tmp_path, text)).population.size
    base = load_scenario("baseline").population.size
    assert size == base.model_copy(update={"range": (9000, 9900)})


def test_own_grade_and_source_are_kept(tmp_path: Path) -> None:
    text = HEAD + "population: {size: {value: 9500, grade: statistic, source: own count}}\n"
    size = load_scenario(write(tmp_path, text)).population.size
    assert (size.grade, size.source) == (Grade.STATISTIC, "own count")


def test_an_own_source_without_grade_is_an_assumption(tmp_path: Path) -> None:
    text = HEAD + "population: {size: {value: 9500, source: our estimate}}\n"
    size = load_scenario(write(tmp_path, text)).population.size
    assert (size.grade, size.source) == (Grade.ASSUMPTION, "our estimate")


def test_a_file_may_extend_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    write(tmp_path, HEAD + "months: 7\nstaff: {lead_working_days: {value: 8}}\n", "base.yaml")
    text = "name: second\nextends: ../base.yaml\ntitle: {de: Zwei, en: Two}\n"
    text += "staff: {lead_working_days: {value: 9}}\n"
    second = load_scenario(write(tmp_path / "sub", text))
    lead = second.staff.lead_working_days
    assert (second.months, second.title.en, lead.value) == (7, "Two", 9)
    assert lead.source.startswith(
        "changed in scenario second; base: changed in scenario mine; base: Own assumption"
    )


def test_paths_may_be_text_and_files_may_have_a_byte_order_mark(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert load_scenario(str(path)).name == "mine"


def test_yaml_1_2_words_keep_their_meaning(tmp_path: Path) -> None:
    text = HEAD.replace("de: Meins", "de: no").replace("en: Mine", "en: on")
    title = load_scenario(write(tmp_path, text)).title
    assert (title.de, title.en) == ("no", "on")


def test_all_problems_are_listed_with_their_places(tmp_path: Path) -> None:
    text = HEAD + (
        "populaton: {}\n"
        "staff:\n"
        "  teams:\n"
        "    under_25:\n"
        "      fte: 10\n"
        "    from_25:\n"
        "      fte:\n"
        "        value: '30'\n"
        "minutes:\n"
        "  update: {value: true}\n"
        "  demand: {value: 25.5}\n"
        "  hearing: {vaule: 20}\n"
        "reductions:\n"
        "  enabled: {value: 1}\n"
        "land: Bayern\n"
        "months: -3\n"
    )
    assert problems(tmp_path, text) == [
        "mine.yaml has 9 problems:",
        "  mine.yaml:4:1: populaton: is not a field here; did you mean 'population'?",
        "  mine.yaml:8:12: staff.teams.under_25.fte: 10 is not accepted; "
        "a parameter is a group of value, unit, range, grade and source",
        "  mine.yaml:11:16: staff.teams.from_25.fte.value: the text '30' is not accepted; "
        "give a number of full-time equivalents from 0 to 1,000,000",
        "  mine.yaml:13:19: minutes.update.value: true is not accepted; "
        "give a whole number of minutes from 0 to 10,000",
        "  mine.yaml:14:19: minutes.demand.value: 25.5 is not accepted; "
        "give a whole number of minutes from 0 to 10,000",
        "  mine.yaml:15:13: minutes.hearing.vaule: is not a field here; did you mean 'value'?",
        "  mine.yaml:17:20: reductions.enabled.value: 1 is not accepted; give true or false",
        "  mine.yaml:18:7: land: the text 'Bayern' is not accepted; give 'BB', 'BE', 'BW', 'BY', "
        "'HB', 'HE', 'HH', 'MV', 'NI', 'NW', 'RP', 'SH', 'SL', 'SN', 'ST' or 'TH'",
        "  mine.yaml:19:9: months: -3 is not accepted; give 1 or more",
    ]


def test_a_value_outside_the_inherited_range_asks_for_a_new_range(tmp_path: Path) -> None:
    text = HEAD + "attendance:\n  no_show:\n    first: {value: 0.6}\n"
    (line,) = problems(tmp_path, text)
    assert line.startswith(
        "mine.yaml:6:20: attendance.no_show.first.value: 0.6 lies outside the range [0.15, 0.5]; "
        "that range comes from library/baseline.yaml:"
    )
    assert line.endswith("so give a new range (and a source) with it")


def test_a_value_outside_its_own_range(tmp_path: Path) -> None:
    text = HEAD + "attendance:\n  no_show:\n    first: {value: 0.6, range: [0.1, 0.5]}\n"
    assert problems(tmp_path, text) == [
        "mine.yaml:6:20: attendance.no_show.first.value: 0.6 lies outside the range [0.1, 0.5]"
    ]


def test_a_better_grade_needs_an_own_source(tmp_path: Path) -> None:
    text = HEAD + "minutes:\n  update: {value: 25, grade: statistic}\n"
    assert problems(tmp_path, text) == [
        "mine.yaml:5:30: minutes.update.grade: "
        "a new value with this grade needs a source of its own"
    ]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("update: {unit: hours}", "5:18: minutes.update.unit: the text 'hours' is not accepted; "),
        ("update: {grade: guess}", "5:19: minutes.update.grade: the text 'guess' is not accepted"),
        ("update: {source: ''}", "5:20: minutes.update.source: the text '' is not accepted; give"),
        ("update: {source: 3}", "5:20: minutes.update.source: 3 is not accepted; give text"),
        ("update: {range: [9]}", "5:19: minutes.update.range.1: is missing; "),
        ("update: {range: 9}", "5:19: minutes.update.range: 9 is not accepted; give the two ends"),
        ("update: {range: [30, 5]}", "5:19: minutes.update.range: 30 is larger than 5; give"),
        ("update: {range: [1, x]}", "5:23: minutes.update.range.1: the text 'x' is not accepted"),
        ("update: {value: }", "5:18: minutes.update.value: nothing is not accepted; give a whole"),
        ("update: {value: .inf}", "5:19: minutes.update.value: inf is not accepted; give a whole"),
        ("update: {value: .nan}", "5:19: minutes.update.value: nan is not accepted; give a whole"),
        ("update: {value: 1e999}", "5:19: minutes.update.value: inf is not accepted; give a whole"),
        ("update: {value: [1]}", "5:19: minutes.update.value: a list is not accepted; give a"),
        ("update: {value: {a: 1}}", "5:12: minutes.update.value: a group of fields is not acc"),
        ("update: {value: 12:30}", "5:19: minutes.update.value: the text '12:30' is not accepted"),
        ("update: {value: 0x10}", "5:19: minutes.update.value: the text '0x10' is not accepted"),
        ("update: []", "5:11: minutes.update: a list is not accepted; a parameter is a group"),
        ("updates: {value: 3}", "5:3: minutes.updates: is not a field here; did you mean 'update'"),
        ("1: {value: 3}", "5:3: minutes.1: is not a field here; accepted: adherence_review, "),
    ],
)
def test_each_kind_of_mistake_has_its_place_and_advice(
    tmp_path: Path, field: str, expected: str
) -> None:
    lines = problems(tmp_path, f"{HEAD}minutes:\n  {field}\n")
    assert any(line.strip().startswith(f"mine.yaml:{expected}") for line in lines), lines


def test_monstrous_numbers_are_refused(tmp_path: Path) -> None:
    for digits in (31, 299, 5_000):
        text = f"{HEAD}minutes: {{update: {{value: {'9' * digits}}}}}\n"
        (line,) = problems(tmp_path, text)
        assert line.startswith("mine.yaml:4:27: minutes.update.value: ")
        assert len(line) < 250


@pytest.mark.parametrize("start", ["2024-02-30", "2024-1-1", "01.01.2024", "1999-12-31", "2024"])
def test_the_start_is_a_real_day(tmp_path: Path, start: str) -> None:
    (line,) = problems(tmp_path, f"{HEAD}start: {start}\n")
    assert line.startswith("mine.yaml:4:8: start: ")
    assert line.endswith("from 2000-01-01 to 2100-12-31, written like 2024-01-01")


def test_texts_are_given_in_both_languages(tmp_path: Path) -> None:
    text = HEAD.replace(", en: Mine", "")
    assert problems(tmp_path, text) == [
        "mine.yaml:3:1: title.en: is missing; it says: English text."
    ]


def test_a_file_needs_its_own_name_and_title(tmp_path: Path) -> None:
    assert problems(tmp_path, "extends: baseline\n") == [
        "mine.yaml has 2 problems:",
        "  mine.yaml:1:1: name: is missing; it says: Short name: small letters, digits, hyphens.",
        "  mine.yaml:1:1: title: is missing; it says: Title in German and English.",
    ]


def test_minors_are_under_25(tmp_path: Path) -> None:
    text = HEAD + "population:\n  share_minor: {value: 0.2, range: [0.0, 0.3]}\n"
    assert problems(tmp_path, text) == [
        "mine.yaml:5:24: population.share_minor.value: "
        "0.2 is larger than share_under_25 (0.19), but minors are under 25"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: the file is empty; a scenario is a group of fields"),
        ("# nothing\n", "1:1: the file is empty; a scenario is a group of fields"),
        ("- a\n", "1:1: this is no group of fields such as 'name: my-office'"),
        ("just text\n", "1:1: this is no group of fields such as 'name: my-office'"),
        ("a: [1, 2\n", "2:1: this is not valid YAML: "),
        ("a: b: c\n", "1:5: this is not valid YAML: mapping values are not allowed here"),
        ("a: 'open\n", "2:1: this is not valid YAML: found unexpected end of stream"),
        ("name: x\n\tmonths: 3\n", "2:1: a tab is not accepted; use spaces"),
        ("name: x\t# y\n", "1:8: a tab is not accepted; use spaces"),
        ("name: \x00\n", "1:7: the character \\x00 is not accepted; remove it"),
        ("name: x\x1b[31m\n", "1:8: the character \\x1b is not accepted; remove it"),
        ("name: x\u2028y\n", "1:8: the character \\u2028 is not accepted; remove it"),
        ("name: x\n---\nname: y\n", "2:1: only one document is accepted; remove '---' here"),
        ("? [a]\n: b\n", "1:3: the name of a field must be text, not a group or list"),
        ("? {a: 1}\n: b\n", "1:3: the name of a field must be text, not a group or list"),
        ("a: " + "x" * 10_001, "1:10001: the line is longer than 10,000 characters"),
        (b"name: caf\xe9\n", "1:10: the file is not UTF-8; save it with this encoding"),
        ("name: x\n".encode("utf-16"), "1:1: the file is not UTF-8; save it with this encoding"),
        (b"# x\n" * 300_000, "1:1: the file is larger than 1,048,576 bytes; no scenario needs"),
        ("[" * 5_000, "1:21: groups and lists are nested deeper than 20 levels"),
        ("a:\n" + "".join(" " * n + "a:\n" for n in range(1, 60)), "21:21: groups and lists are"),
        ("- a\n" * 30_000, "20000:3: more than 20,000 names and values; no scenario needs that"),
    ],
)
def test_what_is_no_scenario_at_all_is_refused(
    tmp_path: Path, text: str | bytes, expected: str
) -> None:
    (line,) = problems(tmp_path, text)
    assert line.startswith(f"mine.yaml:{expected}")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("months: &m 3", "4:9: anchors (&name) are not accepted; write values out"),
        ("months: *m", "4:9: aliases (*name) are not accepted; write it out"),
        ("months: !!int 3", "4:9: tags (!name) are not accepted; remove it"),
        ("land: !!python/name:os.system x", "4:7: tags (!name) are not accepted; remove it"),
        ("minutes: !x {}", "4:10: tags (!name) are not accepted; remove it"),
        ("<<: {months: 3}", "4:1: merge keys (<<) are not accepted; write the fields out"),
        ("name: again", "4:1: 'name' stands here twice; first in line 1"),
    ],
)
def test_dangerous_parts_of_yaml_are_refused(tmp_path: Path, line: str, expected: str) -> None:
    found = problems(tmp_path, f"{HEAD}{line}\n")
    assert any(text.strip() == f"mine.yaml:{expected}" for text in found), found


def test_directives_are_refused(tmp_path: Path) -> None:
    for directive in ("%YAML 1.1", "%TAG ! tag:x,2000:"):
        found = problems(tmp_path, f"{directive}\n---\n{HEAD}")
        assert found == [
            "mine.yaml:2:1: directives (%...) are not accepted; remove what stands above"
        ]


def test_billion_laughs_are_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    found = problems(tmp_path, HEAD + "\n".join(lines))
    assert "  mine.yaml:4:5: anchors (&name) are not accepted; write values out" in found
    assert found[-1].startswith("  … and ")
    assert len(found) == 52


def test_a_name_given_twice_is_found_at_every_level(tmp_path: Path) -> None:
    text = HEAD + "minutes:\n  update:\n    value: 20\n    value: 21\n"
    assert problems(tmp_path, text) == ["mine.yaml:7:5: 'value' stands here twice; first in line 6"]


def test_an_unknown_name_gets_a_suggestion() -> None:
    with pytest.raises(ScenarioError, match="no scenario 'basline'; did you mean 'baseline'"):
        load_scenario("basline")
    with pytest.raises(ScenarioError, match="accepted: baseline, "):
        load_scenario("zzz")


@pytest.mark.parametrize("wrong", ["", "a\0b", 5, None, b"baseline", "x" * 5_000 + ".yaml"])
def test_what_cannot_be_a_path_is_refused(wrong: object) -> None:
    with pytest.raises(ScenarioError):
        load_scenario(wrong)  # type: ignore[arg-type]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="this is not a file"):
        load_scenario(tmp_path)
    with pytest.raises(ScenarioError, match=r"cannot be read: .*\(in the library: baseline, "):
        load_scenario(tmp_path / "absent.yaml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ScenarioError, match="this is not a file"):
        load_scenario(tmp_path / "pipe.yaml")


def test_odd_file_names_are_shown_escaped(tmp_path: Path) -> None:
    for odd, shown in (("a\nb.yaml", "a\\nb.yaml"), ("\x1b[31m.yaml", "\\x1b[31m.yaml")):
        (line,) = problems(tmp_path, "", odd)
        assert line.startswith(f"{shown}:1:1: ")


def test_odd_names_of_fields_are_shown_escaped(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, HEAD + '"\\e[31mx\\n": 3\n')
    assert line.startswith("mine.yaml:4:1: \\x1b[31mx\\n: is not a field here; accepted: ")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("basline", "the library has no scenario 'basline'; did you mean 'baseline'?"),
        ("absent.yaml", "absent.yaml: cannot be read: "),
        ("5", "give the name of a library scenario or the path of a file"),
        ("[baseline]", "give the name of a library scenario or the path of a file"),
        ('""', "give the name of a library scenario or the path of a file"),
        ('"a\\0b"', "a scenario is given by its name in the library or by a path"),
        ("mine.yaml", "goes round in a circle: mine.yaml again"),
        ("./mine.yaml", "goes round in a circle: mine.yaml again"),
    ],
)
def test_a_base_that_leads_nowhere_is_refused(
    tmp_path: Path, reference: str, expected: str
) -> None:
    (line,) = problems(tmp_path, HEAD.replace("extends: baseline", f"extends: {reference}"))
    assert line.startswith(f"mine.yaml:2:10: extends: {expected}")


def test_longer_circles_and_chains_are_refused(tmp_path: Path) -> None:
    for number in range(12):
        text = HEAD.replace("extends: baseline", f"extends: s{number + 1}.yaml")
        write(tmp_path, text, f"s{number}.yaml")
    (line,) = problems(tmp_path, HEAD.replace("baseline", "s0.yaml"))
    assert line == "s7.yaml:2:10: extends: more than 8 scenarios extend one another"
    write(tmp_path, HEAD.replace("baseline", "mine.yaml"), "s3.yaml")
    (line,) = problems(tmp_path, HEAD.replace("baseline", "s0.yaml"))
    assert line == "s3.yaml:2:10: extends: goes round in a circle: mine.yaml again"


def test_problems_of_the_base_are_told_with_its_own_name(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "months: 0\nmonths: 1\n", "base.yaml")
    assert problems(tmp_path, HEAD.replace("baseline", "base.yaml") + "land: X\n") == [
        "mine.yaml has 3 problems:",
        "  base.yaml:4:9: months: 0 is not accepted; give 1 or more",
        "  base.yaml:5:1: 'months' stands here twice; first in line 4",
        "  mine.yaml:4:7: land: the text 'X' is not accepted; give 'BB', 'BE', 'BW', 'BY', 'HB', "
        "'HE', 'HH', 'MV', 'NI', 'NW', 'RP', 'SH', 'SL', 'SN', 'ST' or 'TH'",
    ]


def test_a_complete_file_needs_no_base(tmp_path: Path) -> None:
    library = Path(__file__).parents[2] / "scenarios" / "library"
    copy = write(tmp_path, (library / "baseline.yaml").read_bytes())
    assert load_scenario(copy) == load_scenario("baseline")
    assert "baseline" in scenario_names()


def test_extends_with_lone_surrogates_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "surrogate.yaml"
    path.write_text('{"name": "x", "extends": "\\ud800\\udc00"}', encoding="utf-8")
    with pytest.raises(ScenarioError, match="by its name in the library or by a path"):
        load_scenario(path)
