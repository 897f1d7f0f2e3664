"""The offices of a result side by side: who has how much work, and for whom it is too much."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...scenarios import office_scenarios
from ..forecast import ALL_TEAMS
from ..indicator_catalogue import indicator
from ..result_protocol import Result
from .document import Cell, Column, Table
from .wording import Wording

SHOWN = ("stock", "talks", "plans_made", "updates_due", "fte_needed", "fte_available", "backlog")
"""Indicators of an office: mean per month, all teams together."""

_KEPT, _MISSED = "updates_in_time", "updates_missed"


def office_table(result: Result, words: Wording) -> Table | None:
    """Return one row per office: means per month of all replications; None with one office.

    The last columns are the share of the staff's time that the work done took, and the share of
    plan updates in time (Rz 15.65).
    """
    months: pd.DataFrame | None = getattr(result, "office_months", None)
    if months is None:
        return None
    wanted = [*SHOWN, _KEPT, _MISSED]
    rows = months[(months["team"] == ALL_TEAMS) & months["indicator"].isin(wanted)]
    names = rows["indicator"].astype(str)
    means = rows.groupby(["office", names])["value"].mean().unstack().fillna(0.0)
    labels = {office.number: office.label for office in office_scenarios(result.scenario)}
    return Table(
        words.say("sheet_offices"),
        words.say("offices_title"),
        _columns(words),
        [_row(labels[int(str(number))], values) for number, values in means.iterrows()],
    )


def _columns(words: Wording) -> list[Column]:
    columns = [Column(words.say("column_office"))]
    for name in SHOWN:
        item = indicator(name)
        title, unit = item.title[words.language], item.unit[words.language]
        columns.append(Column(title, unit, "number", 2 if name.startswith("fte") else 1))
    columns.append(Column(words.say("column_utilisation"), kind="share"))
    return [*columns, Column(words.say("column_updates_in_time"), kind="share")]


def _row(label: str, values: pd.Series[Any]) -> list[Cell]:
    available, due = float(values["fte_available"]), float(values[_KEPT] + values[_MISSED])
    return [
        label,
        *(float(values[name]) for name in SHOWN),
        float(values["fte_needed"]) / available if available > 0 else None,
        float(values[_KEPT]) / due if due > 0 else None,
    ]
