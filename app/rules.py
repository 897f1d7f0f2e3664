"""``koopsim rules``: the coverage table of all rules, or one rule with all that realises it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..model.errors import RuleError
from ..model.process.text import Language, Text
from .options import JsonOption, Lang, LangOption, OnOption, RuleSetOption, chosen_rule_set
from .output import (
    NARROW,
    WIDE,
    console,
    new_table,
    print_block,
    print_json,
    print_wrapped,
    validity,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from ..model.coverage import CoverageReport, CoverageRow
    from ..model.registry import RuleEntry, RuleRegistry
    from ..model.rule_set import RuleSet

INCOMPLETE = 1

_TITLE = Text("Titel", "title")
_MODALITY = Text("Modalität", "modality")
_FORM = Text("Form", "form")
_REALISED_BY = Text("verwirklicht durch", "realised by")
_CITED_BY = Text("außerdem nennen die Regel", "also citing the rule")
_INFORMATION = Text("nur Information", "information only")
_STATUTE = Text("Gesetz", "statute")
_CHAPTER = Text("Kapitel", "chapter")
_VALID = Text("gilt", "valid")
_TO = Text("bis", "to")
_REASON = Text("warum nichts sie verwirklicht", "why nothing realises it")
_NOTE = Text("Anmerkung", "note")
_NOTHING = Text("nichts", "nothing")


def rules(
    rz: Annotated[
        str | None, typer.Argument(help="A margin number such as 15.52; default: all.")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
    rule_set: RuleSetOption = None,
    on: OnOption = None,
) -> None:
    """Show the rules (margin numbers, Rz) and what realises each of them in the model."""
    from ..model.coverage import coverage
    from ..model.elements import model_elements
    from ..model.registry import load_registry

    law = chosen_rule_set(rule_set, on)
    registry = load_registry(law.name)
    report = coverage(registry, model_elements())
    if rz is not None:
        entry = _entry(registry, rz)
        row = next(row for row in report.rows if row.rz == entry.rz)
        if as_json:
            print_json(_rule_as_data(entry, row))
        else:
            _print_rule(entry, row, law, lang.language)
        return
    if as_json:
        print_json(_as_data(registry, report, law))
    else:
        _print_coverage(report, law, lang.language)
    if not report.is_complete:
        raise typer.Exit(INCOMPLETE)


def _entry(registry: RuleRegistry, rz: str) -> RuleEntry:
    try:
        return registry.entry(rz)
    except RuleError as error:
        near = _similar(registry, rz)
        hint = f" Did you mean {near}?" if near else ""
        raise RuleError(f"{str(error).rstrip('.')}.{hint}") from None


def _similar(registry: RuleRegistry, rz: str) -> str:
    """Return the margin number that was probably meant: 15,52 and 52 stand for 15.52."""
    number = rz.strip().replace(",", ".")
    section = next(iter(registry)).partition(".")[0]
    for guess in (number, f"{section}.{number}"):
        if guess in registry:
            return guess
    near = get_close_matches(number, list(registry), n=1)
    return near[0] if near else ""


# -- all rules -------------------------------------------------------------------------------


def _print_coverage(report: CoverageReport, law: RuleSet, language: Language) -> None:
    out = console()
    out.print(validity(law, language), style="bold", soft_wrap=True)
    if out.width < NARROW:
        _print_coverage_list(out, report, language)
    else:
        out.print(_coverage_table(report, language, out.width >= WIDE))
    for problem in report.problems:
        out.print(problem, style="red", soft_wrap=True)
    out.print(_summary(report, language), style="bold", soft_wrap=True)


def _coverage_table(report: CoverageReport, language: Language, wide: bool) -> Table:
    """Return the table of all rules; without much room the title cell takes three columns."""
    headings = [_TITLE[language], _MODALITY[language], _FORM[language]]
    if not wide:
        headings = [f"{headings[0]}; {headings[1]}; {headings[2]}"]
    table = new_table([(name, "left") for name in ("Rz", *headings, _REALISED_BY[language])])
    table.columns[0].no_wrap = True
    # Element names are long and cannot be broken well: they get what the other columns spare.
    table.columns[1].max_width = 30 if wide else 24
    if wide:
        table.columns[3].max_width = 20
    for row in report.rows:
        modality, form = ", ".join(row.modality), ", ".join(row.form)
        about = [row.title[language], modality, form]
        if not wide:
            about = [f"{row.title[language]}\n{modality}; {form}"]
        elements = ", ".join(row.realised_by) or f"({_INFORMATION[language]})"
        table.add_row(row.rz, *about, elements)
    return table


def _print_coverage_list(out: Console, report: CoverageReport, language: Language) -> None:
    for row in report.rows:
        kinds = f"{', '.join(row.modality)}; {', '.join(row.form)}"
        elements = ", ".join(row.realised_by) or _INFORMATION[language]
        print_wrapped(out, f"{row.rz} {row.title[language]} ({kinds}): {elements}", hanging=2)


def _summary(report: CoverageReport, language: Language) -> str:
    covered, total, orphans = report.covered_count, len(report.rows), len(report.orphans)
    if language == "de":
        words = "verwaistes Element" if orphans == 1 else "verwaiste Elemente"
        return f"{covered} von {total} Regeln, {orphans} {words}"
    return f"{covered} of {total} rules, {orphans} orphan{'s' if orphans != 1 else ''}"


# -- one rule --------------------------------------------------------------------------------


def _print_rule(entry: RuleEntry, row: CoverageRow, law: RuleSet, language: Language) -> None:
    out = console()
    out.print(f"Rz {entry.rz}: {entry.title[language]}", style="bold", soft_wrap=True)
    kinds = f"{', '.join(entry.modality)}; {', '.join(entry.form)}"
    facts = [f"{_MODALITY[language]}, {_FORM[language]}: {kinds}"]
    if entry.statute:
        facts.append(f"{_STATUTE[language]}: {', '.join(entry.statute)}")
    facts.append(f"{_VALID[language]}: {entry.valid_from} {_TO[language]} {entry.valid_to}")
    facts.append(f"{_CHAPTER[language]}: {entry.chapter}; {entry.file}:{entry.line}")
    for fact in (*facts, validity(law, language)):
        print_wrapped(out, fact, indent=2, hanging=4)
    out.print()
    print_block(out, "Deutsch", [entry.statement.de])
    print_block(out, "English", [entry.statement.en])
    for heading, text in ((_REASON, entry.reason), (_NOTE, entry.note)):
        if text is not None:
            print_block(out, heading[language], [text[language]])
    out.print()
    _print_elements(out, _REALISED_BY[language], row.realised_by, language)
    _print_elements(out, _CITED_BY[language], row.cited_by, language)


def _print_elements(
    out: Console, heading: str, elements: tuple[str, ...], language: Language
) -> None:
    from .rule_elements import by_kind, in_words, kind_title

    out.print(f"{heading}:" if elements else f"{heading}: {_NOTHING[language]}", style="bold")
    for kind, names in by_kind(elements).items():
        out.print(f"  {kind_title(kind, language)}", style="italic")
        for name in names:
            words = in_words(f"{kind}:{name}", language)
            print_wrapped(out, f"{name}: {words}" if words else name, indent=4, hanging=4)


# -- as data ---------------------------------------------------------------------------------


def _both(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"de": text.de, "en": text.en}


def _rule_as_data(entry: RuleEntry, row: CoverageRow) -> dict[str, Any]:
    return {
        "rz": entry.rz,
        "title": _both(entry.title),
        "modality": [str(modality) for modality in entry.modality],
        "form": [str(form) for form in entry.form],
        "statement": _both(entry.statement),
        "statute": list(entry.statute),
        "valid_from": entry.valid_from.isoformat(),
        "valid_to": entry.valid_to.isoformat(),
        "chapter": entry.chapter,
        "realised_by": list(row.realised_by),
        "cited_by": list(row.cited_by),
        "covered": row.covered,
        "reason": _both(entry.reason),
        "note": _both(entry.note),
    }


def _as_data(registry: RuleRegistry, report: CoverageReport, law: RuleSet) -> dict[str, Any]:
    return {
        "rule_set": law.name,
        "valid_from": law.valid_from.isoformat(),
        "valid_to": law.valid_to.isoformat(),
        "total": len(report.rows),
        "covered": report.covered_count,
        "orphans": list(report.orphans),
        "problems": list(report.problems),
        "rules": [_rule_as_data(registry[row.rz], row) for row in report.rows],
    }
