"""Workers of a Dask cluster that is already running (``pip install 'koopsim[cluster]'``)."""

from __future__ import annotations

import platform
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from importlib.metadata import version
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from ..model.errors import RunError
from .progress import NoProgress, ProgressReporter
from .worker_pool import REFRESH_SECONDS, reporting_to

Result = TypeVar("Result")

CONNECT_SECONDS = 10
"""How long a scheduler may take to answer."""

_MOST_SUBMITTED = 1000
_REPORT_SECONDS = 0.5


class ClusterWorkers:
    """The workers of a Dask scheduler; tasks of a worker that dies are given to another one.

    Args:
        address: of the scheduler, such as ``tcp://127.0.0.1:8786``.
        progress: takes note of finished days.

    Raises:
        RunError: if Dask is not installed, or nobody answers at the address.
    """

    def __init__(self, address: str, progress: ProgressReporter | None = None) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise RunError(
                "a cluster needs Dask; install it with: pip install 'koopsim[cluster]'"
            ) from None
        self._address = address
        self._progress = progress or NoProgress()
        if not address.strip():
            raise RunError("a cluster needs the address of its scheduler, such as tcp://host:8786")
        try:
            make: Any = Client  # its types are not declared
            self._client = make(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except Exception as error:  # what an address that is none raises depends on its form
            reason = " ".join(str(error).split())
            raise RunError(f"no Dask scheduler answers at {address!r}: {reason}") from None

    def map(
        self,
        task: Callable[..., Result],
        arguments: Sequence[tuple[Any, ...]],
        finished: Callable[[int, Result], None] | None = None,
    ) -> list[Result]:
        """Do ``task(*arguments[i])`` for each i; see ``worker_pool.Workers``.

        Raises:
            RunError: as the task does; if workers die again and again or run another version; or if
                the scheduler is lost.
        """
        days = _Days(self._client, self._progress)
        missing = iter(range(len(arguments)))
        done: SimpleQueue[Any] = SimpleQueue()
        waiting: dict[Any, int] = {}
        results: dict[int, Result] = {}

        def fill() -> None:
            for i in islice(missing, _MOST_SUBMITTED - len(waiting)):
                future = self._client.submit(
                    _on_cluster, _versions(), days.topic, i, task, arguments[i], pure=False
                )
                waiting[future] = i
                future.add_done_callback(done.put)

        try:
            fill()
            while waiting:
                future = self._next(done, days)
                place = waiting.pop(future)
                fill()
                results[place] = self._result(future)
                if finished is not None:
                    finished(place, results[place])
        except BaseException:
            if self._client.status == "running":
                self._client.cancel(list(waiting))
            raise
        finally:
            days.close()
        return [results[place] for place in range(len(arguments))]

    def _next(self, done: SimpleQueue[Any], days: _Days) -> Any:
        """Wait for a future that is done; meanwhile show progress."""
        while True:
            days.show()
            try:
                return done.get(timeout=REFRESH_SECONDS)
            except Empty:
                if self._client.status not in ("running", "connecting"):
                    raise self._lost() from None

    def _result(self, future: Any) -> Any:
        from distributed.scheduler import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            raise RunError(
                f"workers of the cluster at {self._address!r} die again and again (out of memory?)"
            ) from None
        except (CancelledError, OSError):
            raise self._lost() from None

    def _lost(self) -> RunError:
        return RunError(
            f"the connection to the Dask scheduler at {self._address!r} is lost; units that are "
            "finished are kept, resume the run when it is back"
        )

    def close(self) -> None:
        """Leave the cluster; it goes on running."""
        self._client.close()


class _Days:
    """Finished days of each task, as workers report them; a task done twice counts once."""

    def __init__(self, client: Any, progress: ProgressReporter) -> None:
        self.topic = f"koopsim-{uuid.uuid4().hex}"
        self._client = client
        self._progress = progress
        self._known: dict[int, int] = {}
        self._shown = 0
        client.subscribe_topic(self.topic, self._take)

    def _take(self, event: tuple[float, Any]) -> None:
        place, days = event[1]
        self._known[place] = max(self._known.get(place, 0), days)

    def show(self) -> None:
        """Tell what is new."""
        days = sum(list(self._known.values()))
        self._progress.advance(days - self._shown)
        self._shown = days

    def close(self) -> None:
        """Tell the rest, listen no longer."""
        self.show()
        if self._client.status == "running":
            self._client.unsubscribe_topic(self.topic)


def _on_cluster(
    versions: dict[str, str],
    topic: str,
    place: int,
    task: Callable[..., Result],
    arguments: tuple[Any, ...],
) -> Result:
    """Do a task in a worker of the cluster, which reports finished days.

    Raises:
        RunError: if the worker runs other versions than the one who asks.
    """
    found = _versions()
    for name, wanted in versions.items():
        if found[name] != wanted:
            raise RunError(
                f"a worker of the cluster ({platform.node()}) has {name} {found[name]}, but this "
                f"is {name} {wanted}: install the same versions everywhere"
            )
    reporter = _Reporter(topic, place)
    with reporting_to(reporter):
        result = task(*arguments)
    reporter.send()
    return result


class _Reporter:
    """Sends the days of one task to who asked for it, not too often."""

    def __init__(self, topic: str, place: int) -> None:
        from distributed import get_worker

        self._log = get_worker().log_event
        self._topic = topic
        self._place = place
        self._days = 0
        self._sent = time.monotonic()

    def __call__(self, days: int) -> None:
        self._days += days
        if time.monotonic() - self._sent >= _REPORT_SECONDS:
            self.send()

    def send(self) -> None:
        """Send what is done so far."""
        self._sent = time.monotonic()
        self._log(self._topic, (self._place, self._days))


def _versions() -> dict[str, str]:
    """Return what must be the same everywhere, or results could differ."""
    names = ("koopsim", "numpy", "pandas", "pyarrow", "holidays")
    return {name: version(name) for name in names} | {"Python": platform.python_version()}
