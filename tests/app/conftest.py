"""Calling the command line from tests: in this process, and as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from koopsim.app.main import app
from typer.testing import CliRunner, Result

Cli = Callable[..., Result]
Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cli() -> Cli:
    """Run a command in this process: ``cli("rules", "--json", width=80, typed="quit")``."""

    def call(*arguments: str, width: int = 100, typed: str = "") -> Result:
        environment = {"COLUMNS": str(width), "TERM": "dumb", "NO_COLOR": "1"}
        return CliRunner().invoke(app, list(arguments), input=typed, env=environment)

    return call


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Run a command as a process in an empty folder."""

    def call(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "koopsim.app.main", *arguments],
            input=typed,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
        )

    return call
