"""Whatever a file holds, loading it gives a scenario or a ScenarioError, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from koopsim.model.errors import ScenarioError
from koopsim.scenarios import Scenario, load_scenario

LIBRARY = Path(__file__).parents[2] / "scenarios" / "library"
SMALL = (LIBRARY / "small.yaml").read_text(encoding="utf-8")
LINES = (LIBRARY / "baseline.yaml").read_text(encoding="utf-8").splitlines()
BASELINE = load_scenario("baseline")
PATHS = [path.split(".") for path, _ in BASELINE.parameters()]

HEAD = {"name": "mine", "extends": "baseline", "title": {"de": "Meins", "en": "Mine"}}


def bounded(examples: int) -> settings:
    """Return settings that keep this file quick; each example overwrites the file before."""
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, deadline=None, suppress_health_check=checks)


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["baseline", "small", "mine.yaml", "value", "FTE", "statute", "<<", ""])
)
structures = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)


def load(folder: Path, content: str | bytes) -> Scenario | None:
    """Load a file; None stands for a ScenarioError with a printable text."""
    path = folder / "mine.yaml"
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    path.write_bytes(data)
    try:
        return load_scenario(path)
    except ScenarioError as error:
        assert str(error)
        assert all(char.isprintable() or char == "\n" for char in str(error))
        return None


@bounded(200)
@given(content=st.binary(max_size=200) | st.text(max_size=200))
def test_any_bytes(tmp_path: Path, content: str | bytes) -> None:
    assert load(tmp_path, content) is None


YAML_MARKS = list(":-?[]{},#&*!|>'\"%@` \n\t~<=.0123456789aeinoty\\\u2028\ufeff")


@bounded(300)
@given(content=st.text(st.sampled_from(YAML_MARKS), max_size=60), headed=st.booleans())
def test_text_that_looks_like_yaml(tmp_path: Path, content: str, headed: bool) -> None:
    head = "name: mine\nextends: baseline\ntitle: {de: a, en: b}\n" if headed else ""
    load(tmp_path, head + content)


@bounded(80)
@given(data=st.dictionaries(st.sampled_from(list(Scenario.model_fields)), structures, max_size=5))
def test_any_structure_over_the_baseline(tmp_path: Path, data: dict[str, Any]) -> None:
    load(tmp_path, json.dumps({**HEAD, **data}))


@bounded(80)
@given(
    path=st.sampled_from(PATHS),
    field=st.sampled_from(["value", "unit", "range", "grade", "source", "note", None]),
    content=structures,
)
def test_any_content_of_a_parameter(
    tmp_path: Path, path: list[str], field: str | None, content: Any
) -> None:
    data: Any = content if field is None else {field: content}
    for name in reversed(path):
        data = {name: data}
    load(tmp_path, json.dumps({**HEAD, **data}))


@bounded(100)
@given(st.data())
def test_mutations_of_a_good_file(tmp_path: Path, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SMALL)))
    length = data.draw(st.integers(0, 30))
    inserted = data.draw(st.text(max_size=5) | st.text(st.sampled_from(YAML_MARKS), max_size=5))
    load(tmp_path, SMALL[:start] + inserted + SMALL[start + length :])


@bounded(40)
@given(
    cut=st.integers(0, len(LINES)),
    count=st.integers(1, 6),
    target=st.integers(0, len(LINES)),
    indent=st.integers(-2, 4),
)
def test_moved_lines_of_the_baseline(
    tmp_path: Path, cut: int, count: int, target: int, indent: int
) -> None:
    moved = [" " * indent + line if indent >= 0 else line[-indent:] for line in LINES[cut:][:count]]
    rest = LINES[:cut] + LINES[cut + count :]
    load(tmp_path, "\n".join(rest[:target] + moved + rest[target:]))


@bounded(150)
@given(
    path=st.sampled_from(PATHS).map(".".join) | st.sampled_from(list(Scenario.model_fields)),
    value=structures,
    widen=st.booleans(),
)
def test_any_replacement(path: str, value: Any, widen: bool) -> None:
    try:
        changed = BASELINE.replace({path: value}, allow_outside_range=widen)
    except ScenarioError as error:
        assert str(error)
    else:
        assert changed.replace(changed.values()) == changed


@pytest.mark.parametrize("character", [*"[{!&*?-'\"|>%#:,", "[a, ", "{a: ", "- ", "? ", "a: "])
def test_one_thing_repeated_does_not_take_long(tmp_path: Path, character: str) -> None:
    for text in (character * 9_000, (character * 100 + "\n") * 500, (character + "\n") * 9_000):
        load(tmp_path, text)
