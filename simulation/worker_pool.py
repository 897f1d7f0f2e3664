"""Replications in worker processes: a shared count of finished days, and a quiet interrupt."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, TypeVar

from ..model.errors import RunError
from .progress import ProgressReporter

Result = TypeVar("Result")

_REFRESH_SECONDS = 0.3
_finished_days: Any = None


def _initialise(counter: Any) -> None:
    """Let only the parent answer an interrupt, and keep the shared counter."""
    global _finished_days
    _finished_days = counter
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def report_days(days: int) -> None:
    """Add finished days to the shared count (in a worker; elsewhere nothing happens)."""
    if _finished_days is not None:
        with _finished_days.get_lock():
            _finished_days.value += days


def run_in_processes(
    task: Callable[..., Result],
    arguments: Iterable[tuple[Any, ...]],
    workers: int,
    progress: ProgressReporter,
) -> list[Result]:
    """Run ``task(*arguments)`` for each tuple of arguments; return the results in their order.

    Raises:
        RunError: if a worker process dies.
    """
    context = get_context("spawn")
    counter = context.Value("q", 0)
    pool = ProcessPoolExecutor(workers, context, initializer=_initialise, initargs=(counter,))
    try:
        futures = [pool.submit(task, *each) for each in arguments]
        _wait_for(futures, counter, progress)
        return [future.result() for future in futures]
    except BrokenProcessPool as error:
        raise RunError("a worker process ended unexpectedly (out of memory?); run again") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _wait_for(futures: list[Future[Result]], counter: Any, progress: ProgressReporter) -> None:
    waiting, seen = set(futures), 0
    while waiting:
        ready, waiting = wait(waiting, timeout=_REFRESH_SECONDS, return_when=FIRST_COMPLETED)
        days = counter.value
        progress.advance(days - seen)
        seen = days
        for future in ready:
            future.result()
