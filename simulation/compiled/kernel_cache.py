"""How kernels are compiled: once per version of what they are made from.

Numba keeps machine code per source file and notices only changes of that one file. Kernels take in
constants of other modules (orders of timers, bits of facts) and functions of other files, so their
code is kept in a folder named by the digest of everything they read.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba
from numba.core import config
from numba.extending import intrinsic

from ...model import periods
from ...model.process import deadlines, facts
from ...model.table.cache import cache_folder
from .. import (
    contacts,
    day_order,
    event_log,
    mornings,
    population,
    simulated_case,
    staff,
    stock,
    tables,
)

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_HERE = Path(__file__).parent
_READ = (
    *(periods, deadlines, facts, contacts, day_order, event_log, mornings, population),
    *(simulated_case, staff, stock, tables),
)


@cache
def kernel_digest() -> str:
    """Return the sha256 (hex) of all sources that end up in compiled code."""
    read = [Path(str(module.__file__)) for module in _READ]
    found = hashlib.sha256(numba.__version__.encode())
    for path in (*sorted(_HERE.glob("*.py")), *read):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


@cache
def _folder() -> str:
    """Return the folder of compiled code.

    It lies where ``NUMBA_CACHE_DIR`` says, else beside the sources, else in the user's cache
    folder; empty if none of these can be written to.
    """
    name, chosen = f"kernels-{kernel_digest()[:16]}", _cache_dir()
    for parent in (*([Path(chosen)] if chosen else []), _HERE / "__pycache__", cache_folder()):
        with suppress(OSError):
            (parent / name).mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=parent / name).close()
            return str(parent / name)
    return ""


def _cache_dir() -> str:
    """Return where numba keeps machine code; empty for its own choice."""
    return str(vars(config)["CACHE_DIR"])


# Without reference counts ("_nrt"): kernels make no objects, and counting takes most of the time.
_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}


def kernel(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a function on its first call, without the global lock; keep the machine code."""
    chosen = _cache_dir()
    vars(config)["CACHE_DIR"] = _folder() or chosen
    try:
        compiled: Callable[Arguments, Result] = numba.njit(**_OPTIONS)(function)
    finally:
        vars(config)["CACHE_DIR"] = chosen
    return compiled


def machine_code(function: Callable[..., Any]) -> Any:
    """Make a function that writes its own machine code (a numba intrinsic)."""
    return intrinsic(function)
