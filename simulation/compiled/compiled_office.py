"""One office while it runs: its arrays, kept alive and large enough for the kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from ...model.periods import first_of_next_month_ordinal
from ..day_order import Timer
from ..event_log import ORIGINS
from .agenda import PHASES
from .days import DONE, MORE_CASES, MORE_LINKS, MORE_ROWS, open_office, run_days, send_away, take_in
from .layout import CASE, LINK_CASES, LINK_PARTS, LOG_FIELDS, NEVER, TEAM_COUNT, room_on_lines
from .office_arrays import OfficeArrays

_ROWS = 1 << 16
_SPARE_LINKS = 1 << 8
_ROOM = 1.25
"""Room for cases, of those that are expected."""


class CompiledOffice:
    """One office in one replication, see ``region.run_offices``.

    ``arrays`` are what the kernels read, ``office`` is its record, ``cases`` are the rows of its
    cases, ``tally`` is what was counted. ``report`` receives numbers of finished days.
    """

    def __init__(
        self, arrays: OfficeArrays, log: bool, report: Callable[[int], None] | None = None
    ) -> None:
        self.arrays = arrays
        self._report = report
        self.office: Any = arrays.office[0]
        self.office["logging"] = log
        self._chunks: list[npt.NDArray[np.int32]] = []
        self._kept: dict[str, npt.NDArray[Any]] = {}
        self._coming: list[npt.NDArray[Any]] = []
        size, most = int(self.office["plain"]["size"]), int(self.office["most_arrivals"])
        chains = PHASES * (int(self.office["last_day"]) + 1 - int(self.office["first_day"]))
        self._keep("model", arrays.model)
        self._keep("setting", arrays.setting)
        self._keep("thresholds", arrays.delays.words)
        self._keep("delay_numbers", arrays.delays.numbers)
        self._keep("cubes", arrays.cubes)
        self._keep("tally", np.zeros(arrays.tally_size, dtype=np.int64))
        self._keep("chains", np.array([[-1, 0]] * chains, dtype=np.int32))
        self._make_room_for_rows(_ROWS if log else 0)
        self._make_room_for_links(PHASES * size // LINK_CASES + chains + _SPARE_LINKS)
        # Rows that no case has come to take no memory: room is made for all that will come.
        self._make_room_for_cases(int(_ROOM * (size + arrays.coming)) + 2 * most)

    @property
    def cases(self) -> npt.NDArray[Any]:
        """The rows of all cases so far."""
        return self._kept["cases"][: int(self.office["cases"])]

    @property
    def tally(self) -> npt.NDArray[np.int64]:
        """What was counted (see ``layout.TALLIES``)."""
        return self._kept["tally"]

    def open(self) -> None:
        """Place the stock on the first day."""
        self._set_next_month()
        open_office(self.arrays.office)

    def run_before(self, day: int) -> None:
        """Run all days before ``day`` (an ordinal) that have not passed.

        Raises:
            RuntimeError: if the kernels stopped; ``office["failure"]`` says why.
        """
        self._take_in_all()
        day -= self.arrays.epoch
        while (today := int(self.office["today"])) < day:
            until = min(day, int(self.office["next_month_day"]))
            lack = run_days(self.arrays.office, until)
            if self._report is not None:
                self._report(int(self.office["today"]) - today)
            self._set_next_month()
            if lack != DONE:
                self._make_room(lack)

    def send_away(self) -> list[tuple[int, npt.NDArray[Any]]]:
        """Let those go who move today: numbers of new offices, and the rows that go there.

        Rows travel as words (see ``_words``).
        """
        said = np.sort(self._kept["movers"][: int(self.office["movers"])])
        cases = self.cases
        stays = (cases["moving_to"][said] == 0) | (cases["left"][said] != 0)
        chosen = said[~stays].astype(np.int64)
        self.office["movers"] = 0
        self._make_room_for_movers(chosen.size)
        send_away(self.arrays.office, chosen)
        # Only now: making room may have put the cases elsewhere.
        cases, today = self.cases, int(self.office["today"])
        numbers = cases["moving_to"][chosen].astype(np.int64) - 1
        movers = _words(cases)[chosen]
        remains = {"left": today, "timers": NEVER, "expiry": NEVER}
        for name, value in remains.items():
            cases[name][chosen] = value
        return [(int(number), movers[numbers == number]) for number in np.unique(numbers)]

    def take_in(self, mover: npt.NDArray[Any]) -> None:
        """Take in persons who have moved here today, as rows of another office."""
        self._coming.append(mover)

    def _take_in_all(self) -> None:
        """Take in all who came since the last day, in the order in which they came."""
        if not self._coming:
            return
        rows = np.concatenate(self._coming)
        count = len(rows)
        self._make_room_for_movers(count)
        first = int(self.office["cases"])
        cases = self._kept["cases"][first : first + count]
        _words(cases)[:] = rows
        here = {
            "index": np.arange(first, first + count),
            "origin": ORIGINS.index("move"),
            "entered": self.office["today"],
            "entry_facts": cases["facts"],
            "moving_to": 0,
            "planned": 0,
        }
        for name, value in here.items():
            cases[name] = value
        cases["timers"][:, Timer.APPOINTMENT] = NEVER
        self._coming.clear()
        take_in(self.arrays.office, count)

    def _set_next_month(self) -> None:
        epoch = self.arrays.epoch
        today = int(self.office["today"]) + epoch
        self.office["next_month_day"] = first_of_next_month_ordinal(today) - epoch

    def rows(self) -> npt.NDArray[np.int32]:
        """Return the rows of the log so far."""
        self._take_rows()
        return np.concatenate([np.empty((0, LOG_FIELDS), dtype=np.int32), *self._chunks])

    def _keep(self, name: str, array: npt.NDArray[Any]) -> None:
        """Keep an array alive and tell the kernels where it lies."""
        self._kept[name] = array
        self.office["addresses"][name] = array.ctypes.data

    def _make_room_for_movers(self, count: int) -> None:
        """Make room for cases that go or come, whatever they need."""
        if int(self.office["cases"]) + count > int(self.office["capacity"]):
            self._make_room_for_cases(2 * int(self.office["capacity"]) + count)
        if int(self.office["links"]) + PHASES * count > int(self.office["link_room"]):
            self._make_room_for_links(2 * int(self.office["link_room"]) + PHASES * count)
        if self.office["logging"] and int(self.office["rows"]) + count > int(
            self.office["row_room"]
        ):
            self._take_rows()
            self._make_room_for_rows(max(int(self.office["row_room"]), count))

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
        known, cases = (
            int(self.office["capacity"]),
            room_on_lines(capacity * CASE.itemsize).view(CASE),
        )
        places, movers = np.zeros((2, capacity), np.int32)
        # One more: to choose between two keys, both are read even where the list ends.
        heaps = np.zeros(TEAM_COUNT * capacity + 1, np.uint64)[:-1].reshape(TEAM_COUNT, capacity)
        marks = np.zeros(capacity // 64 + 1, np.uint64)
        if known:
            cases[:known] = self._kept["cases"]
            heaps[:, :known] = self._kept["heaps"]
            marks[: known // 64 + 1] = self._kept["marks"]
            places[:known] = self._kept["places"]
            movers[:known] = self._kept["movers"]
        self._keep("cases", cases)
        self._keep("heaps", heaps)
        self._keep("marks", marks)
        self._keep("places", places)
        self._keep("movers", movers)
        self._keep("talks", np.zeros(capacity + 1, dtype=np.uint64)[:-1])
        self._keep("granted", np.zeros(capacity, dtype=np.int32))
        self.office["capacity"] = capacity

    def _make_room_for_links(self, room: int) -> None:
        links = np.zeros(LINK_PARTS * room, dtype=np.int32)
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


def _words(cases: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    """Return rows of cases as plain words, which NumPy copies much faster than rows of fields."""
    return cases.view(np.uint64).reshape(len(cases), -1)
