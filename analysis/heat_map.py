"""The Randziffer heat map: where each rule is modelled, how it is checked, how often it fires.

Read ``firing`` first: it says what it means that a rule fires. Rules that never fire, or fire at
every opportunity, are findings: the rule may be idle, its condition always met, or the situation
rare; each finding says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from ..model.checker.verdict import CheckReport, Status, Verdict
from ..model.citation import sort_citations
from ..model.coverage import CoverageRow, coverage
from ..model.elements import model_elements
from ..model.process.events import EVENTS
from ..model.process.process import TRANSITIONS
from ..model.process.text import Text
from ..model.properties import PROPERTIES
from ..model.registry import load_registry
from ..model.static_properties import STATIC
from ..model.table.cache import table_for
from ..model.vocabulary import Modality
from .firing import Firing, case_years, firings, rate, reported_days, rules_that_can_fire, share
from .heat_map_findings import explain_always, explain_never
from .result_protocol import Result

PLACES: Mapping[str, Text] = {
    "state": Text("Zustände", "states"),
    "event": Text("Ereignisse", "events"),
    "transition": Text("Übergänge", "transitions"),
    "guard": Text("Bedingungen", "guards"),
    "act": Text("Handlungen", "acts"),
    "deadline": Text("Fristen", "deadlines"),
    "record": Text("Dokumentinhalte", "record fields"),
    "fact": Text("Tatsachen", "facts"),
    "effort": Text("Arbeitszeit", "staff time"),
    "audit": Text("Fachaufsicht", "supervision"),
}
"""Where a rule can be modelled: kinds of elements, with their headings."""

FindingKind = Literal["never", "always", "unconditional"]


@dataclass(frozen=True, slots=True)
class CheckedBy:
    """A property that cites a rule; ``status`` is its verdict, None if it was not checked."""

    name: str
    status: Status | None
    good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMapRow:
    """A rule: how binding, where modelled, how checked, how often it fires.

    ``modelled`` counts the elements by kind (see ``PLACES``). ``rate`` is per 1,000 case-years.
    ``share`` is the share of its opportunities in which the rule fired, None without any.
    ``can_fire`` tells that some step or SHOULD deadline can fire it; the other rules are kept in
    states, documents or properties, or only inform.
    """

    rule: str
    title: Text
    modality: tuple[Modality, ...]
    modelled: tuple[tuple[str, int], ...]
    checked: tuple[CheckedBy, ...]
    can_fire: bool
    firing: Firing
    rate: float
    share: float | None


@dataclass(frozen=True, slots=True)
class HeatMapFinding:
    """A rule that never fired, or at every opportunity, with what explains it."""

    rule: str
    kind: FindingKind
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """The heat map of a simulation: period, case-years of all replications, rules, findings."""

    scenario: str
    title: Text
    rule_set: str
    first_day: date
    last_day: date
    replications: int
    case_years: float
    steps: int
    rows: tuple[HeatMapRow, ...]
    findings: tuple[HeatMapFinding, ...]


def heat_map(result: Result, report: CheckReport | None = None) -> HeatMap:
    """Return the heat map of a simulation, with the verdicts of a check if there is one.

    Raises:
        RuleError: if the registry of the rule set cannot be read.
    """
    table = table_for(result.rule_set)
    found, can_fire = firings(result, table), rules_that_can_fire(table)
    years = case_years(result)
    rows = tuple(
        _row(about, found.get(about.rule, Firing()), about.rule in can_fire, years, report)
        for about in _rules(result, can_fire)
    )
    first, last = reported_days(result)
    return HeatMap(
        scenario=result.scenario.name,
        title=Text(result.scenario.title["de"], result.scenario.title["en"]),
        rule_set=result.rule_set.name,
        first_day=first,
        last_day=last,
        replications=result.replications,
        case_years=years,
        steps=len(result.events),
        rows=rows,
        findings=tuple(_findings(result, rows)),
    )


def write_heat_map(found: HeatMap, folder: Path, language: str = "en") -> tuple[Path, ...]:
    """Write ``heat-map.html`` (self-contained) and ``heat-map.png`` and return their paths.

    Raises:
        AnalysisError: if the language is neither ``de`` nor ``en``.
        RunError: if the folder cannot be written to.
    """
    from .heat_map_files import write_files

    return write_files(found, folder, language)


# -- rules -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rule:
    rule: str
    title: Text
    modality: tuple[Modality, ...]
    elements: tuple[str, ...]


def _rules(result: Result, can_fire: Iterable[str]) -> Iterator[_Rule]:
    """Iterate over all margin numbers, then the statutes that a step or deadline can fire."""
    registry = load_registry(result.rule_set.base or result.rule_set.name)
    for row in coverage(registry, model_elements()).rows:
        yield _Rule(row.rz, row.title, row.modality, _elements(row))
    statutes = {rule for rule in can_fire if rule.startswith("§")}
    cited = {rule for t in TRANSITIONS for rule in t.cites if rule.startswith("§")}
    for statute in sort_citations(statutes | cited):
        elements = tuple(e for e, cites in model_elements().items() if statute in cites)
        yield _Rule(statute, _title_of_statute(statute), (), elements)


def _elements(row: CoverageRow) -> tuple[str, ...]:
    return (*row.realised_by, *row.cited_by)


def _title_of_statute(statute: str) -> Text:
    """Return the titles of the first events that the statute stands behind."""
    events = dict.fromkeys(t.event for t in TRANSITIONS if statute in t.cites)
    titles = [EVENTS[event].title for event in list(events)[:2]]
    return Text("; ".join(t.de for t in titles), "; ".join(t.en for t in titles))


def _row(
    about: _Rule, firing: Firing, can_fire: bool, years: float, report: CheckReport | None
) -> HeatMapRow:
    kinds = [element.partition(":")[0] for element in about.elements]
    return HeatMapRow(
        rule=about.rule,
        title=about.title,
        modality=about.modality,
        modelled=tuple((kind, kinds.count(kind)) for kind in PLACES if kind in kinds),
        checked=tuple(_checked(about, report)),
        can_fire=can_fire,
        firing=firing,
        rate=rate(firing, years),
        share=share(firing),
    )


def _checked(about: _Rule, report: CheckReport | None) -> Iterator[CheckedBy]:
    verdicts: dict[str, Verdict] = {v.name: v for v in report.verdicts} if report else {}
    named = {e.partition(":")[2] for e in about.elements if e.startswith("property:")}
    cites = {item.name: item.cites for item in PROPERTIES}
    cites |= {item.name: item.cites for item in STATIC}
    for name, rules in cites.items():
        if about.rule in rules or name in named:
            verdict = verdicts.get(name)
            yield CheckedBy(
                name, verdict.status if verdict else None, verdict.good if verdict else False
            )


def _findings(result: Result, rows: Iterable[HeatMapRow]) -> Iterator[HeatMapFinding]:
    for row in rows:
        if not row.can_fire and not row.firing.opportunities:
            continue
        if not row.firing.fires:
            yield HeatMapFinding(row.rule, "never", explain_never(result, row.rule, row.firing))
        elif row.firing.fires >= row.firing.opportunities:
            kind: FindingKind = "always" if row.firing.conditional else "unconditional"
            yield HeatMapFinding(row.rule, kind, explain_always(row.firing))
