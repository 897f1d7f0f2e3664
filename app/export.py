"""``koopsim export``: write the process for outside checkers and other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..model.errors import RunError
from ..model.rule_set import RuleSet
from .options import Lang, LangOption, RuleSetOption, chosen_rule_set


class Form(StrEnum):
    """What can be written."""

    murphi = "murphi"
    promela = "promela"
    prism = "prism"
    scxml = "scxml"
    dot = "dot"
    mermaid = "mermaid"
    json = "json"


_WITH_FACTS = (Form.murphi, Form.promela, Form.prism)


def export(
    form: Annotated[Form, typer.Argument(help="For which tool.", show_choices=True)],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="File to write; default: stdout.")
    ] = None,
    rule_set: RuleSetOption = None,
    facts: Annotated[
        str | None,
        typer.Option(
            "--facts",
            metavar="A,B,C",
            help="Facts that a state holds (murphi, promela, prism), or none; default: all. "
            "The others are free in each step.",
        ),
    ] = None,
    lang: LangOption = Lang.en,
) -> None:
    """Write the process for a model checker, a statechart tool or another program."""
    if facts is not None and form not in _WITH_FACTS:
        raise RunError(f"--facts goes with {', '.join(_WITH_FACTS)}, not with {form.value}")
    text = _text(form, chosen_rule_set(rule_set, None), facts, lang)
    if out is None:
        typer.echo(text, nl=False)
        return
    _write(out, text)
    typer.echo(f"{out} ({max(1, round(out.stat().st_size / 1000))} kB)")


def _text(form: Form, rule_set: RuleSet, facts: str | None, lang: Lang) -> str:
    from ..model import exports
    from ..model.diagram import to_dot, to_mermaid

    names = exports.TRACKABLE if facts is None else _names(facts)
    write: dict[Form, Callable[[], str]] = {
        Form.murphi: lambda: exports.to_murphi(rule_set, facts=names),
        Form.promela: lambda: exports.to_promela(rule_set, facts=names),
        Form.prism: lambda: exports.to_prism(rule_set, facts=names),
        Form.scxml: lambda: exports.to_scxml(rule_set),
        Form.json: lambda: exports.to_json(rule_set),
        Form.dot: lambda: to_dot(lang.language),
        Form.mermaid: lambda: to_mermaid(lang.language),
    }
    return write[form]()


def _names(facts: str) -> Sequence[str]:
    names = tuple(name.strip() for name in facts.split(",") if name.strip())
    return () if names == ("none",) else names


def _write(path: Path, text: str) -> None:
    """Write beside the target and move into place, so that no half file is left."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        reason = error.strerror or error
        raise RunError(f"cannot write the export to {str(path)!r}: {reason}") from error
