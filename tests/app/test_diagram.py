"""``koopsim diagram``."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("language", ["de", "en"])
def test_default_name(cli, tmp_path, monkeypatch, language):
    monkeypatch.chdir(tmp_path)
    result = cli("diagram", "--lang", language)
    assert result.exit_code == 0
    path = tmp_path / f"koopsim-{language}.svg"
    assert "<svg" in path.read_text(encoding="utf-8")
    assert result.stdout.startswith(path.name)


def test_a_folder_that_does_not_exist(cli, tmp_path):
    result = cli("diagram", str(tmp_path / "none" / "chart.svg"))
    assert result.exit_code in (0, 2)
    assert result.exit_code == 0 or "chart.svg" in result.stderr


def test_an_ending_that_nobody_knows(cli, tmp_path):
    result = cli("diagram", str(tmp_path / "chart.docx"))
    assert result.exit_code == 2
    assert result.stderr.startswith("koopsim: ")
    assert not list(tmp_path.iterdir())
