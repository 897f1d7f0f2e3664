"""One run at a time writes to a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ..model.errors import RunError

LOCK = ".koopsim-lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder; the lock of a process that is killed goes with it.

    Raises:
        RunError: if another run is writing there.
    """
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise RunError(
            f"another run is writing to {str(folder)!r}: wait for its end, or choose another folder"
        ) from None
    except (NotImplementedError, OSError):
        # Some file systems of networks know no locks: better no lock than no run.
        yield
        return
    try:
        yield
    finally:
        lock.release()
        (folder / LOCK).unlink(missing_ok=True)
