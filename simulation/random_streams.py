"""Counter-based random numbers: each draw is a pure function of who asks, for what, and when.

The generator is Philox 4x64-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as
1, 2, 3", SC 2011, https://doi.org/10.1145/2063384.2063405). It keeps no state: a block of four
independent 64-bit words is computed from

- the key (seed, replication), and
- the counter (case, decision, visit, 0), where `visit` numbers the times that this case has come
  to this decision.

A draw therefore does not move when another case, another decision, the scenario, the engine or
the number of workers changes. Two scenarios compared under the same seed use common random
numbers without any book-keeping.

Equal to `numpy.random.Philox`, with one difference that is easy to trip over: NumPy adds one to
the 256-bit counter *before* its first block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..model.errors import RunError

__all__ = ["WORD_LIMIT", "RandomStreams", "Words", "philox4x64", "philox_many"]

Words = tuple[int, int, int, int]
"""Four unsigned 64-bit words: a counter, or a block of random words."""

WORD_LIMIT: Final = 2**64
"""Number of values of one word: words lie in 0 .. WORD_LIMIT - 1."""

_MASK: Final = WORD_LIMIT - 1
_ROUNDS: Final = 10
# Multipliers and Weyl increments of Philox 4x64, table 2 and section 4.3 of the paper.
_MULTIPLIER_0: Final = 0xD2E7470EE14C6C93
_MULTIPLIER_1: Final = 0xCA5A826395121157
_WEYL_0: Final = 0x9E3779B97F4A7C15
_WEYL_1: Final = 0xBB67AE8584CAA73B


def round_keys(key: tuple[int, int]) -> tuple[int, ...]:
    """Return the two key words of each of the ten rounds, one after the other."""
    first, second = key
    words: list[int] = []
    for i in range(_ROUNDS):
        words += ((first + i * _WEYL_0) & _MASK, (second + i * _WEYL_1) & _MASK)
    return tuple(words)


def _ten_rounds(c0: int, c1: int, c2: int, c3: int, keys: tuple[int, ...]) -> Words:
    """Return the block of a counter under expanded keys."""
    # Unrolled, with literal constants and only local names: a loop over the
    # rounds takes about a fifth longer, and every draw of the reference engine passes here.
    (k0, l0, k1, l1, k2, l2, k3, l3, k4, l4,
     k5, l5, k6, l6, k7, l7, k8, l8, k9, l9) = keys  # fmt: skip
    p, q = 0xD2E7470EE14C6C93 * c0, 0xCA5A826395121157 * c2
    c0, c2 = q >> 64 ^ c1 ^ k0, p >> 64 ^ c3 ^ l0
    c1, c3 = q & 0xFFFFFFFFFFFFFFFF, p & 0xFFFFFFFFFFFFFFFF
    p, q = 0xD2E7470EE14C6C93 * c0, 0xCA5A826395121157 * c2
    c0, c2 = q >> 64 ^ c1 ^ k1, p >> 64 ^ c3 ^ l1
    c1, c3 = q & 0xFFFFFFFFFFFFFFFF, p & 0xFFFFFFFFFFFFFFFF
    p, q = 0xD2E7470EE14C6C93 * c0, 0xCA5A826395121157 * c2
    c0, c2 = q >> 64 ^ c1 ^ k2, p >> 64 ^ c3 ^ l2
    c1, c3 = q & 0xFFFFFFFFFFFFFFFF, p & 0xFFFFFFFFFFFFFFFF
    p, q = 0xD2E7470EE14C6C93 * c0, 0xCA5A826395121157 * c2
    c0, c2 = q >> 64 ^ c1 ^ k3, p >> 64 ^ c3 ^ l3
    c1, c3 = q & 0xFFFFFFFFFFFFFFFF, p & 0xFFFFFFFFFFFFFFFF
    p, q = 0xD2E7470EE14C6C93 * c0, 0xCA5A826395121157 * c2
    c0, c2 = q >> 64 ^ c1 ^ k4, p >> 64 ^ c3 ^ l4
    c1, c3 = q & 0xFFFFFFFFFFFFFFFF, p & 0xFFFFFFFFFFFFFFFF
    p, q = 0xD2E7470EE14C6C93 * c0, 0xCA5A826395121157 * c2
    c0, c2 = q >> 64 ^ c1 ^ k5, p >> 64 ^ c3 ^ l5
    c1, c3 = q & 0xFFFFFFFFFFFFFFFF, p & 0xFFFFFFFFFFFFFFFF
    p, q = 0xD2E7470EE14C6C93 * c0, 0xCA5A826395121157 * c2
    c0, c2 = q >> 64 ^ c1 ^ k6, p >> 64 ^ c3 ^ l6
    c1, c3 = q & 0xFFFFFFFFFFFFFFFF, p & 0xFFFFFFFFFFFFFFFF
    p, q = 0xD2E7470EE14C6C93 * c0, 0xCA5A826395121157 * c2
    c0, c2 = q >> 64 ^ c1 ^ k7, p >> 64 ^ c3 ^ l7
    c1, c3 = q & 0xFFFFFFFFFFFFFFFF, p & 0xFFFFFFFFFFFFFFFF
    p, q = 0xD2E7470EE14C6C93 * c0, 0xCA5A826395121157 * c2
    c0, c2 = q >> 64 ^ c1 ^ k8, p >> 64 ^ c3 ^ l8
    c1, c3 = q & 0xFFFFFFFFFFFFFFFF, p & 0xFFFFFFFFFFFFFFFF
    p, q = 0xD2E7470EE14C6C93 * c0, 0xCA5A826395121157 * c2
    return (
        q >> 64 ^ c1 ^ k9,
        q & 0xFFFFFFFFFFFFFFFF,
        p >> 64 ^ c3 ^ l9,
        p & 0xFFFFFFFFFFFFFFFF,
    )


def _require_word(name: str, value: int) -> None:
    if not 0 <= value <= _MASK:
        raise RunError(f"The {name} is {value}; accepted are whole numbers from 0 to 2**64 - 1.")


def philox4x64(counter: Words, key: tuple[int, int]) -> Words:
    """Return the four random words of one counter (Philox 4x64-10).

    Args:
        counter: four words; koopsim uses (case, decision, visit, 0).
        key: two words; koopsim uses (seed, replication).

    Raises:
        RunError: if a word lies outside 0 .. 2**64 - 1.
    """
    for word in counter:
        _require_word("counter word", word)
    for word in key:
        _require_word("key word", word)
    return _ten_rounds(*counter, round_keys(key))


class RandomStreams:
    """The random numbers of one replication of one run.

    Attributes:
        seed: seed of the run, 0 .. 2**64 - 1.
        replication: number of the replication, from 0.
    """

    __slots__ = ("_keys", "replication", "seed")

    def __init__(self, seed: int, replication: int) -> None:
        """Prepare the key (seed, replication).

        Raises:
            RunError: if seed or replication lies outside 0 .. 2**64 - 1.
        """
        _require_word("seed", seed)
        _require_word("replication", replication)
        self.seed = seed
        self.replication = replication
        self._keys = round_keys((seed, replication))

    def __repr__(self) -> str:
        """Return the call that makes an equal object."""
        return f"RandomStreams(seed={self.seed}, replication={self.replication})"

    @property
    def key(self) -> tuple[int, int]:
        """The Philox key (seed, replication)."""
        return self.seed, self.replication

    def block(self, case: int, decision: int, visit: int) -> Words:
        """Return the four independent words of one visit of a case to a decision.

        Use one word for the outcome, another for the delay, and so on.

        Raises:
            RunError: if a number lies outside 0 .. 2**64 - 1.
        """
        # One test for three ranges: a negative or too large number leaves bits above the 64th.
        if (case | decision | visit) >> 64:
            for name, value in (("case", case), ("decision", decision), ("visit", visit)):
                _require_word(f"number of the {name}", value)
        return _ten_rounds(case, decision, visit, 0, self._keys)

    def draw(self, case: int, decision: int, visit: int, word: int = 0) -> int:
        """Return one word (0 .. 2**64 - 1) of the block; `word` is 0, 1, 2 or 3.

        Raises:
            RunError: if a number lies outside its range.
        """
        if not 0 <= word <= 3:
            raise RunError(f"Word {word} of a random block was asked for; accepted are 0 to 3.")
        return self.block(case, decision, visit)[word]


def _as_words(cases: Sequence[int] | NDArray[np.integer]) -> NDArray[np.uint64]:
    """Return case numbers as an array of words, or refuse negative and fractional ones."""
    array = np.asarray(cases)
    if array.size == 0:
        return np.zeros(0, dtype=np.uint64)
    if array.ndim != 1 or array.dtype.kind not in "iu" or int(array.min()) < 0:
        raise RunError("Case numbers must be a one-dimensional list of whole numbers from 0.")
    return array.astype(np.uint64)


def _multiply(constant: int, words: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], ...]:
    """Return the high and the low 64 bits of constant * words.

    NumPy has no 128-bit integer, so the product is put together from four products of 32-bit
    halves; no partial sum reaches 2**64.
    """
    half, low_mask = np.uint64(32), np.uint64(0xFFFFFFFF)
    constant_high, constant_low = np.uint64(constant >> 32), np.uint64(constant & 0xFFFFFFFF)
    high, low = words >> half, words & low_mask
    cross = constant_low * high
    middle = (constant_low * low >> half) + (cross & low_mask) + constant_high * low
    return constant_high * high + (cross >> half) + (middle >> half), np.uint64(constant) * words


def philox_many(
    cases: Sequence[int] | NDArray[np.integer], decision: int, visit: int, key: tuple[int, int]
) -> NDArray[np.uint64]:
    """Return the blocks of many cases at once: row i equals the block of cases[i].

    Made for the start of a run, when a whole population is drawn.

    Args:
        cases: case numbers, whole numbers from 0.
        decision: number of the decision, the same for all cases.
        visit: number of the visit, the same for all cases.
        key: (seed, replication).

    Returns:
        Array of shape (number of cases, 4).

    Raises:
        RunError: if a number lies outside 0 .. 2**64 - 1.
    """
    for name, value in (("decision", decision), ("visit", visit), ("key", key[0]), ("key", key[1])):
        _require_word(f"number of the {name}", value)
    c0 = _as_words(cases)
    c1 = np.full_like(c0, decision)
    c2 = np.full_like(c0, visit)
    c3 = np.zeros_like(c0)
    keys = [np.uint64(word) for word in round_keys(key)]
    for k0, k1 in zip(keys[::2], keys[1::2], strict=True):
        high_0, low_0 = _multiply(_MULTIPLIER_0, c0)
        high_1, low_1 = _multiply(_MULTIPLIER_1, c2)
        c0, c1, c2, c3 = high_1 ^ c1 ^ k0, low_1, high_0 ^ c3 ^ k1, low_0
    return np.stack((c0, c1, c2, c3), axis=1)
