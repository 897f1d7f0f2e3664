"""The examples in docstrings run; there are some."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("model", "scenarios", "simulation", "analysis")


def test_docstring_examples() -> None:
    attempted = 0
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if ">>>" not in path.read_text(encoding="utf-8"):
                continue
            name = "koopsim." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
            result = doctest.testmod(importlib.import_module(name.removesuffix(".__init__")))
            assert result.failed == 0, name
            attempted += result.attempted
    assert attempted >= 5
