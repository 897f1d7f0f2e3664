"""Every folder says what it gives, and everything it gives is documented."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = (
    "model",
    "model.process",
    "model.properties",
    "model.table",
    "model.explorer",
    "model.checker",
    "model.exports",
    "model.diagram",
    "scenarios",
    "simulation",
    "simulation.compiled",
    "analysis",
    "analysis.conformance",
    "analysis.exact",
    "analysis.fitting",
    "analysis.logs",
    "analysis.plots",
    "analysis.reports",
    "analysis.staffing",
    "analysis.supervision",
    "analysis.uncertainty",
    "app",
)
DATA_PACKAGES = ("model.rules", "scenarios.library")
FOLDERS = ("model", "scenarios", "simulation", "analysis", "app")


def test_every_package_of_the_tree_is_listed_here() -> None:
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("__init__.py")
    }
    assert sorted(found - {*PACKAGES, *DATA_PACKAGES}) == []


@pytest.mark.parametrize("name", DATA_PACKAGES)
def test_package_of_data_files_says_what_it_holds(name: str) -> None:
    assert len(importlib.import_module(f"koopsim.{name}").__doc__ or "") > 20


def _named(package: ModuleType, name: str) -> object:
    """What ``from package import name`` gives: an attribute, or else the module of that name."""
    if not hasattr(package, name):
        importlib.import_module(f"{package.__name__}.{name}")
    return getattr(package, name)


@pytest.mark.parametrize("name", PACKAGES)
def test_package_has_a_docstring_and_a_table_of_contents(name: str) -> None:
    module = importlib.import_module(f"koopsim.{name}")
    assert module.__doc__ and len(module.__doc__) > 20
    for public in module.__all__:
        thing = _named(module, public)
        if inspect.isclass(thing) or inspect.isfunction(thing) or inspect.ismodule(thing):
            assert inspect.getdoc(thing), f"{name}.{public} has no docstring"


def _public(body: list[ast.stmt]) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node for node in body if isinstance(node, kinds) and not node.name.startswith("_")]


def test_everything_public_is_documented() -> None:
    missing, seen = [], 0
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            module = ast.parse(path.read_text(encoding="utf-8"))
            if not ast.get_docstring(module):
                missing.append(str(path.relative_to(ROOT)))
            for node in _public(module.body):
                methods = _public(node.body) if isinstance(node, ast.ClassDef) else []
                seen += 1 + len(methods)
                missing += [
                    f"{path.relative_to(ROOT)}: {thing.name}"
                    for thing in (node, *methods)
                    if not ast.get_docstring(thing)
                ]
    assert seen > 300
    assert missing == []


def test_every_function_is_annotated() -> None:
    bare, kinds = [], (ast.FunctionDef, ast.AsyncFunctionDef)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, kinds) and node.returns is None:
                    bare.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert bare == []
