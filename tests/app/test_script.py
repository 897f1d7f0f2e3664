"""``koopsim case --script``."""

from __future__ import annotations

import pytest

SCRIPT = """\
# A person who stays away once.

2024-03-01 enter
+3 invitation_sent
+14 talk_missed important_reason   # ill
2024-05-01 time
"""


def test_a_script_prints_the_story(program, tmp_path):
    (tmp_path / "case.txt").write_text(SCRIPT, encoding="utf-8")
    done = program("case", "--script", "case.txt", "--lang", "de")
    assert done.returncode == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0].startswith("1. März 2024: Zugang in den Leistungsbezug.")
    assert "ein wichtiger Grund" in done.stdout or "wichtiger Grund" in done.stdout
    assert "30. März 2024: Frist versäumt: Erstgespräch, fällig am 29. März 2024." in done.stdout
    assert lines[-1].startswith("Regelwerk 2023-07-01")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("2024-03-01 enter\n\n+3 talk_held\n", 3, "talk_held does not fit"),
        ("2024-03-01 entr\n", 1, "there is no event 'entr'; possible now: enter"),
        ("2024-03-01\n", 1, "write DATE EVENT [FACT ...]"),
        ("+3 enter\n", 1, "'+3' is no day; write 2024-05-01"),
        ("1.3.2024 enter\n", 1, "'1.3.2024' is no day"),
        ("2024-03-01 enter\n2024-02-01 invitation_sent\n", 2, "lies before 2024-03-01"),
        ("2024-03-01 enter\n+5 invitation_sent minr\n", 2, "'minr' is no situation fact"),
        ("2024-03-01 enter\n+5 time important_reason\n", 2, "takes no facts"),
        ("2024-03-01 enter\n+1 support_expired\n", 2, "happens by itself"),
        ("2019-03-01 enter\n", 1, "lies outside rule set"),
    ],
)
def test_an_error_names_file_and_line(cli, tmp_path, text, line, reason):
    path = tmp_path / "case.txt"
    path.write_text(text, encoding="utf-8")
    result = cli("case", "--script", str(path))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"koopsim: {path}:{line}: ")
    assert reason in result.stderr
    assert result.stdout == ""


def test_facts_and_start_hold_for_a_script(cli, tmp_path):
    path = tmp_path / "case.txt"
    path.write_text("+0 enter\n+10 came_of_age\n", encoding="utf-8")
    facts = ("--fact", "minor", "--fact", "under_25", "--start", "2024-03-01")
    result = cli("case", "--script", str(path), *facts)
    assert result.exit_code == 0
    assert "March 11, 2024: comes of age" in result.stdout


def test_an_unreadable_script(cli, tmp_path):
    binary = tmp_path / "case.bin"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "missing.txt", tmp_path, binary):
        result = cli("case", "--script", str(path))
        assert result.exit_code == 2
        assert "cannot read the script" in result.stderr


def test_an_empty_script_tells_an_empty_story(cli, tmp_path):
    path = tmp_path / "case.txt"
    path.write_text("", encoding="utf-8")
    assert cli("case", "--script", str(path)).stdout.startswith("Nothing has happened yet.")
