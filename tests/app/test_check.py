"""``koopsim check``: output, exit codes, JUnit XML, JSON, stories, reforms."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from koopsim.app import check_run
from koopsim.app.check_files import as_data, junit_xml
from koopsim.app.check_progress import CheckProgress
from koopsim.app.check_text import FINDINGS, STATUS, failure_text, summary_line
from koopsim.app.reform_file import read_reform
from koopsim.model.checker import mutants as mutants_module
from koopsim.model.checker.mutant_trial import Trial
from koopsim.model.checker.mutants import MutantReport
from koopsim.model.checker.verdict import FindingKind, Status
from koopsim.model.errors import RuleError
from koopsim.model.rule_set import load_rule_set
from ruamel.yaml import YAML

from .made_reports import BAD, GOOD, made_story, made_verdict

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LAW = load_rule_set("2023-07-01")
REFORM = "name: quarterly\nbase: 2023-07-01\nchanges:\n  update_months: 3\n"


@pytest.fixture
def checked(monkeypatch):
    """Let the command check nothing and use a report made by hand; keep how it was called."""
    calls = []

    def use(report):
        def check(rule_set, *, names=None, rule="", progress=None):
            calls.append((rule_set, names, rule))
            progress("explore", 1, 2)
            return replace(report, rule_set=rule_set.name)

        monkeypatch.setattr(check_run, "check", check)
        return calls

    return use


def words(text: str) -> str:
    return " ".join(text.split())


# -- a real check ----------------------------------------------------------------------------


def test_a_rule_is_checked_and_reported(program, tmp_path):
    done = program(
        "check", "--rule", "15.56", "--junit", "a/junit.xml", "--json", "a/check.json",
        "--stories", "a/stories", "--lang", "de",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Geprüfte Eigenschaften: 1; alle gelten" in done.stdout
    assert "erreichte Konfigurationen" in done.stdout
    content = json.loads((tmp_path / "a" / "check.json").read_text(encoding="utf-8"))
    assert [item["name"] for item in content["properties"]] == ["demand_carries_cost_rule"]
    assert content["exploration"]["states"] > 100_000
    names = test_cases((tmp_path / "a" / "junit.xml").read_text(encoding="utf-8"))
    assert set(names) == {"demand_carries_cost_rule"}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--rule", "15.99"), "no property cites '15.99'"),
        (("--property", "nothing"), "there is no property 'nothing'"),
        (("--rule-set", "1999-01-01"), "There is no rule set '1999-01-01'"),
        (("--reform", "missing.yaml"), "missing.yaml"),
    ],
)
def test_wrong_input_is_one_sentence_and_exit_code_2(cli, arguments, reason):
    done = cli("check", *arguments)
    assert done.exit_code == 2
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


# -- tables ------------------------------------------------------------------------------------


def test_all_good(cli, checked):
    calls = checked(GOOD)
    done = cli("check", width=120)
    assert done.exit_code == 0, done.stderr
    assert calls == [(LAW, None, "")]
    shown = words(done.stdout)
    assert "MUST 1 1 0 1 proved" in shown
    assert "SHOULD 1 1 0 1 can always be kept" in shown
    assert "Can it be? Yes. [Rz 15.65]" in shown
    assert "pairs per second 40,000" in shown
    assert shown.endswith("Properties checked: 2; all hold, and nothing was found.")


def test_what_is_broken_is_told_with_its_story(cli, checked):
    checked(BAD)
    done = cli("check", "--lang", "de", width=100)
    assert done.exit_code == 1
    shown = words(done.stdout)
    assert "broken [Rz 15.52, § 31 SGB II, MUST]: Die Regel <A> & B. verletzt." in shown
    assert "22. August 2024: Frist versäumt: Fortschreibung" in shown
    assert "The story of unplayable cannot be played" in shown
    assert "nichtssagend" in shown
    assert "wirkungsloser Übergang transition 24" in shown
    assert shown.endswith("3 von 5 Eigenschaften gelten nicht, 25 weitere Befunde.")
    assert max(len(line) for line in done.stdout.splitlines()[1:]) <= 100


def test_quiet_says_one_line(cli, checked):
    checked(BAD)
    done = cli("check", "--quiet")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == ["3 of 5 properties do not hold, 25 findings."]


def test_a_choice_is_passed_on(cli, checked):
    calls = checked(GOOD)
    cli("check", "--rule", "Rz 15.52", "--property", "a", "--property", "b")
    assert calls == [(LAW, ["a", "b"], "15.52")]


def test_every_verdict_and_finding_has_words():
    assert set(STATUS) == set(Status.__args__)
    assert set(FINDINGS) == set(FindingKind.__args__)


def test_progress_is_silent_where_there_is_no_terminal(capsys):
    with CheckProgress("en") as progress:
        progress.told("explore", 1, 2)
        progress.told("explore", 2, 4)
        progress.mutants(1, 2)
    assert capsys.readouterr() == ("", "")


# -- reforms -----------------------------------------------------------------------------------


def test_a_reform_is_checked_and_its_stories_know_it(cli, checked, tmp_path):
    file = tmp_path / "reform.yaml"
    file.write_text(REFORM, encoding="utf-8")
    report = replace(
        GOOD, verdicts=(made_verdict("holds", story=made_story(changes=(("update_months", 3),))),)
    )
    calls = checked(report)
    done = cli(
        "check", "--reform", str(file), "--json", str(tmp_path / "c.json"),
        "--stories", str(tmp_path / "s"),
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert calls[0][0].update_months == 3
    content = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert content["rule_set"]["changes"] == [
        {"parameter": "update_months", "before": 6, "after": 3}
    ]
    story = content["properties"][0]["story"]
    assert (story["rule_set"], story["changes"]) == ("2023-07-01", {"update_months": 3})
    assert "due on May 21, 2024" in story["told"]["en"][-1]
    assert "update_months=3" in (tmp_path / "s" / "test_update_due.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["no group of fields"]),
        ("name: a\n", ["'changes' is missing"]),
        ("name: a\nchanges: {}\n", ["no parameter is changed"]),
        ("name: a\nchanges: 3\n", ["must be a group of fields"]),
        (
            "name: a\nchanges:\n  update_moths: 3\n",
            ["reform.yaml:3", "did you mean 'update_months'?"],
        ),
        ("name: a\nchanges:\n  update_months: three\n", ["no whole number"]),
        ("name: a\nchanges:\n  legacy_end: soon\n", ["is no day"]),
        ("name: a\nbase: '1999'\nchanges:\n  update_months: 3\n", ["no rule set '1999'"]),
        ("name: A b\nchanges:\n  update_months: 3\n", ["is no name"]),
        ("name: a\nname: b\nchanges:\n  update_months: 3\n", ["a second time"]),
        ("name: [\n", ["no valid YAML"]),
    ],
)
def test_wrong_reforms_are_refused_with_all_faults(tmp_path, text, faults):
    file = tmp_path / "reform.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as error:
        read_reform(file)
    for fault in faults:
        assert fault in str(error.value)


def test_reforms_of_all_kinds_of_values(tmp_path):
    file = tmp_path / "reform.yaml"
    file.write_text(
        "name: many\nbase: '2023-07-01'\ntitle: {de: Viel, en: Much}\nchanges:\n"
        "  conciliation: false\n  legacy_end: 2024-06-30\n  reduction_percent: [5, 10, 15]\n"
        "  update_months: 9\n",
        encoding="utf-8",
    )
    reform = read_reform(file)
    assert (reform.name, reform.base, reform.title.de) == ("many", "2023-07-01", "Viel")
    assert [str(change) for change in LAW.diff(reform)] == [
        "update_months: 6 -> 9",
        "conciliation: True -> False",
        "legacy_end: 2023-12-31 -> 2024-06-30",
        "reduction_percent: (10, 20, 30) -> (5, 10, 15)",
    ]
    with pytest.raises(RuleError, match="give either --rule-set or base"):
        read_reform(file, "another")


# -- JUnit -------------------------------------------------------------------------------------


def test_cases(text: str) -> dict[str, ElementTree.Element]:
    """Return the test cases of JUnit XML by name, read without the library that wrote it."""
    return {case.get("name", ""): case for case in ElementTree.fromstring(text).iter("testcase")}


test_cases.__test__ = False  # type: ignore[attr-defined]


def test_junit_has_a_case_for_each_property_and_kind_of_finding():
    text = junit_xml(BAD, "en")
    cases = test_cases(text)
    assert set(cases) == {v.name for v in BAD.verdicts} | set(FINDINGS)
    root = ElementTree.fromstring(text)
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("13", "4", "0")
    assert cases["holds"].find("failure") is None
    assert cases["holds"].get("classname") == "Rz 15.52"
    broken = cases["broken"].find("failure")
    assert broken is not None
    assert (broken.get("type"), broken.get("message")) == (
        "violated",
        "The rule <A> & B. violated",
    )
    assert "August 22, 2024: deadline missed: plan update" in (broken.text or "")
    assert cases["empty"].find("failure").get("type") == "vacuous"  # type: ignore[union-attr]
    idle = cases["idle_transition"].find("failure")
    assert idle is not None
    assert len((idle.text or "").splitlines()) == 25
    assert cases["deadlock"].find("failure") is None


def test_junit_is_silent_about_what_was_not_looked_for():
    """A check of single properties neither looks for findings nor answers questions."""
    assert set(test_cases(junit_xml(replace(GOOD, answers=())))) == {
        "holds",
        "update_can_be_in_time",
    }


def test_reports_are_the_same_each_time():
    slower = replace(BAD, exploration=replace(BAD.exploration, seconds=9.0, memory_bytes=1))
    assert junit_xml(BAD) == junit_xml(slower)
    one, other = as_data(BAD, LAW), as_data(slower, LAW)
    assert one.pop("measured") != other.pop("measured")
    assert one == other


# -- JSON --------------------------------------------------------------------------------------

MUTANTS = MutantReport(
    (
        Trial("a", "drop act", ("15.6",), "caught", ("x",)),
        Trial("b", "drop act", ("15.6",), "equivalent", ()),
        Trial("c", "drop guard", ("15.7",), "survived", ()),
    )
)


@pytest.mark.parametrize("report", [GOOD, BAD], ids=["good", "bad"])
@pytest.mark.parametrize("mutants", [None, MUTANTS], ids=["plain", "mutants"])
def test_json_follows_its_schema(report, mutants):
    schema = json.loads((DOCS / "check-report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    content = json.loads(json.dumps(as_data(report, LAW, mutants)))
    jsonschema.validate(content, schema)
    assert content["passed"] is report.passed
    assert len(content["findings"]) == len(report.findings)


def test_the_schema_refuses_what_is_no_report():
    schema = json.loads((DOCS / "check-report.schema.json").read_text(encoding="utf-8"))
    content = json.loads(json.dumps(as_data(GOOD, LAW)))
    for key in list(content):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({k: v for k, v in content.items() if k != key}, schema)
    content["properties"][0]["status"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, schema)


def test_json_says_why_a_story_is_not_told():
    told = {item["name"]: item["story"] for item in as_data(BAD, LAW)["properties"]}
    assert told["odd"]["told"] is None
    assert "cannot be played" in told["odd"]["not_told"]
    assert told["broken"]["not_told"] is None
    assert told["broken"]["moves"][-1] == {"waits_until": "update_due"}


# -- stories, mutants, heat map ------------------------------------------------------------------


def test_stories_are_written_and_those_that_cannot_be_played_are_named(cli, checked, tmp_path):
    checked(BAD)
    done = cli("check", "--quiet", "--stories", str(tmp_path / "s"), "--lang", "de")
    assert done.exit_code == 1
    names = {path.name for path in (tmp_path / "s").iterdir()}
    assert names == {
        name
        for subject in ("update_due", "broken_story", "question")
        for name in (f"{subject}.md", f"{subject}.mmd", f"test_{subject}.py")
    }
    assert "ohne Fallakte: The story of unplayable cannot be played" in words(done.stderr)
    assert "Geschichten: 3 in" in done.stdout


def test_surviving_mutants_are_found(cli, checked, monkeypatch):
    checked(GOOD)
    asked = []

    def run_mutants(rule_set, *, sample, seed, progress):
        asked.append((rule_set, sample, seed))
        progress(1, 3)
        return MUTANTS

    monkeypatch.setattr(mutants_module, "run_mutants", run_mutants)
    done = cli("check", "--mutants", "--sample", "3", "--seed", "8")
    assert done.exit_code == 1
    assert asked == [(LAW, 3, 8)]
    shown = words(done.stdout)
    assert "drop act 1 1 0" in shown and "drop guard 0 0 1" in shown
    assert "50.0% of the mutants that behave differently are caught." in shown
    survivors = MutantReport(MUTANTS.trials[:2])
    monkeypatch.setattr(mutants_module, "run_mutants", lambda *a, **k: survivors)
    assert cli("check", "--mutants").exit_code == 0


def test_mutants_wait_until_all_properties_hold(cli, checked, monkeypatch):
    checked(BAD)
    monkeypatch.setattr(mutants_module, "run_mutants", None)
    done = cli("check", "--quiet", "--mutants")
    assert done.exit_code == 1
    assert "Mutants only once all properties hold." in done.stderr


def test_heat_map_of_a_scenario(cli, checked, tmp_path):
    checked(GOOD)
    done = cli("check", "--quiet", "--heat-map", str(tmp_path / "h"), "--scenario", "small")
    assert done.exit_code == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "h").iterdir()) == ["heat-map.html", "heat-map.png"]
    page = (tmp_path / "h" / "heat-map.html").read_text(encoding="utf-8")
    assert "1 January 2024 to 31 December 2024" in page


def test_a_heat_map_of_a_reform_is_refused(cli, checked, tmp_path):
    checked(GOOD)
    file = tmp_path / "reform.yaml"
    file.write_text(REFORM, encoding="utf-8")
    done = cli("check", "--quiet", "--reform", str(file), "--heat-map", str(tmp_path / "h"))
    assert done.exit_code == 2
    assert "leave out --reform or --heat-map" in done.stderr


def test_a_file_that_cannot_be_written_is_named(cli, checked, tmp_path):
    checked(GOOD)
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = cli("check", "--quiet", "--json", str(tmp_path / "file" / "c.json"))
    assert done.exit_code == 2
    assert "cannot write to" in done.stderr


def test_texts_for_people():
    assert summary_line(GOOD, "de").startswith("Geprüfte Eigenschaften: 2; alle gelten")
    assert failure_text(GOOD) == ""
    text = failure_text(BAD)
    assert text.startswith("3 of 5 properties do not hold, 25 findings.")
    assert text.count("idle transition: ") == 20
    assert text.endswith("… and 5 more")


# -- documentation -------------------------------------------------------------------------------


def test_the_workflow_example_is_valid_and_its_commands_exist():
    text = (DOCS / "examples" / "koopsim-check.yml").read_text(encoding="utf-8")
    content = YAML(typ="safe", pure=True).load(text)
    steps = content["jobs"]["check"]["steps"]
    commands = [
        line.strip()
        for step in steps
        for line in step.get("run", "").replace("\\\n", " ").splitlines()
        if line.strip().startswith("koopsim ")
    ]
    assert commands
    for command in commands:
        options_exist(command.split()[1], re.findall(r"--[a-z-]+", command))
    uses = [step["uses"] for step in steps if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", name) for name in uses)


def test_options_named_on_the_page_exist():
    page = (DOCS / "checking.md").read_text(encoding="utf-8")
    for command, options in re.findall(r"koopsim (check|run)((?: [^\s`]+)*)", page):
        options_exist(command, re.findall(r"--[a-z-]+", options))
    assert "check-report.schema.json" in page


def options_exist(command: str, options: list[str]) -> None:
    for option in options:
        assert option in help_of(command), f"{command} {option}"


@cache
def help_of(command: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "koopsim.app.main", command, "--help"],
        capture_output=True,
        encoding="utf-8",
        env={"COLUMNS": "200", "TERM": "dumb", "PATH": "", "PYTHONIOENCODING": "utf-8"},
        check=True,
    ).stdout


def test_reform_files_on_the_page_are_valid(tmp_path):
    page = (DOCS / "checking.md").read_text(encoding="utf-8")
    blocks = [b for b in re.findall(r"```yaml\n(.*?)```", page, re.S) if "changes:" in b]
    assert blocks
    for block in blocks:
        (tmp_path / "reform.yaml").write_text(block, encoding="utf-8")
        assert LAW.diff(read_reform(tmp_path / "reform.yaml"))
