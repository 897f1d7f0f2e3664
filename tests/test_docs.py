"""The documentation is up to date, its links resolve, its examples run, and it knows its rules."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from koopsim.model.registry import load_registry

ROOT = Path(__file__).parents[1]
PAGES = sorted([*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")])
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.py"))


def test_generated_parts_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_pages() -> None:
    assert len(PAGES) >= 12


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_resolve(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_name_only_known_margin_numbers(page: Path) -> None:
    known = load_registry("2023-07-01")
    for number in re.findall(r"(?<![\d.,])15\.\d+(?![\d%])", page.read_text(encoding="utf-8")):
        assert number in known, f"{page.name}: {number}"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_examples_print_what_the_page_shows(example: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(example)], capture_output=True, text=True, check=True
    )
    assert done.stdout == example.with_suffix(".out").read_text(encoding="utf-8")
