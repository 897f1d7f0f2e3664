"""The Philox generator against the one of NumPy, and the promise of independent draws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from koopsim.model.errors import RunError
from koopsim.simulation.random_streams import (
    WORD_LIMIT,
    RandomStreams,
    Words,
    philox4x64,
    philox_many,
)

LARGEST = WORD_LIMIT - 1
words = st.one_of(st.integers(0, LARGEST), st.sampled_from([0, 1, 2**32 - 1, 2**32, LARGEST]))
keys = st.tuples(words, words)
counters = st.tuples(words, words, words, words)


def numpy_block(counter: Words, key: tuple[int, int]) -> Words:
    """Return the block of NumPy's Philox, which adds one to its 256-bit counter beforehand."""
    number = sum(word << (64 * i) for i, word in enumerate(counter))
    before = (number - 1) % 2**256
    start = np.array([before >> (64 * i) & LARGEST for i in range(4)], dtype=np.uint64)
    generator = np.random.Philox(key=np.array(key, dtype=np.uint64), counter=start)
    w0, w1, w2, w3 = (int(word) for word in generator.random_raw(4))
    return w0, w1, w2, w3


@given(counters, keys)
@example((0, 0, 0, 0), (0, 0))
@example((LARGEST,) * 4, (LARGEST,) * 2)
@example((0, 1, 0, 0), (LARGEST, 0))
@example((0, 0, 0, LARGEST), (0, LARGEST))
def test_block_equals_numpy(counter: Words, key: tuple[int, int]) -> None:
    assert philox4x64(counter, key) == numpy_block(counter, key)


@pytest.mark.parametrize(
    ("counter", "key", "block"),
    [
        # Known answers published with the authors' library Random123 (kat_vectors).
        (
            (0, 0, 0, 0),
            (0, 0),
            (0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B),
        ),
        (
            (LARGEST,) * 4,
            (LARGEST,) * 2,
            (0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0),
        ),
    ],
)
def test_block_equals_published_answers(counter: Words, key: tuple[int, int], block: Words) -> None:
    assert philox4x64(counter, key) == block


@given(keys, words, words, words)
def test_streams_use_seed_and_replication_as_key(
    key: tuple[int, int], case: int, decision: int, visit: int
) -> None:
    streams = RandomStreams(*key)
    block = streams.block(case, decision, visit)
    assert streams.key == key
    assert block == philox4x64((case, decision, visit, 0), key)
    assert [streams.draw(case, decision, visit, word) for word in range(4)] == list(block)
    assert streams.draw(case, decision, visit) == block[0]


@given(st.lists(words, max_size=20), words, words, keys)
@example([0, 1, LARGEST, 2**32 - 1, 2**32], LARGEST, LARGEST, (LARGEST, LARGEST))
@example([], 0, 0, (0, 0))
def test_many_blocks_equal_single_blocks(
    cases: list[int], decision: int, visit: int, key: tuple[int, int]
) -> None:
    blocks = philox_many(np.array(cases, dtype=np.uint64), decision, visit, key)
    assert blocks.dtype == np.uint64
    assert blocks.shape == (len(cases), 4)
    expected = [philox4x64((case, decision, visit, 0), key) for case in cases]
    assert [tuple(row) for row in blocks.tolist()] == expected


def test_many_blocks_take_signed_numbers_and_lists() -> None:
    as_list = philox_many([3, 4], 1, 0, (42, 0))
    as_array = philox_many(np.array([3, 4], dtype=np.int32), 1, 0, (42, 0))
    assert (as_list == as_array).all()
    assert tuple(as_list[0].tolist()) == philox4x64((3, 1, 0, 0), (42, 0))


def test_a_draw_depends_on_each_of_its_numbers_and_on_nothing_else() -> None:
    streams = RandomStreams(42, 0)
    reference = streams.draw(7, 3, 1)
    others = {
        RandomStreams(43, 0).draw(7, 3, 1),
        RandomStreams(42, 1).draw(7, 3, 1),
        streams.draw(8, 3, 1),
        streams.draw(7, 4, 1),
        streams.draw(7, 3, 2),
        streams.draw(7, 3, 1, word=1),
    }
    assert len(others) == 6
    assert reference not in others
    assert streams.draw(7, 3, 1) == reference


@pytest.mark.parametrize("number", [-1, WORD_LIMIT])
def test_numbers_outside_a_word_are_refused(number: int) -> None:
    accepted = r"accepted are whole numbers from 0 to 2\*\*64 - 1"
    with pytest.raises(RunError, match=f"The seed is {number}; {accepted}"):
        RandomStreams(number, 0)
    with pytest.raises(RunError, match=f"replication is {number}"):
        RandomStreams(0, number)
    streams = RandomStreams(0, 0)
    for position, name in enumerate(("case", "decision", "visit")):
        numbers = [0, 0, 0]
        numbers[position] = number
        with pytest.raises(RunError, match=f"number of the {name} is {number}"):
            streams.block(*numbers)
    with pytest.raises(RunError, match=accepted):
        philox4x64((0, 0, number, 0), (0, 0))
    with pytest.raises(RunError, match=accepted):
        philox4x64((0, 0, 0, 0), (0, number))
    with pytest.raises(RunError, match=f"decision is {number}"):
        philox_many([0], number, 0, (0, 0))


def test_wrong_words_and_case_lists_are_refused() -> None:
    with pytest.raises(RunError, match="accepted are 0 to 3"):
        RandomStreams(0, 0).draw(0, 0, 0, word=4)
    for cases in (np.array([-1]), np.array([0.5]), np.array([[1]]), np.array([True])):
        with pytest.raises(RunError, match="whole numbers from 0"):
            philox_many(cases, 0, 0, (0, 0))
