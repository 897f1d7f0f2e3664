"""The compiled generator gives the blocks of the reference, bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from koopsim.simulation.compiled.kernel_cache import kernel
from koopsim.simulation.compiled.philox import fill_blocks, multiply_high, round_keys
from koopsim.simulation.random_streams import RandomStreams, philox_many
from numpy.typing import NDArray

words = st.integers(0, 2**64 - 1)


def blocks(cases: list[int], decision: int, visit: int, seed: int, number: int) -> NDArray[Any]:
    """The blocks of many cases from the kernel."""
    found = np.zeros((len(cases), 4), dtype=np.uint64)
    fill_blocks(
        np.array(cases, dtype=np.uint64),
        np.uint64(decision),
        np.uint64(visit),
        round_keys(seed, number),
        found,
    )
    return found


@given(cases=st.lists(words, max_size=8), decision=words, visit=words, seed=words, number=words)
def test_blocks_are_those_of_the_reference(
    cases: list[int], decision: int, visit: int, seed: int, number: int
) -> None:
    streams = RandomStreams(seed, number)
    found = blocks(cases, decision, visit, seed, number)
    assert [tuple(map(int, row)) for row in found] == [
        streams.block(case, decision, visit) for case in cases
    ]


def test_many_blocks_are_those_of_the_reference() -> None:
    cases = list(range(2**31, 2**31 + 10_000))
    assert (blocks(cases, 17, 3, 1, 2) == philox_many(cases, 17, 3, (1, 2))).all()


@kernel
def _high(first: np.uint64, second: np.uint64) -> np.uint64:
    product: np.uint64 = multiply_high(first, second)
    return product


@given(first=words, second=words)
def test_upper_half_of_a_product(first: int, second: int) -> None:
    assert int(_high(np.uint64(first), np.uint64(second))) == first * second >> 64
