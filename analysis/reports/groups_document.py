"""The report on groups of persons: rates, safeguards as they were used, all indicators."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ...model.process.problem import cited
from ...model.process.text import Language, Text
from ..formatting import check_language, number
from ..group_membership import EVERYBODY
from ..group_safeguards import SAFEGUARD_TITLES, Safeguard
from ..groups import GROUP_INDICATORS, PERSON_GROUPS, GroupResult, group_rates, indicator_title
from ..plots.groups import plot_group_rates
from .document import Block, Cell, Column, Document, Heading, Paragraph, Picture, Table

_TITLE = Text("Gruppen und ihre Schutzvorschriften", "Groups and their safeguards")
_ANSWER = Text(
    "Die Schutzvorschriften für Minderjährige, für Menschen mit besonderem Bedarf und für Betreuung"
    " und Rehabilitation galten {applied}-mal; verletzt wurden sie {violated}-mal.",
    "The safeguards for minors, for vulnerable persons, and for coaching and rehabilitation applied"
    " {applied} times; they were violated {violated} times.",
)
_HOW = Text(
    "Jedes Ereignis zählt bei der Gruppe, zu der die Person davor gehörte. Raten beziehen sich auf"
    " die Zeit im Leistungsbezug, in der die Person zur Gruppe gehörte. Dass jemand nicht mehr nach"
    " Kräften erwerbstätig ist, erfährt das Protokoll außerhalb eines Verzichts nicht; bis zum"
    " Gegenbeweis gilt die Person als erwerbstätig. Intervalle: Student t über die Läufe, bei nur"
    " einem Lauf oder weniger als zehn Ereignissen das von Garwood (95 %).",
    "Each event counts with the group that the person belonged to before it. Rates refer to the"
    " time in benefit during which the person belonged to the group. That someone no longer works"
    " to capacity is not told by the log outside a waiver; until it says otherwise the person"
    " counts as working. Intervals: Student t over the runs; with one run, or fewer than ten"
    " events, Garwood's (95%).",
)
_W = {
    "rates": Text("Raten je Person und Jahr", "Rates per person and year"),
    "rates_alt": Text(
        "Raten je Person und Jahr nach Gruppe mit Intervallen; Linie: alle Personen",
        "rates per person and year by group with intervals; line: all persons",
    ),
    "safeguards": Text("Schutzvorschriften, gezählt", "Safeguards, counted"),
    "safeguard": Text("Vorschrift", "safeguard"),
    "group": Text("Gruppe", "group"),
    "applied": Text("galt", "applied"),
    "kept": Text("eingehalten", "kept"),
    "violated": Text("verletzt", "violated"),
    "cases": Text("Fälle", "cases"),
    "indicator": Text("Indikator", "indicator"),
    "rate_table": Text(
        "Raten aller Indikatoren (Intervalle: rates.csv)",
        "Rates of all indicators (intervals: rates.csv)",
    ),
    "rate_picture": Text("Vier Raten mit Intervallen", "Four rates with intervals"),
    "counts": Text("Anwendungen nach Gruppen", "Applications by group"),
    "rate_table-others": Text("Raten der übrigen Personen", "Rates of the other persons"),
    "sum_table": Text("Alle Indikatoren nach Gruppen", "All indicators by group"),
    "sum_table-others": Text("Alle Indikatoren der übrigen", "All indicators of the others"),
    "sums": Text("Summen und Bestände", "Sums and stocks"),
    "sums_note": Text(
        "Ereignisse: Summe über alle Monate, Mittel der Läufe; Bestände: Mittel der Monatsenden.",
        "events: sum over all months, mean of the runs; stocks: mean of the month ends.",
    ),
    "unit": Text("Einheit", "unit"),
}
_UNITS = {
    "count": Text("Anzahl", "count"),
    "persons": Text("Personen", "persons"),
    "minutes": Text("Minuten", "minutes"),
    "years": Text("Jahre", "years"),
}


def groups_document(found: GroupResult, source: str, language: str = "en") -> Document:
    """Return the report on groups; ``source`` names the result that was counted.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    counts = found.safeguard_counts()
    everybody = counts[counts["group"] == "all"]
    answer = _ANSWER[chosen].format(
        applied=number(int(everybody["applied"].sum()), chosen),
        violated=number(int(everybody["violated"].sum()), chosen),
    )
    blocks: list[Block] = [
        Paragraph(answer, "emphasis"),
        Paragraph(_HOW[chosen]),
        Heading(_W["safeguards"][chosen], 2),
        _safeguards(found, chosen),
        Heading(_W["rates"][chosen], 2),
        Picture(
            "rates",
            _W["rate_picture"][chosen],
            plot_group_rates(found.values, chosen),
            _W["rates_alt"][chosen],
        ),
        *_rates(found, chosen),
        Heading(_W["sums"][chosen], 2),
        Paragraph(_W["sums_note"][chosen], "note"),
        *_sums(found, chosen),
    ]
    return Document(_TITLE[chosen], chosen, blocks, source)


def _safeguards(found: GroupResult, language: Language) -> Table:
    names = ("safeguard", "group", "applied", "kept", "violated", "cases")
    columns = [
        Column(_W[name][language], kind="text" if place < 2 else "whole")
        for place, name in enumerate(names)
    ]
    titles = {group.name: group.title[language] for group in PERSON_GROUPS}
    rows: list[Sequence[Cell]] = []
    for row in found.safeguard_counts().to_dict("records"):
        if row["applied"] or row["group"] == "all":
            safeguard = Safeguard(row["safeguard"])
            title = f"{SAFEGUARD_TITLES[safeguard][language]} ({cited((safeguard.value,))})"
            rows.append((title, titles[row["group"]], *(int(row[name]) for name in names[2:])))
    return Table("safeguards", _W["counts"][language], columns, rows)


_SPLIT = (
    ("", (EVERYBODY, *(g for g in PERSON_GROUPS if g.fact and g.value))),
    ("-others", tuple(group for group in PERSON_GROUPS if not group.value)),
)
"""Thirteen groups are too many for one page: the groups first, then their complements."""


def _rates(found: GroupResult, language: Language) -> list[Block]:
    rates = group_rates(found.values)
    by_name = rates.set_index(["indicator", "group"])["rate"].to_dict()
    tables: list[Block] = []
    for ending, groups in _SPLIT:
        columns = [Column(_W["indicator"][language])]
        columns += [Column(g.title[language], kind="number", decimals=3) for g in groups]
        rows: list[Sequence[Cell]] = [
            (indicator_title(name)[language], *(float(by_name[name, g.name]) for g in groups))
            for name in dict.fromkeys(rates["indicator"])
        ]
        tables.append(Table(f"rates{ending}", _W[f"rate_table{ending}"][language], columns, rows))
    return tables


def _sums(found: GroupResult, language: Language) -> list[Block]:
    values = found.values
    levels = values["unit"] == "persons"
    keys = ["indicator", "group", "replication"]
    sums = values[~levels].groupby(keys, sort=False)["value"].sum()
    means = values[levels].groupby(keys, sort=False)["value"].mean()
    whole = pd.concat([sums, means]).groupby(["indicator", "group"], sort=False).mean().to_dict()
    units = values.drop_duplicates("indicator").set_index("indicator")["unit"]
    tables: list[Block] = []
    for ending, groups in _SPLIT:
        columns = [Column(_W["indicator"][language]), Column(_W["unit"][language])]
        columns += [Column(group.title[language], kind="number") for group in groups]
        rows: list[Sequence[Cell]] = [
            (
                indicator_title(name)[language],
                _UNITS[str(units[name])][language],
                *(float(whole[name, group.name]) for group in groups),
            )
            for name in GROUP_INDICATORS
        ]
        title = _W[f"sum_table{ending}"][language]
        tables.append(Table(f"indicators{ending}", title, columns, rows))
    return tables
