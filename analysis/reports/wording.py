"""The wording of the report: one YAML file per language, with the same keys.

``parameters.yaml`` names each number of a scenario, ``glossary.yaml`` lists the terms; both hold
the two languages side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from ...model.process.text import Language
from ..errors import AnalysisError


class Wording:
    """Texts of one language; ``say`` fills in the places in braces."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts: Mapping[str, Any] = read_yaml(f"{language}.yaml")

    def say(self, key: str, **values: object) -> str:
        """Return a text with its places filled in.

        Raises:
            AnalysisError: if there is no such text.
        """
        if key not in self._texts:
            raise AnalysisError(f"The report has no text {key!r} in {self.language}.")
        return str(self._texts[key]).format(**values)

    def lines(self, key: str) -> list[str]:
        """Return a list of texts.

        Raises:
            AnalysisError: if there is no such list.
        """
        if not isinstance(self._texts.get(key), list):
            raise AnalysisError(f"The report has no list of texts {key!r} in {self.language}.")
        return [str(line) for line in self._texts[key]]

    def knows(self, key: str) -> bool:
        """Return whether there is such a text."""
        return key in self._texts

    def parameter(self, path: str) -> str:
        """Return what a number of a scenario means; its path if nobody has said so."""
        names = path.split(".")
        numbers = [int(name) + 1 for name in names if name.isdecimal()]
        pattern = ".".join("N" if name.isdecimal() else name for name in names)
        found = read_yaml("parameters.yaml").get(pattern)
        return str(found[self.language]).format(n=numbers[0] if numbers else "") if found else path

    def glossary(self) -> list[dict[str, str]]:
        """Return the terms: German, English, meaning and place in the law."""
        return [
            {
                "de": str(term["de"]),
                "en": str(term["en"]),
                "meaning": str(term[f"meaning_{self.language}"]),
                "law": str(term["law"]),
            }
            for term in read_yaml("glossary.yaml")
        ]


@lru_cache(maxsize=8)
def read_yaml(name: str) -> Any:
    """Return the content of a file of texts."""
    text = files(__package__).joinpath("texts", name).read_text(encoding="utf-8")
    return YAML(typ="safe", pure=True).load(text)
