"""Memory grows with the cases as stated, and the stated number is that of the arrays."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from koopsim.simulation.compiled import compiled_office
from koopsim.simulation.compiled.compiled_office import CompiledOffice
from koopsim.simulation.memory_use import bytes_per_case, peak_memory

RUN = """
import json, sys
from koopsim.scenarios import load_scenario
from koopsim.simulation.memory_use import peak_memory
from koopsim.simulation.runner import run_replication

size = int(sys.argv[1])
changes = {"population.size": size, "months": 1, "warm_up_months": 0,
           "staff.teams.under_25.fte": size / 400, "staff.teams.from_25.fte": size / 190}
scenario = load_scenario("baseline").replace(changes, allow_outside_range=True)
from koopsim.simulation.unit import run_unit, units_of
found = run_unit(units_of(scenario, [0])[0], 1, "compiled")
columns = found.counts.daily[0]
print(json.dumps({"peak": peak_memory(), "cases": size + int(columns[:, 1].sum())}))
"""

MARGIN = 1.5
"""Memory comes in pages, lists of cases grow by doubling, and the allocator keeps what is freed."""


def measured(size: int) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(size)], capture_output=True, text=True, check=True
    )
    found: dict[str, int] = json.loads(done.stdout)
    return found


def test_memory_grows_no_faster_than_stated() -> None:
    """100,000 persons more may take ``MARGIN`` times the stated bytes more, and no less than half.

    The lower bound shows that the measure measures: such a run cannot do without its cases.
    """
    measured(100)  # compiles the kernels if need be, which takes much memory
    few, many = measured(20_000), measured(120_000)
    cases = many["cases"] - few["cases"]
    assert cases > 100_000
    grown = (many["peak"] - few["peak"]) / cases
    assert 0.5 * bytes_per_case() < grown < MARGIN * bytes_per_case()


def test_the_stated_number_is_that_of_the_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The arrays of two offices of different sizes are compared, byte for byte."""
    from koopsim.scenarios import load_scenario
    from koopsim.simulation import simulate

    made: list[CompiledOffice] = []
    real = CompiledOffice.open

    def seen(self: CompiledOffice) -> None:
        made.append(self)
        real(self)

    monkeypatch.setattr(CompiledOffice, "open", seen)
    grows = ("cases", "heaps", "marks", "talks", "granted", "places", "movers")
    for size in (1_000, 9_000):
        changes = {"population.size": size, "months": 1, "warm_up_months": 0}
        scenario = load_scenario("baseline").replace(changes, allow_outside_range=True)
        simulate(scenario, workers=1, engine="compiled", events=False)
    few, many = made
    links = (many._kept["links"].nbytes - few._kept["links"].nbytes) / 8_000
    for office in made:
        room = int(office.office["capacity"])
        per_case = sum(office._kept[name].nbytes for name in grows) / room
        stated = compiled_office._ROOM * per_case + links
        assert stated == pytest.approx(bytes_per_case(), rel=0.01)


def test_the_peak_is_known_and_only_grows() -> None:
    first = peak_memory()
    assert first > 10e6
    block = bytearray(50_000_000)
    assert peak_memory() >= first
    assert len(block) == 50_000_000
