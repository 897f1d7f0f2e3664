"""Tasks as readers see them."""

from __future__ import annotations

from typing import Final

from ...model.process.text import Language, Text
from ..reports.wording import read_yaml

_OWN: Final = {
    "no_show": Text("Termine, zu denen niemand kommt", "appointments to which nobody comes"),
    "analysis_shortened": Text(
        "verkürzte Potenzialanalyse oder ihre Überprüfung (Rz 15.11, 15.66)",
        "shortened potential analysis, or its review (Rz 15.11, 15.66)",
    ),
}
"""Titles that differ from those of the scenario's minutes."""


def task_title(task: str, language: Language) -> str:
    """Return the title of a task; its name if nobody has said it better."""
    if task in _OWN:
        return _OWN[task][language]
    found = read_yaml("parameters.yaml").get(f"minutes.{task}")
    return str(found[language]) if found else task
