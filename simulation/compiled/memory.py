"""Arrays by address: kernels get one office, which knows where all its arrays lie.

A call that hands over many arrays costs more than most of what kernels do. So the office's record
holds the addresses of its arrays (``layout.ADDRESSES``), and these functions read and write there.
Nothing checks a place: whoever makes an array must keep it alive and large enough while kernels
run (`replication.CompiledOffice` does).
"""

from __future__ import annotations

from typing import Any

import numba
from llvmlite import ir
from numba.core import types

from .kernel_cache import kernel, machine_code
from .layout import CASE, LINK_PARTS

_CASE_BYTES = CASE.itemsize
_CASE = numba.from_dtype(CASE)


def _place(builder: Any, bits: int, address: Any, index: Any) -> Any:
    base = builder.inttoptr(address, ir.IntType(bits).as_pointer())
    return builder.gep(base, [index])


def _reader(bits: int, result: Any) -> Any:
    """Return a function (address, index) that reads a number of ``bits`` as a 64-bit ``result``."""

    @machine_code
    def read(typing_context: Any, address: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            found = builder.load(_place(builder, bits, *arguments))
            return found if bits == 64 else builder.sext(found, ir.IntType(64))

        return result(types.int64, types.int64), generate

    return read


def _writer(bits: int, given: Any) -> Any:
    """Return a function (address, index, value) that writes a number of ``bits``."""

    @machine_code
    def write(typing_context: Any, address: Any, index: Any, value: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            value = arguments[2]
            small = value if bits == 64 else builder.trunc(value, ir.IntType(bits))
            builder.store(small, _place(builder, bits, *arguments[:2]))
            return context.get_dummy_value()

        return types.none(types.int64, types.int64, given), generate

    return write


_read_small = _reader(32, types.int64)
_read_number = _reader(64, types.int64)
_read_word = _reader(64, types.uint64)
_write_small = _writer(32, types.int64)
_write_number = _writer(64, types.int64)
_write_word = _writer(64, types.uint64)


@machine_code
def _case_in(typing_context: Any, address: Any, index: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        size = ir.Constant(ir.IntType(64), CASE.itemsize)
        place = builder.add(arguments[0], builder.mul(arguments[1], size))
        return builder.inttoptr(place, context.get_value_type(_CASE))

    return _CASE(types.int64, types.int64), generate


@machine_code
def _fetch(typing_context: Any, address: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        function = builder.module.declare_intrinsic(
            "llvm.prefetch", [byte], ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        )
        # For writing, to be kept, data.
        place = builder.inttoptr(arguments[0], byte)
        builder.call(function, [place, *(ir.Constant(number, n) for n in (1, 3, 1))])
        return context.get_dummy_value()

    return types.none(types.int64), generate


@machine_code
def trailing_zeros(typing_context: Any, word: Any) -> Any:
    """Return how many zero bits a word that is not 0 has below its lowest one."""
    signature = types.int64(types.uint64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return signature, generate


@kernel
def fetch_case(office: Any, index: Any) -> None:
    """Bring a case into the processor's cache before it is needed."""
    first = office.addresses.cases + index * _CASE_BYTES
    for line in range(0, _CASE_BYTES, 64):
        _fetch(first + line)


@kernel
def case_at(office: Any, index: Any) -> Any:
    """Return a case by its index."""
    return _case_in(office.addresses.cases, index)


@kernel
def model(office: Any, place: Any) -> Any:
    """Return a number of the rule set's tables."""
    return _read_small(office.addresses.model, place)


@kernel
def setting(office: Any, place: Any) -> Any:
    """Return a number of the scenario's tables."""
    return _read_small(office.addresses.setting, place)


@kernel
def delay_number(office: Any, place: Any) -> Any:
    """Return a number of the delays."""
    return _read_small(office.addresses.delay_numbers, place)


@kernel
def threshold(office: Any, place: Any) -> Any:
    """Return a threshold of a delay."""
    return _read_word(office.addresses.thresholds, place)


@kernel
def cube(office: Any, place: Any) -> Any:
    """Return a mask (even places) or the value under it (odd places) of a cube."""
    return _read_number(office.addresses.cubes, place)


@kernel
def add_to_tally(office: Any, place: Any, amount: Any) -> None:
    """Add to a tally."""
    address = office.addresses.tally
    _write_number(address, place, _read_number(address, place) + amount)


@kernel
def waiting_key(office: Any, place: Any) -> Any:
    """Return a key of the waiting lists."""
    return _read_word(office.addresses.heaps, place)


@kernel
def set_waiting_key(office: Any, place: Any, key: Any) -> None:
    """Write a key of the waiting lists."""
    _write_word(office.addresses.heaps, place, key)


@kernel
def set_log(office: Any, place: Any, value: Any) -> None:
    """Write a number of the log."""
    _write_small(office.addresses.log, place, value)


@kernel
def head(office: Any, chain: Any) -> Any:
    """Return the first link of a chain of the agenda, or -1."""
    return _read_small(office.addresses.chains, 2 * chain)


@kernel
def set_head(office: Any, chain: Any, link: Any) -> None:
    """Write the first link of a chain."""
    _write_small(office.addresses.chains, 2 * chain, link)


@kernel
def length(office: Any, chain: Any) -> Any:
    """Return how many cases a chain has."""
    return _read_small(office.addresses.chains, 2 * chain + 1)


@kernel
def set_length(office: Any, chain: Any, cases: Any) -> None:
    """Write how many cases a chain has."""
    _write_small(office.addresses.chains, 2 * chain + 1, cases)


@kernel
def link_part(office: Any, place: Any) -> Any:
    """Return a number of a link: the next link, or a case."""
    return _read_small(office.addresses.links, place)


@kernel
def set_link_part(office: Any, place: Any, value: Any) -> None:
    """Write a number of a link: the next link, or a case."""
    _write_small(office.addresses.links, place, value)


@kernel
def marks(office: Any, place: Any) -> Any:
    """Return a word of marks."""
    return _read_word(office.addresses.marks, place)


@kernel
def set_marks(office: Any, place: Any, word: Any) -> None:
    """Write a word of marks."""
    _write_word(office.addresses.marks, place, word)


@kernel
def talk_key(office: Any, place: Any) -> Any:
    """Return the key of an appointment of today."""
    return _read_word(office.addresses.talks, place)


@kernel
def set_talk_key(office: Any, place: Any, key: Any) -> None:
    """Write the key of an appointment of today."""
    _write_word(office.addresses.talks, place, key)


@kernel
def granted_case(office: Any, place: Any) -> Any:
    """Return the index of a case whose request was granted."""
    return _read_small(office.addresses.granted, place)


@kernel
def set_granted_case(office: Any, place: Any, index: Any) -> None:
    """Write the index of a case whose request was granted."""
    _write_small(office.addresses.granted, place, index)


@kernel
def waiting_place(office: Any, index: Any) -> Any:
    """Return the place of a case on its waiting list, from 1; 0 if it does not wait."""
    return _read_small(office.addresses.places, index)


@kernel
def set_waiting_place(office: Any, index: Any, place: Any) -> None:
    """Write the place of a case on its waiting list."""
    _write_small(office.addresses.places, index, place)


@kernel
def add_mover(office: Any, index: Any) -> None:
    """Note that a case will move."""
    _write_small(office.addresses.movers, office.movers, index)
    office.movers += 1


@kernel
def fetch_link(office: Any, link: Any) -> None:
    """Bring a link into the processor's cache before it is needed; -1 does no harm."""
    _fetch(office.addresses.links + 4 * LINK_PARTS * link)


@kernel
def fetch_head(office: Any, index: Any) -> None:
    """Bring the first part of a case into the processor's cache before it is needed."""
    first = office.addresses.cases + index * _CASE_BYTES
    _fetch(first)
    _fetch(first + 64)
