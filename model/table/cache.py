"""Tables on disk, named by their digest, so that a table is compiled once per definition."""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

from ..process.case import rule_facts
from ..rule_set import RuleSet
from .compiler import Compiler, definition_digest
from .outline import TableOutline, outline_of
from .transition_table import TransitionTable

Kept = TypeVar("Kept")

CACHE_VARIABLE = "KOOPSIM_CACHE"
_CHECKSUM_BYTES = 32


def cache_folder() -> Path:
    """Return the folder of compiled tables: ``$KOOPSIM_CACHE``, or the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else user_cache_path("koopsim")


def table_for(rule_set: RuleSet) -> TransitionTable:
    """Return the table of a rule set: from memory, from the cache, or compiled (a few seconds)."""
    return _table(rule_set.name, tuple(sorted(rule_facts(rule_set).items())))


def outline_for(rule_set: RuleSet) -> TableOutline:
    """Return the outline of the table of a rule set, without the table if the cache has it."""
    return _outline(rule_set.name, tuple(sorted(rule_facts(rule_set).items())))


@lru_cache(maxsize=8)
def _table(name: str, facts: tuple[tuple[str, bool], ...]) -> TransitionTable:
    digest = definition_digest(name, dict(facts))
    return cached(
        f"table-{digest[:32]}",
        TransitionTable,
        lambda table: table.digest == digest,
        lambda: Compiler(name, dict(facts)).compile(),
    )


@lru_cache(maxsize=8)
def _outline(name: str, facts: tuple[tuple[str, bool], ...]) -> TableOutline:
    digest = definition_digest(name, dict(facts))
    return cached(
        f"outline-{digest[:32]}",
        TableOutline,
        lambda outline: outline.digest == digest,
        lambda: outline_of(_table(name, facts)),
    )


def cached(
    name: str, kind: type[Kept], fits: Callable[[Kept], bool], make: Callable[[], Kept]
) -> Kept:
    """Return what the cache folder holds under a name; made and written if it is not there.

    What is damaged, of another kind, or does not fit, counts as absent.
    """
    path = cache_folder() / f"{name}.pickle"
    found = read_cached(path)
    if isinstance(found, kind) and fits(found):
        return found
    made = make()
    write_cached(path, made)
    return made


def read_cached(path: Path) -> object:
    """Read a cached object; anything but a whole one counts as absent and gives None.

    The checksum is compared first: unpickling damaged bytes can raise almost anything, and take
    much memory before it does.
    """
    try:
        content = path.read_bytes()
        if content[:_CHECKSUM_BYTES] != _checksum(content[_CHECKSUM_BYTES:]):
            return None
        with _no_collection():
            found: object = pickle.loads(content[_CHECKSUM_BYTES:])
    except (
        OSError,
        pickle.UnpicklingError,
        EOFError,
        AttributeError,
        ImportError,
        IndexError,
        TypeError,
        ValueError,
    ):
        return None
    return found


@contextmanager
def _no_collection() -> Iterator[None]:
    """Look for no garbage meanwhile: a hundred thousand new objects, none of which is any."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def write_cached(path: Path, kept: object) -> None:
    """Write beside and move into place; a cache that cannot be written is no error."""
    content = pickle.dumps(kept, protocol=pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
            name = Path(beside.name)
        try:
            name.write_bytes(_checksum(content) + content)
            name.replace(path)
        finally:
            name.unlink(missing_ok=True)


def _checksum(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
