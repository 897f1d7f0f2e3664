"""What is run into a folder: which units are missing, and whether the folder may be used."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..model.errors import RunError
from ..model.rule_set import RuleSet
from ..model.table.cache import outline_for
from ..scenarios import Scenario
from .horizon import effective_rule_set, horizon
from .manifest import build_manifest
from .parquet_files import readable
from .result_files import prepare_folder, write_text
from .stored_result import StoredResult
from .unit import LOGS, Unit, regions_of, units_of
from .unit_files import finished, office_file, read_counts, remove_unfinished, unit_folder

UNITS = "unfinished-run"
"""Folder of finished units within that of the run; it goes when the run is whole."""

MANIFEST, RUN = "manifest.json", "manifest-run.json"
_PLAN = "plan.json"


@dataclass(frozen=True)
class FolderPlan:
    """A scenario with all that its files depend on, and the folder for them (absolute)."""

    scenario: Scenario
    replications: int
    seed: int
    events: bool
    folder: Path

    @property
    def units_folder(self) -> Path:
        """Where finished units lie until the run is whole."""
        return self.folder / UNITS

    @cached_property
    def units(self) -> list[Unit]:
        """All units, in the order of the result."""
        return units_of(self.scenario, range(self.replications))

    @cached_property
    def rule_set(self) -> RuleSet:
        """The rule set that holds in the scenario."""
        return effective_rule_set(self.scenario)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest of the result, which is also the plan that ``resume`` compares.

        Raises:
            RunError: if the days of the scenario lie outside the rule set.
        """
        days = horizon(self.scenario, self.rule_set)
        return build_manifest(
            self.scenario,
            self.rule_set,
            outline_for(self.rule_set),
            days.first_day,
            days.start,
            days.last_day,
            self.replications,
            self.seed,
            self.events,
        )

    @property
    def in_one_file(self) -> bool:
        """Whether there is one office only, whose log is one file."""
        return sum(len(region) for region in regions_of(self.scenario)) == 1

    def days(self, unit: Unit) -> int:
        """Return the days that a unit simulates in all its offices together."""
        offices = len(regions_of(self.scenario)[unit.region])
        return horizon(self.scenario, self.rule_set).days * offices

    def check(self, resume: bool) -> None:
        """Check that the folder may be used; make it if it is not there.

        Raises:
            RunError: if it cannot be written to, or an interrupted run there had another plan.
        """
        manifest = self.manifest
        prepare_folder(self.folder)
        found = _read_json(self.units_folder / _PLAN)
        if found is not None and resume and found != manifest:
            raise RunError(
                f"the interrupted run in {str(self.folder)!r} had another plan "
                f"({_difference(found, manifest)}): use the same scenario, options and version, or "
                "start anew without resuming"
            )

    def open(self, resume: bool) -> list[Unit]:
        """Make the folder ready; return the units that are still to be done.

        Raises:
            RunError: if the folder cannot be written to.
        """
        if not resume or _read_json(self.units_folder / _PLAN) is None:
            shutil.rmtree(self.units_folder, ignore_errors=True)
        try:
            self.units_folder.mkdir(exist_ok=True)
            write_text(self.units_folder / _PLAN, json_text(self.manifest))
        except OSError as error:
            reason = error.strerror or error
            raise RunError(f"cannot write to {str(self.folder)!r}: {reason}") from error
        remove_unfinished(self.units_folder)
        return [unit for unit in self.units if not self._kept(unit)]

    def _kept(self, unit: Unit) -> bool:
        """Tell whether a unit is whole; what is damaged is removed."""
        if not finished(self.units_folder, unit):
            return False
        try:
            read_counts(self.units_folder, unit)
            if all(readable(self.find(unit, path)) for path in self.log_files(unit)):
                return True
        except RunError:
            pass
        shutil.rmtree(unit_folder(self.units_folder, unit), ignore_errors=True)
        return False

    def log_files(self, unit: Unit, tables: tuple[str, ...] = LOGS) -> Iterator[Path]:
        """Return the files of a unit with rows of single persons, relative to a folder."""
        if not self.events:
            return
        offices = [office.number for office in regions_of(self.scenario)[unit.region]]
        for table in tables:
            for office in offices:
                yield office_file(table, unit.replication, None if self.in_one_file else office)

    def find(self, unit: Unit, path: Path) -> Path:
        """Return where a file of a unit lies: a result may be put together in part."""
        first = unit_folder(self.units_folder, unit) / path
        later = () if self.in_one_file else (self.units_folder / path, self.folder / path)
        return next((each for each in (first, *later) if each.exists()), first)

    def stored(self) -> StoredResult | None:
        """Return the whole result of this very plan if it is there already."""
        if _read_json(self.folder / MANIFEST) != json.loads(json_text(self.manifest)):
            return None
        run = _read_json(self.folder / RUN)
        result = StoredResult(
            self.scenario, self.rule_set, self.manifest, self.folder, run if run else {}
        )
        return result if result.whole() else None

    def clear(self) -> None:
        """Remove what only an unfinished run needs."""
        shutil.rmtree(self.units_folder, ignore_errors=True)

    def clear_if_empty(self, remove_parts: bool) -> None:
        """Remove what lies there if not a single unit is finished, else only parts of units."""
        if not any(finished(self.units_folder, unit) for unit in self.units):
            self.clear()
        elif remove_parts:
            remove_unfinished(self.units_folder)


def json_text(content: Any) -> str:
    """Return data as the text of a JSON file."""
    return json.dumps(content, indent=2, sort_keys=True) + "\n"


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _difference(found: Any, wanted: dict[str, Any]) -> str:
    """Return the first entries in which two manifests differ."""
    if not isinstance(found, dict):
        return "it cannot be read"
    # The command follows from the others.
    names = [n for n in wanted if n != "command" and found.get(n) != wanted[n]]
    told = [f"{name}: {found.get(name)!r} instead of {wanted[name]!r}" for name in names]
    return "; ".join(told[:2])
