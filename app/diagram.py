"""``koopsim diagram``: write the statechart as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..model.errors import RunError
from .options import Lang, LangOption


def diagram(
    path: Annotated[
        Path | None,
        typer.Argument(help="File to write; its ending says how.  [default: koopsim-<lang>.svg]"),
    ] = None,
    lang: LangOption = Lang.en,
) -> None:
    """Write the statechart: SVG, PDF, PNG, Mermaid or DOT, by the ending of the file."""
    from ..model.diagram import write_diagram

    target = path or Path(f"koopsim-{lang.value}.svg")
    try:
        write_diagram(target, lang.language)
    except OSError as error:
        reason = error.strerror or error
        raise RunError(f"cannot write the diagram to {str(target)!r}: {reason}") from error
    kilobytes = max(1, round(target.stat().st_size / 1000))
    typer.echo(f"{target} ({kilobytes} kB)")
