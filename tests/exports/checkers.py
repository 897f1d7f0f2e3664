"""Running the outside checkers: what they say about a file, as numbers and names.

A checker that is not installed skips the test with the reason; with KOOPSIM_REQUIRE_CHECKERS=1, as
in continuous integration, it fails the test instead.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

NODE_MODULES = Path(sys.prefix) / "node" / "node_modules"
_PATIENCE = 1500


def absent(what: str) -> NoReturn:
    """Skip, or fail where everything must be there."""
    reason = f"{what} is not installed (scripts/install-checkers)"
    if os.environ.get("KOOPSIM_REQUIRE_CHECKERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def require_programs(*names: str) -> None:
    """Make sure that programs are on the path."""
    for name in names:
        if shutil.which(name) is None:
            absent(name)


def require_module(name: str) -> ModuleType:
    """Import an oracle."""
    try:
        return importlib.import_module(name)
    except ImportError:
        absent(name)


def require_node_package(name: str) -> None:
    """Make sure that node and a package for it are there."""
    require_programs("node")
    if not (NODE_MODULES / name).is_dir():
        absent(f"the node package {name}")


def run(command: Sequence[str], folder: Path, typed: str | None = None) -> str:
    """Run a program that must succeed, and return what it prints."""
    done = subprocess.run(
        command,
        cwd=folder,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=_PATIENCE,
        env={**os.environ, "NODE_PATH": str(NODE_MODULES)},
    )
    assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout + done.stderr


@dataclass(frozen=True)
class Verdict:
    """What a checker found: states, what is broken, and the events of the story that shows it."""

    states: int
    broken: str = ""
    story: tuple[str, ...] = ()


def rumur(text: str, folder: Path) -> Verdict:
    """Check a Murphi text."""
    require_programs("rumur", "gcc")
    (folder / "model.m").write_text(text, encoding="utf-8")
    no_deadlocks = ("--deadlock-detection", "off")
    run(["rumur", "model.m", "-o", "model.c", *no_deadlocks, "--threads", "2"], folder)
    flags = ["-O1", "-march=native", "-std=c11", *(["-mcx16"] if _is_x86() else [])]
    run(["gcc", *flags, "model.c", "-o", "model", "-lpthread", *_atomics()], folder)
    done = subprocess.run(
        ["./model"], cwd=folder, capture_output=True, encoding="utf-8", timeout=_PATIENCE
    )
    found = re.search(r"(\d+) states, \d+ rules fired", done.stdout)
    assert found, done.stdout[-2000:] + done.stderr[-2000:]
    if "No error found" in done.stdout:
        return Verdict(int(found[1]))
    named = r"error trace for the error:\s+(?:Assertion failed: \S+: )?([^\n]+)"
    broken = re.search(named, done.stdout)
    assert broken, done.stdout
    fired = re.findall(r'^Rule "([^"]+)"', done.stdout, re.MULTILINE)
    return Verdict(int(found[1]), broken[1], tuple(fired))


def _is_x86() -> bool:
    return os.uname().machine in ("x86_64", "amd64")


def _atomics() -> list[str]:
    return [] if _is_x86() else ["-latomic"]


class Spin:
    """A Promela text compiled by spin; it is searched as often as there are claims."""

    def __init__(self, text: str, folder: Path, *, claims: bool = False) -> None:
        require_programs("spin", "gcc")
        self._folder, self._claims = folder, claims
        (folder / "model.pml").write_text(text, encoding="utf-8")
        # Spin would forget facts that nothing reads (-o2: it does not), and count too few states.
        run(["spin", "-a", "-o2", "model.pml"], folder)
        flags = [] if claims else ["-DSAFETY"]
        run(["gcc", "-O1", "-DNOREDUCE", *flags, "-o", "pan", "pan.c"], folder)

    def search(self, claim: str = "", slots: int = 18, depth: int = 1_000_000) -> Verdict:
        """Search all states; a story is replayed from the trail."""
        trail = self._folder / "model.pml.trail"
        trail.unlink(missing_ok=True)
        chosen = ["-a", "-N", claim] if claim else []
        out = run(["./pan", f"-w{slots}", f"-m{depth}", *chosen], self._folder)
        assert "max search depth too small" not in out
        states = re.search(r"(\S+) states, stored", out)
        errors = re.search(r"errors: (\d+)", out)
        assert states and errors, out
        count = int(float(states[1]))
        if errors[1] == "0":
            return Verdict(count)
        replay = run(["spin", "-t", "-T", "model.pml"], self._folder)
        broken = re.search(r"BROKEN ([^\n]+)", replay)
        story = tuple(re.findall(r"^ *EV (\S+)", replay, re.MULTILINE))
        return Verdict(count, broken[1] if broken else claim, story)


def storm_counts(text: str, folder: Path) -> tuple[int, int]:
    """Return (states, initial states) of a PRISM text."""
    storm = require_module("stormpy")
    (folder / "model.pm").write_text(text, encoding="utf-8")
    program = storm.parse_prism_program(str(folder / "model.pm"))
    model = storm.build_model(program)
    return model.nr_states, len(model.initial_states)
