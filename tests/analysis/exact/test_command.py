"""``koopsim exact``."""

from __future__ import annotations

import json

import pytest
from koopsim.analysis.exact import CHOICES
from koopsim.app.main import app
from typer.testing import CliRunner

SCENARIO = """\
name: few
title: {de: Wenige Wege, en: Few ways}
question: {de: Wie geht ein Fall?, en: How does a case go?}
description: {de: Eine kleine Kette., en: A small chain.}
extends: small
flows:
  monthly_move_rate: {value: 0.0, range: [0, 1], source: test}
  monthly_reporting_rate: {value: 0.0, range: [0, 1], source: test}
  ground_share: {value: 0.0, range: [0, 1], source: test}
population:
  share_integrated_to_capacity: {value: 0.0, range: [0, 1], source: test}
  share_unemployment_benefit: {value: 0.0, range: [0, 1], source: test}
  share_before_need: {value: 0.0, range: [0, 1], source: test}
measure:
  monthly_start_rate: {value: 0.0, range: [0, 1], source: test}
"""


@pytest.fixture
def scenario(tmp_path):
    path = tmp_path / "few.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def run(*arguments: str):
    environment = {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}
    return CliRunner().invoke(app, ["exact", *arguments], env=environment)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Few ways", "Shares of time in benefit", "talks held", "The officer's discretion"]),
        ("de", ["Wenige Wege", "Anteile an der Zeit im Bezug", "Spielraum der Fachkraft"]),
    ],
)
def test_tables_and_file(scenario, tmp_path, language, words):
    path = tmp_path / "numbers.json"
    result = run(str(scenario), "--lang", language, "--json", str(path))
    assert result.exit_code == 0, result.output
    assert all(word in result.stdout for word in words)
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["states"] > 1000
    assert sum(content["time_shares"]["plan"].values()) == pytest.approx(1.0)
    assert content["route_into_notice"]["steps"][0]["week"] == 0
    assert {item["objective"] for item in content["discretion"]} >= {"talks", "months_to_return"}
    assert set(content["discretion"][0]["lowest"]["yes"]) == set(CHOICES)
    assert [p.name for p in tmp_path.iterdir() if p.suffix != ".yaml"] == ["numbers.json"]


def test_a_folder_that_is_not_there_is_one_sentence(scenario, tmp_path):
    result = run(str(scenario), "--no-discretion", "--json", str(tmp_path / "no" / "x.json"))
    assert result.exit_code == 2
    assert "cannot write" in result.output
