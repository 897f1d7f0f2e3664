"""What an indicator is defined by: group, kind, unit, wording in two languages, rules."""

from __future__ import annotations

from typing import Final, Literal

from ..model.process.text import Text

Kind = Literal["flow", "level", "mean"]
Definition = tuple[str, str, Kind, str, Text, Text, tuple[str, ...]]

GROUP_TITLES: Final = {
    "workload": Text("Arbeit und Personal", "work and staff"),
    "talks": Text("Einladungen und Gespräche", "invitations and talks"),
    "plans": Text("Kooperationspläne", "cooperation plans"),
    "deadlines": Text("Fristen", "deadlines"),
    "notice": Text("Mitwirkung mit RFB", "cooperation with RFB"),
    "population": Text("Personen", "persons"),
    "states": Text("Stand der Zusammenarbeit", "state of cooperation"),
}

UNIT_TITLES: Final = {
    "count": Text("Anzahl je Monat", "number per month"),
    "cases": Text("Fälle", "cases"),
    "persons": Text("Personen", "persons"),
    "minutes": Text("Minuten je Monat", "minutes per month"),
    "FTE": Text("VZÄ", "FTE"),
    "days": Text("Kalendertage", "calendar days"),
    "day_sum": Text("Kalendertage je Monat", "calendar days per month"),
}


def define(
    group: str,
    kind: Kind,
    unit: str,
    name: str,
    title: tuple[str, str],
    definition: tuple[str, str],
    *rules: str,
) -> Definition:
    """Return a definition; title and definition are given in German and in English.

    ``rules`` are the Rz and statutes behind the indicator; ``unit`` is a key of ``UNIT_TITLES``.
    """
    return name, group, kind, unit, Text(*title), Text(*definition), rules
