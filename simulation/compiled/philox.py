"""Philox 4x64-10 in machine code: bit for bit the blocks of ``random_streams``."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba.core import types

from .. import random_streams
from .kernel_cache import kernel, machine_code

Words = npt.NDArray[np.uint64]

ROUND_KEYS = 20
"""Two key words for each of ten rounds."""

_MULTIPLIER_0 = np.uint64(0xD2E7470EE14C6C93)
_MULTIPLIER_1 = np.uint64(0xCA5A826395121157)
_ZERO = np.uint64(0)


def round_keys(seed: int, replication: int) -> Words:
    """Return the expanded key (seed, replication)."""
    return np.array(random_streams.round_keys((seed, replication)), dtype=np.uint64)


@machine_code
def multiply_high(typing_context: Any, first: Any, second: Any) -> Any:
    """Return the upper 64 bits of the product of two unsigned words."""
    signature = types.uint64(types.uint64, types.uint64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(*(builder.zext(word, wide) for word in arguments))
        upper = builder.lshr(product, ir.Constant(wide, 64))
        return builder.trunc(upper, ir.IntType(64))

    return signature, generate


@kernel
def philox(case: Any, decision: Any, visit: Any, keys: Any) -> Any:
    """Return the four words of a block under expanded keys."""
    c0, c1, c2, c3 = np.uint64(case), np.uint64(decision), np.uint64(visit), _ZERO
    for i in range(0, ROUND_KEYS, 2):
        high_0, low_0 = multiply_high(_MULTIPLIER_0, c0), _MULTIPLIER_0 * c0
        high_1, low_1 = multiply_high(_MULTIPLIER_1, c2), _MULTIPLIER_1 * c2
        c0, c1, c2, c3 = high_1 ^ c1 ^ keys[i], low_1, high_0 ^ c3 ^ keys[i + 1], low_0
    return c0, c1, c2, c3


@kernel
def fill_blocks(cases: Words, decision: int, visit: int, keys: Words, found: Words) -> None:
    """Write the blocks of many cases, one per row of ``found``."""
    for i in range(cases.size):
        found[i, 0], found[i, 1], found[i, 2], found[i, 3] = philox(cases[i], decision, visit, keys)
