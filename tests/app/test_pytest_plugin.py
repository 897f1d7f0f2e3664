"""The plugin for other people's tests: reform files, the fixture, and nothing unless asked."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

REFORM = "name: draft\nchanges:\n  update_months: 3\n"
PLUGIN = "koopsim.app.pytest_plugin"
_INSTALLED = any(e.value == PLUGIN for e in entry_points(group="pytest11"))
ARGUMENTS = () if _INSTALLED else ("-p", PLUGIN)

FAKE = """
import sys
from dataclasses import replace
sys.path.insert(0, {folder!r})
import made_reports
from koopsim.app import check_run
from koopsim.model.checker.check import chosen_properties

CALLS = []

def check(rule_set, *, names=None, rule="", progress=None):
    CALLS.append(rule_set.name)
    print("CHECKED", rule_set.name)
    report = getattr(made_reports, {report!r})
    wanted = [p.name for p in chosen_properties(names, rule)]
    bad = {{v.name: v for v in report.verdicts if not v.good}}
    verdicts = [made_reports.made_verdict(name) for name in wanted]
    for i, verdict in enumerate(list(bad.values())[:len(wanted)]):
        verdicts[i] = replace(verdict, name=wanted[i])
    return replace(report, verdicts=tuple(verdicts))

check_run.check = check
"""


@pytest.fixture
def faked(pytester):
    """Let the run of the inner tests use a report made by hand."""

    def use(report):
        folder = str(Path(__file__).parent)
        pytester.makeconftest(FAKE.format(folder=folder, report=report))
        pytester.path.joinpath("reform.yaml").write_text(REFORM, encoding="utf-8")

    return use


def run(pytester, *arguments):
    return pytester.runpytest_subprocess(*ARGUMENTS, "-p", "no:cacheprovider", *arguments)


def test_nothing_is_imported_unless_asked(pytester):
    pytester.makepyfile(
        """
        import sys

        def test_light():
            names = [n for n in sys.modules if n.startswith("koopsim.model")]
            heavy = {"numpy", "numba", "pandas", "typer", "rich"} & set(sys.modules)
            assert (names, heavy) == ([], set())
        """
    )
    result = run(pytester)
    result.assert_outcomes(passed=1)


def test_a_run_without_tests_of_ours_is_as_before(pytester):
    result = run(pytester)
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    result.stdout.no_fnmatch_line("*koopsim-reform*")


def test_the_option_is_explained(pytester):
    run(pytester, "--help").stdout.fnmatch_lines(["*--koopsim-reform=FILE*"])


def test_a_reform_that_holds_passes_once_checked(pytester, faked):
    faked("GOOD")
    pytester.makepyfile("def test_mine(): pass")
    result = run(pytester, "--koopsim-reform", "reform.yaml", "-s")
    assert result.ret == 0
    outcomes = result.parseoutcomes()
    assert outcomes["passed"] > 60
    assert result.stdout.str().count("CHECKED draft") == 1


def test_what_does_not_hold_fails_with_its_story(pytester, faked):
    faked("BAD")
    result = run(pytester, "--koopsim-reform", "reform.yaml")
    outcomes = result.parseoutcomes()
    assert outcomes["failed"] == 4  # three properties and the findings
    text = result.stdout.str()
    assert "August 22, 2024: deadline missed: plan update, due on August 21, 2024." in text
    assert "[Rz 15.52, § 31 SGB II, MUST]: The rule <A> & B. violated." in text
    assert "… and 5 more" in text
    assert "pytest_plugin.py" not in text  # no traceback into koopsim
    result.stdout.fnmatch_lines(["FAILED reform.yaml::findings*"])


def test_single_tests_can_be_chosen_and_left_out(pytester, faked):
    faked("BAD")
    result = run(pytester, "--koopsim-reform", "reform.yaml", "-k", "demand_carries_cost_rule")
    result.assert_outcomes(passed=1, deselected=result.parseoutcomes()["deselected"])
    left_out = run(
        pytester, "--koopsim-reform", "reform.yaml", "--deselect", "reform.yaml::findings"
    )
    assert left_out.parseoutcomes()["failed"] == 3


def test_the_ini_option_checks_in_every_run(pytester, faked):
    faked("GOOD")
    pytester.makepyprojecttoml(
        """
        [tool.pytest.ini_options]
        koopsim_reforms = ["reform.yaml"]
        """
    )
    assert run(pytester).parseoutcomes()["passed"] > 60
    both = run(pytester, "--koopsim-reform", "reform.yaml")
    assert both.parseoutcomes() == run(pytester).parseoutcomes()


def test_the_report_of_the_outer_run_names_file_and_property(pytester, faked):
    faked("GOOD")
    result = run(pytester, "--koopsim-reform", "reform.yaml", "-v", "--junit-xml", "out.xml")
    result.stdout.fnmatch_lines(["reform.yaml::demand_carries_cost_rule PASSED*"])
    written = pytester.path.joinpath("out.xml").read_text(encoding="utf-8")
    assert 'name="demand_carries_cost_rule"' in written


def test_a_wrong_reform_file_is_one_clear_failure(pytester):
    pytester.path.joinpath("reform.yaml").write_text("name: a\n", encoding="utf-8")
    result = run(pytester, "--koopsim-reform", "reform.yaml", "-k", "findings")
    result.assert_outcomes(failed=1, deselected=result.parseoutcomes()["deselected"])
    text = result.stdout.str()
    assert "the field 'changes' is missing" in text
    assert "Traceback" not in text and "reform_file.py" not in text


def test_the_fixture_checks_and_asserts(pytester, faked):
    faked("BAD")
    pytester.makepyfile(
        """
        from pathlib import Path
        from koopsim.model.rule_set import load_rule_set

        def test_report(koopsim_check):
            report = koopsim_check("reform.yaml")
            assert not report.passed
            assert koopsim_check(Path("reform.yaml")) is report
            draft = load_rule_set("2023-07-01").reform(name="draft", update_months=3)
            assert koopsim_check(draft) is report
            assert koopsim_check("2023-07-01") is not report
            only = koopsim_check(draft, names=["demand_carries_cost_rule"])
            assert len(only.verdicts) == 1

        def test_holds(koopsim_check):
            koopsim_check.assert_holds("reform.yaml")
        """
    )
    result = run(pytester)
    result.assert_outcomes(passed=1, failed=1)
    text = result.stdout.str()
    assert "do not hold, 25 findings." in text
    assert "deadline missed: plan update" in text
    assert "pytest_plugin.py" not in text


def test_a_real_check_in_this_process():
    """The plugin's checker with nothing made by hand."""
    from koopsim.app.pytest_plugin import KoopsimCheck

    checker = KoopsimCheck()
    report = checker("2023-07-01", rule="15.56")
    assert [v.name for v in report.verdicts] == ["demand_carries_cost_rule"]
    assert report.passed
    checker.assert_holds("2023-07-01", rule="15.56")
    assert checker("2023-07-01", rule="15.56") is report
    assert "koopsim.app.check_run" in sys.modules
