"""The program ``koopsim``: its commands, and how it ends when something is wrong.

Errors made for users become one sentence on standard error and exit code 2, an interrupt exit code
130. Anything else is a fault of the program and keeps its traceback.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ..model.errors import KoopsimError
from .audit import audit
from .calibrate import calibrate
from .case import case
from .check import check
from .compare import compare
from .conform import conform
from .diagram import diagram
from .exact import exact
from .export import export
from .export_log import export_log
from .groups import groups
from .output import print_error
from .rules import rules
from .run import run
from .scenarios import scenarios
from .staff import staff
from .sweep import sweep
from .uncertainty import uncertainty
from .version import print_version
from .warm_up import warm_up

__all__ = ["app", "main"]

WRONG_INPUT = 2
INTERRUPTED = 130
BROKEN_PIPE = 1


class Commands(TyperGroup):
    """The group of all commands; it turns expected errors into a sentence and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except KoopsimError as error:
            print_error(str(error))
            raise typer.Exit(WRONG_INPUT) from None
        except KeyboardInterrupt:
            print("interrupted", file=sys.stderr)
            raise typer.Exit(INTERRUPTED) from None


app = typer.Typer(
    cls=Commands,
    name="koopsim",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="The cooperation process under § 15 SGB II: its rules, single cases, and forecasts of "
    "the work it makes. koopsim decides no person's case.",
)


@app.callback()
def program(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=print_version, is_eager=True, help="Print the version and end."
        ),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


app.command("run")(run)
app.command("rules")(rules)
app.command("case")(case)
app.command("check")(check)
app.command("diagram")(diagram)
app.command("exact")(exact)
app.command("export")(export)
app.command("scenarios")(scenarios)
app.command("compare")(compare)
app.command("sweep")(sweep)
app.command("warm-up")(warm_up)
app.command("staff")(staff)
app.command("groups")(groups)
app.command("audit")(audit)
app.command("conform")(conform)
app.command("export-log")(export_log)
app.command("uncertainty")(uncertainty)
app.command("calibrate")(calibrate)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program with ``arguments`` (default: those of the process), and exit."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter shows a question mark instead of failing.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    code: int | str | None = 0
    try:
        app(args=None if arguments is None else list(arguments), prog_name="koopsim")
    except SystemExit as end:
        code = end.code
    except BrokenPipeError:
        code = BROKEN_PIPE
    sys.exit(code if _flushed() else BROKEN_PIPE)


def _flushed() -> bool:
    """Write out what is buffered; tell whether somebody was still reading."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Else the interpreter would try again on its way out, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


if __name__ == "__main__":
    main()
