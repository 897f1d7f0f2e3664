"""Other statechart engines run the exported chart as the reference does: states, order of acts."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from koopsim.model.errors import DefinitionError
from koopsim.model.exports import to_json, to_scxml
from koopsim.model.exports.naming import variable
from koopsim.model.exports.scxml import NAMESPACE
from koopsim.model.process.acts import act
from koopsim.model.process.case import rule_facts
from koopsim.model.process.events import EVENTS
from koopsim.model.process.facts import FACTS
from koopsim.model.process.process import TRANSITIONS
from koopsim.model.process.statechart import Statechart
from koopsim.model.process.states import ALL_STATES, LEAVES, REGION_NAMES
from koopsim.model.rule_set import RuleSet
from statemachine.io import load

from .checkers import NODE_MODULES, require_node_package, run
from .histories import Asked, random_histories

HERE = Path(__file__).parent
STEPS = 2_500
PERSON = [spec.name for spec in FACTS if spec.kind == "person"]


@pytest.fixture(scope="module")
def histories(chart: Statechart) -> list[list[Asked]]:
    made = random_histories(chart, tries=5_000, seed=6)
    asked = [one for history in made for one in history]
    assert sum(not one.fired for one in asked) > 300
    assert {one.event for one in asked if one.fired} == set(EVENTS)
    assert len({name for one in asked for name in one.fired}) > 300
    return made


def as_json(histories: Sequence[Sequence[Asked]], named: bool) -> str:
    """Histories for a driver; ``named``: facts bear the names of the SCXML datamodel."""
    return json.dumps(
        [
            [
                {
                    "event": one.event,
                    "facts": {variable(n) if named else n: v for n, v in one.facts.items()},
                }
                for one in history
            ]
            for history in histories
        ]
    )


def assert_same(histories: Sequence[Sequence[Asked]], seen: list[list[dict[str, Any]]]) -> None:
    """Compare active leaves, fired transitions and acts of all steps."""
    steps = 0
    for history, answers in zip(histories, seen, strict=True):
        for one, answer in zip(history, answers, strict=True):
            leaves = tuple(
                name
                for region in REGION_NAMES
                for name in answer["states"]
                if name in LEAVES and LEAVES[name].region == region
            )
            fired = tuple(text for label, text in answer["logged"] if label == "fired")
            acts = tuple(text for label, text in answer["logged"] if label == "act")
            assert (leaves, fired, acts) == (one.after, one.fired, one.acts), one
            steps += bool(fired)
    assert steps >= STEPS


def test_scion_runs_the_scxml_file(
    histories: list[list[Asked]], rule_set: RuleSet, tmp_path: Path
) -> None:
    require_node_package("@scion-scxml/scxml")
    (tmp_path / "chart.scxml").write_text(to_scxml(rule_set), encoding="utf-8")
    command = ["node", str(HERE / "scion_driver.js"), str(tmp_path / "chart.scxml")]
    assert_same(histories, json.loads(run(command, tmp_path, as_json(histories, named=True))))


def test_xstate_runs_the_json_definition(
    histories: list[list[Asked]], rule_set: RuleSet, tmp_path: Path
) -> None:
    require_node_package("xstate")
    (tmp_path / "process.json").write_text(to_json(rule_set), encoding="utf-8")
    command = ["node", str(HERE / "xstate_driver.mjs"), str(NODE_MODULES), "process.json"]
    assert_same(histories, json.loads(run(command, tmp_path, as_json(histories, named=False))))


def test_python_statemachine_loads_the_scxml_file(
    histories: list[list[Asked]], rule_set: RuleSet, capsys: pytest.CaptureFixture[str]
) -> None:
    constants = rule_facts(rule_set)
    machine_class = load(to_scxml(rule_set, syntax="python"), format="scxml")
    seen = []
    for history in histories:
        machine = machine_class()
        for name, value in constants.items():
            # python-statemachine 3.2.2 reads the datamodel for the first machine of a class only.
            assert getattr(machine.model, variable(name), value) == value
            setattr(machine.model, variable(name), value)
        answers = []
        for number, one in enumerate(history):
            for name, value in one.facts.items():
                if number == 0 or name not in PERSON:
                    setattr(machine.model, variable(name), value)
            # The machine itself keeps what events change about the person.
            kept = {name: getattr(machine.model, variable(name)) for name in PERSON}
            assert kept == {name: one.facts[name] for name in PERSON}
            capsys.readouterr()
            machine.send(one.event)
            lines = capsys.readouterr().out.splitlines()
            answers.append(
                {
                    "states": list(machine.configuration_values),
                    "logged": in_document_order([line.partition(": ") for line in lines]),
                }
            )
        seen.append(answers)
    assert_same(histories, seen)


def in_document_order(lines: Sequence[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Log entries, sorted by region; those of one transition stay together and in order.

    python-statemachine 3.2.2 lets regions fire in the order in which their states were entered.
    """
    rank = {t.name: REGION_NAMES.index(t.region) for t in TRANSITIONS}
    blocks: list[list[tuple[str, str]]] = []
    for label, _, text in lines:
        if label == "fired":
            blocks.append([])
        blocks[-1].append((label, text[1:-1]))
    blocks.sort(key=lambda block: rank[block[0][1]])
    return [entry for block in blocks for entry in block]


@pytest.mark.parametrize("syntax", ["ecmascript", "python"])
def test_scxml_has_the_structure_of_the_standard(syntax: Any, rule_set: RuleSet) -> None:
    allowed = {
        "scxml": {"datamodel", "parallel"},
        "datamodel": {"data"},
        "data": set(),
        "parallel": {"state", "transition"},
        "state": {"state", "transition"},
        "transition": {"log", "if", "assign"},
        "if": {"log"},
        "log": set(),
        "assign": set(),
    }
    root = ET.fromstring(to_scxml(rule_set, syntax=syntax))
    prefix = f"{{{NAMESPACE}}}"
    ids = [e.attrib["id"] for e in root.iter() if e.tag in (f"{prefix}state", f"{prefix}parallel")]
    assert root.attrib["version"] == "1.0" and root.attrib["datamodel"] == syntax
    assert sorted(ids) == sorted({"case", *REGION_NAMES, *ALL_STATES})
    for element in root.iter():
        tag = element.tag.removeprefix(prefix)
        assert {child.tag.removeprefix(prefix) for child in element} <= allowed[tag]
    moves = [e for e in root.iter(f"{prefix}transition") if "target" in e.attrib]
    assert len(moves) == len(TRANSITIONS)
    assert {e.attrib["target"] for e in moves} <= set(LEAVES)


def test_an_act_whose_condition_reads_a_change_is_refused(rule_set: RuleSet) -> None:
    wrong = tuple(
        replace(t, acts=(act("analysis_review", when="is_minor"),))
        if t.event == "came_of_age"
        else t
        for t in TRANSITIONS
    )
    with pytest.raises(DefinitionError, match="condition 'is_minor' of an act reads"):
        to_scxml(rule_set, transitions=wrong)
    with pytest.raises(DefinitionError, match="syntax 'lua' is unknown"):
        to_scxml(rule_set, syntax="lua")  # type: ignore[arg-type]


def test_json_holds_every_declaration_with_its_sources(rule_set: RuleSet) -> None:
    content = json.loads(to_json(rule_set))
    assert [t["name"] for t in content["transitions"]] == [t.name for t in TRANSITIONS]
    assert [e["name"] for e in content["events"]] == list(EVENTS)
    cited = ("regions", "states", "facts", "guards", "events", "act_kinds", "transitions")
    for part in (*cited, "deadlines"):
        assert content[part]
        assert all(item["cites"] for item in content[part]), part
    limits = {d["name"]: d["limit"] for d in content["deadlines"]}
    assert limits["conciliation_end"] == rule_set.conciliation_weeks
    assert limits["legacy_end"] == str(rule_set.legacy_end)
