"""The arrays that one rule set gives, whatever the scenario is; kept on disk like the table."""

from __future__ import annotations

import hashlib
import io
import tempfile
from contextlib import suppress
from dataclasses import astuple, fields
from functools import lru_cache
from pathlib import Path

import numpy as np

from ...model.process.case import rule_facts, rule_monitor
from ...model.properties import SAFETY
from ...model.rule_set import RuleSet
from ...model.table.cache import cache_folder, table_for
from .kernel_cache import kernel_digest
from .look_arrays import LookBuilder
from .table_arrays import TableArrays, table_arrays

_CHECKSUM_BYTES = 32


def model_arrays(rule_set: RuleSet) -> TableArrays:
    """Return the arrays of a rule set: from memory, from the cache folder, or made (seconds)."""
    return _model_arrays(table_for(rule_set).digest, tuple(rule_facts(rule_set).items()), rule_set)


@lru_cache(maxsize=8)
def _model_arrays(
    table_digest: str, facts: tuple[tuple[str, bool], ...], rule_set: RuleSet
) -> TableArrays:
    content = repr((table_digest, facts, SAFETY, kernel_digest(), np.__version__))
    digest = hashlib.sha256(content.encode()).hexdigest()
    path = cache_folder() / f"arrays-{digest[:32]}.npz"
    arrays = _read(path)
    if arrays is None:
        looks = LookBuilder(rule_monitor(rule_set), rule_facts(rule_set))
        arrays = table_arrays(table_for(rule_set), looks)
        _write(path, arrays)
    return arrays


def _read(path: Path) -> TableArrays | None:
    """Read kept arrays; anything but a whole file counts as absent."""
    with suppress(OSError, ValueError, KeyError, EOFError):
        content = path.read_bytes()
        body = content[_CHECKSUM_BYTES:]
        if hashlib.sha256(body).digest() == content[:_CHECKSUM_BYTES]:
            with np.load(io.BytesIO(body), allow_pickle=False) as kept:
                return TableArrays(*(kept[field.name] for field in fields(TableArrays)))
    return None


def _write(path: Path, arrays: TableArrays) -> None:
    """Write beside and move into place; a cache that cannot be written is no error."""
    body = io.BytesIO()
    np.savez(body, **{f.name: a for f, a in zip(fields(arrays), astuple(arrays), strict=True)})
    content = body.getvalue()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
            name = Path(beside.name)
        try:
            name.write_bytes(hashlib.sha256(content).digest() + content)
            name.replace(path)
        finally:
            name.unlink(missing_ok=True)
