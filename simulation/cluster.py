"""Workers of a Dask cluster that is already running (``pip install 'koopsim[cluster]'``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ..model.errors import KoopsimError, RunError

Result = TypeVar("Result")

_CONNECT_SECONDS = 20


class ClusterWorkers:
    """The workers of a Dask scheduler; tasks of a worker that dies are given to another one.

    Args:
        address: of the scheduler, such as ``tcp://127.0.0.1:8786``.

    Raises:
        RunError: if Dask is not installed, or nobody answers at the address.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise RunError(
                "a cluster needs Dask; install it with: pip install 'koopsim[cluster]'"
            ) from None
        try:
            self._client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise RunError(f"no Dask scheduler answers at {address!r}: {error}") from None

    def map(
        self,
        task: Callable[..., Result],
        arguments: Sequence[tuple[Any, ...]],
        finished: Callable[[int, Result], None] | None = None,
    ) -> list[Result]:
        """Do ``task(*arguments[i])`` for each i; see ``worker_pool.Workers``.

        Raises:
            RunError: as the task does, or if workers die again and again.
        """
        from distributed import as_completed
        from distributed.scheduler import KilledWorker

        futures = [self._client.submit(task, *each, pure=False) for each in arguments]
        places = {future.key: place for place, future in enumerate(futures)}
        results: dict[int, Result] = {}
        try:
            for future in as_completed(futures):
                place = places[future.key]
                results[place] = future.result()
                if finished is not None:
                    finished(place, results[place])
        except KilledWorker as error:
            raise RunError(f"workers of the cluster die again and again: {error}") from None
        except (KoopsimError, KeyboardInterrupt):
            self._client.cancel(futures)
            raise
        return [results[place] for place in range(len(futures))]

    def close(self) -> None:
        """Leave the cluster; it goes on running."""
        self._client.close()
