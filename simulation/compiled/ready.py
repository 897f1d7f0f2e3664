"""Loads the kernels as soon as this module is imported, or compiles them for the first time.

Processes that are made from one that has imported it have the kernels at once.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from numba import from_dtype, int64

from .days import open_office, run_days, send_away, take_in
from .layout import OFFICE

_LOOK_SECONDS = 0.2


def load_kernels() -> None:
    """Load all kernels that Python calls, for the arguments that it gives them."""
    offices = from_dtype(OFFICE)[::1]
    arguments: list[tuple[Any, tuple[Any, ...]]] = [
        (open_office, (offices,)),
        (run_days, (offices, int64)),
        (send_away, (offices, int64[::1])),
        (take_in, (offices, int64)),
    ]
    for kernel, types in arguments:
        kernel.compile(types)


@contextmanager
def ending_with_parent() -> Iterator[None]:
    """Meanwhile, end this process when its parent has ended: to compile takes half a minute.

    The thread that looks after it ends before: processes are to be made from this one.
    """
    parent, done = os.getppid(), threading.Event()

    def look() -> None:
        while not done.wait(_LOOK_SECONDS):
            if os.getppid() != parent:
                os._exit(1)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        done.set()
        looking.join()


# What goes wrong here goes wrong again in a worker, which tells its parent.
with ending_with_parent(), suppress(Exception):
    load_kernels()
