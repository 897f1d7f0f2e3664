"""``koopsim exact``: exact numbers of one case with a scenario's probabilities, unlimited staff."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from ..model.errors import RunError
from ..model.process.text import Text
from .options import Lang, LangOption
from .output import error_console

if TYPE_CHECKING:
    from ..analysis.exact import Discretion, ExactCase

_SOLVING = Text("rechne", "solving")


def exact(
    scenario: Annotated[
        str, typer.Argument(help="Name in the library (koopsim scenarios), or a YAML file.")
    ],
    lang: LangOption = Lang.en,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all numbers to a file.")
    ] = None,
    discretion: Annotated[
        bool,
        typer.Option("--discretion/--no-discretion", help="Best and worst case over the officer."),
    ] = True,
) -> None:
    """Solve one case exactly: shares of time, talks per year, the way into and out of RFB."""
    from ..analysis.exact import exact_case
    from ..scenarios import load_scenario
    from .exact_summary import print_case

    language = lang.language
    chosen = load_scenario(scenario)
    with error_console().status(_SOLVING[language]):
        case = exact_case(chosen)
        found = _discretion(case) if discretion else []
        content = _as_data(case, found)
    if json_file is not None:
        _write(json_file, content)
    print_case(case, found, language)


def _discretion(case: ExactCase) -> list[Discretion]:
    from ..analysis.exact import Objective
    from .exact_summary import has_notice

    objectives = [name for name in get_args(Objective) if has_notice(case) or "return" not in name]
    return [case.discretion(name) for name in objectives]


def _as_data(case: ExactCase, found: list[Discretion]) -> dict[str, Any]:
    from .exact_summary import has_notice

    return {
        "scenario": case.scenario.name,
        "digest": case.scenario.digest,
        "person": asdict(case.person),
        "states": case.states,
        "time_shares": asdict(case.time_shares()),
        "per_year": asdict(case.per_year()),
        "return_to_trust": asdict(case.months_to_return_to_trust()) if has_notice(case) else None,
        "route_into_notice": asdict(case.route_into_notice()),
        "discretion": [asdict(item) for item in found],
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    """Write beside and move into place.

    Raises:
        RunError: if the file cannot be written.
    """
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as beside:
            name = Path(beside.name)
            beside.write(text)
        try:
            name.chmod(0o666 & ~_umask())
            name.replace(path)
        finally:
            name.unlink(missing_ok=True)
    except OSError as error:
        raise RunError(f"cannot write {path}: {error.strerror}") from None


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
