"""The table is the chart: on every reachable (configuration, event, guard valuation).

Valuations with the same outcome in a cell are one case here; for each a representative is drawn.
Facts that do not matter by the table's account are drawn at random, which tests that account.
"""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.model.errors import EventRefused
from koopsim.model.process.case import rule_facts
from koopsim.model.process.deadlines import clock_operations
from koopsim.model.process.events import EVENTS
from koopsim.model.process.facts import FACT_BIT, FACTS
from koopsim.model.process.process import TRANSITIONS
from koopsim.model.process.statechart import Statechart
from koopsim.model.process.states import REGION_NAMES
from koopsim.model.rule_set import RuleSet, load_rule_set
from koopsim.model.table import cache
from koopsim.model.table.compiler import Compiler, definition_digest
from koopsim.model.table.transition_table import REFUSED, Cell, TransitionTable

SEED = 15
SAMPLE = 6_000
ABSENT_SAMPLE = 1_000
PARTS = 4
FREE_FACTS = tuple(spec.name for spec in FACTS if spec.kind != "rule_set")

Question = tuple[int, str, int]
"""Configuration index, event, valuation (bit set of all facts but those of the rule set)."""


def _questions(table: TransitionTable, rng: random.Random) -> Iterator[Question]:
    """Ask for each distinct outcome of each cell once."""
    for (configuration, event), cell in table.cells.items():
        yield from ((configuration, event, facts) for facts in _representatives(table, cell, rng))


def _representatives(table: TransitionTable, cell: Cell, rng: random.Random) -> Iterator[int]:
    known = rule_facts(load_rule_set(table.rule_set))
    fixed = sum(FACT_BIT[name] for name in known)
    indices = list(range(len(cell.outcomes)))
    rng.shuffle(indices)
    seen = set()
    for index in indices:
        if cell.outcomes[index] in seen:
            continue
        seen.add(cell.outcomes[index])
        facts = rng.getrandbits(len(FACTS)) & ~fixed
        for place, bit in enumerate(cell.bits):
            facts = facts | bit if index >> place & 1 else facts & ~bit
        yield facts


def _as_facts(bits: int) -> dict[str, bool]:
    return {name: bool(bits & FACT_BIT[name]) for name in FREE_FACTS}


def _answer_of_table(table: TransitionTable, question: Question) -> object:
    configuration, event, facts = question
    entry = table.look_up(configuration, event, facts)
    if entry is None:
        return "refused"
    return table.configurations[entry.after], entry.acts, entry.fired, entry.operations, entry.rules


def _answer_of_chart(chart: Statechart, table: TransitionTable, question: Question) -> object:
    configuration, event, facts = question
    before = table.configurations[configuration]
    try:
        step = chart.step(before, event, _as_facts(facts))
    except EventRefused:
        return "refused"
    fired = tuple(TRANSITIONS.index(t) for t in step.fired)
    rules = tuple(dict.fromkeys(rule for t in step.fired for rule in t.cites))
    return step.after, step.acts, fired, clock_operations(before, step.after, step.acts), rules


def _differences(
    chart: Statechart, table: TransitionTable, questions: list[Question]
) -> list[Question]:
    return [q for q in questions if _answer_of_table(table, q) != _answer_of_chart(chart, table, q)]


def test_a_sample_of_the_table_equals_the_chart(chart: Statechart, table: TransitionTable) -> None:
    rng = random.Random(SEED)
    everything = list(_questions(table, rng))
    assert len(everything) > 100_000
    assert _differences(chart, table, rng.sample(everything, SAMPLE)) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_the_whole_table_equals_the_chart(
    chart: Statechart, table: TransitionTable, part: int
) -> None:
    everything = list(_questions(table, random.Random(SEED + 1)))
    assert _differences(chart, table, everything[part::PARTS]) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [
        {"conciliation": False},
        {"reduction_layer": False},
        {"first_invitation_with_notice": True, "invitation_after_no_show_with_notice": False},
    ],
    ids=str,
)
def test_the_table_of_a_reform_equals_its_chart(
    rule_set: RuleSet, changes: dict[str, bool]
) -> None:
    reform = rule_set.reform(name="reform", **changes)
    facts = rule_facts(reform)
    table = Compiler(rule_set.name, facts).compile()
    rng = random.Random(SEED)
    questions = rng.sample(list(_questions(table, rng)), SAMPLE)
    assert _differences(Statechart(facts), table, questions) == []


def _absent(table: TransitionTable) -> list[tuple[int, str]]:
    return [
        (i, event)
        for i in range(len(table.configurations))
        for event in EVENTS
        if (i, event) not in table.cells
    ]


def test_what_the_table_leaves_out_the_chart_refuses(
    chart: Statechart, table: TransitionTable
) -> None:
    rng = random.Random(SEED)
    absent = rng.sample(_absent(table), ABSENT_SAMPLE)
    questions = [(i, event, rng.getrandbits(len(FACTS))) for i, event in absent]
    assert {_answer_of_table(table, q) for q in questions} == {"refused"}
    assert _differences(chart, table, questions) == []


# -- the form --------------------------------------------------------------------------------


def test_every_transition_fires_somewhere(table: TransitionTable) -> None:
    """All but those that the rule set has no use for: it invites with RFB after a no-show."""
    fired = {position for entry in table.entries for position in entry.fired}
    idle = [TRANSITIONS[i] for i in sorted(set(range(len(TRANSITIONS))) - fired)]
    assert {transition.guard for transition in idle} == {"no_show_without_rule"}
    assert load_rule_set("2023-07-01").invitation_after_no_show_with_notice


def test_every_act_condition_decides_somewhere(table: TransitionTable) -> None:
    acts = {act for entry in table.entries for act in entry.acts}
    declared = {spec.act for t in TRANSITIONS for spec in t.acts}
    carrying = {
        a for a in declared - acts if a.get("to") == "first_talk" and a.get("notice") is True
    }
    assert declared - acts == carrying  # the first invitation carries RFB only under a reform


def test_configurations_are_distinct_reachable_and_one_leaf_per_region(
    table: TransitionTable,
) -> None:
    assert len(set(table.configurations)) == len(table.configurations)
    assert all(len(c) == len(REGION_NAMES) for c in table.configurations)
    reached = {
        table.entries[o].after
        for cell in table.cells.values()
        for o in cell.outcomes
        if o != REFUSED
    }
    assert reached | {table.initial} == set(range(len(table.configurations)))


def test_cells_have_an_outcome_for_every_valuation(table: TransitionTable) -> None:
    assert all(len(cell.outcomes) == 1 << len(cell.bits) for cell in table.cells.values())
    assert all(-1 <= o < len(table.entries) for cell in table.cells.values() for o in cell.outcomes)


def test_a_closed_case_stays_closed(table: TransitionTable) -> None:
    closed = [i for i, c in enumerate(table.configurations) if c[0] == "closed"]
    assert closed
    assert [event for i in closed for event in table.possible_events(i)] == []


def test_every_other_configuration_can_go_on(table: TransitionTable) -> None:
    with_events = {i for i, _ in table.cells}
    assert [
        c for i, c in enumerate(table.configurations) if c[0] != "closed" and i not in with_events
    ] == []


def test_compiling_again_gives_the_same_table(rule_set: RuleSet, table: TransitionTable) -> None:
    again = Compiler(rule_set.name, rule_facts(rule_set)).compile()
    assert again == table


def test_a_reform_gets_a_table_of_its_own(rule_set: RuleSet, table: TransitionTable) -> None:
    facts = rule_facts(rule_set)
    digests = {
        definition_digest(rule_set.name, {**facts, name: not value})
        for name, value in facts.items()
    }
    assert len(digests | {table.digest}) == len(facts) + 1


# -- the cache -------------------------------------------------------------------------------


class _Counting:
    """Stands in for the compiler; counts and gives a small table with the right digest."""

    compiled = 0

    def __init__(self, rule_set: str, facts: dict[str, bool]) -> None:
        self._name, self._facts = rule_set, facts

    def compile(self) -> TransitionTable:
        type(self).compiled += 1
        return TransitionTable(
            self._name, cache.definition_digest(self._name, self._facts), (), (), {}
        )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    _Counting.compiled = 0
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(tmp_path))
    monkeypatch.setattr(cache, "Compiler", _Counting)
    cache._table.cache_clear()
    yield tmp_path
    cache._table.cache_clear()


def _look_up(rule_set: RuleSet) -> TransitionTable:
    cache._table.cache_clear()
    return cache.table_for(rule_set)


def _stored(folder: Path) -> Path:
    files = list(folder.iterdir())
    assert len(files) == 1
    return files[0]


def test_a_table_is_compiled_once_and_then_read(folder: Path, rule_set: RuleSet) -> None:
    first = _look_up(rule_set)
    assert _look_up(rule_set) == first
    assert _Counting.compiled == 1
    assert first.digest.startswith(_stored(folder).stem.removeprefix("table-"))


def test_an_outline_is_made_once_and_then_read_without_the_table(
    folder: Path, rule_set: RuleSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "Compiler", Compiler)
    cache._outline.cache_clear()
    outline = cache.outline_for(rule_set)
    table = cache.table_for(rule_set)
    cache._outline.cache_clear()
    with monkeypatch.context() as without:
        without.setattr(cache, "_table", None)
        assert cache.outline_for(rule_set) == outline
    assert (outline.configurations, outline.initial) == (table.configurations, table.initial)
    assert (outline.cells, outline.digest) == (len(table.cells), table.digest)
    cache._outline.cache_clear()


def test_a_reform_is_cached_beside(folder: Path, rule_set: RuleSet) -> None:
    _look_up(rule_set)
    _look_up(rule_set.reform(name="no-conciliation", conciliation=False))
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"not a pickle",
        b"\x80\x05",
        pickle.dumps({"digest": "0"}),
        pickle.dumps(None),
        b"cno_such_module\nThing\n.",
        b"cos\nno_such_name\n.",
        b"(i__main__\nGone\n.",
        pickle.dumps(TransitionTable("2023-07-01", "another digest", (), (), {})),
    ],
    ids=[
        "empty",
        "text",
        "header only",
        "dict",
        "none",
        "missing module",
        "missing name",
        "old opcode",
        "foreign table",
    ],
)
@pytest.mark.parametrize("stamped", [False, True], ids=["plain", "with a right checksum"])
def test_a_file_that_is_no_such_table_is_replaced(
    folder: Path, rule_set: RuleSet, damage: bytes, stamped: bool
) -> None:
    wanted = _look_up(rule_set)
    path = _stored(folder)
    whole = path.read_bytes()
    path.write_bytes(_stamped(damage) if stamped else damage)
    assert _look_up(rule_set) == wanted
    assert _Counting.compiled == 2
    assert path.read_bytes() == whole


def test_a_truncated_file_is_replaced(folder: Path, rule_set: RuleSet) -> None:
    wanted = _look_up(rule_set)
    path = _stored(folder)
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        assert _look_up(rule_set) == wanted
        assert path.read_bytes() == whole


@given(data=st.data())
def test_damaged_bytes_never_raise(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    table = TransitionTable(
        "2023-07-01", "d" * 64, (("a", "b"),), (), {(0, "enter"): Cell((1, 2), (0, REFUSED))}
    )
    path = tmp_path_factory.getbasetemp() / "damaged.pickle"
    cache.write_cached(path, table)
    assert cache.read_cached(path) == table
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(content))
    assert cache.read_cached(path) is None


def _stamped(content: bytes) -> bytes:
    return cache._checksum(content) + content


def test_a_folder_that_cannot_be_made_is_no_error(
    folder: Path, rule_set: RuleSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").write_text("in the way")
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(folder / "file" / "below"))
    assert _look_up(rule_set).rule_set == rule_set.name
    assert [path.name for path in folder.iterdir()] == ["file"]


def test_a_read_only_folder_is_no_error(
    folder: Path, rule_set: RuleSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("read-only file system")

    monkeypatch.setattr(cache.tempfile, "NamedTemporaryFile", refuse)
    assert _look_up(rule_set).rule_set == rule_set.name
    assert list(folder.iterdir()) == []


def test_a_write_that_fails_leaves_nothing_behind(folder: Path, rule_set: RuleSet) -> None:
    _look_up(rule_set)
    path = _stored(folder)
    path.unlink()
    path.mkdir()  # a folder in the way: the finished file cannot be moved into place
    assert _look_up(rule_set).rule_set == rule_set.name
    assert [entry.name for entry in folder.iterdir()] == [path.name]


def test_without_the_variable_the_users_cache_folder_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(cache.CACHE_VARIABLE)
    assert cache.cache_folder().name == "koopsim"
