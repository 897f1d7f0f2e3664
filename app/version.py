"""``koopsim --version``."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import typer


def print_version(wanted: bool) -> None:
    """Print the version and end, if asked for."""
    if not wanted:
        return
    try:
        number = version("koopsim")
    except PackageNotFoundError:
        number = "(not installed)"
    typer.echo(f"koopsim {number}")
    raise typer.Exit
