"""The tables of the forecast report, for paper and for a spreadsheet."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...scenarios import assumption_ledger
from ..compliance import KEPT_DEADLINES, compliance, utilisation
from ..forecast import ALL_TEAMS, WHOLE_PERIOD, summary, teams_of, yearly_values
from ..formatting import TEAM_TITLES
from ..indicator_catalogue import INDICATORS
from ..plan_states import PLAN_STATE_TITLES
from ..result_protocol import Result
from ..sojourns import flows
from ..tables import by_month, by_year, short_unit
from . import histories, sections
from .document import Cell, Column, Table
from .findings import Findings
from .wording import Wording


class ForecastTables:
    """The tables of one result in one language."""

    def __init__(self, result: Result, words: Wording) -> None:
        self._result = result
        self._words = words
        self._language = words.language

    def _say(self, key: str) -> str:
        return self._words.say(key)

    def years(self) -> Table:
        """Return the yearly figures as texts: mean and interval in one cell."""
        found = by_year(self._result, self._language)
        columns = [Column(self._say("indicator")), Column(self._say("column_unit"))]
        columns += [Column(title) for title in found.headings]
        rows: list[list[Cell]] = [
            [row.title, row.unit, *(str(cell) for cell in row.cells)] for row in found.rows
        ]
        return Table(self._say("sheet_years"), self._say("key_heading"), columns, rows)

    def months(self) -> Table:
        """Return the monthly figures as texts: mean and interval in one cell."""
        found = by_month(self._result, self._language)
        pairs = zip(found.headings, found.units, strict=True)
        columns = [Column(self._say("month")), *(Column(title, unit) for title, unit in pairs)]
        rows: list[list[Cell]] = [
            [row.title, *(str(cell) for cell in row.cells)] for row in found.rows
        ]
        return Table(self._say("sheet_months"), self._say("months_heading"), columns, rows)

    def all_years(self) -> Table:
        """Return all indicators of all teams by year, each number in a cell of its own."""
        rows = [
            self._values(row, team, (self._period(str(row["year"])), row["months"]), yearly=True)
            for team in (*teams_of(self._result), ALL_TEAMS)
            for row in _records(yearly_values(self._result, None, team))
        ]
        keys = [Column(self._say("column_year")), Column(self._say("column_months"), kind="whole")]
        columns = keys + self._value_columns()
        return Table(self._say("sheet_years"), self._say("key_heading"), columns, rows)

    def all_months(self) -> Table:
        """Return all indicators of all teams by month, each number in a cell of its own."""
        rows = [
            self._values(row, team, (str(row["month"]),))
            for team in (*teams_of(self._result), ALL_TEAMS)
            for row in _records(summary(self._result, None, team))
        ]
        columns = [Column(self._say("month")), *self._value_columns()]
        return Table(self._say("sheet_months"), self._say("months_heading"), columns, rows)

    def _value_columns(self) -> list[Column]:
        texts = [Column(self._say(key)) for key in ("column_team", "indicator", "column_unit")]
        numbers = ("column_mean", "column_low", "column_high")
        return texts + [Column(self._say(key), kind="number", decimals=2) for key in numbers]

    def _values(
        self, row: dict[Any, Any], team: str, keys: tuple[Any, ...], yearly: bool = False
    ) -> list[Cell]:
        """Return a row of mean and interval of an indicator; sums of a year are not per month."""
        item, language = INDICATORS[str(row["indicator"])], self._language
        unit = short_unit(item, language) if yearly else item.unit[language]
        texts = (TEAM_TITLES[team][language], item.title[language], unit)
        return [*keys, *texts, float(row["mean"]), float(row["low"]), float(row["high"])]

    def _period(self, year: str) -> str:
        return self._say("whole_period") if year == WHOLE_PERIOD else year

    def deadlines(self) -> Table:
        """Return the shares of deadlines kept, by year."""
        titles = {item.name: item.title[self._language] for item in KEPT_DEADLINES}
        rows: list[list[Cell]] = [
            [
                titles[str(row["deadline"])],
                self._period(str(row["year"])),
                *(float(row[name]) for name in ("share", "low", "high", "lowest", "highest")),
                *(float(row[name]) for name in ("in_time", "missed")),
            ]
            for row in _records(compliance(self._result))
        ]
        shares = ("column_share", "column_low", "column_high", "column_lowest", "column_highest")
        columns = [Column(self._say("column_deadline")), Column(self._say("column_year"))]
        columns += [Column(self._say(key), kind="share") for key in shares]
        counts = ("column_in_time", "column_missed")
        columns += [Column(self._say(key), kind="whole") for key in counts]
        return Table(self._say("sheet_deadlines"), self._say("deadlines_title"), columns, rows)

    def staff(self) -> Table:
        """Return staff needed and available, by team and year."""
        rows: list[list[Cell]] = [
            [
                TEAM_TITLES[str(row["team"])][self._language],
                self._period(str(row["year"])),
                *(float(row[n]) for n in ("needed", "available", "utilisation", "low", "high")),
            ]
            for row in _records(utilisation(self._result))
        ]
        unit = self._say("unit_FTE")
        columns = [Column(self._say("column_team")), Column(self._say("column_year"))]
        fte = ("column_needed", "column_available")
        columns += [Column(self._say(key), unit, "number", 2) for key in fte]
        shares = ("column_utilisation", "column_low", "column_high")
        columns += [Column(self._say(key), kind="share") for key in shares]
        return Table(self._say("sheet_staff"), self._say("staff_title"), columns, rows)

    def steps(self) -> Table:
        """Return the ways between the states, the widest first."""
        frame = flows(self._result)
        rows: list[list[Cell]] = [
            [
                PLAN_STATE_TITLES[source][self._language],
                PLAN_STATE_TITLES[target][self._language],
                float(value),
            ]
            for source, target, value in zip(
                frame["source"], frame["target"], frame["per_year"], strict=True
            )
        ]
        columns = [Column(self._say("steps_source")), Column(self._say("steps_target"))]
        columns.append(Column(self._say("steps_number"), kind="number"))
        return Table(self._say("sheet_steps"), self._say("steps_title"), columns, rows)

    def ledger(self) -> Table:
        """Return all numbers of the scenario in one table, each in a cell of its own."""
        texts = {
            row["path"]: row
            for group in sections.assumptions(self._result.scenario, self._words)["groups"]
            for row in group["rows"]
        }
        rows: list[list[Cell]] = [
            [
                texts[row.path]["meaning"],
                row.path,
                row.value,
                row.low,
                row.high,
                texts[row.path]["unit"],
                texts[row.path]["grade_title"],
                row.source,
                row.note or "",
            ]
            for row in assumption_ledger(self._result.scenario).rows
        ]
        numbers = ("col_value", "column_low", "column_high")
        columns = [
            Column(self._say("col_parameter")),
            Column(self._say("column_path")),
            *(Column(self._say(key), kind="number", decimals=4) for key in numbers),
            Column(self._say("column_unit")),
            Column(self._say("col_grade")),
            Column(self._say("col_source")),
            Column(self._say("column_note")),
        ]
        return Table(
            self._say("sheet_assumptions"), self._say("assumptions_heading"), columns, rows
        )

    def glossary(self) -> Table:
        """Return the terms of the field."""
        keys = ("col_german", "col_english", "col_meaning", "col_law")
        rows: list[list[Cell]] = [
            [term["de"], term["en"], term["meaning"], term["law"]]
            for term in self._words.glossary()
        ]
        columns = [Column(self._say(key)) for key in keys]
        name = self._say("glossary_heading")
        return Table(name, name, columns, rows)

    def durations(self) -> Table:
        """Return how long it takes until something is reached; no rows without an event log."""
        say, unit = self._say, self._say("days")
        columns = [Column(say("durations_question")), Column(say("durations_rules"))]
        days = ("durations_limit", "durations_quarter", "durations_half", "durations_most")
        columns += [Column(say(key), unit, "whole") for key in days]
        columns += [
            Column(say("durations_cases"), kind="whole"),
            Column(say("durations_share"), kind="share", decimals=0),
        ]
        rows: list[list[Cell]] = [
            [
                row.title[self._language],
                ", ".join(row.rules),
                *(row.limit, row.quarter, row.half, row.most),
                row.cases,
                row.share,
            ]
            for row in histories.duration_rows(self._result)
        ]
        return Table(say("sheet_durations"), say("durations_heading"), columns, rows)

    def calibration(self, findings: Findings) -> Table:
        """Return the comparison with published totals."""
        names = ("rate", "model", "interval", "published", "verdict", "source")
        columns = [Column(self._say(f"calibration_{name}")) for name in names]
        rows: list[list[Cell]] = [
            [
                row["title"],
                row["mean"],
                f"{row['interval']} {row['method']}".strip(),
                row["published"],
                row["verdict"],
                row["source"],
            ]
            for row in sections.calibration(self._result, self._words, findings)["rows"]
        ]
        return Table(
            self._say("sheet_calibration"), self._say("calibration_heading"), columns, rows
        )


def _records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    return rows
