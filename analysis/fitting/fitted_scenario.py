"""The fitted scenario as a YAML file that extends its base: only what changed, with its source."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ...model.errors import ScenarioError
from ...scenarios import load_scenario, scenario_names
from ..errors import AnalysisError
from .fit import Fit

MAX_NAME = 60


def fitted_yaml(fit: Fit, extends: str, data: str) -> str:
    """Return the text of the file.

    Args:
        fit: what to write.
        extends: library name, or path seen from the folder of the file.
        data: name of the file of totals, for the source texts.
    """
    base = fit.base
    name = f"{base.name[: MAX_NAME - 7].rstrip('-')}-fitted"
    content: dict[str, Any] = {
        "name": name,
        "extends": extends,
        "title": {"de": f"{base.title.de}, angepasst", "en": f"{base.title.en}, fitted"},
        "description": {
            "de": f"Angepasst an {len(fit.observed)} Summen aus {data}. {base.description.de}",
            "en": f"Fitted to {len(fit.observed)} totals of {data}. {base.description.en}",
        },
    }
    for row, parameter in zip(fit.parameters.to_dict("records"), fit.space.parameters, strict=True):
        low, high, value = (
            _plain(n, parameter.whole) for n in (row["fit_low"], row["fit_high"], row["value"])
        )
        node = content
        for part in parameter.path.split("."):
            node = node.setdefault(part, {})
        node |= {
            "value": value,
            "range": [min(low, value), max(high, value)],
            "grade": "assumption",
            "source": (
                f"Fitted to {len(fit.observed)} totals of {data} by history matching (koopsim, "
                f"seed {fit.settings.seed}); 95 % interval {low} to {high}; "
                f"base: {parameter.source}"
            ),
        }
    stream = io.StringIO()
    yaml = YAML()
    yaml.width = 100
    yaml.dump(content, stream)
    return stream.getvalue()


def write_fitted(fit: Fit, path: Path, extends: str, data: str) -> None:
    """Write the file beside ``path``, load it as a check, and move it into place.

    Args:
        fit: what to write.
        path: ends in .yaml.
        extends: what was loaded as the base: a library name or a path.
        data: name of the file of totals.

    Raises:
        AnalysisError: it cannot be written.
    """
    reference = extends
    if extends not in scenario_names():
        reference = os.path.relpath(Path(extends).resolve(), path.resolve().parent)
        reference = Path(reference).as_posix()
    text = fitted_yaml(fit, reference, data)
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=".fitted-", suffix=".yaml", delete=False
        ) as beside:
            written = Path(beside.name)
            beside.write(text)
        try:
            load_scenario(written)
            written.chmod(0o644)
            written.replace(path)
        finally:
            written.unlink(missing_ok=True)
    except ScenarioError as error:
        text = " ".join(str(error).split())
        raise AnalysisError(f"The fitted scenario does not fit together: {text}") from None
    except OSError as error:
        raise AnalysisError(f"Cannot write {path}: {error.strerror}.") from None


def _plain(value: float, whole: bool) -> int | float:
    """Return a number with as many digits as a reader needs."""
    return round(value) if whole else float(f"{value:.6g}")
