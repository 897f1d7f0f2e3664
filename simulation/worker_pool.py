"""Worker processes that are kept for many tasks: a shared count of finished days, quiet interrupts.

A worker that is killed takes its pool with it; the pool is then made anew and what was not finished
is done again. Tasks are pure functions of their arguments, so the results are the same.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import (
    connection,
    forkserver,
    get_context,
    parent_process,
)
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from ..model.errors import RunError
from .progress import NoProgress, ProgressReporter

Result = TypeVar("Result")

MOST_REBUILDS = 5
"""How often a pool is made anew within one call before the run gives up."""

REFRESH_SECONDS = 0.3

# On other systems libraries may have threads as soon as they are imported.
_FROM_ONE_PROCESS = sys.platform == "linux"
_QUEUED_PER_WORKER = 4
_finished_days: Any = None
_here = threading.local()


class Workers(Protocol):
    """Anything that does tasks elsewhere: processes of this machine, or a cluster."""

    def map(
        self,
        task: Callable[..., Result],
        arguments: Sequence[tuple[Any, ...]],
        finished: Callable[[int, Result], None] | None = None,
    ) -> list[Result]:
        """Do ``task(*arguments[i])`` for each i; return the results in that order.

        ``finished`` receives (i, result) as soon as each is there, in any order.
        """

    def close(self) -> None:
        """Let the workers go."""


def available_cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _initialise(counter: Any, environment: dict[str, str]) -> None:
    """Let only the parent answer an interrupt, end with it, and keep the shared counter.

    The process that makes workers may have another environment, from when it was started.
    """
    global _finished_days
    _finished_days = counter
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process as soon as its parent has ended, however that came about."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


@contextmanager
def reporting_to(reporter: Callable[[int], None]) -> Iterator[None]:
    """Let ``report_days`` of this thread call ``reporter``."""
    _here.reporter = reporter
    try:
        yield
    finally:
        del _here.reporter


@contextmanager
def _starting_processes() -> Iterator[None]:
    """Start processes whole and deaf to interrupts; one that comes meanwhile is raised afterwards.

    A process that is interrupted while it starts, or whose parent is, complains at length.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    mask = hasattr(signal, "pthread_sigmask")  # inherited by the processes; not on Windows
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if mask else set()
    try:
        yield
    finally:
        if mask:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, handler or signal.SIG_DFL)
        if came:
            signal.raise_signal(signal.SIGINT)


def report_days(days: int) -> None:
    """Add finished days to what the parent sees (in a worker; elsewhere nothing happens)."""
    reporter = getattr(_here, "reporter", None)
    if reporter is not None:
        reporter(days)
    elif _finished_days is not None:
        with _finished_days.get_lock():
            _finished_days.value += days


def _context(preload: Sequence[str]) -> Any:
    """Return how processes are made: from one that has imported ``preload`` before, if possible.

    That one process is started with the first worker of this program and ends with it.
    """
    if not _FROM_ONE_PROCESS:
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def prepare_workers(preload: Sequence[str]) -> None:
    """Start the process that workers are made from, so that it imports while this one goes on.

    Nothing happens where there is no such process.

    Args:
        preload: see `LocalWorkers`.
    """
    if _FROM_ONE_PROCESS:
        _context(preload)
        with _starting_processes():
            forkserver.ensure_running()


class LocalWorkers:
    """Processes of this machine, started when first needed; use as a context manager.

    Args:
        workers: how many.
        progress: takes note of finished days.
        preload: names of modules that are imported once for all workers.
    """

    def __init__(
        self,
        workers: int,
        progress: ProgressReporter | None = None,
        preload: Sequence[str] = (),
    ) -> None:
        self.workers = workers
        self._progress = progress or NoProgress()
        self._context = _context(preload)
        self._counter = self._context.Value("q", 0)
        self._seen = 0
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Return the workers."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the workers go."""
        self.close()

    def map(
        self,
        task: Callable[..., Result],
        arguments: Sequence[tuple[Any, ...]],
        finished: Callable[[int, Result], None] | None = None,
    ) -> list[Result]:
        """Do ``task(*arguments[i])`` for each i; see `Workers.map`.

        Raises:
            RunError: if worker processes die again and again.
        """
        results: dict[int, Result] = {}
        rebuilds = 0
        while len(results) < len(arguments):
            try:
                self._try(task, arguments, results, finished)
            except BrokenProcessPool as error:
                self.close()
                rebuilds += 1
                if rebuilds > MOST_REBUILDS:
                    raise RunError(
                        "worker processes end unexpectedly again and again (out of memory?); "
                        "use fewer workers or a smaller scenario"
                    ) from error
            except KeyboardInterrupt:
                self._abandon()
                raise
            except BaseException:
                self.close()
                raise
        return [results[i] for i in range(len(arguments))]

    def close(self) -> None:
        """Let the workers go; tasks that have begun are finished first."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _abandon(self) -> None:
        """Let the workers go in the middle of what they do."""
        if self._pool is not None:
            for process in list(getattr(self._pool, "_processes", {}).values()):
                process.terminate()
            self.close()

    def _try(
        self,
        task: Callable[..., Result],
        arguments: Sequence[tuple[Any, ...]],
        results: dict[int, Result],
        finished: Callable[[int, Result], None] | None,
    ) -> None:
        """Do what is not done yet; what was done before a worker died stays in ``results``."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.workers,
                self._context,
                initializer=_initialise,
                initargs=(self._counter, dict(os.environ)),
            )
        pool = self._pool
        missing = iter([i for i in range(len(arguments)) if i not in results])
        waiting: dict[Future[Result], int] = {}

        def fill() -> None:
            # Only as many as keep the workers busy: waiting for all of many takes long by itself.
            with _starting_processes():
                for i in islice(missing, _QUEUED_PER_WORKER * self.workers - len(waiting)):
                    waiting[pool.submit(task, *arguments[i])] = i

        fill()
        while waiting:
            ready, _ = wait(waiting, timeout=REFRESH_SECONDS, return_when=FIRST_COMPLETED)
            self._report()
            places = [(waiting.pop(future), future) for future in ready]
            fill()
            for place, future in places:
                results[place] = future.result()
                if finished is not None:
                    finished(place, results[place])

    def _report(self) -> None:
        days = self._counter.value
        self._progress.advance(days - self._seen)
        self._seen = days
