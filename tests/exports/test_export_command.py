"""``koopsim export`` writes what the exporters make, to standard output or to a file."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from koopsim.app.main import app
from koopsim.model.diagram import to_dot, to_mermaid
from koopsim.model.exports import to_json, to_murphi, to_prism, to_promela, to_scxml
from koopsim.model.rule_set import RuleSet
from typer.testing import CliRunner, Result


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["export", *arguments], env={"COLUMNS": "100", "NO_COLOR": "1"})


def test_all_forms_go_to_standard_output(rule_set: RuleSet) -> None:
    expected = {
        "murphi": to_murphi(rule_set),
        "promela": to_promela(rule_set),
        "prism": to_prism(rule_set),
        "scxml": to_scxml(rule_set),
        "json": to_json(rule_set),
        "dot": to_dot("en"),
        "mermaid": to_mermaid("en"),
    }
    for form, text in expected.items():
        done = call(form, "--rule-set", rule_set.name)
        assert done.exit_code == 0, form
        assert done.stdout == text, form
    json.loads(expected["json"])
    ET.fromstring(expected["scxml"])


@pytest.mark.parametrize(
    ("given", "facts"), [("none", ()), ("minor, under_25", ("minor", "under_25"))]
)
def test_tracked_facts_are_chosen(
    given: str, facts: tuple[str, ...], rule_set: RuleSet, tmp_path: Path
) -> None:
    target = tmp_path / "process.pm"
    done = call("prism", "--facts", given, "--rule-set", rule_set.name, "--out", str(target))
    assert done.exit_code == 0
    assert target.read_text(encoding="utf-8") == to_prism(rule_set, facts=facts)
    assert [path.name for path in tmp_path.iterdir()] == ["process.pm"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("murphi", "--facts", "age"), "fact 'age' cannot be tracked; known: minor"),
        (("scxml", "--facts", "minor"), "--facts goes with murphi, promela, prism, not with scxml"),
        (("json", "--rule-set", "1900-01-01"), "1900-01-01"),
        (("json", "--out", "no/such/folder/process.json"), "cannot write the export to"),
    ],
)
def test_wrong_input_gives_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    done = call(*arguments)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_exports_are_the_same_every_time(rule_set: RuleSet) -> None:
    for write in (to_murphi, to_promela, to_prism, to_scxml, to_json):
        assert write(rule_set) == write(rule_set)
