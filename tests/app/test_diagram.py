"""``koopsim diagram``."""

from __future__ import annotations


def test_default_name(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = cli("diagram", "--lang", "de")
    assert result.exit_code == 0
    path = tmp_path / "koopsim-de.svg"
    assert "<svg" in path.read_text(encoding="utf-8")
    assert result.stdout.startswith(path.name)


def test_a_path_chooses_the_form(cli, tmp_path):
    path = tmp_path / "chart.mmd"
    assert cli("diagram", str(path)).exit_code == 0
    assert "plan_with_notice" in path.read_text(encoding="utf-8")


def test_a_folder_that_does_not_exist(cli, tmp_path):
    result = cli("diagram", str(tmp_path / "none" / "chart.mmd"))
    assert result.exit_code == 2
    assert "cannot write 'chart.mmd'" in result.stderr


def test_an_ending_that_nobody_knows(cli, tmp_path):
    result = cli("diagram", str(tmp_path / "chart.docx"))
    assert result.exit_code == 2
    assert result.stderr.startswith("koopsim: ")
    assert not list(tmp_path.iterdir())
