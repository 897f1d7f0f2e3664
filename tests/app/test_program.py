"""The program as a whole: help, version, how it ends."""

from __future__ import annotations

import subprocess
import sys

import koopsim.scenarios
import pytest

COMMANDS = ("run", "rules", "case", "diagram", "scenarios")


def test_help_names_every_command(cli):
    result = cli("--help")
    assert result.exit_code == 0
    assert all(name in result.stdout for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(cli, command):
    result = cli(command, "--help")
    assert result.exit_code == 0
    assert "--lang" in result.stdout


def test_version(cli):
    result = cli("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("koopsim ")


@pytest.mark.parametrize(
    "arguments", [("unknown",), ("rules", "--unknown"), ("run",), ("case", "--start", "yesterday")]
)
def test_wrong_usage_ends_with_two(cli, arguments):
    assert cli(*arguments).exit_code == 2


def test_help_loads_no_heavy_package():
    code = (
        "import sys, koopsim.app.main\n"
        "heavy = {'pandas', 'numpy', 'scipy', 'matplotlib', 'pyarrow', 'simpy', 'networkx'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_interrupt_ends_with_130(cli, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(koopsim.scenarios, "load_scenario", interrupt)
    result = cli("scenarios", "small")
    assert result.exit_code == 130
    assert result.stderr == "interrupted\n"


def test_a_fault_of_the_program_is_not_swallowed(cli, monkeypatch):
    monkeypatch.setattr(koopsim.scenarios, "load_scenario", lambda _: 1 / 0)
    assert isinstance(cli("scenarios", "small").exception, ZeroDivisionError)


def test_an_error_is_one_sentence_without_traceback(program):
    done = program("rules", "15.99")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("koopsim: Rule set")
    assert done.stderr.count("\n") == 1


def test_a_reader_who_leaves_early_sees_no_error():
    process = subprocess.Popen(
        [sys.executable, "-m", "koopsim.app.main", "rules"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 1
