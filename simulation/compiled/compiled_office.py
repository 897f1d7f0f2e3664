"""One office while it runs: its arrays, kept alive and large enough for the kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .agenda import PHASES
from .days import DONE, MORE_CASES, MORE_LINKS, MORE_ROWS, open_office, run_days
from .layout import LOG_FIELDS, TEAM_COUNT, empty_cases
from .office_arrays import OfficeArrays

_REPORTED_DAYS = 10
_ROWS = 1 << 16
_LINKS_PER_CASE = 4
_SPARE_LINKS = 1 << 12


class CompiledOffice:
    """One office in one replication; ``run`` takes it from its first day to its last.

    ``arrays`` are what the kernels read, ``office`` is its record, ``cases`` are the rows of its
    cases, ``tally`` is what was counted.
    """

    def __init__(self, arrays: OfficeArrays, log: bool) -> None:
        self.arrays = arrays
        self.office: Any = arrays.office[0]
        self.office["logging"] = log
        self._chunks: list[npt.NDArray[np.int32]] = []
        self._kept: dict[str, npt.NDArray[Any]] = {}
        size, most = int(self.office["plain"]["size"]), int(self.office["most_arrivals"])
        chains = PHASES * (int(self.office["last_day"]) + 1 - int(self.office["first_day"]))
        self._keep("model", arrays.model)
        self._keep("setting", arrays.setting)
        self._keep("thresholds", arrays.words)
        self._keep("cubes", arrays.cubes)
        self._keep("tally", np.zeros(arrays.tally_size, dtype=np.int64))
        self._keep("heads", np.full(chains, -1, dtype=np.int32))
        self._keep("lengths", np.zeros(chains, dtype=np.int32))
        self._make_room_for_rows(_ROWS if log else 0)
        self._make_room_for_links(_LINKS_PER_CASE * size + _SPARE_LINKS)
        self._make_room_for_cases(size + size // 4 + 2 * most)

    @property
    def cases(self) -> npt.NDArray[Any]:
        """The rows of all cases so far."""
        return self._kept["cases"][: int(self.office["cases"])]

    @property
    def tally(self) -> npt.NDArray[np.int64]:
        """What was counted (see ``layout.TALLIES``)."""
        return self._kept["tally"]

    def run(self, report: Callable[[int], None] | None = None) -> None:
        """Run to the end of the last day; ``report`` receives numbers of finished days.

        Raises:
            RuntimeError: if the kernels stopped; ``office["failure"]`` says why.
        """
        open_office(self.arrays.office)
        last = int(self.office["last_day"])
        while (today := int(self.office["today"])) <= last:
            until = min(last + 1, today + _REPORTED_DAYS)
            lack = run_days(self.arrays.office, until)
            if report is not None:
                report(int(self.office["today"]) - today)
            if lack != DONE:
                self._make_room(lack)

    def rows(self) -> npt.NDArray[np.int32]:
        """Return the rows of the log so far."""
        self._take_rows()
        return np.concatenate([np.empty((0, LOG_FIELDS), dtype=np.int32), *self._chunks])

    def _keep(self, name: str, array: npt.NDArray[Any]) -> None:
        """Keep an array alive and tell the kernels where it lies."""
        self._kept[name] = array
        self.office["addresses"][name] = array.ctypes.data

    def _make_room(self, lack: int) -> None:
        if lack == MORE_CASES:
            self._make_room_for_cases(2 * int(self.office["capacity"]))
        elif lack == MORE_LINKS:
            self._make_room_for_links(2 * int(self.office["link_room"]))
        elif lack == MORE_ROWS:
            few = 2 * int(self.office["rows"]) < int(self.office["row_room"])
            self._take_rows()
            if few:
                self._make_room_for_rows(2 * int(self.office["row_room"]))

    def _make_room_for_cases(self, capacity: int) -> None:
        known, cases = int(self.office["capacity"]), empty_cases(capacity)
        heaps = np.zeros((TEAM_COUNT, capacity), np.uint64)
        marks = np.zeros(capacity // 64 + 1, np.uint64)
        if known:
            cases[:known] = self._kept["cases"]
            heaps[:, :known] = self._kept["heaps"]
            marks[: known // 64 + 1] = self._kept["marks"]
        self._keep("cases", cases)
        self._keep("heaps", heaps)
        self._keep("marks", marks)
        self._keep("talks", np.zeros(capacity, dtype=np.uint64))
        self._keep("granted", np.zeros(capacity, dtype=np.int32))
        self.office["capacity"] = capacity

    def _make_room_for_links(self, room: int) -> None:
        links = np.zeros(2 * room, dtype=np.int32)
        if "links" in self._kept:
            links[: self._kept["links"].size] = self._kept["links"]
        self._keep("links", links)
        self.office["link_room"] = room

    def _make_room_for_rows(self, room: int) -> None:
        self._keep("log", np.empty(LOG_FIELDS * room, dtype=np.int32))
        self.office["row_room"] = room

    def _take_rows(self) -> None:
        rows = int(self.office["rows"])
        if rows:
            log = self._kept["log"][: LOG_FIELDS * rows]
            self._chunks.append(log.reshape(-1, LOG_FIELDS).copy())
            self.office["rows"] = 0
