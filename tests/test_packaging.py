"""The built wheel holds what the tree holds: every module and every data file."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("model", "scenarios", "simulation", "analysis", "app")
BUILD_FILES = ("pyproject.toml", "README.md", "LICENSE")
# Everything else below a folder ships, so a kind of file that package-data forgets is found here.
RUBBISH = shutil.ignore_patterns(".*", "__pycache__", "*.pyc", "*.part")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what ships: old build products would put deleted files in the wheel."""
    copy = tmp_path_factory.mktemp("source")
    for name in BUILD_FILES:
        shutil.copy(ROOT / name, copy)
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, copy / folder, ignore=RUBBISH)
    return copy


@pytest.fixture(scope="module")
def tree(source: Path) -> set[str]:
    """The files of the tree, under the names they must have in the wheel."""
    return {
        f"koopsim/{path.relative_to(source).as_posix()}"
        for folder in FOLDERS
        for path in (source / folder).rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def wheel_names(tree: set[str], source: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built from the copy; `tree` was read before the build touched it."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            str(folder),
            str(source),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    (wheel,) = folder.glob("koopsim-*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_wheel_holds_every_file_of_the_tree(wheel_names: set[str], tree: set[str]) -> None:
    assert len(tree) > 80
    assert sorted(tree - wheel_names) == []


def test_wheel_holds_nothing_else(wheel_names: set[str], tree: set[str]) -> None:
    code = {name for name in wheel_names if ".dist-info/" not in name}
    assert sorted(code - tree) == []


def test_wheel_marks_every_folder_as_typed(wheel_names: set[str]) -> None:
    assert {f"koopsim/{folder}/py.typed" for folder in FOLDERS} <= wheel_names


def test_wheel_carries_licence_and_command(wheel_names: set[str]) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in wheel_names)
    assert any(name.endswith("entry_points.txt") for name in wheel_names)


def test_no_namespace_module_shadows_the_folders(wheel_names: set[str]) -> None:
    assert "koopsim/__init__.py" not in wheel_names
