"""What the commands on logs share: options, reading a log with a bar, writing what was found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..model.process.text import Language, Text
from ..model.rule_set import RuleSet
from .options import Lang, LangOption, RuleSetOption, chosen_rule_set
from .output import console, new_table

if TYPE_CHECKING:
    from ..analysis.logs.log_store import LogStore
    from ..analysis.logs.mapping import LogMapping
    from ..analysis.reports.document import Document
    from ..simulation.progress import ProgressBar

__all__ = ["Lang", "LangOption", "RuleSetOption", "chosen_rule_set"]

LogArgument = Annotated[
    Path,
    typer.Argument(
        metavar="LOG",
        help="Folder of a run, or a log from outside (CSV or Parquet).",
        show_default=False,
    ),
]
MappingOption = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="YAML: what the log calls columns and events."),
]
ReplicationOption = Annotated[
    int, typer.Option(min=0, help="Of the folder of a run: which replication.")
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Folder for report and tables; written if given."),
]
FormatsOption = Annotated[
    str, typer.Option("--formats", metavar="LIST", help="Of the report: html, pdf, xlsx, csv.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", help="No progress bar, no tables.")]

_READING = Text("lese {0}", "reading {0}")
_REPLAYING = Text("spiele Fälle nach", "replaying cases")
_ROWS = Text(
    "{log}: {read} Zeilen gelesen, {used} verwendet, {left} ausgelassen",
    "{log}: {read} rows read, {used} used, {left} left out",
)
_PROBLEM = (Text("Problem", "problem"), Text("Zeilen", "rows"), Text("angenommen wird", "accepted"))
_WRITTEN = Text("Geschrieben: {0}", "Written: {0}")


def read_mapping(path: Path | None) -> LogMapping:
    """Return the mapping of a file, or an empty one."""
    from ..analysis.logs import mapping

    return mapping.NO_MAPPING if path is None else mapping.read_mapping(path)


@contextmanager
def opened(
    path: Path,
    rule_set: RuleSet,
    mapping: LogMapping,
    replication: int,
    quiet: bool,
    language: Language,
    out: Path | None = None,
) -> Iterator[LogStore]:
    """Read a log with a progress bar, and take it from disk again in the end.

    Problems with its rows are written to ``out`` at once: they are all there is if no row can be
    used.
    """
    from ..analysis.logs.open_log import log_size, open_log
    from ..simulation.progress import ProgressBar

    size = log_size(path) if path.exists() else 0
    title = _READING[language].format(path.name)
    with ProgressBar(title, size, quiet or not size, "bytes") as bar:
        store = open_log(path, rule_set, mapping, replication=replication, progress=bar)
    with store:
        if out is not None:
            store.write_problems(out / "problems.csv", language)
        yield store


def replay_bar(store: LogStore, quiet: bool, language: Language) -> ProgressBar:
    """Return a bar over the events of a log."""
    from ..simulation.progress import ProgressBar

    return ProgressBar(_REPLAYING[language], store.events, quiet, "events")


def print_reading(store: LogStore, language: Language) -> None:
    """Print how many rows were read, and which problems they have."""
    from ..analysis.formatting import number
    from ..analysis.logs.problems import PROBLEMS, ProblemKind

    out, counts = console(), store.counts
    values = (counts.read, counts.used, counts.left_out)
    read, used, left = (number(value, language) for value in values)
    out.print(_ROWS[language].format(log=store.name, read=read, used=used, left=left))
    for note in store.notes:
        out.print(f"  {note[language]}", soft_wrap=True)
    if not counts.by_kind:
        return
    table = new_table(
        [(t[language], "right" if i == 1 else "left") for i, t in enumerate(_PROBLEM)]
    )
    for kind, count in counts.by_kind.most_common():
        spec = PROBLEMS[ProblemKind(kind)]
        table.add_row(spec.what[language], number(count, language), spec.accepted[language])
    out.print(table)


def reading_as_data(store: LogStore) -> dict[str, Any]:
    """Return how many rows were read and which problems they have, for JSON."""
    counts = store.counts
    return {
        "log": store.name,
        "rows": {"read": counts.read, "used": counts.used, "left_out": counts.left_out},
        "problems": dict(counts.by_kind),
        "notes": [note.en for note in store.notes],
    }


def check_formats(formats: str) -> None:
    """Refuse unknown formats before any long work.

    Raises:
        AnalysisError: for an unknown format.
    """
    from ..analysis.reports.render import check_formats as check

    check(part.strip() for part in formats.split(",") if part.strip())


def write_out(
    folder: Path, documents: dict[str, Document], formats: str, tables: dict[str, str]
) -> list[Path]:
    """Write reports and tables (CSV texts by name) into a folder; return the paths.

    Raises:
        AnalysisError: for an unknown format, or a folder that cannot be written to.
    """
    from ..analysis.reports.render import check_formats, write_document, write_whole

    chosen = check_formats(part.strip() for part in formats.split(",") if part.strip())
    paths: list[Path] = []
    for name, document in documents.items():
        paths += write_document(document, folder, chosen, name)
    contents = {name: text.encode("utf-8") for name, text in tables.items()}
    return [*paths, *write_whole(folder, contents)]


def print_written(paths: list[Path], language: Language) -> None:
    """Print where files were written."""
    out = console()
    for path in paths:
        out.print(_WRITTEN[language].format(path), soft_wrap=True)
