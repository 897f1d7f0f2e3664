"""``koopsim rules``."""

from __future__ import annotations

import json

import pytest


def words(text: str) -> str:
    """Undo wrapping."""
    return " ".join(text.split())


@pytest.mark.parametrize("width", [30, 80, 140])
def test_coverage_table_shows_every_rule_at_any_width(cli, width):
    result = cli("rules", width=width)
    assert result.exit_code == 0
    shown = {line.split()[0] for line in result.stdout.splitlines() if line.strip()}
    assert {f"15.{number}" for number in range(1, 78)} <= shown
    assert result.stdout.rstrip().endswith("77 of 77 rules, 0 orphans")
    assert "…" not in result.stdout


@pytest.mark.parametrize("width", [80, 140])
def test_no_line_of_the_table_is_cut(cli, width):
    """Every element stands in the table in full, if only over two lines."""
    shown = "".join(cli("rules", width=width).stdout.split())
    for rule in json.loads(cli("rules", "--json").stdout)["rules"]:
        for element in rule["realised_by"]:
            # A folded name goes on in the same column of the next line, behind other columns.
            assert element[:20] in shown
    assert max(len(line) for line in cli("rules", width=width).stdout.splitlines()[1:]) <= width


def test_german(cli):
    result = cli("rules", "--lang", "de")
    assert "Modalität" in result.stdout
    assert result.stdout.rstrip().endswith("77 von 77 Regeln, 0 verwaiste Elemente")


def test_json_has_margin_numbers_as_strings(cli):
    content = json.loads(cli("rules", "--json").stdout)
    assert content["rule_set"] == "2023-07-01"
    assert (content["total"], content["covered"], content["orphans"]) == (77, 77, [])
    numbers = [rule["rz"] for rule in content["rules"]]
    assert numbers == [f"15.{number}" for number in range(1, 78)]


def test_one_rule_names_all_that_realises_it(cli):
    shown = words(cli("rules", "15.52").stdout)
    for part in (
        "Rz 15.52: Demand with RFB",
        "SHOULD",
        "§ 15(5) S. 2 SGB II",
        "2023-07-01 to 2026-06-30",
        "Deutsch",
        "English",
        "plan_with_notice: plan with RFB",
        "demand_issued",
        "notice_only_after_failed_cooperation",
        "agreements_not_kept: trust -> plan_with_notice",
        "notice_after_check",
    ):
        assert part in shown


def test_one_rule_as_json(cli):
    content = json.loads(cli("rules", "15.52", "--json").stdout)
    assert content["rz"] == "15.52"
    assert "act:demand" in content["realised_by"]
    assert any(element.startswith("transition:") for element in content["cited_by"])
    assert set(content["statement"]) == {"de", "en"}


def test_every_rule_can_be_shown(cli):
    for number in (1, 5, 28, 72, 77):
        assert cli("rules", f"Rz 15.{number}", "--lang", "de", width=60).exit_code == 0


@pytest.mark.parametrize(
    ("asked", "meant"), [("15.99", "15.9"), ("52", "15.52"), ("15,52", "15.52"), ("16.52", "15.52")]
)
def test_unknown_rule_gets_a_suggestion(cli, asked, meant):
    result = cli("rules", asked)
    assert result.exit_code == 2
    assert f"Did you mean {meant}?" in result.stderr


def test_rule_set_by_name_and_by_day(cli):
    by_day = cli("rules", "15.1", "--on", "2024-05-01").stdout
    assert by_day == cli("rules", "15.1", "--rule-set", "2023-07-01").stdout


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (("--on", "2020-01-01"), "No rule set is known for 2020-01-01"),
        (("--rule-set", "nothing"), "There is no rule set 'nothing'"),
        (("--rule-set", "2023-07-01", "--on", "2024-01-01"), "not both"),
    ],
)
def test_wrong_rule_set(cli, options, text):
    result = cli("rules", *options)
    assert result.exit_code == 2
    assert text in result.stderr
