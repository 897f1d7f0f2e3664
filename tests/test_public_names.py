"""Every folder says what it gives, and everything it gives is documented."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = (
    "model",
    "model.process",
    "model.table",
    "model.diagram",
    "scenarios",
    "simulation",
    "analysis",
    "analysis.plots",
    "analysis.reports",
    "app",
)
FOLDERS = ("model", "scenarios", "simulation", "analysis", "app")


@pytest.mark.parametrize("name", PACKAGES)
def test_package_has_a_docstring_and_a_table_of_contents(name: str) -> None:
    module = importlib.import_module(f"koopsim.{name}")
    assert module.__doc__ and len(module.__doc__) > 20
    for public in module.__all__:
        thing = getattr(module, public)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert inspect.getdoc(thing), f"{name}.{public} has no docstring"


def test_every_module_and_public_function_is_documented() -> None:
    missing, seen = [], 0
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            if not ast.get_docstring(tree):
                missing.append(str(path.relative_to(ROOT)))
            for node in tree.body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith(
                    "_"
                ):
                    seen += 1
                    if not ast.get_docstring(node):
                        missing.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert seen > 300
    assert missing == []


def test_every_function_is_annotated() -> None:
    bare = []
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and node.returns is None:
                    bare.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert bare == []
