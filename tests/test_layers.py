"""An import never points back: app > analysis > simulation > scenarios > model."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ORDER = ("model", "scenarios", "simulation", "analysis", "app")


def test_import_linter_keeps_the_contract() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    analysed = re.search(r"Analyzed (\d+) files", done.stdout)
    assert analysed is not None and int(analysed[1]) > 80
    assert "1 kept, 0 broken" in done.stdout


def test_imports_read_from_the_source_point_forward() -> None:
    seen = 0
    for rank, folder in enumerate(ORDER):
        for path in (ROOT / folder).rglob("*.py"):
            depth = len(path.relative_to(ROOT).parts) - 1
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.level == depth + 1 and node.module:
                    target = node.module.split(".")[0]
                    assert ORDER.index(target) < rank, f"{path}: imports {node.module}"
                    seen += 1
    assert seen > 50


def test_no_oracle_is_imported_by_shipped_code() -> None:
    """The plugin for pytest is loaded by pytest only, so it may import it."""
    oracles = {"dateutil", "hypothesis", "stormpy", "pm4py", "pytest", "z3"}
    for folder in ORDER:
        for path in (ROOT / folder).rglob("*.py"):
            if path.name == "pytest_plugin.py":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = (
                    [a.name for a in node.names]
                    if isinstance(node, ast.Import)
                    else (
                        [node.module or ""]
                        if isinstance(node, ast.ImportFrom) and not node.level
                        else []
                    )
                )
                assert not {n.split(".")[0] for n in names} & oracles, path
