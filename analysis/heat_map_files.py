"""The heat map as files: one HTML page that needs nothing else, and a PNG."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ..model.errors import RunError
from .formatting import check_language
from .heat_map import HeatMap
from .plots.files import figure_png
from .plots.heat_map import plot_heat_map
from .reports.heat_map_page import heat_map_html

HTML, PNG = "heat-map.html", "heat-map.png"


def write_files(found: HeatMap, folder: Path, language: str = "en") -> tuple[Path, ...]:
    """Write ``heat-map.html`` and ``heat-map.png``, beside and moved into place.

    Raises:
        AnalysisError: if the language is neither ``de`` nor ``en``.
        RunError: if the folder cannot be written to.
    """
    chosen = check_language(language)
    contents = {
        HTML: heat_map_html(found, chosen).encode("utf-8"),
        PNG: figure_png(plot_heat_map(found, chosen)),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".koopsim-", dir=folder) as beside:
            for name, content in contents.items():
                Path(beside, name).write_bytes(content)
            for name in contents:
                Path(beside, name).replace(folder / name)
    except OSError as error:
        raise RunError(f"cannot write to {str(folder)!r}: {error.strerror or error}") from error
    return tuple(folder / name for name in contents)
