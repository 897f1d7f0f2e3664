"""The built wheel holds what the tree holds: every module and every data file."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("model", "scenarios", "simulation", "analysis", "app")
SHIPPED = {".py", ".yaml", ".json", ".j2", ".css", ".typed"}


def _tree() -> set[str]:
    return {
        f"koopsim/{path.relative_to(ROOT).as_posix()}"
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix in SHIPPED | {""}
        and "__pycache__" not in path.parts
        and (path.suffix in SHIPPED or path.name == "py.typed")
    }


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    for name in names:
        if (ROOT / name).is_file():
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
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


def test_wheel_holds_every_file_of_the_tree(wheel_names: set[str]) -> None:
    tree = _tree()
    assert len(tree) > 80
    assert sorted(tree - wheel_names) == []


def test_wheel_holds_nothing_else(wheel_names: set[str]) -> None:
    code = {name for name in wheel_names if ".dist-info/" not in name}
    assert sorted(code - _tree()) == []


def test_wheel_carries_licence_and_command(wheel_names: set[str]) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in wheel_names)
    assert any(name.endswith("entry_points.txt") for name in wheel_names)


def test_no_namespace_module_shadows_the_folders(wheel_names: set[str]) -> None:
    assert "koopsim/__init__.py" not in wheel_names
